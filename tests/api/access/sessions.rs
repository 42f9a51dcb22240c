//! `POST /v1/sessions` and `DELETE /v1/sessions/current`.

use payung::access::caller::Role;
use payung::access::tokens::{Authenticator, TokenError};
use serde_json::json;

use super::*;

const VILLAGE: &[&str] = &["35.29.01.2013"];

#[tokio::test]
async fn a_person_signs_in_and_the_database_holds_neither_password_nor_token() {
    let app = TestApp::start().await;
    let user = person(&app, "desa.pamolokan", Role::VillageOperator, VILLAGE).await;
    let answer = try_sign_in(&app, " Desa.Pamolokan ", PASSWORD).await;
    let tokens = answer.expect(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 600);
    assert_eq!(tokens["role"], "village_operator");
    assert_eq!(tokens["user_id"], json!(user.row.id));

    let stored: String = value(
        &app,
        "SELECT string_agg(t::text, ' ') FROM (SELECT s::text || r::text || c::text AS t FROM sessions s \
         JOIN refresh_tokens r ON r.session_id = s.id JOIN user_credentials c ON c.user_id = s.user_id) AS x",
        &[],
    )
    .await;
    assert!(stored.contains("$argon2id$"), "{stored}");
    for secret in [PASSWORD, refresh_token(&tokens).as_str()] {
        assert!(!stored.contains(secret));
    }
}

#[tokio::test]
async fn every_refusal_sounds_the_same() {
    let app = TestApp::start().await;
    person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    person(&app, "officer.shut", Role::Officer, &["35.29"]).await;
    execute(&app, "UPDATE users SET status = 'disabled' WHERE username = 'officer.shut'", &[]).await;
    let too_long = "x".repeat(129);
    for (username, password) in [
        ("officer.one", "teh manis pagi"),
        ("officer.one", too_long.as_str()),
        ("officer.shut", PASSWORD),
        ("nobody.here", PASSWORD),
        ("not a user name", PASSWORD),
    ] {
        let answer = try_sign_in(&app, username, password).await;
        let mut problem = answer.expect_problem(401, "wrong_credentials");
        assert!(answer.header("www-authenticate").is_some());
        problem.as_object_mut().unwrap().remove("request_id");
        let first = json!({
            "type": "http://payung.test/problems/wrong_credentials", "title": problem["title"], "status": 401,
            "detail": problem["detail"], "instance": "/v1/sessions", "code": "wrong_credentials",
        });
        assert_eq!(problem, first, "{username}");
    }
    let sessions: i64 = value(&app, "SELECT count(*) FROM sessions", &[]).await;
    assert_eq!(sessions, 0);
}

#[tokio::test]
async fn a_start_code_opens_nothing_but_the_choice_of_a_password() {
    let app = TestApp::start().await;
    let (user, code) = newcomer(&app, "desa.baru", Role::VillageOperator, VILLAGE).await;
    try_sign_in(&app, "desa.baru", &code).await.expect_problem(403, "password_change_required");

    let offer = |new: &str| json!({ "username": "desa.baru", "password": code, "new_password": new });
    let weak = app.post("/v1/sessions").json(&offer("desa.baru-1")).send().await;
    assert_eq!(weak.expect_problem(422, "validation_failed")["errors"][0]["code"], "password_too_easy");
    // As it is typed from a printed list: small letters, blanks.
    let typed = code.to_lowercase().replace('-', " ");
    let body = json!({ "username": "desa.baru", "password": typed, "new_password": PASSWORD });
    let tokens = app.post("/v1/sessions").json(&body).send().await.expect(201);
    app.get("/v1/me").as_(&bearer(user.row.id, &tokens)).send().await.expect(200);

    let again = app.post("/v1/sessions").json(&offer("susu jahe malam")).send().await;
    again.expect_problem(401, "wrong_credentials");
    sign_in(&app, "desa.baru").await;
    let action: String = value(
        &app,
        "SELECT action || ' by ' || actor_kind FROM changes WHERE subject_id = $1 AND version = 2",
        &[&user.row.id],
    )
    .await;
    assert_eq!(action, "password_changed by user");
}

#[tokio::test]
async fn an_expired_start_code_is_refused() {
    let app = TestApp::start().await;
    let (_, code) = newcomer(&app, "desa.lama", Role::VillageOperator, VILLAGE).await;
    execute(&app, "UPDATE user_credentials SET start_code_expires_at = now()", &[]).await;
    let body = json!({ "username": "desa.lama", "password": code, "new_password": PASSWORD });
    app.post("/v1/sessions").json(&body).send().await.expect_problem(401, "wrong_credentials");
}

#[tokio::test]
async fn a_new_password_is_refused_where_there_is_no_start_code() {
    let app = TestApp::start().await;
    person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let body = json!({ "username": "officer.one", "password": PASSWORD, "new_password": "susu jahe malam" });
    let problem = app.post("/v1/sessions").json(&body).send().await.expect_problem(422, "validation_failed");
    assert_eq!(problem["errors"][0]["pointer"], "/new_password");
}

#[tokio::test]
async fn signing_out_ends_the_session_here_at_once_and_elsewhere_by_the_poll() {
    let app = TestApp::start().await;
    let user = person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    let (leaving, staying) = (sign_in(&app, "officer.one").await, sign_in(&app, "officer.one").await);
    let elsewhere = payung::access::Access::new("http://payung.test".to_owned(), app.state.vault.clone());
    let mut conn = app.state.db.read().await.unwrap();
    elsewhere.trust.refresh(&mut conn, Utc::now()).await.unwrap();
    let authenticator: Authenticator = elsewhere.authenticator();
    let caller = bearer(user.row.id, &leaving);
    assert!(authenticator.authenticate(&caller.token, Utc::now()).is_ok());

    app.request(reqwest::Method::DELETE, "/v1/sessions/current").as_(&caller).send().await.expect(204);
    let refused = app.get("/v1/me").as_(&caller).send().await;
    refused.expect_problem(401, "token_revoked");
    assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
    refresh(&app, &refresh_token(&leaving)).await.expect_problem(401, "session_over");
    app.get("/v1/me").as_(&bearer(user.row.id, &staying)).send().await.expect(200);

    elsewhere.trust.refresh(&mut conn, Utc::now()).await.unwrap();
    assert_eq!(authenticator.authenticate(&caller.token, Utc::now()), Err(TokenError::Revoked));
}

#[tokio::test]
async fn signing_out_needs_a_person_who_is_signed_in() {
    let app = TestApp::start().await;
    let path = "/v1/sessions/current";
    app.request(reqwest::Method::DELETE, path).send().await.expect_problem(401, "unauthenticated");
    let client = oauth::client(&app, &["workers:read"]).await.account;
    app.request(reqwest::Method::DELETE, path).as_(&client).send().await.expect_problem(403, "forbidden");
}
