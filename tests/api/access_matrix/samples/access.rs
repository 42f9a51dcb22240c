//! Accounts, sign-ins and tokens.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::Sample;
use crate::access::{self, PASSWORD};
use crate::access_matrix::cast::{Cast, REGENCY, VILLAGE};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    Some(match operation {
        "get_key_set" | "get_server_metadata" | "get_me" | "delete_current_session" => Sample::plain(),
        "create_session" => Sample::plain().json(json!({ "username": "officer.own", "password": PASSWORD })),
        "refresh_session" => {
            let tokens = access::sign_in(&cast.app, "auditor.own").await;
            Sample::plain().json(json!({ "refresh_token": access::refresh_token(&tokens) }))
        }
        "create_token" => {
            let client = client(cast).await;
            let (id, secret) = (text(&client, "id"), text(&client, "client_secret"));
            let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
            Sample::plain().text("application/x-www-form-urlencoded", &form)
        }
        "change_my_password" => {
            Sample::plain().json(json!({ "current_password": PASSWORD, "new_password": "susu jahe malam" }))
        }
        "list_users" => Sample::plain().showing(text(&user(cast).await, "id")),
        "create_user" => Sample::plain().json(new_user(cast)),
        "get_user" => {
            let user = user(cast).await;
            Sample::about(text(&user, "id")).showing(text(&user, "username"))
        }
        "list_user_history" => Sample::about(text(&user(cast).await, "id")),
        "update_user" => Sample::about(text(&user(cast).await, "id"))
            .if_match("\"1.account\"")
            .json(json!({ "full_name": "Siti Aisyah" })),
        "disable_user" => Sample::about(text(&user(cast).await, "id")).json(json!({ "reason": "On leave" })),
        "enable_user" => {
            let user = user(cast).await;
            let path = format!("/v1/users/{}/disable", text(&user, "id"));
            let admin = cast.at_home(Role::Admin);
            cast.app.post(&path).as_(&admin).json(&json!({ "reason": "On leave" })).send().await.expect(200);
            Sample::about(text(&user, "id")).json(json!({}))
        }
        "issue_user_start_code" => Sample::about(text(&user(cast).await, "id")),
        "list_api_clients" => Sample::plain().showing(text(&client(cast).await, "id")),
        "create_api_client" => Sample::plain().json(new_client()),
        "get_api_client" | "list_api_client_history" => Sample::about(text(&client(cast).await, "id")),
        "update_api_client" => Sample::about(text(&client(cast).await, "id"))
            .if_match("\"1.client\"")
            .json(json!({ "scopes": ["regions:read"] })),
        "disable_api_client" => {
            Sample::about(text(&client(cast).await, "id")).json(json!({ "reason": "Over" }))
        }
        "enable_api_client" => {
            let client = client(cast).await;
            let path = format!("/v1/api-clients/{}/disable", text(&client, "id"));
            let admin = cast.at_home(Role::Admin);
            cast.app.post(&path).as_(&admin).json(&json!({ "reason": "Over" })).send().await.expect(200);
            Sample::about(text(&client, "id")).json(json!({ "reason": "Again" }))
        }
        "rotate_api_client_secret" => Sample::about(text(&client(cast).await, "id")).json(json!({})),
        _ => return None,
    })
}

fn new_user(cast: &Cast) -> Value {
    let username = format!("desa.{}", payung::domain::new_id(cast.app.state.clock.now()));
    json!({
        "username": username, "full_name": "Moh. Fauzi", "role": "village_operator", "region_codes": [VILLAGE],
    })
}

fn new_client() -> Value {
    let name = uuid::Uuid::now_v7().to_string();
    json!({ "name": name, "scopes": ["workers:read"], "region_codes": [REGENCY] })
}

/// A village operator at home.
async fn user(cast: &Cast) -> Value {
    let admin = cast.at_home(Role::Admin);
    cast.app.post("/v1/users").as_(&admin).json(&new_user(cast)).send().await.expect(201)
}

/// A client at home.
async fn client(cast: &Cast) -> Value {
    let admin = cast.at_home(Role::Admin);
    cast.app.post("/v1/api-clients").as_(&admin).json(&new_client()).send().await.expect(201)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is missing in {value}"))
}
