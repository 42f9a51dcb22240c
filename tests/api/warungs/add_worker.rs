//! `POST /v1/warungs/{id}/workers`

use payung::access::caller::Role;
use serde_json::json;
use uuid::Uuid;

use super::{FOREIGN, KEPANJIN, PAMOLOKAN, actions, add, added, change, errors, warung, worker, worker_in};
use crate::support::TestApp;

#[tokio::test]
async fn somebodys_work_is_written_down_and_shows_in_the_warungs_version() {
    let app = TestApp::start().await;
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let path = warung(&app, &operator, PAMOLOKAN, "Warung Bu Sri").await;
    let worker = worker(&app).await;
    let answer = add(&app, &operator, &path, worker, "owner", "2024-02-01").await;
    let link = answer.expect(201);
    let location = answer.header("location").unwrap();
    assert_eq!(location, format!("{path}/workers/{}", link["id"].as_str().unwrap()));
    let expected = json!({
        "id": link["id"], "warung_id": path.rsplit('/').next().unwrap(), "worker_id": worker,
        "worker_name": "Sri Wahyuni", "role": "owner", "since_on": "2024-02-01", "until_on": null,
        "allowed_actions": ["update"], "created_at": link["created_at"], "updated_at": link["created_at"],
    });
    assert_eq!(link, expected);
    let read = app.get(location).as_(&operator).send().await;
    assert_eq!((read.expect(200), read.header("etag")), (expected, answer.header("etag")));

    let parent = app.get(&path).as_(&operator).send().await;
    assert_eq!(parent.header("etag"), Some("\"2.write\""));
    assert_eq!(actions(&app, &operator, &path).await, ["created", "worker_added"]);
    let client = app.database().owner().client().await.unwrap();
    let recorded = client
        .query_one("SELECT action, region_code, version FROM changes WHERE subject = 'warung_worker'", &[])
        .await
        .unwrap();
    assert_eq!((recorded.get(0), recorded.get(1), recorded.get(2)), ("created", Some(PAMOLOKAN), 1));
}

#[tokio::test]
async fn a_worker_has_at_most_the_dated_number_of_jobs_at_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let worker = worker(&app).await;
    let mut links = Vec::new();
    for name in ["Warung Satu", "Warung Dua"] {
        let path = warung(&app, &officer, PAMOLOKAN, name).await;
        links.push(added(&app, &officer, &path, worker, "owner").await);
    }
    let third = warung(&app, &officer, PAMOLOKAN, "Warung Tiga").await;
    let refused = add(&app, &officer, &third, worker, "family", "2025-01-01").await;
    assert_eq!(errors(&refused.expect_problem(409, "conflict")), [("/worker_id", "too_many_jobs")]);
    change(&app, &officer, &links[0], json!({ "until_on": "2024-12-31" })).await.expect(200);
    add(&app, &officer, &third, worker, "family", "2025-01-01").await.expect(201);
    let resumed = change(&app, &officer, &links[0], json!({ "until_on": null })).await;
    assert_eq!(errors(&resumed.expect_problem(409, "conflict")), [("/worker_id", "too_many_jobs")]);

    let client = app.database().owner().client().await.unwrap();
    client.execute("UPDATE rule_parameters SET value = 3 WHERE key = 'jobs_maximum'", &[]).await.unwrap();
    change(&app, &officer, &links[0], json!({ "until_on": null })).await.expect(200);
}

#[tokio::test]
async fn without_a_rule_in_force_nobody_is_given_a_job() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let client = app.database().owner().client().await.unwrap();
    let yesterday = app.state.clock.today().pred_opt().unwrap();
    let ended = "UPDATE rule_parameters SET valid_until = $1 WHERE key = 'jobs_maximum'";
    client.execute(ended, &[&yesterday]).await.unwrap();
    let refused = add(&app, &officer, &path, worker(&app).await, "owner", "2024-02-01").await;
    refused.expect_problem(409, "rule_missing");
    assert_eq!(actions(&app, &officer, &path).await, ["created"]);
}

#[tokio::test]
async fn only_open_registrations_of_the_same_regency_work_in_a_warung() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    for status in ["rejected", "inactive", "merged"] {
        let closed = worker_in(&app, PAMOLOKAN, "Ahmad", status).await;
        let refused = add(&app, &officer, &path, closed, "family", "2024-02-01").await;
        let problem = refused.expect_problem(422, "validation_failed");
        assert_eq!(errors(&problem), [("/worker_id", "worker_not_open")], "{status}");
    }
    let foreign = worker_in(&app, FOREIGN, "Ahmad", "verified").await;
    let operator = app.account(Role::VillageOperator, &[PAMOLOKAN]);
    let neighbour = worker_in(&app, KEPANJIN, "Ahmad", "verified").await;
    for (account, worker) in [(&officer, foreign), (&officer, Uuid::now_v7()), (&operator, neighbour)] {
        let refused = add(&app, account, &path, worker, "family", "2024-02-01").await;
        let problem = refused.expect_problem(422, "unknown_reference");
        assert_eq!(errors(&problem), [("/worker_id", "unknown_worker")]);
    }
    let registered = worker_in(&app, KEPANJIN, "Ahmad", "registered").await;
    add(&app, &officer, &path, registered, "family", "2024-02-01").await.expect(201);
}

#[tokio::test]
async fn a_warung_has_one_owner_at_a_time_and_each_worker_once() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let owner = worker(&app).await;
    let link = added(&app, &officer, &path, owner, "owner").await;
    let second = add(&app, &officer, &path, worker(&app).await, "owner", "2026-01-01").await;
    assert_eq!(errors(&second.expect_problem(409, "conflict")), [("/role", "owner_exists")]);
    let twice = add(&app, &officer, &path, owner, "family", "2026-01-01").await;
    assert_eq!(errors(&twice.expect_problem(409, "conflict")), [("/worker_id", "works_there_already")]);
    change(&app, &officer, &link, json!({ "until_on": "2025-12-31" })).await.expect(200);
    add(&app, &officer, &path, worker(&app).await, "owner", "2026-01-01").await.expect(201);
    add(&app, &officer, &path, owner, "family", "2026-01-01").await.expect(201);
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let worker = worker(&app).await;
    let wrong = add(&app, &officer, &path, worker, "boss", "2024-2-1").await;
    let problem = wrong.expect_problem(422, "validation_failed");
    assert_eq!(errors(&problem), [("/role", "unknown_code"), ("/since_on", "day_format")]);
    let tomorrow = app.state.clock.today().succ_opt().unwrap().to_string();
    let early = add(&app, &officer, &path, worker, "owner", &tomorrow).await;
    assert_eq!(errors(&early.expect_problem(422, "validation_failed")), [("/since_on", "day_in_future")]);
    let path = format!("{path}/workers");
    for (body, code) in [
        (json!({ "role": "owner", "since_on": "2024-02-01" }), "invalid_shape"),
        (
            json!({ "worker_id": worker, "role": "owner", "since_on": "2024-02-01", "until_on": null }),
            "unknown_field",
        ),
    ] {
        app.post(&path).as_(&officer).json(&body).send().await.expect_problem(422, code);
    }
}

#[tokio::test]
async fn a_repeated_id_or_key_writes_one_link() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let path = warung(&app, &officer, PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({
        "id": Uuid::now_v7(), "worker_id": worker(&app).await, "role": "owner", "since_on": "2024-02-01",
    });
    let send = || app.post(&format!("{path}/workers")).as_(&officer).json(&body);
    let first = send().header("Idempotency-Key", "link-1").send().await.expect(201);
    let replayed = send().header("Idempotency-Key", "link-1").send().await;
    assert_eq!((replayed.expect(201), replayed.header("idempotency-replayed")), (first, Some("true")));
    let other = json!({
        "id": body["id"], "worker_id": worker(&app).await, "role": "family", "since_on": "2024-02-01",
    });
    let again = app.post(&format!("{path}/workers")).as_(&officer).json(&other).send().await;
    assert_eq!(errors(&again.expect_problem(409, "already_exists")), [("/id", "already_exists")]);
}

#[tokio::test]
async fn strangers_and_readers_write_nothing_down() {
    let app = TestApp::start().await;
    let path = warung(&app, &app.officer(), PAMOLOKAN, "Warung Bu Sri").await;
    let body = json!({ "worker_id": worker(&app).await, "role": "owner", "since_on": "2024-02-01" });
    let send = || app.post(&format!("{path}/workers")).json(&body);
    send().send().await.expect_problem(401, "unauthenticated");
    let insurer = app.account(Role::Insurer, &["35.29"]);
    send().as_(&insurer).send().await.expect_problem(403, "forbidden");
    let foreigner = app.account(Role::Officer, &["35.28"]);
    send().as_(&foreigner).send().await.expect_problem(404, "not_found");
}
