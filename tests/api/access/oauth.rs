//! `POST /oauth2/token`.

use payung::access::api_clients::{NewApiClient, ensure_client};
use payung::access::caller::{Role, ScopeSet};
use reqwest::header::CONTENT_TYPE;

use super::*;

/// A client of Sumenep with its secret and a token.
pub struct Client {
    pub account: Account,
    pub secret: String,
}

/// Makes a client of Sumenep with these scopes, and a token for it.
pub async fn client(app: &TestApp, scopes: &[&str]) -> Client {
    client_of(app, "35.29", scopes).await
}

/// Makes a client of a region with these scopes, and a token for it.
pub async fn client_of(app: &TestApp, region: &str, scopes: &[&str]) -> Client {
    let new = NewApiClient {
        id: payung::domain::new_id(Utc::now()),
        name: "Social office".to_owned(),
        scopes: ScopeSet::parse_for_client(scopes.iter().copied()).unwrap(),
        region_codes: vec![RegionCode::parse(region).unwrap()],
    };
    let mut conn = app.state.db.write().await.unwrap();
    let (made, secret) = ensure_client(&mut conn, new, Utc::now()).await.unwrap();
    drop(conn);
    let (id, secret) = (made.row.id, secret.expect("a new client has a secret").expose().to_owned());
    let form = credentials(id, &secret);
    let tokens = ask(app, &form).await.expect(200);
    Client { account: bearer(id, &tokens), secret }
}

fn credentials(id: Uuid, secret: &str) -> String {
    format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")
}

/// Sends a form.
async fn ask(app: &TestApp, form: &str) -> Answer {
    let mut request = app.post("/oauth2/token");
    request.0 = request.0.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.to_owned());
    request.send().await
}

/// Sends a form with the client in the `Authorization` header.
async fn ask_with_basic(app: &TestApp, id: &str, secret: &str, form: &str) -> Answer {
    let mut request = app.post("/oauth2/token");
    request.0 = request
        .0
        .basic_auth(id, Some(secret))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form.to_owned());
    request.send().await
}

/// An error of RFC 6749 with its status.
#[track_caller]
fn expect_error(answer: &Answer, status: u16, error: &str) {
    let body = answer.expect(status);
    assert_eq!(body["error"], error, "{body}");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_client_gets_a_token_by_header_or_form() {
    let app = TestApp::start().await;
    let client = client(&app, &["workers:read", "coverage:check"]).await;
    let id = client.account.id.to_string();
    let answer = ask_with_basic(&app, &id, &client.secret, "grant_type=client_credentials").await;
    let token = answer.expect(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("Bearer"), &json!(600)));
    assert_eq!(token["scope"], "coverage:check workers:read");
    assert_eq!(token.get("refresh_token"), None);
    let account = bearer(client.account.id, &token);
    app.get("/v1/regions").as_(&account).send().await.expect_problem(403, "forbidden");
    app.get("/v1/me").as_(&account).send().await.expect(200);
}

#[tokio::test]
async fn a_client_may_ask_for_less_than_it_has_and_not_for_more() {
    let app = TestApp::start().await;
    let client = client(&app, &["workers:read", "coverage:check"]).await;
    let form = credentials(client.account.id, &client.secret);
    let less = ask(&app, &format!("{form}&scope=workers%3Aread")).await.expect(200);
    assert_eq!(less["scope"], "workers:read");
    let me = app.get("/v1/me").as_(&bearer(client.account.id, &less)).send().await.expect(200);
    assert_eq!(me["scopes"], json!(["workers:read"]));
    for more in ["workers:write", "coverages:approve", "workers:read+claims:read", "nonsense"] {
        expect_error(&ask(&app, &format!("{form}&scope={more}")).await, 400, "invalid_scope");
    }
}

#[tokio::test]
async fn who_cannot_be_authenticated_is_told_how() {
    let app = TestApp::start().await;
    let client = client(&app, &["workers:read"]).await;
    let id = client.account.id.to_string();
    for (id, secret) in [
        (id.as_str(), "pcs_wrong"),
        ("not-an-id", &client.secret),
        (&Uuid::now_v7().to_string(), &client.secret),
    ] {
        let answer = ask_with_basic(&app, id, secret, "grant_type=client_credentials").await;
        expect_error(&answer, 401, "invalid_client");
        assert!(answer.header("www-authenticate").unwrap().starts_with("Basic"));
    }
    expect_error(&ask(&app, "grant_type=client_credentials").await, 401, "invalid_client");
    execute(&app, "UPDATE api_clients SET status = 'disabled'", &[]).await;
    let form = credentials(client.account.id, &client.secret);
    expect_error(&ask(&app, &form).await, 401, "invalid_client");
}

#[tokio::test]
async fn a_request_that_is_not_as_the_rfc_has_it_is_refused() {
    let app = TestApp::start().await;
    let client = client(&app, &["workers:read"]).await;
    let form = credentials(client.account.id, &client.secret);
    let id = client.account.id.to_string();
    expect_error(
        &ask(&app, &form.replace("client_credentials", "password")).await,
        400,
        "unsupported_grant_type",
    );
    let without = form.replace("grant_type=client_credentials&", "");
    expect_error(&ask(&app, &without).await, 400, "invalid_request");
    expect_error(&ask(&app, &format!("{form}&scope=a&scope=b")).await, 400, "invalid_request");
    expect_error(&ask(&app, "grant_type=%zz").await, 400, "invalid_request");
    let twice = ask_with_basic(&app, &id, &client.secret, &form).await;
    expect_error(&twice, 400, "invalid_request");
    let json = app.post("/oauth2/token").json(&json!({ "grant_type": "client_credentials" })).send().await;
    expect_error(&json, 400, "invalid_request");
    // What a token endpoint does not know it ignores.
    ask(&app, &format!("{form}&resource=x")).await.expect(200);
}

#[tokio::test]
async fn a_rotated_secret_overlaps_with_the_one_before() {
    let app = TestApp::start().await;
    let client = client(&app, &["workers:read"]).await;
    let admin = signed_in(&app, "admin.one", Role::Admin, &["35.29"]).await;
    let path = format!("/v1/api-clients/{}/rotate-secret", client.account.id);
    let rotate = async |overlap: i64| {
        let body = json!({ "overlap_hours": overlap });
        let answer = app.post(&path).as_(&admin).json(&body).send().await.expect(200);
        answer["client_secret"].as_str().unwrap().to_owned()
    };
    let second = rotate(24).await;
    for secret in [&client.secret, &second] {
        ask(&app, &credentials(client.account.id, secret)).await.expect(200);
    }
    let third = rotate(0).await;
    for secret in [&client.secret, &second] {
        expect_error(&ask(&app, &credentials(client.account.id, secret)).await, 401, "invalid_client");
    }
    ask(&app, &credentials(client.account.id, &third)).await.expect(200);
    let stored: String = value(&app, "SELECT string_agg(s::text, ' ') FROM api_client_secrets s", &[]).await;
    assert!(!stored.contains(&third));
}
