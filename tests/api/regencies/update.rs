//! `PATCH /v1/regencies/{number}`, and what the history then says.

use serde_json::{Value, json};

use super::platform_admin;
use crate::support::TestApp;

#[tokio::test]
async fn a_change_is_versioned_and_the_past_stays_readable() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let patch = |etag: &str, body: Value| {
        app.patch("/v1/regencies/1").as_(&admin).header("If-Match", etag).json(&body).send()
    };
    let renamed = patch("\"1.full\"", json!({ "name": "Sumenep" })).await;
    assert_eq!(
        (&renamed.expect(200)["name"], renamed.header("etag")),
        (&json!("Sumenep"), Some("\"2.full\""))
    );
    let between = renamed.expect(200)["updated_at"].as_str().unwrap().to_owned();
    let closed = patch("\"2.full\"", json!({ "active": false })).await;
    assert_eq!((&closed.expect(200)["active"], closed.header("etag")), (&json!(false), Some("\"3.full\"")));

    let history = app.get("/v1/regencies/1/history").as_(&admin).send().await.expect(200);
    let actions: Vec<_> =
        history["data"].as_array().unwrap().iter().map(|e| (&e["version"], &e["before"])).collect();
    assert_eq!(actions.len(), 2);
    assert_eq!(actions[0].0, &json!(2));
    assert_eq!((&actions[0].1["name"], &actions[0].1["version"]), (&json!("Kabupaten Sumenep"), &json!(1)));
    assert_eq!(actions[1].1["active"], json!(true));

    let then =
        app.get(&format!("/v1/regencies/1?as_known_at={between}")).as_(&admin).send().await.expect(200);
    assert_eq!((&then["name"], &then["active"]), (&json!("Sumenep"), &json!(true)));
    let before = app.get("/v1/regencies/1?as_known_at=2020-01-01T00:00:00Z").as_(&admin).send().await;
    before.expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_no_trace() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    for body in [json!({}), json!({ "name": "Kabupaten Sumenep", "region_code": "3529", "active": true })] {
        let answer = app.patch("/v1/regencies/1").as_(&admin).header("If-Match", "\"1.full\"").json(&body);
        assert_eq!(answer.send().await.header("etag"), Some("\"1.full\""));
    }
    let history = app.get("/v1/regencies/1/history").as_(&admin).send().await.expect(200);
    assert_eq!(history["data"], json!([]));
}

#[tokio::test]
async fn whoever_decides_must_have_read_the_newest_version() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let body = json!({ "name": "Sumenep" });
    let without = app.patch("/v1/regencies/1").as_(&admin).json(&body).send().await;
    without.expect_problem(428, "precondition_required");
    let stale = app.patch("/v1/regencies/1").as_(&admin).header("If-Match", "\"7.full\"").json(&body);
    stale.send().await.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    for (body, status, code, pointer) in [
        (json!({ "name": null, "active": null }), 422, "validation_failed", "/name"),
        (json!({ "region_code": "35" }), 422, "validation_failed", "/region_code"),
        (json!({ "region_code": "35.99" }), 422, "unknown_reference", "/region_code"),
        (json!({ "region_code": "35.28" }), 409, "already_exists", "/region_code"),
        (json!({ "id": 9 }), 422, "unknown_field", "/id"),
    ] {
        let answer = app.patch("/v1/regencies/1").as_(&admin).header("If-Match", "\"1.full\"").json(&body);
        let problem = answer.send().await.expect_problem(status, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_not_found() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    for number in ["3", "0", "-1", "01", "99999999999", "x"] {
        for path in [format!("/v1/regencies/{number}"), format!("/v1/regencies/{number}/history")] {
            app.get(&path).as_(&admin).send().await.expect_problem(404, "not_found");
        }
        let body = json!({ "name": "X" });
        let patch =
            app.patch(&format!("/v1/regencies/{number}")).as_(&admin).header("If-Match", "\"1.full\"");
        patch.json(&body).send().await.expect_problem(404, "not_found");
    }
}
