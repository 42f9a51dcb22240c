//! `/v1/messages`

mod accounts;
mod claims;
mod closes;
mod cover;
mod days;
mod decide;
mod elsewhere;
mod lives;
mod merged;
mod moved;
mod outbox;
mod outdated;
mod print;
mod read;
mod removed;
mod withheld;
mod years;

use payung::casework::messages::maker;
use payung::domain::Phone;
use payung::platform::changes::sequencer;
use payung::platform::vault::Identifier as _;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Held, Stage};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{Worker, one};
use crate::support::enrolment::execute;
use crate::support::request::Answer;

pub const PATH: &str = "/v1/messages";

/// Changes that the maker of messages has not read.
const UNREAD: &str = "select (select count(*) from unsequenced_changes) \
    + coalesce((select max(position) from change_positions), 0) \
    - (select position from change_cursors where reader = 'messages')";

/// Lets everything that has happened be told; the service's own maker may have done it already.
pub async fn made(app: &TestApp) {
    while one::<i64>(app, UNREAD).await > 0 {
        let mut conn = app.state.db.write().await.unwrap();
        let (now, today) = (app.state.clock.now(), app.state.clock.today());
        sequencer::stamp_batch(&mut conn, now).await.unwrap();
        maker::make_next(&mut conn, now, today).await.unwrap();
    }
}

/// The messages that an officer sees, after everything was told.
async fn told(app: &TestApp, query: &str) -> Vec<Value> {
    made(app).await;
    let shown = app.get(&format!("{PATH}{query}")).as_(&app.officer()).send().await.expect(200);
    assert_eq!(shown["next_cursor"], Value::Null);
    shown["data"].as_array().unwrap().clone()
}

/// Kind and state of what is told of a claim, in the order in which it happened.
async fn states(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |one: &Value| [&one["kind"], &one["status"], &one["cancel_reason"]].map(text).join(" ");
    found.iter().map(line).collect()
}

fn why() -> Value {
    json!({ "reason": "Keluarga memilih lain." })
}

/// The only one of a kind.
async fn only(app: &TestApp, kind: &str) -> Value {
    let mut found = told(app, &format!("?kind={kind}")).await;
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    found.remove(0)
}

/// Gives a worker a phone; its number.
async fn phone(app: &TestApp, worker: Uuid) -> String {
    let phone = Phone::parse("081234567890").unwrap();
    let sealed = app.state.vault.seal(&phone).unwrap();
    let statement = "update workers set phone_sealed = $1, phone_mask = $2 where id = $3";
    execute(app, statement, &[&sealed.as_bytes(), &phone.masked(), &worker]).await;
    phone.as_str().to_owned()
}

/// A worker with a phone whose cover has begun.
async fn covered(app: &TestApp, serial: u32, source: Uuid) -> Worker {
    use crate::support::cover::{active, proposal, worker};
    let worker = worker(app, serial).await;
    phone(app, worker.id).await;
    active(app, &proposal(&worker, source), &format!("260000{serial:05}")).await;
    worker
}

/// A system that sends what it takes.
fn sender(app: &TestApp) -> Account {
    app.system(&["messages:send", "messages:report"], "35.29")
}

/// Takes what waits.
async fn take(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(&format!("{PATH}/take")).as_(account).json(body).send().await
}

/// Does something with a message.
async fn act(app: &TestApp, account: &Account, id: &Value, action: &str, body: &Value) -> Answer {
    let path = format!("{PATH}/{}/{action}", id.as_str().unwrap());
    app.post(&path).as_(account).json(body).send().await
}
