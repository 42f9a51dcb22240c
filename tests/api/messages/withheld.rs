//! What is wrong by now and a sender has: it does not go out again

use serde_json::{Value, json};
use uuid::Uuid;

use super::{act, covered, made, sender, take, told};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::end;
use crate::support::cover::{Worker, apbd, one, source, start};
use crate::support::enrolment::execute;

/// A member whose news a sender has: the service, the member, the sender, what was taken.
async fn taken() -> (TestApp, Worker, Account, Value) {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = covered(&app, 1, budget).await;
    made(&app).await;
    let client = sender(&app);
    let taken = take(&app, &client, &json!({})).await.expect(200);
    assert_eq!(taken["data"].as_array().unwrap().len(), 1);
    (app, member, client, taken)
}

/// Status and reason of the news that cover has begun.
async fn started(app: &TestApp) -> (String, Option<String>) {
    let shown = told(app, "?kind=cover_started").await.remove(0);
    let text = |name: &str| shown[name].as_str().map(str::to_owned);
    (text("status").unwrap(), text("cancel_reason"))
}

fn state(status: &str, reason: Option<&str>) -> (String, Option<String>) {
    (status.to_owned(), reason.map(str::to_owned))
}

/// Cancels what is not to go out any more; whether there was something.
async fn expired(app: &TestApp) -> bool {
    let mut conn = app.state.db.write().await.unwrap();
    let (now, today) = (app.state.clock.now(), app.state.clock.today());
    payung::casework::messages::maker::expire(&mut conn, now, today).await.unwrap()
}

async fn time_is_over(app: &TestApp) {
    let statement =
        "update messages set leased_until = now() - interval '1 second' where leased_until is not null";
    execute(app, statement, &[]).await;
}

#[tokio::test]
async fn what_was_superseded_on_its_way_is_over_when_it_fails() {
    let (app, member, client, taken) = taken().await;
    end(&app, &member, "quota_cut", "2026-11-10").await;
    assert_eq!(started(&app).await, state("taken", Some("superseded")));
    let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak aktif" });
    act(&app, &client, &taken["data"][0]["id"], "failed", &body).await.expect(200);
    assert_eq!(started(&app).await, state("cancelled", Some("superseded")));
    let recorded = "select string_agg(c.action, ' ' order by c.version) from changes as c \
                    join messages as m on m.id = c.subject_id where m.kind = 'cover_started'";
    assert_eq!(one::<String>(&app, recorded).await, "created taken withheld failed");
}

#[tokio::test]
async fn what_was_superseded_on_its_way_and_went_out_was_sent() {
    let (app, member, client, taken) = taken().await;
    end(&app, &member, "quota_cut", "2026-11-10").await;
    made(&app).await;
    let body = json!({ "lease_id": taken["lease_id"] });
    act(&app, &client, &taken["data"][0]["id"], "sent", &body).await.expect(200);
    assert_eq!(started(&app).await, state("sent", None));
}

#[tokio::test]
async fn what_was_superseded_on_its_way_is_given_to_nobody_else() {
    let (app, member, client, taken) = taken().await;
    end(&app, &member, "quota_cut", "2026-11-10").await;
    made(&app).await;
    assert!(!expired(&app).await, "the sender still has it");
    time_is_over(&app).await;
    let again = take(&app, &client, &json!({})).await.expect(200);
    let id = &taken["data"][0]["id"];
    assert!(again["data"].as_array().unwrap().iter().all(|one| one["id"] != *id), "{again}");
    assert!(expired(&app).await);
    assert_eq!(started(&app).await, state("cancelled", Some("superseded")));
    assert!(!expired(&app).await);
}

#[tokio::test]
async fn what_is_superseded_after_the_time_of_its_sender_is_cancelled_at_once() {
    let (app, member, _, _) = taken().await;
    time_is_over(&app).await;
    end(&app, &member, "quota_cut", "2026-11-10").await;
    assert_eq!(started(&app).await, state("cancelled", Some("superseded")));
}

#[tokio::test]
async fn what_a_sender_left_until_its_last_day_was_over_is_cancelled() {
    let (app, _, _, _) = taken().await;
    let days = "update messages set not_before = '2026-11-01', not_after = '2026-11-22'";
    execute(&app, days, &[]).await;
    assert!(!expired(&app).await, "the sender still has it");
    time_is_over(&app).await;
    assert!(expired(&app).await);
    assert_eq!(started(&app).await, state("cancelled", Some("expired")));
}

#[tokio::test]
async fn a_death_in_error_lets_what_a_sender_has_go_on() {
    let (app, member, client, taken) = taken().await;
    let report = Report::recorded(&app, &of(&member)).await;
    assert_eq!(started(&app).await, state("taken", Some("recipient_died")));
    report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    assert_eq!(started(&app).await, state("taken", None));
    let id: Uuid = taken["data"][0]["id"].as_str().unwrap().parse().unwrap();
    let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak aktif" });
    let shown = act(&app, &client, &json!(id), "failed", &body).await.expect(200);
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("ready"), &Value::Null));
}
