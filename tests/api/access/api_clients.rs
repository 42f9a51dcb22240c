//! `/v1/api-clients`.

use payung::access::caller::Role;

use super::*;

fn new_client(name: &str) -> Value {
    json!({ "name": name, "scopes": ["workers:read", "coverage:check"], "region_codes": ["35.29"] })
}

async fn app_with_admin() -> (TestApp, Account) {
    let app = TestApp::start().await;
    let admin = signed_in(&app, "admin.sumenep", Role::Admin, &["35.29"]).await;
    (app, admin)
}

async fn create(app: &TestApp, admin: &Account, body: &Value) -> Answer {
    app.post("/v1/api-clients").as_(admin).json(body).send().await
}

async fn token(app: &TestApp, client: &Value) -> Answer {
    let mut request = app.post("/oauth2/token");
    let (id, secret) = (client["id"].as_str().unwrap(), client["client_secret"].as_str());
    request.0 = request
        .0
        .basic_auth(id, secret)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials");
    request.send().await
}

#[tokio::test]
async fn an_admin_makes_a_client_that_can_act() {
    let (app, admin) = app_with_admin().await;
    let answer = create(&app, &admin, &new_client("Social office")).await;
    let client = answer.expect(201);
    let path = format!("/v1/api-clients/{}", client["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), Some(path.as_str()));
    assert_eq!(client["scopes"], json!(["coverage:check", "workers:read"]));
    token(&app, &client).await.expect(200);
    let read = app.get(&path).as_(&admin).send().await;
    assert_eq!(read.expect(200).get("client_secret"), None);
    assert_eq!(read.header("etag"), Some("\"1.client\""));
    let change: String = value(
        &app,
        "SELECT concat_ws(' ', subject, action, regency_id, actor_id) FROM changes WHERE subject = 'api_client'",
        &[],
    )
    .await;
    assert_eq!(change, format!("api_client created 1 {}", admin.id));
}

#[tokio::test]
async fn a_repeated_creation_is_answered_without_the_secret() {
    let (app, admin) = app_with_admin().await;
    let once = async || {
        let request = app.post("/v1/api-clients").as_(&admin).header("idempotency-key", "a-key");
        request.json(&new_client("Social office")).send().await
    };
    let (first, second) = (once().await, once().await);
    assert!(first.expect(201)["client_secret"].is_string());
    assert_eq!(second.expect(201).get("client_secret"), None);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn a_client_never_gets_what_is_for_people_nor_regions_beyond_the_admins() {
    let (app, admin) = app_with_admin().await;
    let body =
        json!({ "name": "", "scopes": ["coverages:approve", "workers:read", "fly"], "region_codes": ["?"] });
    let problem = create(&app, &admin, &body).await.expect_problem(422, "validation_failed");
    let found: Vec<(&str, &str)> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("/name", "name_shape"),
            ("/scopes/0", "unknown_scope"),
            ("/scopes/2", "unknown_scope"),
            ("/region_codes/0", "region_code_shape"),
        ]
    );
    for (regions, code) in [
        (json!(["35.28"]), "region_outside_yours"),
        (json!(["35"]), "region_above_regency"),
        (json!([]), "region_required"),
    ] {
        let body = json!({ "name": "Social office", "scopes": ["workers:read"], "region_codes": regions });
        let problem = create(&app, &admin, &body).await.expect_problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], code);
    }
    let body = json!({ "name": "Social office", "scopes": [], "region_codes": ["35.29"] });
    create(&app, &admin, &body).await.expect_problem(422, "validation_failed");
}

#[tokio::test]
async fn a_change_of_scopes_refuses_the_tokens_that_say_the_old() {
    let (app, admin) = app_with_admin().await;
    let client = create(&app, &admin, &new_client("Social office")).await.expect(201);
    let id: Uuid = client["id"].as_str().unwrap().parse().unwrap();
    let account = bearer(id, &token(&app, &client).await.expect(200));
    let path = format!("/v1/api-clients/{id}");
    let change = async |etag: &str, body: Value| {
        app.patch(&path).as_(&admin).header("if-match", etag).json(&body).send().await
    };
    change("\"1.client\"", json!({ "name": "Dinas Sosial" })).await.expect(200);
    app.get("/v1/me").as_(&account).send().await.expect(200);
    let changed = change("\"2.client\"", json!({ "scopes": ["regions:read"] })).await.expect(200);
    assert_eq!(changed["scopes"], json!(["regions:read"]));
    app.get("/v1/me").as_(&account).send().await.expect_problem(401, "token_revoked");
    change("\"2.client\"", json!({})).await.expect_problem(412, "version_mismatch");
    app.patch(&path).as_(&admin).json(&json!({})).send().await.expect_problem(428, "precondition_required");
    change("\"3.client\"", json!({ "region_codes": ["35.28"] }))
        .await
        .expect_problem(422, "validation_failed");
}

#[tokio::test]
async fn a_disabled_client_is_shut_until_it_is_enabled() {
    let (app, admin) = app_with_admin().await;
    let client = create(&app, &admin, &new_client("Social office")).await.expect(201);
    let id: Uuid = client["id"].as_str().unwrap().parse().unwrap();
    let account = bearer(id, &token(&app, &client).await.expect(200));
    let act = async |action: &str| {
        let body = json!({ "reason": "The contract has ended" });
        app.post(&format!("/v1/api-clients/{id}/{action}")).as_(&admin).json(&body).send().await
    };
    assert_eq!(act("disable").await.expect(200)["status"], "disabled");
    app.get("/v1/me").as_(&account).send().await.expect_problem(401, "token_revoked");
    assert_eq!(token(&app, &client).await.expect(401)["error"], "invalid_client");
    act("disable").await.expect_problem(409, "invalid_state");
    act("rotate-secret").await.expect_problem(422, "unknown_field");
    let rotate = app.post(&format!("/v1/api-clients/{id}/rotate-secret")).as_(&admin).json(&json!({}));
    rotate.send().await.expect_problem(409, "invalid_state");
    act("enable").await.expect(200);
    token(&app, &client).await.expect(200);
    let history = app.get(&format!("/v1/api-clients/{id}/history")).as_(&admin).send().await;
    let entries = history.expect(200)["data"].as_array().unwrap().clone();
    let actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["created", "disabled", "enabled"]);
    assert!(!history.text().contains("secret"));
}

#[tokio::test]
async fn clients_are_listed_and_a_name_is_taken_once() {
    let (app, admin) = app_with_admin().await;
    for name in ["One", "Two", "Three"] {
        create(&app, &admin, &new_client(name)).await.expect(201);
    }
    let taken = create(&app, &admin, &new_client("Two")).await.expect_problem(409, "already_exists");
    assert_eq!(taken["errors"][0]["pointer"], "/name");
    let list = async |query: &str| app.get(&format!("/v1/api-clients?{query}")).as_(&admin).send().await;
    let page = list("limit=2&count=exact").await.expect(200);
    assert_eq!((page["count"].as_i64(), page["data"].as_array().unwrap().len()), (Some(3), 2));
    let rest = list(&format!("cursor={}", page["next_cursor"].as_str().unwrap())).await.expect(200);
    assert_eq!(rest["data"][0]["name"], "Three");
    assert_eq!(list("status=disabled").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn clients_of_another_regency_are_not_there() {
    let (app, admin) = app_with_admin().await;
    let client = create(&app, &admin, &new_client("Social office")).await.expect(201);
    let foreign = signed_in(&app, "admin.pamekasan", Role::Admin, &["35.28"]).await;
    let path = format!("/v1/api-clients/{}", client["id"].as_str().unwrap());
    app.get(&path).as_(&foreign).send().await.expect_problem(404, "not_found");
    app.get(&format!("{path}/history")).as_(&foreign).send().await.expect_problem(404, "not_found");
    let rotate = app.post(&format!("{path}/rotate-secret")).as_(&foreign).json(&json!({}));
    rotate.send().await.expect_problem(404, "not_found");
    assert_eq!(app.get("/v1/api-clients").as_(&foreign).send().await.expect(200)["data"], json!([]));
    let officer = app.officer();
    app.get(&path).as_(&officer).send().await.expect_problem(403, "forbidden");
    app.get(&path).send().await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn an_overlap_is_at_most_a_week() {
    let (app, admin) = app_with_admin().await;
    let client = create(&app, &admin, &new_client("Social office")).await.expect(201);
    let path = format!("/v1/api-clients/{}/rotate-secret", client["id"].as_str().unwrap());
    for hours in [-1, 169] {
        let rotate = app.post(&path).as_(&admin).json(&json!({ "overlap_hours": hours }));
        rotate.send().await.expect_problem(422, "validation_failed");
    }
    app.post(&path).as_(&admin).json(&json!({})).send().await.expect(200);
}
