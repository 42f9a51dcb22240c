//! Accounts, sign-ins and tokens.

mod api_clients;
mod guessing;
mod me;
pub mod oauth;
mod refresh;
mod sessions;
mod tokens;
mod users;

use chrono::Utc;
use payung::access::caller::Role;
use payung::access::users::{Provision, User, ensure_user};
use payung::domain::RegionCode;
use serde_json::{Value, json};
use tokio_postgres::types::{FromSqlOwned, ToSql};
use uuid::Uuid;

use crate::support::app::Account;
use crate::support::{TestApp, request::Answer};

/// The password of every account that a test makes.
pub const PASSWORD: &str = "kopi pahit pagi";

/// An account with the usual password.
pub async fn person(app: &TestApp, username: &str, role: Role, regions: &[&str]) -> User {
    provision(app, username, role, regions, Some(PASSWORD)).await.0
}

/// An account that waits for its owner, with its start code.
pub async fn newcomer(app: &TestApp, username: &str, role: Role, regions: &[&str]) -> (User, String) {
    let (user, code) = provision(app, username, role, regions, None).await;
    (user, code.expect("a new account has a start code"))
}

async fn provision(
    app: &TestApp,
    username: &str,
    role: Role,
    regions: &[&str],
    password: Option<&str>,
) -> (User, Option<String>) {
    let region_codes: Vec<RegionCode> = regions.iter().map(|code| RegionCode::parse(code).unwrap()).collect();
    let wanted =
        Provision { username, full_name: "Siti Rahmah", role, region_codes: &region_codes, password };
    let mut conn = app.state.db.write().await.unwrap();
    let made = ensure_user(&mut conn, &app.state.access.hashing, wanted, Utc::now()).await.unwrap();
    (made.user, made.secret.map(|secret| secret.expose().to_owned()))
}

/// Tries to sign in.
pub async fn try_sign_in(app: &TestApp, username: &str, password: &str) -> Answer {
    let body = json!({ "username": username, "password": password });
    app.post("/v1/sessions").json(&body).send().await
}

/// Signs in with the usual password.
pub async fn sign_in(app: &TestApp, username: &str) -> Value {
    try_sign_in(app, username, PASSWORD).await.expect(201)
}

/// Makes an account and signs it in.
pub async fn signed_in(app: &TestApp, username: &str, role: Role, regions: &[&str]) -> Account {
    let user = person(app, username, role, regions).await;
    bearer(user.row.id, &sign_in(app, username).await)
}

/// The access token of an answer.
pub fn bearer(id: Uuid, tokens: &Value) -> Account {
    Account { id, token: tokens["access_token"].as_str().expect("an access token").to_owned() }
}

/// The refresh token of an answer.
pub fn refresh_token(tokens: &Value) -> String {
    tokens["refresh_token"].as_str().expect("a refresh token").to_owned()
}

/// Exchanges a refresh token.
pub async fn refresh(app: &TestApp, token: &str) -> Answer {
    app.post("/v1/sessions/refresh").json(&json!({ "refresh_token": token })).send().await
}

/// One value from the app's database.
pub async fn value<T: FromSqlOwned>(app: &TestApp, sql: &str, params: &[&(dyn ToSql + Sync)]) -> T {
    let client = app.database().owner().client().await.unwrap();
    client.query_one(sql, params).await.unwrap().get(0)
}

/// Arranges something in the app's database that would otherwise take its time.
pub async fn execute(app: &TestApp, sql: &str, params: &[&(dyn ToSql + Sync)]) {
    let client = app.database().owner().client().await.unwrap();
    assert!(client.execute(sql, params).await.unwrap() > 0, "nothing to do: {sql}");
}
