//! What the insurer said of a registration that was merged.

use serde_json::{Value, json};

use super::{LIST, recorded};
use crate::support::TestApp;
use crate::support::contributions::{funded, paid};
use crate::support::cover::{Worker, active, apbd, found, one, proposal, settle, source, start, worker};
use crate::support::enrolment::execute;
use crate::workers::merge::{etag, merge, send};

/// Records that nobody is a member under the NIK of a registration, and gives the path of the word.
async fn nobody_under(app: &TestApp, worker: &Worker) -> String {
    let word = json!({
        "worker_id": worker.id, "state": "not_member", "programmes": [], "as_of": "2026-11-20",
        "evidence": "Daftar BPJS, 20 November 2026",
    });
    recorded(app, &word).await.0
}

async fn standing(app: &TestApp, worker: &Worker) -> [Value; 2] {
    let path = worker.path("/standing?on=2026-11-23");
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    ["standing", "basis"].map(|name| shown[name].clone())
}

/// Where each word stands.
async fn places(app: &TestApp) -> String {
    one(app, "select string_agg(worker_id || ' ' || person_id, ', ' order by id) from memberships").await
}

fn place(worker: &Worker) -> String {
    format!("{} {}", worker.id, worker.person_id)
}

#[tokio::test]
async fn that_nobody_is_a_member_under_a_wrong_nik_says_nothing_of_the_one_that_stays() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    active(&app, &proposal(&into, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &into, "2026-01", "2026-12", "2026-02-01").await;
    let path = nobody_under(&app, &from).await;
    let before = [standing(&app, &from).await, standing(&app, &into).await];
    assert_eq!(before[1][0], "active");
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(standing(&app, &into).await, before[1]);
    assert_eq!(places(&app).await, place(&from));
    // Another word would be about the one that stays.
    let officer = app.officer();
    let read = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let patch =
        async |body: Value| app.patch(&path).as_(&officer).header("If-Match", &read).json(&body).send().await;
    let member = patch(json!({ "state": "active", "programmes": ["jkk"] })).await;
    assert_eq!(found(&member.expect_problem(409, "conflict")), [("/state", "worker_merged")]);
    patch(json!({ "as_of": "2026-11-19" })).await.expect(200);
    let reason = json!({ "reason": "two people" });
    send(&app, &officer, &from, "unmerge", &etag(&app, &from).await, &reason).await.expect(200);
    assert_eq!([standing(&app, &from).await, standing(&app, &into).await], before);
    assert_eq!(places(&app).await, place(&from));
}

#[tokio::test]
async fn that_a_member_is_none_any_more_goes_over() {
    let app = start().await;
    let (from, into, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    // The insurer knew the first by a word, the second by a month that it took.
    let member = json!({
        "worker_id": from.id, "state": "active", "programmes": ["jkk", "jkm"], "as_of": "2026-10-01",
        "evidence": "Daftar BPJS",
    });
    app.post(LIST).as_(&app.officer()).json(&member).send().await.expect(201);
    nobody_under(&app, &from).await;
    merge(&app, &from, &third, json!({})).await.expect(200);
    assert_eq!(places(&app).await, [place(&third), place(&third)].join(", "));
    let batch = paid(&app, funded(&app, &[&into]).await, &["2026-02"], "926011").await;
    let file = format!("nik,status\n{},ok\n", into.nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    nobody_under(&app, &into).await;
    let fourth = worker(&app, 4).await;
    merge(&app, &into, &fourth, json!({})).await.expect(200);
    assert_eq!(places(&app).await, [place(&third), place(&third), place(&fourth)].join(", "));
}

#[tokio::test]
async fn of_somebody_without_a_nik_every_word_goes_over() {
    let app = start().await;
    let (from, into) = (worker(&app, 1).await, worker(&app, 2).await);
    let without = "update workers set nik_sealed = null, nik_mask = null, nik_hash = null where id = $1";
    execute(&app, without, &[&from.id]).await;
    nobody_under(&app, &from).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(places(&app).await, place(&into));
}
