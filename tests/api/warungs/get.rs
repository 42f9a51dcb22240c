//! `GET /v1/warungs/{id}` and its history.

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{FOREIGN, KEPANJIN, PAMOLOKAN, actions, added, change, errors, warung, worker, worker_in};
use crate::support::TestApp;

#[tokio::test]
async fn a_warung_outside_the_callers_regions_does_not_exist() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    let neighbour = app.account(Role::VillageOperator, &[KEPANJIN]);
    let foreigner = app.account(Role::Officer, &["35.28"]);
    let keeper = app.account(Role::PlatformAdmin, &[]);
    for suffix in ["", "/history", "/workers"] {
        let path = format!("{path}{suffix}");
        for account in [&neighbour, &foreigner] {
            app.get(&path).as_(account).send().await.expect_problem(404, "not_found");
        }
        app.get(&path).as_(&keeper).send().await.expect_problem(403, "forbidden");
        app.get(&path).send().await.expect_problem(401, "unauthenticated");
    }
    let nobody = format!("/v1/warungs/{}", Uuid::now_v7());
    app.get(&nobody).as_(&app.officer()).send().await.expect_problem(404, "not_found");
    app.get("/v1/warungs/7").as_(&app.officer()).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn every_role_of_the_regency_reads_and_only_writers_are_offered_actions() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    for (role, region) in [
        (Role::VillageOperator, PAMOLOKAN),
        (Role::DistrictViewer, "35.29.01"),
        (Role::Approver, "35.29"),
        (Role::Insurer, "35.29"),
        (Role::Auditor, "35.29"),
    ] {
        let answer = app.get(&path).as_(&app.account(role, &[region])).send().await;
        let offered = answer.expect(200)["allowed_actions"].as_array().unwrap().len();
        assert_eq!(offered > 0, role == Role::VillageOperator, "{role:?}");
    }
    let admin = app.account(Role::Admin, &["35.29"]);
    app.get(&path).as_(&admin).send().await.expect_problem(403, "forbidden");
}

#[tokio::test]
async fn what_is_held_already_is_not_sent_again() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let held = async |path: &str, tag: &str| {
        app.get(path).as_(&officer).header("If-None-Match", tag).send().await.status.as_u16()
    };
    assert_eq!(held(&path, "\"1.write\"").await, 304);
    assert_eq!(held(&path, "\"1.read\"").await, 200);

    let worker = worker(&app).await;
    added(&app, &officer, &path, worker, "owner").await;
    let expanded = format!("{path}?expand=workers");
    let tag = super::etag(&app, &officer, &expanded).await;
    assert_eq!(held(&expanded, &tag).await, 304);
    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE workers SET name = 'Sri' WHERE id = $1", &[&worker]).await.unwrap();
    assert_eq!(held(&expanded, &tag).await, 200, "the name changed, the warung's version did not");
}

#[tokio::test]
async fn expanding_shows_who_works_there_without_strangers_names() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    added(&app, &officer, &path, worker(&app).await, "owner").await;
    let helper = worker_in(&app, KEPANJIN, "Ahmad", "registered").await;
    added(&app, &officer, &path, helper, "family").await;

    let names = async |account| -> Vec<Value> {
        let path = format!("{path}?expand=workers");
        let warung = app.get(&path).as_(account).send().await.expect(200);
        assert_eq!(warung["expanded"]["workers"]["next_cursor"], Value::Null);
        let workers = warung["expanded"]["workers"]["data"].as_array().unwrap().iter();
        workers.map(|link| json!([link["role"], link["worker_name"]])).collect()
    };
    assert_eq!(names(&officer).await, [json!(["owner", "Sri Wahyuni"]), json!(["family", "Ahmad"])]);
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    assert_eq!(names(&operator).await, [json!(["owner", "Sri Wahyuni"]), json!(["family", null])]);

    let unknown = app.get(&format!("{path}?expand=owner")).as_(&officer).send().await;
    unknown.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn the_past_stays_readable() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let entered = app.get(&path).as_(&officer).send().await.expect(200);
    let renamed = change(&app, &officer, &path, json!({ "name": "Warung Sri Rejeki" })).await.expect(200);
    let known_at = async |instant: &Value| {
        let path = format!("{path}?as_known_at={}", instant.as_str().unwrap());
        app.get(&path).as_(&officer).send().await
    };
    let then = known_at(&entered["updated_at"]).await;
    assert_eq!(then.header("etag"), Some("\"1.then\""));
    let then = then.expect(200);
    assert_eq!((&then["name"], &then["allowed_actions"]), (&json!("Warung Bu Sri"), &json!([])));
    let now = known_at(&renamed["updated_at"]).await.expect(200);
    assert_eq!(now["name"], "Warung Sri Rejeki");
    known_at(&json!("2020-01-01T00:00:00Z")).await.expect_problem(404, "not_found");

    let both = format!("{path}?as_known_at=2026-01-01T00:00:00Z&expand=workers");
    let problem = app.get(&both).as_(&officer).send().await.expect_problem(400, "invalid_query");
    assert_eq!(errors(&problem), [("/expand", "not_together")]);
}

#[tokio::test]
async fn the_history_tells_every_change_in_pages() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    change(&app, &officer, &path, json!({ "name": "Warung Sri Rejeki" })).await.expect(200);
    added(&app, &officer, &path, worker(&app).await, "owner").await;
    assert_eq!(actions(&app, &officer, &path).await, ["created", "updated", "worker_added"]);

    let page = async |query: &str| {
        app.get(&format!("{path}/history?{query}")).as_(&officer).send().await.expect(200)
    };
    let first = page("limit=2&count=exact").await;
    assert_eq!(first["count"], 3);
    assert_eq!(first["data"][1]["before"]["name"], "Warung Bu Sri");
    assert_eq!(first["data"][1]["actor_id"], json!(officer.id));
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = page(&format!("limit=2&cursor={cursor}")).await;
    assert_eq!((&second["data"][0]["version"], &second["next_cursor"]), (&json!(3), &json!(null)));
    let foreign = warung(&app, &app.account(Role::Officer, &["35.28"]), FOREIGN, "Warung Lain").await;
    app.get(&format!("{foreign}/history")).as_(&officer).send().await.expect_problem(404, "not_found");
}
