//! The service as a whole: it starts, knows its callers, writes what it says, and stops.

use payung::access::caller::Role;
use serde_json::json;

use crate::support::{TestApp, catalogue};

#[tokio::test]
async fn a_write_is_answered_and_stands_in_the_database_with_its_change() {
    let app = TestApp::start().await;
    let platform = app.account(Role::PlatformAdmin, &[]);
    let before = app.get("/v1/regencies/1").as_(&platform).send().await;
    let etag = before.header("etag").expect("a version");
    let change = app.patch("/v1/regencies/1").as_(&platform).header("if-match", etag);
    let answer = change.json(&json!({"name": "Sumenep"})).send().await;
    assert_eq!(answer.expect(200)["name"], "Sumenep");

    let client = app.database().owner().client().await.unwrap();
    let names = catalogue::column(&client, "SELECT name FROM regencies WHERE id = 1").await;
    assert_eq!(names, ["Sumenep"]);
    let actors =
        catalogue::column(&client, "SELECT actor_id::text FROM changes WHERE subject = 'regency'").await;
    assert_eq!(actors, [platform.id.to_string()]);
}

#[tokio::test]
async fn an_unknown_caller_and_a_wrong_role_are_refused() {
    let app = TestApp::start().await;
    let body = json!({"region_code": "35.29"});
    app.post("/v1/regencies").json(&body).send().await.expect_problem(401, "unauthenticated");
    let officer = app.officer();
    app.post("/v1/regencies").as_(&officer).json(&body).send().await.expect_problem(403, "forbidden");
}
