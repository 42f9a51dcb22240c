//! `/v1/deaths`

mod decide;
mod left_ended;
mod money;
mod races;
mod record;
mod revoke;
mod update;

use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::Worker;
use crate::support::request::Answer;

pub const PATH: &str = "/v1/deaths";

/// A death on 2 November 2026 as the village tells of it.
pub fn death(who: Value) -> Value {
    let mut body = json!({ "died_on": "2026-11-02", "source": "village_report", "place": "home" });
    for (name, value) in who.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// The death of a registration.
pub fn of(worker: &Worker) -> Value {
    death(json!({ "worker_id": worker.id }))
}

pub async fn send(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(PATH).as_(account).json(body).send().await
}

/// A report: its path, its entity tag, what was answered.
pub struct Report {
    pub path: String,
    pub etag: String,
    pub shown: Value,
}

impl Report {
    /// What an answer says of it.
    pub fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("{PATH}/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    /// As it is recorded by an officer.
    pub async fn recorded(app: &TestApp, body: &Value) -> Self {
        let answer = send(app, &app.officer(), body).await;
        answer.expect(201);
        Self::of(&answer)
    }

    /// Takes an action on it.
    pub async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }

    /// Corrects it.
    pub async fn patch(&self, app: &TestApp, account: &Account, body: &Value) -> Answer {
        app.patch(&self.path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }
}

/// Status, reason and day of a registration.
pub async fn registration(app: &TestApp, worker: &Worker) -> [Value; 3] {
    let shown = app.get(&worker.path("")).as_(&app.officer()).send().await.expect(200);
    ["status", "status_reason", "status_on"].map(|name| shown[name].clone())
}

/// The claims of a worker: kind, status and day.
pub async fn claims(app: &TestApp, worker: &Worker) -> Vec<[Value; 3]> {
    let path = format!("/v1/claims?worker_id={}", worker.id);
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let data = shown["data"].as_array().unwrap();
    data.iter().map(|claim| ["kind", "status", "event_on"].map(|name| claim[name].clone())).collect()
}
