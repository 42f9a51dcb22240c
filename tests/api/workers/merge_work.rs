//! What a merge does to work in one warung that was written down under both registrations.

use serde_json::{Value, json};

use super::merge::merge;
use super::unmerge::{everything, part};
use crate::support::TestApp;
use crate::support::cover::{HOME, Worker, found, start, worker};
use crate::support::enrolment::execute;

async fn warung(app: &TestApp) -> String {
    let warung = json!({ "village_code": HOME, "name": "Warung Bu Siti" });
    let warung = app.post("/v1/warungs").as_(&app.officer()).json(&warung).send().await.expect(201);
    format!("/v1/warungs/{}/workers", warung["id"].as_str().unwrap())
}

async fn employ(app: &TestApp, path: &str, worker: &Worker, role: &str, since: &str) {
    let link = json!({ "worker_id": worker.id, "role": role, "since_on": since });
    app.post(path).as_(&app.officer()).json(&link).send().await.expect(201);
}

/// Who works there, as what, from when, until when.
async fn staff(app: &TestApp, path: &str) -> Vec<Value> {
    let links = app.get(path).as_(&app.officer()).send().await.expect(200);
    let told = ["worker_id", "role", "since_on", "until_on"];
    let mut staff: Vec<Value> = links["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| json!(told.map(|name| link[name].clone())))
        .collect();
    staff.sort_by_key(|link| (link[2].to_string(), link[1].to_string()));
    staff
}

#[tokio::test]
async fn work_that_was_written_down_twice_is_one_job() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let path = warung(&app).await;
    employ(&app, &path, &into, "family", "2026-02-01").await;
    employ(&app, &path, &from, "family", "2026-03-01").await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(
        staff(&app, &path).await,
        [
            json!([into.id, "family", "2026-02-01", null]),
            json!([from.id, "family", "2026-03-01", "2026-11-23"])
        ]
    );
}

#[tokio::test]
async fn who_owned_the_warung_under_either_registration_owns_it_on() {
    for (owner_since, helped) in [("2026-01-01", false), ("2026-02-01", false), ("2026-03-01", true)] {
        let app = start().await;
        let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
        let path = warung(&app).await;
        employ(&app, &path, &from, "owner", owner_since).await;
        employ(&app, &path, &into, "family", "2026-02-01").await;
        let before = everything(&app).await;
        merge(&app, &from, &into, json!({})).await.expect(200);
        let owner = json!([into.id, "owner", owner_since, null]);
        let expected = if helped {
            [json!([into.id, "family", "2026-02-01", "2026-02-28"]), owner]
        } else {
            [json!([from.id, "family", owner_since, "2026-11-23"]), owner]
        };
        assert_eq!(staff(&app, &path).await, expected, "{owner_since}");
        part(&app, &from).await.expect(200);
        assert_eq!(everything(&app).await, before, "{owner_since}");
    }
}

#[tokio::test]
async fn work_that_lasts_under_the_other_registration_alone_goes_on() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let path = warung(&app).await;
    employ(&app, &path, &from, "owner", "2026-01-01").await;
    employ(&app, &path, &into, "family", "2026-02-01").await;
    let left = "update warung_workers set until_on = '2026-06-30' where worker_id = $1";
    execute(&app, left, &[&into.id]).await;
    let before = everything(&app).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(
        staff(&app, &path).await,
        [
            json!([into.id, "family", "2026-02-01", "2026-06-30"]),
            json!([into.id, "owner", "2026-07-01", null])
        ]
    );
    part(&app, &from).await.expect(200);
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn days_that_were_given_to_another_owner_since_are_not_given_back() {
    let app = start().await;
    let (into, from, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let path = warung(&app).await;
    employ(&app, &path, &from, "owner", "2026-01-01").await;
    employ(&app, &path, &into, "family", "2026-02-01").await;
    let left = "update warung_workers set until_on = '2026-06-30' where worker_id = $1";
    execute(&app, left, &[&into.id]).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    employ(&app, &path, &third, "family", "2026-03-01").await;
    let owned = "update warung_workers set role = 'owner', until_on = '2026-05-31' where worker_id = $1";
    execute(&app, owned, &[&third.id]).await;
    let before = everything(&app).await;
    let refused = part(&app, &from).await.expect_problem(409, "conflict");
    let detail = "Pekerjaan di warung yang ikut digabung sudah dipindahkan lagi.";
    assert_eq!(refused["detail"], detail);
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn what_was_said_of_the_one_job_since_remains() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let path = warung(&app).await;
    employ(&app, &path, &from, "owner", "2026-01-01").await;
    employ(&app, &path, &into, "family", "2026-02-01").await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let left = "update warung_workers set until_on = '2026-11-20' where worker_id = $1";
    execute(&app, left, &[&into.id]).await;
    part(&app, &from).await.expect(200);
    assert_eq!(
        staff(&app, &path).await,
        [
            json!([from.id, "family", "2026-01-01", "2026-11-23"]),
            json!([into.id, "owner", "2026-01-01", "2026-11-20"])
        ]
    );
}

#[tokio::test]
async fn nobody_gets_more_jobs_by_a_merge_than_the_rules_allow() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    for worker in [&into, &into, &from] {
        let path = warung(&app).await;
        employ(&app, &path, worker, "employee", "2026-02-01").await;
    }
    let refused = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&refused), [("/into", "too_many_jobs")]);
}
