//! What happens at the same time has one winner.

use futures_util::future::join_all;
use serde_json::json;

use super::{Report, claims, of, send};
use crate::support::cover::{active, apbd, one, proposal, settle, source, start, with, worker};

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
