//! `/v1/warungs`

mod add_worker;
mod close;
mod create;
mod expand;
mod get;
mod leave;
mod list;
mod list_workers;
mod races;
mod reopen;
mod search;
mod staffed;
mod timeline;
mod update;
mod update_worker;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::request::Answer;

/// A village of Sumenep, its neighbour in the same district, one on an island, and one of another regency.
const PAMOLOKAN: &str = "35.29.01.1016";
const KEPANJIN: &str = "35.29.01.1015";
const ISLAND: &str = "35.29.18.2015";
const FOREIGN: &str = "35.28.01.2001";

/// Enters a warung that must be accepted.
async fn enter(app: &TestApp, account: &Account, body: Value) -> Value {
    app.post("/v1/warungs").as_(account).json(&body).send().await.expect(201)
}

/// Enters a warung of this name in a village, and tells its path.
async fn warung(app: &TestApp, account: &Account, village: &str, name: &str) -> String {
    let warung = enter(app, account, json!({ "village_code": village, "name": name })).await;
    format!("/v1/warungs/{}", warung["id"].as_str().unwrap())
}

/// A worker in a village, put into the database as the register would.
async fn worker_in(app: &TestApp, village: &str, name: &str, status: &str) -> Uuid {
    let client = app.database().owner().client().await.unwrap();
    let (person, worker) = (Uuid::now_v7(), Uuid::now_v7());
    let regency: i32 = client
        .query_one("SELECT id FROM regencies WHERE region_code = left($1, 5)", &[&village])
        .await
        .unwrap()
        .get(0);
    client.execute("INSERT INTO persons (id, created_at) VALUES ($1, now())", &[&person]).await.unwrap();
    client
        .execute(
            "INSERT INTO workers (id, regency_id, person_id, village_code, name, status, status_on, version, \
             created_at, updated_at, merged_into_id) VALUES ($1, $2, $3, $4, $5, $6, '2026-01-01', 1, now(), now(), \
             (SELECT w.id FROM workers w WHERE $6 = 'merged' AND w.regency_id = $2 LIMIT 1))",
            &[&worker, &regency, &person, &village, &name, &status],
        )
        .await
        .unwrap();
    worker
}

/// A verified worker of the first village.
async fn worker(app: &TestApp) -> Uuid {
    worker_in(app, PAMOLOKAN, "Sri Wahyuni", "verified").await
}

/// Writes down that a worker works in a warung.
async fn add(
    app: &TestApp,
    account: &Account,
    warung: &str,
    worker: Uuid,
    role: &str,
    since: &str,
) -> Answer {
    let body = json!({ "worker_id": worker, "role": role, "since_on": since });
    app.post(&format!("{warung}/workers")).as_(account).json(&body).send().await
}

/// The same, which must be accepted; tells the link's path.
async fn added(app: &TestApp, account: &Account, warung: &str, worker: Uuid, role: &str) -> String {
    let answer = add(app, account, warung, worker, role, "2024-02-01").await;
    answer.expect(201);
    answer.header("location").unwrap().to_owned()
}

/// Sends a change of what was read just before.
async fn change(app: &TestApp, account: &Account, path: &str, body: Value) -> Answer {
    let etag = etag(app, account, path).await;
    app.patch(path).as_(account).header("If-Match", &etag).json(&body).send().await
}

/// Takes an action on what was read just before.
async fn act(app: &TestApp, account: &Account, warung: &str, action: &str, body: Value) -> Answer {
    let etag = etag(app, account, warung).await;
    app.post(&format!("{warung}/{action}")).as_(account).header("If-Match", &etag).json(&body).send().await
}

async fn etag(app: &TestApp, account: &Account, path: &str) -> String {
    let answer = app.get(path).as_(account).send().await;
    answer.expect(200);
    answer.header("etag").unwrap().to_owned()
}

/// The ids on a page.
fn ids(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// The names on a page.
fn names(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// The pointers and codes of a problem.
fn errors(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
}

/// What the history says was done to a warung, oldest first.
async fn actions(app: &TestApp, account: &Account, warung: &str) -> Vec<String> {
    let history = app.get(&format!("{warung}/history")).as_(account).send().await.expect(200);
    let entries = history["data"].as_array().unwrap().iter();
    entries.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}
