//! `POST /v1/workers/{id}/verify`

use serde_json::json;

use super::{found, nameless, one, register, siti, with};
use crate::support::TestApp;

#[tokio::test]
async fn a_right_registration_is_verified() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &siti()).await;
    let request =
        app.post(&format!("{}/verify", worker.path())).as_(&officer).header("If-Match", &worker.etag);
    let answer = request.json(&json!({ "note": "KTP dilihat" })).send().await;
    let verified = answer.expect(200);
    assert_eq!((&verified["status"], &verified["status_reason"]), (&json!("verified"), &json!(null)));
    assert_eq!(verified["status_on"], app.state.clock.today().to_string());
    assert_eq!(answer.header("etag"), Some("\"2.masked-wv\""));
    let kept: String = one(&app, "select action || ': ' || reason from changes where version = 2").await;
    assert_eq!(kept, "verified: KTP dilihat");
    let stored: String = one(&app, "select status || ' ' || version from workers").await;
    assert_eq!(stored, "verified 2");
}

#[tokio::test]
async fn warnings_must_be_confirmed() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let doubtful = with(siti(), json!({ "sex": "male", "birth_on": "1982-06-16" }));
    let worker = register(&app, &officer, &doubtful).await;
    let verify = |body| {
        let request = app.post(&format!("{}/verify", worker.path())).as_(&officer);
        request.header("If-Match", &worker.etag).json(&body).send()
    };
    for body in [json!({}), json!({ "confirm_warnings": false })] {
        let problem = verify(body).await.expect_problem(422, "validation_failed");
        assert_eq!(
            found(&problem),
            [("/confirm_warnings", "nik_birth_date_differs"), ("/confirm_warnings", "nik_sex_differs")]
        );
    }
    let verified = verify(json!({ "confirm_warnings": true })).await.expect(200);
    assert_eq!(verified["nik_warnings"], json!(["nik_birth_date_differs", "nik_sex_differs"]));
}

#[tokio::test]
async fn a_temporary_identity_is_not_verified() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = register(&app, &officer, &nameless("Sri")).await;
    let request =
        app.post(&format!("{}/verify", worker.path())).as_(&officer).header("If-Match", &worker.etag);
    let problem = request
        .json(&json!({ "confirm_warnings": true }))
        .send()
        .await
        .expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/nik", "nik_missing")]);
}
