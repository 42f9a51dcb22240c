//! `GET /v1/regions/{code}`

use serde_json::json;

use crate::support::TestApp;

#[tokio::test]
async fn a_region_is_found_by_its_code_with_or_without_dots() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for code in ["35.29.01.1015", "3529011015"] {
        let region = app.get(&format!("/v1/regions/{code}")).as_(&officer).send().await.expect(200);
        assert_eq!(
            region,
            json!({
                "code": "35.29.01.1015",
                "level": "village",
                "kind": "kelurahan",
                "name": "Kepanjin",
                "parent_code": "35.29.01",
            })
        );
    }
    let province = app.get("/v1/regions/35").as_(&officer).send().await.expect(200);
    assert_eq!((&province["kind"], &province["parent_code"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn what_is_no_region_is_not_found() {
    let app = TestApp::start().await;
    let officer = app.officer();
    for code in ["99", "35.29.99", "x", "35.29.01.9001", "35-29"] {
        let answer = app.get(&format!("/v1/regions/{code}")).as_(&officer).send().await;
        answer.expect_problem(404, "not_found");
    }
}

#[tokio::test]
async fn a_caller_must_be_signed_in() {
    let app = TestApp::start().await;
    for path in ["/v1/regions", "/v1/regions/35.29", "/v1/regions/35.29/children"] {
        app.get(path).send().await.expect_problem(401, "unauthenticated");
    }
}
