//! `GET /v1/me` and `POST /v1/me/password`.

use payung::access::caller::Role;

use super::*;

#[tokio::test]
async fn a_person_reads_who_they_are_and_where_they_act() {
    let app = TestApp::start().await;
    let caller =
        signed_in(&app, "desa.dua", Role::VillageOperator, &["35.29.01.2013", "35.29.01.1015"]).await;
    let me = app.get("/v1/me").as_(&caller).send().await.expect(200);
    assert_eq!(me["id"], json!(caller.id));
    assert_eq!((&me["kind"], &me["role"]), (&json!("user"), &json!("village_operator")));
    assert_eq!((&me["username"], &me["name"]), (&json!("desa.dua"), &json!("Siti Rahmah")));
    let name: String = value(&app, "SELECT name FROM regions WHERE code = '35.29.01.2013'", &[]).await;
    assert_eq!(me["regions"][1], json!({ "code": "35.29.01.2013", "name": name }));
    assert_eq!(me["regions"].as_array().unwrap().len(), 2);
    assert!(me["scopes"].as_array().unwrap().contains(&json!("workers:write")));
}

#[tokio::test]
async fn a_system_reads_who_it_is() {
    let app = TestApp::start().await;
    let client = oauth::client(&app, &["workers:read", "coverage:check"]).await;
    let me = app.get("/v1/me").as_(&client.account).send().await.expect(200);
    assert_eq!((&me["kind"], &me["name"]), (&json!("client"), &json!("Social office")));
    assert_eq!(me["scopes"], json!(["coverage:check", "workers:read"]));
    assert_eq!(me.get("role"), None);
}

#[tokio::test]
async fn nobody_reads_it_without_a_token() {
    let app = TestApp::start().await;
    let answer = app.get("/v1/me").send().await;
    answer.expect_problem(401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"payung\""));
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let app = TestApp::start().await;
    let user = person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let (here, there) = (sign_in(&app, "officer.one").await, sign_in(&app, "officer.one").await);
    let caller = bearer(user.row.id, &here);
    let body = json!({ "current_password": PASSWORD, "new_password": "susu jahe malam" });
    app.post("/v1/me/password").as_(&caller).json(&body).send().await.expect(204);

    app.get("/v1/me").as_(&caller).send().await.expect(200);
    refresh(&app, &refresh_token(&here)).await.expect(200);
    let other = bearer(user.row.id, &there);
    app.get("/v1/me").as_(&other).send().await.expect_problem(401, "token_revoked");
    refresh(&app, &refresh_token(&there)).await.expect_problem(401, "session_over");
    try_sign_in(&app, "officer.one", PASSWORD).await.expect_problem(401, "wrong_credentials");
    try_sign_in(&app, "officer.one", "susu jahe malam").await.expect(201);
    let version: i32 = value(&app, "SELECT version FROM users WHERE id = $1", &[&user.row.id]).await;
    assert_eq!(version, 2);
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_it() {
    let app = TestApp::start().await;
    let caller = signed_in(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let change = async |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        app.post("/v1/me/password").as_(&caller).json(&body).send().await
    };
    let wrong = change("teh manis pagi", "susu jahe malam").await.expect_problem(422, "validation_failed");
    assert_eq!(wrong["errors"][0]["pointer"], "/current_password");
    let weak = change(PASSWORD, "short").await.expect_problem(422, "validation_failed");
    assert_eq!(weak["errors"][0]["code"], "password_too_short");
    app.post("/v1/me/password").json(&json!({})).send().await.expect_problem(401, "unauthenticated");
    let client = oauth::client(&app, &["workers:read"]).await.account;
    app.post("/v1/me/password").as_(&client).json(&json!({})).send().await.expect_problem(403, "forbidden");
    sign_in(&app, "officer.one").await;
}
