//! What happens at the same time has one winner.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{Report, claims, of, send};
use crate::support::TestApp;
use crate::support::contributions::funded;
use crate::support::cover::{
    Coverage, active, apbd, approver, decree, one, proposal, settle, source, start, with, worker,
};
use crate::support::places::period;

#[tokio::test]
async fn of_sixteen_records_of_one_death_one_is_made() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    active(&app, &proposal(&dead, source(&app, apbd()).await), "26000000001").await;
    settle(&app, &dead, "2026-02", "2026-10", "2026-10-10").await;
    let officer = app.officer();
    let bodies: Vec<_> =
        (0..16).map(|day| with(of(&dead), json!({ "died_on": format!("2026-11-{:02}", day + 1) }))).collect();
    let answers = join_all(bodies.iter().map(|body| send(&app, &officer, body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        loser.expect_problem(409, "already_exists");
    }
    assert_eq!(one::<i64>(&app, "select count(*) from deaths").await, 1);
    assert_eq!(claims(&app, &dead).await.len(), 1);
}

#[tokio::test]
async fn a_death_and_a_claim_of_one_moment_leave_one_claim() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let officer = app.officer();
    let body = json!({ "kind": "death", "worker_id": dead.id, "event_on": "2026-11-02" });
    let death = of(&dead);
    let (filed, recorded) =
        tokio::join!(app.post("/v1/claims").as_(&officer).json(&body).send(), send(&app, &officer, &death));
    let shown = recorded.expect(201);
    if filed.status != 201 {
        filed.expect_problem(409, "already_exists");
    }
    assert_eq!(claims(&app, &dead).await.len(), 1);
    assert_eq!(shown["opened_claim"], json!(filed.status != 201));
}

#[tokio::test]
async fn of_many_revocations_one_restores() {
    let app = start().await;
    let alive = worker(&app, 1).await;
    active(&app, &proposal(&alive, source(&app, apbd()).await), "26000000001").await;
    let report = Report::recorded(&app, &of(&alive)).await;
    let officer = app.officer();
    let because = json!({ "reason": "wrong person" });
    let answers = join_all((0..8).map(|_| report.act(&app, &officer, "revoke", &because))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 200) {
        loser.expect_problem(412, "version_mismatch");
    }
    let reopened = "select count(*) from changes where subject = 'coverage' and action = 'reopened'";
    assert_eq!(one::<i64>(&app, reopened).await, 1);
}

/// Her period never began and has left the place of the first, which it takes again: it waits for the first before the person
/// is locked, as everybody locks.
#[tokio::test]
async fn a_revocation_waits_for_the_place_before_it_locks_the_person() {
    let app = start().await;
    let (first, alive) = (worker(&app, 1).await, worker(&app, 2).await);
    funded(&app, &[&first]).await;
    let officer = app.officer();
    let place = json!({ "worker_id": alive.id, "reason": "withdrew", "ended_on": "2026-07-10" });
    let new = period(&app, &first).await.act(&app, &officer, "replace", &place).await;
    new.expect(201);
    let new = Coverage::of(&new).act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    let report = Report::recorded(&app, &with(of(&alive), json!({ "died_on": "2026-07-20" }))).await;
    let replaced_by = async || period(&app, &first).await.shown["replaced_by_id"].clone();
    assert_eq!(replaced_by().await, Value::Null);
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("begin").await.unwrap();
    client.query_one("select 1 from workers where id = $1 for update", &[&first.id]).await.unwrap();
    let because = json!({ "reason": "wrong person" });
    let look = async {
        until_waiting(&app).await;
        let other = app.database().owner().client().await.unwrap();
        let person = "select 1 from persons where id = $1 for no key update nowait";
        let is_free = other.query_one(person, &[&alive.person_id]).await.is_ok();
        client.batch_execute("commit").await.unwrap();
        is_free
    };
    let (revoked, is_free) = tokio::join!(report.act(&app, &officer, "revoke", &because), look);
    assert_eq!(revoked.expect(200)["coverage_ids"], json!([]));
    assert!(is_free, "the person was locked before the worker of the place");
    assert_eq!(replaced_by().await, new["id"]);
}

/// Returns once a session of the app's database waits for a lock.
async fn until_waiting(app: &TestApp) {
    let waiting = "select count(distinct w.pid) from pg_locks w join pg_locks d on d.pid = w.pid \
                   where not w.granted and d.database = (select oid from pg_database where datname = current_database())";
    for _ in 0..1_000 {
        if one::<i64>(app, waiting).await > 0 {
            return;
        }
    }
    panic!("nobody waits");
}
