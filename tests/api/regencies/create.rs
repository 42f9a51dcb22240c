//! `POST /v1/regencies`

use serde_json::{Value, json};

use super::platform_admin;
use crate::support::TestApp;

/// A regency of the list that does not use the deployment yet.
async fn list_region(app: &TestApp, code: &str, name: &str) {
    let client = app.database().owner().client().await.unwrap();
    client.execute("insert into regions (code, name) values ($1, $2)", &[&code, &name]).await.unwrap();
}

#[tokio::test]
async fn a_regency_gets_the_next_number_and_its_name_from_the_list() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    list_region(&app, "35.27", "Kabupaten Sampang").await;
    let answer = app.post("/v1/regencies").as_(&admin).json(&json!({ "region_code": "3527" })).send().await;
    let regency = answer.expect(201);
    assert_eq!(
        (&regency["id"], &regency["region_code"], &regency["name"], &regency["active"]),
        (&json!(3), &json!("35.27"), &json!("Kabupaten Sampang"), &json!(true))
    );
    assert_eq!(answer.header("location"), Some("/v1/regencies/3"));
    assert_eq!(answer.header("etag"), Some("\"1.full\""));
    let read = app.get("/v1/regencies/3").as_(&admin).send().await;
    assert_eq!((read.expect(200), read.header("etag")), (regency, Some("\"1.full\"")));

    let history = app.get("/v1/regencies/3/history").as_(&admin).send().await.expect(200);
    let entry = &history["data"][0];
    assert_eq!((&entry["version"], &entry["action"]), (&json!(1), &json!("created")));
    assert_eq!((&entry["actor_kind"], &entry["actor_id"]), (&json!("user"), &json!(admin.id)));
    assert_eq!(entry["after"]["name"], "Kabupaten Sampang");
}

#[tokio::test]
async fn the_same_key_creates_once() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    list_region(&app, "35.27", "Kabupaten Sampang").await;
    let post = |name: &str| {
        let body = json!({ "region_code": "35.27", "name": name });
        app.post("/v1/regencies").as_(&admin).header("Idempotency-Key", "sampang").json(&body).send()
    };
    let first = post("Sampang").await;
    let second = post("Sampang").await;
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    post("Sampang Raya").await.expect_problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_region_has_one_regency() {
    let app = TestApp::start().await;
    let body = json!({ "region_code": "35.29" });
    let answer = app.post("/v1/regencies").as_(&platform_admin(&app)).json(&body).send().await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(problem["errors"][0]["pointer"], "/region_code");
}

#[tokio::test]
async fn concurrent_regencies_get_different_numbers() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    let codes: Vec<String> = (41..49).map(|number| format!("35.{number}")).collect();
    for code in &codes {
        list_region(&app, code, "Kota").await;
    }
    let posts = codes
        .iter()
        .map(|code| app.post("/v1/regencies").as_(&admin).json(&json!({ "region_code": code })).send());
    let answers = futures_util::future::join_all(posts).await;
    let mut numbers: Vec<i64> =
        answers.iter().map(|answer| answer.expect(201)["id"].as_i64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [3, 4, 5, 6, 7, 8, 9, 10]);
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let admin = platform_admin(&app);
    type Told = &'static [(&'static str, &'static str)];
    let cases: [(Value, &str, Told); 5] = [
        (
            json!({ "region_code": "35.29.01", "name": " " }),
            "validation_failed",
            &[("/region_code", "not_a_regency"), ("/name", "name_empty")],
        ),
        (json!({ "region_code": "x" }), "validation_failed", &[("/region_code", "region_code_shape")]),
        (json!({ "region_code": "35.30" }), "unknown_reference", &[("/region_code", "unknown_region")]),
        (json!({ "region_code": "35.27", "nama": "x" }), "unknown_field", &[("/nama", "unknown_field")]),
        (json!({}), "invalid_shape", &[("/region_code", "required")]),
    ];
    for (body, code, errors) in cases {
        let problem = app.post("/v1/regencies").as_(&admin).json(&body).send().await;
        let problem = problem.expect_problem(422, code);
        let told = problem["errors"].as_array().unwrap().iter();
        let told: Vec<_> =
            told.map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
        assert_eq!(told, errors, "{body}");
    }
}
