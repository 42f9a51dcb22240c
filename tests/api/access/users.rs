//! `/v1/users`.

mod shut;

use payung::access::caller::Role;

use super::*;

const VILLAGE: &str = "35.29.01.2013";

fn new_user(username: &str) -> Value {
    json!({
        "username": username, "full_name": "Moh. Fauzi", "role": "village_operator", "region_codes": [VILLAGE],
    })
}

async fn app_with_admin() -> (TestApp, Account) {
    let app = TestApp::start().await;
    let admin = signed_in(&app, "admin.sumenep", Role::Admin, &["35.29"]).await;
    (app, admin)
}

#[tokio::test]
async fn an_admin_makes_an_account_that_its_owner_opens() {
    let (app, admin) = app_with_admin().await;
    let answer = app.post("/v1/users").as_(&admin).json(&new_user("desa.satu")).send().await;
    let user = answer.expect(201);
    let id: Uuid = user["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(answer.header("location"), Some(format!("/v1/users/{id}").as_str()));
    assert_eq!(answer.header("etag"), Some("\"1.account\""));
    assert_eq!((&user["role"], &user["status"]), (&json!("village_operator"), &json!("active")));
    assert_eq!(user["allowed_actions"], json!(["disable", "issue_start_code"]));
    let code = user["start_code"].as_str().unwrap();

    let body = json!({ "username": "desa.satu", "password": code, "new_password": PASSWORD });
    app.post("/v1/sessions").json(&body).send().await.expect(201);
    let read = app.get(&format!("/v1/users/{id}")).as_(&admin).send().await.expect(200);
    assert_eq!(read.get("start_code"), None);
    assert_eq!(read.get("start_code_expires_at"), None, "the owner has chosen a password");
    let row: String = value(
        &app,
        "SELECT concat_ws(' ', u.regency_id, u.role, r.region_code, c.actor_kind, c.actor_id) FROM users u \
         JOIN user_regions r ON r.user_id = u.id JOIN changes c ON c.subject_id = u.id AND c.version = 1 \
         WHERE u.id = $1",
        &[&id],
    )
    .await;
    assert_eq!(row, format!("1 village_operator {VILLAGE} user {}", admin.id));
}

#[tokio::test]
async fn a_repeated_creation_is_answered_without_the_start_code() {
    let (app, admin) = app_with_admin().await;
    let create = async || {
        let request = app.post("/v1/users").as_(&admin).header("idempotency-key", "a-key");
        request.json(&new_user("desa.satu")).send().await
    };
    let (first, second) = (create().await, create().await);
    assert!(first.expect(201)["start_code"].is_string());
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.expect(201).get("start_code"), None);
    assert_eq!(first.json()["id"], second.json()["id"]);
}

#[tokio::test]
async fn every_problem_of_a_new_account_is_told_at_once() {
    let (app, admin) = app_with_admin().await;
    let body = json!({ "username": "a b", "full_name": " ", "role": "king", "region_codes": ["35.29", "x"] });
    let problem =
        app.post("/v1/users").as_(&admin).json(&body).send().await.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/username", "/full_name", "/role", "/region_codes/1"]);
}

#[tokio::test]
async fn regions_must_fit_the_role_exist_and_be_the_admins() {
    let (app, admin) = app_with_admin().await;
    for (role, regions, pointer, code) in [
        ("village_operator", json!(["35.29"]), "/region_codes", "region_level"),
        ("village_operator", json!([]), "/region_codes", "region_required"),
        ("village_operator", json!(["35.28.01.2001"]), "/region_codes/0", "region_outside_yours"),
        ("village_operator", json!([VILLAGE, "35.28.01.2001"]), "/region_codes", "several_regencies"),
        ("village_operator", json!(["35.29.01.1999"]), "/region_codes/0", "unknown_region"),
        ("officer", json!(["35.28"]), "/region_codes/0", "region_outside_yours"),
    ] {
        let body =
            json!({ "username": "some.one", "full_name": "Fauzi", "role": role, "region_codes": regions });
        let problem = app
            .post("/v1/users")
            .as_(&admin)
            .json(&body)
            .send()
            .await
            .expect_problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let users: i64 = value(&app, "SELECT count(*) FROM users", &[]).await;
    assert_eq!(users, 1);
}

#[tokio::test]
async fn nobody_gives_a_role_above_the_own() {
    let (app, admin) = app_with_admin().await;
    let keeper = json!({ "username": "keeper.two", "full_name": "Fauzi", "role": "platform_admin" });
    app.post("/v1/users").as_(&admin).json(&keeper).send().await.expect_problem(403, "forbidden");
    let platform = signed_in(&app, "keeper.one", Role::PlatformAdmin, &[]).await;
    app.post("/v1/users").as_(&platform).json(&keeper).send().await.expect(201);
    app.post("/v1/users")
        .as_(&platform)
        .json(&new_user("desa.satu"))
        .send()
        .await
        .expect_problem(403, "forbidden");
    let first = json!({
        "username": "admin.pamekasan", "full_name": "Fauzi", "role": "admin", "region_codes": ["35.28"],
    });
    app.post("/v1/users").as_(&platform).json(&first).send().await.expect(201);
    let listed = app.get("/v1/users").as_(&platform).send().await.expect(200);
    let names: Vec<&str> =
        listed["data"].as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap()).collect();
    assert_eq!(names, ["admin.pamekasan", "admin.sumenep", "keeper.one", "keeper.two"]);
}

#[tokio::test]
async fn a_name_or_id_that_is_taken_conflicts() {
    let (app, admin) = app_with_admin().await;
    let made = app.post("/v1/users").as_(&admin).json(&new_user("desa.satu")).send().await.expect(201);
    let again = app.post("/v1/users").as_(&admin).json(&new_user("Desa.Satu")).send().await;
    assert_eq!(again.expect_problem(409, "already_exists")["errors"][0]["pointer"], "/username");
    let mut other = new_user("desa.dua");
    other["id"] = made["id"].clone();
    let again = app.post("/v1/users").as_(&admin).json(&other).send().await;
    assert_eq!(again.expect_problem(409, "already_exists")["errors"][0]["pointer"], "/id");
}

#[tokio::test]
async fn accounts_are_listed_page_by_page_with_filters() {
    let (app, admin) = app_with_admin().await;
    for name in ["desa.a", "desa.b", "desa.c"] {
        person(&app, name, Role::VillageOperator, &[VILLAGE]).await;
    }
    person(&app, "camat.a", Role::DistrictViewer, &["35.29.02"]).await;
    let list = async |query: &str| app.get(&format!("/v1/users?{query}")).as_(&admin).send().await;
    let first = list("limit=2&count=exact").await;
    let page = first.expect(200);
    assert_eq!((page["count"].as_i64(), page["data"].as_array().unwrap().len()), (Some(5), 2));
    assert!(first.header("link").unwrap().contains("rel=\"next\""));
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = list(&format!("limit=500&cursor={cursor}")).await.expect(200);
    assert_eq!(rest["data"].as_array().unwrap().len(), 3);
    assert_eq!(rest["next_cursor"], Value::Null);
    for (query, count) in
        [("role=village_operator", 3), ("region=35.29.02", 1), ("region=35.29", 5), ("status=disabled", 0)]
    {
        assert_eq!(list(query).await.expect(200)["data"].as_array().unwrap().len(), count, "{query}");
    }
    list("role=king").await.expect_problem(400, "invalid_query");
    list("rool=officer").await.expect_problem(400, "unknown_parameter");
}

#[tokio::test]
async fn accounts_of_another_regency_are_not_there() {
    let (app, _) = app_with_admin().await;
    let user = person(&app, "desa.satu", Role::VillageOperator, &[VILLAGE]).await;
    let foreign = signed_in(&app, "admin.pamekasan", Role::Admin, &["35.28"]).await;
    let path = format!("/v1/users/{}", user.row.id);
    app.get(&path).as_(&foreign).send().await.expect_problem(404, "not_found");
    app.get(&format!("{path}/history")).as_(&foreign).send().await.expect_problem(404, "not_found");
    let change = app.patch(&path).as_(&foreign).header("if-match", "\"1.account\"").json(&json!({}));
    change.send().await.expect_problem(404, "not_found");
    for (action, body) in
        [("disable", json!({ "reason": "gone" })), ("enable", json!({})), ("start-code", json!({}))]
    {
        let answer = app.post(&format!("{path}/{action}")).as_(&foreign).json(&body).send().await;
        answer.expect_problem(404, "not_found");
    }
    let listed = app.get("/v1/users").as_(&foreign).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_change_needs_the_version_that_was_read() {
    let (app, admin) = app_with_admin().await;
    let user = person(&app, "desa.satu", Role::VillageOperator, &[VILLAGE]).await;
    let path = format!("/v1/users/{}", user.row.id);
    let body = json!({ "full_name": "Siti Aisyah" });
    app.patch(&path).as_(&admin).json(&body).send().await.expect_problem(428, "precondition_required");
    let change = async |etag: &str, body: &Value| {
        app.patch(&path).as_(&admin).header("if-match", etag).json(body).send().await
    };
    let changed = change("\"1.account\"", &body).await;
    assert_eq!(changed.expect(200)["full_name"], "Siti Aisyah");
    assert_eq!(changed.header("etag"), Some("\"2.account\""));
    change("\"1.account\"", &body).await.expect_problem(412, "version_mismatch");
    change("\"2.account\"", &json!({ "username": "x" })).await.expect_problem(422, "unknown_field");
    let moved = json!({ "region_codes": ["35.29.02.2001"] });
    assert_eq!(change("\"2.account\"", &moved).await.expect(200)["region_codes"], json!(["35.29.02.2001"]));
    let raised = json!({ "role": "officer" });
    change("\"3.account\"", &raised).await.expect_problem(422, "validation_failed");

    let held = app.get(&path).as_(&admin).header("if-none-match", "\"3.account\"").send().await;
    held.expect(304);
}

#[tokio::test]
async fn the_history_tells_everything_but_the_secrets() {
    let (app, admin) = app_with_admin().await;
    let user = person(&app, "desa.satu", Role::VillageOperator, &[VILLAGE]).await;
    let before = Utc::now();
    let path = format!("/v1/users/{}", user.row.id);
    let change = app.patch(&path).as_(&admin).header("if-match", "\"1.account\"");
    change.json(&json!({ "full_name": "Siti Aisyah" })).send().await.expect(200);
    app.post(&format!("{path}/start-code")).as_(&admin).send().await.expect(200);
    app.post(&format!("{path}/disable"))
        .as_(&admin)
        .json(&json!({ "reason": "On leave" }))
        .send()
        .await
        .expect(200);

    let history = app.get(&format!("{path}/history")).as_(&admin).send().await;
    let entries = history.expect(200)["data"].as_array().unwrap().clone();
    let actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["created", "updated", "start_code_issued", "disabled"]);
    assert_eq!(entries[1]["before"]["full_name"], "Siti Rahmah");
    assert_eq!(entries[1]["actor_id"], json!(admin.id));
    assert_eq!(entries[3]["reason"], "On leave");
    assert!(!history.text().contains("argon2") && !history.text().contains("password_hash"));

    let instant = before.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let then = app.get(&format!("{path}?as_known_at={instant}")).as_(&admin).send().await.expect(200);
    assert_eq!((&then["full_name"], &then["status"]), (&json!("Siti Rahmah"), &json!("active")));
    let too_early = app.get(&format!("{path}?as_known_at=2020-01-01T00:00:00Z")).as_(&admin).send().await;
    too_early.expect_problem(404, "not_found");
}

#[tokio::test]
async fn an_auditor_reads_accounts_and_changes_none() {
    let (app, _) = app_with_admin().await;
    let auditor = signed_in(&app, "inspektorat", Role::Auditor, &["35.29"]).await;
    let listed = app.get("/v1/users").as_(&auditor).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    app.post("/v1/users")
        .as_(&auditor)
        .json(&new_user("desa.satu"))
        .send()
        .await
        .expect_problem(403, "forbidden");
    let client = oauth::client(&app, &["workers:read"]).await.account;
    app.get("/v1/users").as_(&client).send().await.expect_problem(403, "forbidden");
}
