//! `GET /v1/regencies`

use serde_json::json;

use super::platform_admin;
use crate::support::TestApp;

#[tokio::test]
async fn regencies_come_in_the_order_of_their_numbers() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let first = app.get("/v1/regencies?limit=1&count=exact").as_(&admin).send().await.expect(200);
    assert_eq!((&first["data"][0]["region_code"], &first["count"]), (&json!("35.29"), &json!(2)));
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = app.get(&format!("/v1/regencies?limit=1&cursor={cursor}")).as_(&admin).send().await;
    let second = second.expect(200);
    assert_eq!((&second["data"][0]["region_code"], &second["next_cursor"]), (&json!("35.28"), &json!(null)));
}

#[tokio::test]
async fn the_active_can_be_told_from_the_others() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let close = app.patch("/v1/regencies/2").as_(&admin).header("If-Match", "\"1.full\"");
    close.json(&json!({ "active": false })).send().await.expect(200);
    for (active, number) in [(true, 1), (false, 2)] {
        let page = app.get(&format!("/v1/regencies?active={active}")).as_(&admin).send().await.expect(200);
        assert_eq!(page["data"].as_array().unwrap().len(), 1);
        assert_eq!(page["data"][0]["id"], number);
    }
}

#[tokio::test]
async fn a_version_that_is_held_is_not_sent_again() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let held = app.get("/v1/regencies/1").as_(&admin).header("If-None-Match", "\"1.full\"").send().await;
    assert_eq!(held.expect(304), json!(null));
    assert_eq!(held.header("etag"), Some("\"1.full\""));
}
