//! What a village goes on paying for somebody who has left.

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Request, registered, wanted};
use crate::support::TestApp;
use crate::support::contributions::decide;
use crate::support::cover::{
    ABROAD, HOME, NEXT_DOOR, active, apbd, approved, found, proposal, proposed, source, start, stranger, with,
};
use crate::support::enrolment::execute;
use crate::support::places::period;

/// A source of a village's own.
async fn of_village(app: &TestApp) -> Uuid {
    let payer = json!({ "name": "APBDes Kepanjin", "payer_kind": "apbdes", "region_code": HOME });
    source(app, with(apbd(), payer)).await
}

/// The links of the periods that somebody should end.
async fn to_end(app: &TestApp) -> Vec<Value> {
    let path = "/v1/work-items?kind=period_to_end";
    let shown = app.get(path).as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().iter().map(|item| item["link"].clone()).collect()
}

#[tokio::test]
async fn what_goes_on_after_a_move_to_another_regency_is_not_to_be_ended() {
    let app = start().await;
    let (budget, mover) = (of_village(&app).await, registered(&app, 1).await);
    active(&app, &proposal(&mover, budget), "26000000001").await;
    let (village, neighbour) = (app.account(Role::VillageOperator, &[HOME]), stranger(&app));
    let request = Request::made(&app, &neighbour, &wanted(&mover, ABROAD)).await;
    assert_eq!(request.read(&app, &village).await["has_village_coverage"], true);
    let keep = json!({ "village_coverage": "keep" });
    let moved = request.act(&app, &village, "accept", &keep).await.expect(200);
    let old = app.get(&mover.path("")).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&old["status"], &old["status_reason"]), (&json!("inactive"), &json!("moved_out")));
    assert_eq!(period(&app, &mover).await.shown["status"], "active");
    assert_eq!(to_end(&app).await, [Value::Null; 0]);
    // But once a claim tells that the worker has died, wherever that was.
    let claim = json!({ "kind": "death", "worker_id": moved["worker_id"], "event_on": "2026-11-20" });
    app.post("/v1/claims").as_(&neighbour).json(&claim).send().await.expect(201);
    assert_eq!(to_end(&app).await, [Value::Null; 0]);
    let submitted = "update claims set status = 'submitted', submitted_at = now(), submitted_by = $1";
    execute(&app, submitted, &[&neighbour.id]).await;
    assert_eq!(to_end(&app).await, [json!(format!("/v1/coverages?worker_id={}", mover.id))]);
}

#[tokio::test]
async fn what_went_on_within_a_regency_is_to_be_ended_once_its_worker_leaves() {
    let app = start().await;
    let (budget, mover) = (of_village(&app).await, registered(&app, 1).await);
    active(&app, &proposal(&mover, budget), "26000000001").await;
    let (from, to) =
        (app.account(Role::VillageOperator, &[HOME]), app.account(Role::VillageOperator, &[NEXT_DOOR]));
    let request = Request::made(&app, &to, &wanted(&mover, NEXT_DOOR)).await;
    request.act(&app, &from, "accept", &json!({ "village_coverage": "keep" })).await.expect(200);
    assert_eq!(to_end(&app).await, [Value::Null; 0]);
    let left = json!({ "reason": "moved_out", "on": "2026-11-20" });
    decide(&app, &mover.path(""), "deactivate", &left).await;
    assert_eq!(to_end(&app).await, [json!(format!("/v1/coverages?worker_id={}", mover.id))]);
}

#[tokio::test]
async fn what_the_insurer_has_not_taken_up_ends_with_a_move_to_another_regency() {
    let app = start().await;
    let budget = of_village(&app).await;
    let (village, neighbour) = (app.account(Role::VillageOperator, &[HOME]), stranger(&app));
    let movers = [registered(&app, 1).await, registered(&app, 2).await];
    proposed(&app, &proposal(&movers[0], budget)).await;
    approved(&app, &proposal(&movers[1], budget)).await;
    for mover in &movers {
        let request = Request::made(&app, &neighbour, &wanted(mover, ABROAD)).await;
        assert_eq!(request.read(&app, &village).await["has_village_coverage"], false);
        let keep = request.act(&app, &village, "accept", &json!({ "village_coverage": "keep" })).await;
        let refused = keep.expect_problem(422, "validation_failed");
        assert_eq!(found(&refused), [("/village_coverage", "does_not_apply")]);
        let moved = request.act(&app, &village, "accept", &json!({})).await.expect(200);
        assert_eq!((&moved["status"], &moved["village_coverage"]), (&json!("accepted"), &Value::Null));
        let left = period(&app, mover).await.shown;
        assert_eq!((&left["status"], &left["end_reason"]), (&json!("ended"), &json!("moved_out")));
    }
    assert_eq!(to_end(&app).await, [Value::Null; 0]);
}

#[tokio::test]
async fn what_the_insurer_has_not_taken_up_may_go_on_within_a_regency() {
    let app = start().await;
    let (budget, mover) = (of_village(&app).await, registered(&app, 1).await);
    approved(&app, &proposal(&mover, budget)).await;
    let (from, to) =
        (app.account(Role::VillageOperator, &[HOME]), app.account(Role::VillageOperator, &[NEXT_DOOR]));
    let request = Request::made(&app, &to, &wanted(&mover, NEXT_DOOR)).await;
    assert_eq!(request.read(&app, &from).await["has_village_coverage"], true);
    request.act(&app, &from, "accept", &json!({ "village_coverage": "keep" })).await.expect(200);
    assert_eq!(period(&app, &mover).await.shown["status"], "approved");
}
