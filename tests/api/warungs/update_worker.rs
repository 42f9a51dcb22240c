//! `GET` and `PATCH /v1/warungs/{id}/workers/{link_id}`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KEPANJIN, PAMOLOKAN, actions, added, change, errors, warung, worker, worker_in};
use crate::support::TestApp;

#[tokio::test]
async fn work_is_corrected_ended_and_taken_up_again() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker(&app).await, "family").await;
    let step = async |patch: Value| {
        let answer = change(&app, &officer, &link, patch).await;
        let after = answer.expect(200);
        let read = app.get(&link).as_(&officer).send().await;
        assert_eq!((&read.expect(200), read.header("etag")), (&after, answer.header("etag")));
        json!([after["role"], after["since_on"], after["until_on"]])
    };
    assert_eq!(
        step(json!({ "role": "owner", "since_on": "2023-05-01" })).await,
        json!(["owner", "2023-05-01", null])
    );
    assert_eq!(step(json!({ "until_on": "2025-05-31" })).await, json!(["owner", "2023-05-01", "2025-05-31"]));
    assert_eq!(step(json!({ "until_on": null })).await, json!(["owner", "2023-05-01", null]));
    assert_eq!(step(json!({ "role": "owner" })).await, json!(["owner", "2023-05-01", null]));

    let updated = "worker_updated";
    let done = actions(&app, &officer, &path).await;
    assert_eq!(
        done,
        ["created", "worker_added", updated, updated, updated],
        "the last patch changed nothing"
    );
    let history = app.get(&format!("{link}/history?count=exact")).as_(&officer).send().await.expect(200);
    let told: Vec<Value> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| json!([entry["action"], entry["before"]["until_on"], entry["after"]["until_on"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["created", null, null]),
            json!(["updated", null, null]),
            json!(["ended", null, "2025-05-31"]),
            json!(["updated", "2025-05-31", null])
        ]
    );
    assert_eq!(history["count"], 4);
    assert!(history["data"][0]["after"]["worker_id"].is_string(), "it says who works there");
}

#[tokio::test]
async fn days_and_roles_are_checked() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker(&app).await, "family").await;
    added(&app, &officer, &path, worker(&app).await, "owner").await;
    let tomorrow = app.state.clock.today().succ_opt().unwrap();
    for (patch, status, expected) in [
        (json!({ "until_on": tomorrow }), 422, &[("/until_on", "day_in_future")][..]),
        (json!({ "until_on": "2024-01-31" }), 422, &[("/until_on", "until_before_since")]),
        (json!({ "since_on": null, "role": null }), 422, &[("/role", "required"), ("/since_on", "required")]),
        (json!({ "role": "boss" }), 422, &[("/role", "unknown_code")]),
        (json!({ "worker_id": Uuid::nil() }), 422, &[("/worker_id", "unknown_field")]),
        (json!({ "role": "owner" }), 409, &[("/role", "owner_exists")]),
    ] {
        let problem = change(&app, &officer, &link, patch.clone()).await.expect(status);
        assert_eq!(errors(&problem), expected, "{patch}");
    }
}

#[tokio::test]
async fn work_of_an_inactive_worker_can_be_ended_and_not_taken_up() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let worker = worker(&app).await;
    let link = added(&app, &officer, &path, worker, "owner").await;
    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE workers SET status = 'inactive' WHERE id = $1", &[&worker]).await.unwrap();
    change(&app, &officer, &link, json!({ "until_on": "2025-05-31" })).await.expect(200);
    let resumed = change(&app, &officer, &link, json!({ "until_on": null })).await;
    let problem = resumed.expect_problem(422, "validation_failed");
    assert_eq!(errors(&problem), [("/worker_id", "worker_not_open")]);
}

#[tokio::test]
async fn a_rule_that_became_stricter_does_not_hold_anybody_in_a_job() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    let mut links = Vec::new();
    for name in ["Warung Satu", "Warung Dua"] {
        let path = warung(&app, &officer, PAMOLOKAN, name).await;
        links.push(added(&app, &officer, &path, worker, "family").await);
    }
    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE rule_parameters SET value = 1 WHERE key = 'jobs_maximum'", &[]).await.unwrap();
    change(&app, &officer, &links[0], json!({ "role": "employee" })).await.expect(200);
    change(&app, &officer, &links[0], json!({ "until_on": "2026-01-31" })).await.expect(200);
}

#[tokio::test]
async fn whoever_decides_must_have_read_the_newest_version() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let link = added(&app, &officer, &path, worker(&app).await, "owner").await;
    let body = json!({ "until_on": "2025-05-31" });
    let patch = || app.patch(&link).as_(&officer).json(&body);
    patch().send().await.expect_problem(428, "precondition_required");
    patch().header("If-Match", "\"2.x\"").send().await.expect_problem(412, "version_mismatch");
}

#[tokio::test]
async fn a_link_is_found_under_its_own_warung_in_the_callers_regions() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let other = warung(&app, &officer, PAMOLOKAN, "Warung Lain").await;
    let link = added(&app, &officer, &path, worker(&app).await, "owner").await;
    let id = link.rsplit('/').next().unwrap();
    let body = json!({ "until_on": "2025-05-31" });
    let neighbour = app.account(Role::VillageOperator, &[KEPANJIN]);
    let viewer = app.account(Role::DistrictViewer, &["35.29.01"]);
    for (account, link) in [
        (&officer, format!("{other}/workers/{id}")),
        (&officer, format!("{path}/workers/{}", Uuid::now_v7())),
        (&neighbour, link.clone()),
    ] {
        app.get(&link).as_(account).send().await.expect_problem(404, "not_found");
        let patch = app.patch(&link).as_(account).header("If-Match", "\"1.x\"").json(&body);
        patch.send().await.expect_problem(404, "not_found");
    }
    let shown = app.get(&link).as_(&viewer).send().await.expect(200);
    assert_eq!(shown["allowed_actions"], json!([]));
    let patch = || app.patch(&link).header("If-Match", "\"1.x\"").json(&body);
    patch().as_(&viewer).send().await.expect_problem(403, "forbidden");
    patch().send().await.expect_problem(401, "unauthenticated");
    app.get(&link).send().await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn what_is_held_already_is_not_sent_again() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let worker = worker_in(&app, PAMOLOKAN, "Ahmad", "verified").await;
    let link = added(&app, &officer, &path, worker, "owner").await;
    let tag = super::etag(&app, &officer, &link).await;
    let held =
        async || app.get(&link).as_(&officer).header("If-None-Match", &tag).send().await.status.as_u16();
    assert_eq!(held().await, 304);
    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE workers SET name = 'Ahmad Zaini' WHERE id = $1", &[&worker]).await.unwrap();
    assert_eq!(held().await, 200);
}
