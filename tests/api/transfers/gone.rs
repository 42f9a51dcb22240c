//! Of a registration that is open no more nothing moves.

use payung::access::caller::Role;
use serde_json::json;

use super::{PATH, Request, registered, wanted};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::cover::{ABROAD, HOME, nik, start, stranger};
use crate::workers::merge::{etag, merge};

/// The request can only be refused, for the reason that is given.
async fn is_only_refused(app: &TestApp, request: &Request, reason: &str) {
    let village = app.account(Role::VillageOperator, &[HOME]);
    assert_eq!(request.read(app, &village).await["allowed_actions"], json!(["refuse"]));
    let refused = request.act(app, &village, "accept", &json!({})).await;
    assert_eq!(refused.expect_problem(409, "invalid_state")["allowed_actions"], json!(["refuse"]));
    request.act(app, &village, "refuse", &json!({ "reason": reason })).await.expect(200);
}

#[tokio::test]
async fn of_a_registration_that_was_merged_nothing_can_move() {
    let app = start().await;
    let (mover, other) = (registered(&app, 1).await, registered(&app, 2).await);
    let request = Request::made(&app, &stranger(&app), &wanted(&mover, ABROAD)).await;
    merge(&app, &mover, &other, json!({})).await.expect(200);
    is_only_refused(&app, &request, "another NIK").await;
}

#[tokio::test]
async fn of_somebody_who_died_meanwhile_nothing_can_move() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let request = Request::made(&app, &stranger(&app), &wanted(&mover, ABROAD)).await;
    Report::recorded(&app, &of(&mover)).await;
    is_only_refused(&app, &request, "died").await;
}

#[tokio::test]
async fn of_a_registration_whose_nik_was_a_slip_nothing_can_move() {
    let app = start().await;
    let mover = registered(&app, 1).await;
    let request = Request::made(&app, &stranger(&app), &wanted(&mover, ABROAD)).await;
    let body = json!({ "nik": nik(1982, 9).as_str(), "confirm_warnings": true });
    let patch = app.patch(&mover.path("")).as_(&app.officer()).header("If-Match", &etag(&app, &mover).await);
    patch.json(&body).send().await.expect(200);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let listed = app.get(PATH).as_(&village).send().await.expect(200);
    assert_eq!(listed["data"][0]["allowed_actions"], json!(["refuse"]));
    is_only_refused(&app, &request, "another NIK").await;
}
