//! `PATCH /v1/warungs/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{FOREIGN, KEPANJIN, PAMOLOKAN, act, actions, change, enter, errors, warung};
use crate::support::TestApp;

#[tokio::test]
async fn a_patch_changes_what_it_names_and_clears_what_is_null() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let body = json!({
        "village_code": PAMOLOKAN, "name": "Warung Bu Sri", "address": "Dusun Pasar", "latitude": -7.0, "longitude": 113.8,
        "kbli_edition": "2020", "kbli_code": "56102", "nib": "1234567890123",
    });
    let entered = enter(&app, &officer, body).await;
    let path = format!("/v1/warungs/{}", entered["id"].as_str().unwrap());
    let patch = json!({
        "village_code": KEPANJIN, "address": null, "longitude": 113.9, "kbli_code": "56103", "nib": null,
    });
    let answer = change(&app, &officer, &path, patch).await;
    let after = answer.expect(200);
    assert_eq!(answer.header("etag"), Some("\"2.write\""));
    let mut expected = entered.clone();
    expected["village_code"] = json!(KEPANJIN);
    expected["address"] = Value::Null;
    expected["longitude"] = json!(113.9);
    expected["kbli_code"] = json!("56103");
    expected["nib"] = Value::Null;
    expected["updated_at"] = after["updated_at"].clone();
    assert_eq!(after, expected);
    assert_eq!(app.get(&path).as_(&officer).send().await.expect(200), expected);
}

#[tokio::test]
async fn a_patch_that_changes_nothing_leaves_no_trace() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    for body in [json!({}), json!({ "name": " Warung Bu Sri", "nib": null })] {
        assert_eq!(change(&app, &officer, &path, body).await.header("etag"), Some("\"1.write\""));
    }
    assert_eq!(actions(&app, &officer, &path).await, ["created"]);
}

#[tokio::test]
async fn whoever_corrects_must_have_read_the_newest_version() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({ "name": "Warung Sri Rejeki" });
    let without = app.patch(&path).as_(&officer).json(&body).send().await;
    without.expect_problem(428, "precondition_required");
    let stale = app.patch(&path).as_(&officer).header("If-Match", "\"7.write\"").json(&body).send().await;
    stale.expect_problem(412, "version_mismatch");
    let wrong = app.patch(&path).as_(&officer).header("If-Match", "*").json(&body).send().await;
    wrong.expect_problem(400, "invalid_header");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    for (body, code, pointer, rule) in [
        (json!({ "name": null }), "validation_failed", "/name", "required"),
        (json!({ "latitude": -7 }), "validation_failed", "/longitude", "required"),
        (json!({ "kbli_edition": "2020" }), "validation_failed", "/kbli_code", "required"),
        (json!({ "village_code": "35.29" }), "validation_failed", "/village_code", "village_level"),
        (json!({ "village_code": FOREIGN }), "validation_failed", "/village_code", "other_regency"),
        (
            json!({ "village_code": "35.29.99.2001" }),
            "unknown_reference",
            "/village_code",
            "unknown_reference",
        ),
        (json!({ "status": "closed" }), "unknown_field", "/status", "unknown_field"),
    ] {
        let problem = change(&app, &officer, &path, body.clone()).await.expect_problem(422, code);
        assert_eq!(errors(&problem), [(pointer, rule)], "{body}");
    }
    assert_eq!(actions(&app, &officer, &path).await, ["created"]);
}

#[tokio::test]
async fn a_warung_stays_in_its_regency_and_in_the_callers_villages() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let moved = change(&app, &operator, &path, json!({ "village_code": KEPANJIN })).await;
    let problem = moved.expect_problem(422, "validation_failed");
    assert_eq!(errors(&problem), [("/village_code", "outside_regions")]);
}

#[tokio::test]
async fn a_closed_warung_is_not_corrected() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let today = app.state.clock.today();
    act(&app, &officer, &path, "close", json!({ "reason": "owner_died", "on": today })).await.expect(200);
    let refused = change(&app, &officer, &path, json!({ "name": "Warung" })).await;
    let problem = refused.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["reopen"]));
}

#[tokio::test]
async fn strangers_and_readers_correct_nothing() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({ "name": "Warung" });
    let patch = || app.patch(&path).header("If-Match", "\"1.write\"").json(&body);
    patch().send().await.expect_problem(401, "unauthenticated");
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    patch().as_(&viewer).send().await.expect_problem(403, "forbidden");
    for stranger in [app.account(Role::VillageOperator, &[KEPANJIN]), app.account(Role::Officer, &["35.28"])]
    {
        patch().as_(&stranger).send().await.expect_problem(404, "not_found");
    }
}
