//! `POST /v1/sessions/refresh`.

use payung::access::caller::Role;

use super::*;

async fn app_with_officer() -> (TestApp, User) {
    let app = TestApp::start().await;
    let user = person(&app, "officer.one", Role::Officer, &["35.29"]).await;
    (app, user)
}

/// Why the only session ended, if it did.
async fn ended_reason(app: &TestApp) -> Option<String> {
    value(app, "SELECT ended_reason FROM sessions", &[]).await
}

#[tokio::test]
async fn each_token_is_exchanged_for_the_next() {
    let (app, user) = app_with_officer().await;
    let mut tokens = sign_in(&app, "officer.one").await;
    let mut seen = vec![refresh_token(&tokens)];
    for _ in 0..3 {
        let answer = refresh(&app, &refresh_token(&tokens)).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        tokens = answer.expect(200);
        assert!(!seen.contains(&refresh_token(&tokens)));
        seen.push(refresh_token(&tokens));
        app.get("/v1/me").as_(&bearer(user.row.id, &tokens)).send().await.expect(200);
    }
    assert_eq!(ended_reason(&app).await, None);
}

#[tokio::test]
async fn a_lost_answer_is_given_once_more() {
    let (app, _) = app_with_officer().await;
    let first = refresh_token(&sign_in(&app, "officer.one").await);
    let lost = refresh(&app, &first).await.expect(200);
    let repeated = refresh(&app, &first).await.expect(200);
    assert_eq!(refresh_token(&lost), refresh_token(&repeated));
    refresh(&app, &refresh_token(&repeated)).await.expect(200);
    assert_eq!(ended_reason(&app).await, None);
    let sealed: i64 =
        value(&app, "SELECT count(*) FROM refresh_tokens WHERE successor_sealed IS NOT NULL", &[]).await;
    assert_eq!(sealed, 1, "only the last exchange can still be repeated");
}

#[tokio::test]
async fn a_second_repetition_ends_the_session_for_both_holders() {
    let (app, user) = app_with_officer().await;
    let first = refresh_token(&sign_in(&app, "officer.one").await);
    let tokens = refresh(&app, &first).await.expect(200);
    refresh(&app, &first).await.expect(200);
    refresh(&app, &first).await.expect_problem(401, "session_over");
    refresh(&app, &refresh_token(&tokens)).await.expect_problem(401, "session_over");
    let caller = bearer(user.row.id, &tokens);
    app.get("/v1/me").as_(&caller).send().await.expect_problem(401, "token_revoked");
    assert_eq!(ended_reason(&app).await.as_deref(), Some("token_reused"));
}

#[tokio::test]
async fn an_old_token_ends_the_session_once_its_successor_was_used() {
    let (app, _) = app_with_officer().await;
    let first = refresh_token(&sign_in(&app, "officer.one").await);
    let second = refresh_token(&refresh(&app, &first).await.expect(200));
    refresh(&app, &second).await.expect(200);
    refresh(&app, &first).await.expect_problem(401, "session_over");
    assert_eq!(ended_reason(&app).await.as_deref(), Some("token_reused"));
}

#[tokio::test]
async fn a_late_repetition_ends_the_session() {
    let (app, _) = app_with_officer().await;
    let first = refresh_token(&sign_in(&app, "officer.one").await);
    refresh(&app, &first).await.expect(200);
    execute(
        &app,
        "UPDATE refresh_tokens SET used_at = used_at - interval '61 s' WHERE used_at IS NOT NULL",
        &[],
    )
    .await;
    refresh(&app, &first).await.expect_problem(401, "session_over");
    assert_eq!(ended_reason(&app).await.as_deref(), Some("token_reused"));
}

#[tokio::test]
async fn exchanges_at_the_same_moment_make_one_successor() {
    let (app, _) = app_with_officer().await;
    let first = refresh_token(&sign_in(&app, "officer.one").await);
    let answers = futures_util::future::join_all((0..6).map(|_| refresh(&app, &first))).await;
    let given: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status == 200)
        .map(|answer| refresh_token(&answer.json()))
        .collect();
    assert_eq!(given.len(), 2, "the exchange and its one repetition");
    assert_eq!(given[0], given[1]);
    let tokens: i64 = value(&app, "SELECT count(*) FROM refresh_tokens", &[]).await;
    assert_eq!(tokens, 2);
}

#[tokio::test]
async fn what_is_over_is_refused() {
    let (app, _) = app_with_officer().await;
    refresh(&app, "prt_unknown").await.expect_problem(401, "session_over");
    let idle = refresh_token(&sign_in(&app, "officer.one").await);
    execute(&app, "UPDATE refresh_tokens SET expires_at = now()", &[]).await;
    refresh(&app, &idle).await.expect_problem(401, "session_over");
    execute(&app, "UPDATE refresh_tokens SET expires_at = now() + interval '1 day'", &[]).await;
    execute(&app, "UPDATE sessions SET expires_at = now()", &[]).await;
    refresh(&app, &idle).await.expect_problem(401, "session_over");
    let answer = app.post("/v1/sessions/refresh").json(&json!({ "token": idle })).send().await;
    answer.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn a_refresh_says_the_role_that_the_account_has_now() {
    let (app, user) = app_with_officer().await;
    let tokens = sign_in(&app, "officer.one").await;
    let admin = signed_in(&app, "admin.one", Role::Admin, &["35.29"]).await;
    let path = format!("/v1/users/{}", user.row.id);
    let changed = app
        .patch(&path)
        .as_(&admin)
        .header("if-match", "\"1.account\"")
        .json(&json!({ "role": "approver" }))
        .send()
        .await;
    assert_eq!(changed.expect(200)["role"], "approver");
    let before = bearer(user.row.id, &tokens);
    app.get("/v1/me").as_(&before).send().await.expect_problem(401, "token_revoked");
    let tokens = refresh(&app, &refresh_token(&tokens)).await.expect(200);
    let me = app.get("/v1/me").as_(&bearer(user.row.id, &tokens)).send().await.expect(200);
    assert_eq!(me["role"], "approver");
    assert!(me["scopes"].as_array().unwrap().contains(&json!("coverages:approve")));
}
