//! Shutting accounts, opening them again, and giving them a new start code.

use super::*;

#[tokio::test]
async fn a_disabled_account_is_shut_until_it_is_enabled() {
    let (app, admin) = app_with_admin().await;
    let user = person(&app, "desa.satu", Role::VillageOperator, &[VILLAGE]).await;
    let tokens = sign_in(&app, "desa.satu").await;
    let path = format!("/v1/users/{}", user.row.id);
    let act = async |action: &str, body: Value| {
        app.post(&format!("{path}/{action}")).as_(&admin).json(&body).send().await
    };
    act("disable", json!({ "reason": "x" })).await.expect_problem(422, "validation_failed");
    let shut = act("disable", json!({ "reason": "No longer works there" })).await.expect(200);
    assert_eq!((&shut["status"], &shut["allowed_actions"]), (&json!("disabled"), &json!(["enable"])));
    let before = bearer(user.row.id, &tokens);
    app.get("/v1/me").as_(&before).send().await.expect_problem(401, "token_revoked");
    refresh(&app, &refresh_token(&tokens)).await.expect_problem(401, "session_over");
    try_sign_in(&app, "desa.satu", PASSWORD).await.expect_problem(401, "wrong_credentials");
    let again = act("disable", json!({ "reason": "No longer works there" })).await;
    assert_eq!(again.expect_problem(409, "invalid_state")["allowed_actions"], json!(["enable"]));

    act("enable", json!({})).await.expect(200);
    refresh(&app, &refresh_token(&tokens)).await.expect_problem(401, "session_over");
    let fresh = bearer(user.row.id, &sign_in(&app, "desa.satu").await);
    app.get("/v1/me").as_(&fresh).send().await.expect(200);
    act("enable", json!({})).await.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn a_new_start_code_replaces_a_forgotten_password() {
    let (app, admin) = app_with_admin().await;
    let user = person(&app, "desa.satu", Role::VillageOperator, &[VILLAGE]).await;
    let tokens = sign_in(&app, "desa.satu").await;
    let path = format!("/v1/users/{}/start-code", user.row.id);
    let answer = app.post(&path).as_(&admin).send().await.expect(200);
    assert!(answer["start_code_expires_at"].is_string());
    refresh(&app, &refresh_token(&tokens)).await.expect_problem(401, "session_over");
    try_sign_in(&app, "desa.satu", PASSWORD).await.expect_problem(401, "wrong_credentials");
    let code = answer["start_code"].as_str().unwrap();
    try_sign_in(&app, "desa.satu", code).await.expect_problem(403, "password_change_required");
}

#[tokio::test]
async fn nobody_shuts_or_raises_the_own_account() {
    let (app, admin) = app_with_admin().await;
    let path = format!("/v1/users/{}", admin.id);
    let disable = app.post(&format!("{path}/disable")).as_(&admin).json(&json!({ "reason": "tired" }));
    disable.send().await.expect_problem(409, "conflict");
    app.post(&format!("{path}/start-code")).as_(&admin).send().await.expect_problem(409, "conflict");
    let change = async |body: Value| {
        app.patch(&path).as_(&admin).header("if-match", "\"1.account\"").json(&body).send().await
    };
    change(json!({ "role": "officer" })).await.expect_problem(409, "conflict");
    change(json!({ "full_name": "Another Name" })).await.expect(200);
}
