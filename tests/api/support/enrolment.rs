//! Enrolment plans for the tests.

use serde_json::{Value, json};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::TestApp;
use super::app::Account;
use super::cover::{Worker, approver, decree};
use super::request::Answer;

pub const PLANS: &str = "/v1/enrolment-plans";

/// A plan: its path, its entity tag, what was answered.
pub struct Plan {
    pub path: String,
    pub etag: String,
    pub shown: Value,
}

impl Plan {
    /// What an answer says of it.
    pub fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("{PLANS}/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    /// As it is now.
    pub async fn read(app: &TestApp, path: &str) -> Self {
        let answer = app.get(path).as_(&app.officer()).send().await;
        answer.expect(200);
        Self::of(&answer)
    }

    pub fn id(&self) -> Uuid {
        self.shown["id"].as_str().unwrap().parse().unwrap()
    }

    /// Takes an action with a body.
    pub async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }

    /// Takes an action without one.
    pub async fn take(&self, app: &TestApp, account: &Account, action: &str) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).send().await
    }

    /// Computes it.
    pub async fn computed(&self, app: &TestApp) -> Self {
        let answer = self.take(app, &app.officer(), "compute").await;
        answer.expect(200);
        Self::of(&answer)
    }

    /// Computes and submits it.
    pub async fn submitted(&self, app: &TestApp) -> Self {
        let answer = self.computed(app).await.take(app, &app.officer(), "submit").await;
        answer.expect(200);
        Self::of(&answer)
    }

    /// Computes, submits and approves it.
    pub async fn approved(&self, app: &TestApp) -> Self {
        let answer = self.submitted(app).await.act(app, &approver(app), "approve", &decree()).await;
        answer.expect(200);
        Self::of(&answer)
    }

    /// The candidates of its last computation, all on one page.
    pub async fn candidates(&self, app: &TestApp) -> Vec<Value> {
        let path = format!("{}/candidates?limit=500", self.path);
        let page = app.get(&path).as_(&app.officer()).send().await.expect(200);
        assert_eq!(page["next_cursor"], Value::Null);
        page["data"].as_array().unwrap().clone()
    }
}

/// A plan for the whole of 2026, for anybody, as many as the budget bears.
pub fn wanted(source: Uuid) -> Value {
    json!({
        "name": "Pekerja rentan 2026",
        "funding_source_id": source,
        "programmes": ["jkk", "jkm"],
        "wage_base_idr": 1_000_000,
        "from_month": "2026-01",
        "until_month": "2026-12",
    })
}

pub async fn prepare(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(PLANS).as_(account).json(body).send().await
}

pub async fn draft(app: &TestApp, body: &Value) -> Plan {
    let answer = prepare(app, &app.officer(), body).await;
    answer.expect(201);
    Plan::of(&answer)
}

/// Sets columns of a worker, which have tests of their own elsewhere.
pub async fn set(app: &TestApp, worker: &Worker, columns: &str) {
    execute(app, &format!("update workers set {columns} where id = $1"), &[&worker.id]).await;
}

/// Gives a worker a welfare decile.
pub async fn rank(app: &TestApp, worker: &Worker, decile: i16) {
    let columns =
        format!("poverty_decile = {decile}, poverty_source = 'dtsen', poverty_as_of = '2026-01-01'");
    set(app, worker, &columns).await;
}

/// Runs a statement on the app's database.
pub async fn execute(app: &TestApp, statement: &str, values: &[&(dyn ToSql + Sync)]) {
    app.database().owner().client().await.unwrap().execute(statement, values).await.unwrap();
}

/// Worker, outcome and codes of each candidate.
pub fn outcomes(candidates: &[Value]) -> Vec<(String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    candidates
        .iter()
        .map(|one| {
            let codes = one["reasons"].as_array().unwrap().iter().map(|reason| text(&reason["code"]));
            (text(&one["worker_id"]), text(&one["outcome"]), codes.collect())
        })
        .collect()
}

/// What is expected of [`outcomes`].
pub fn expected(of: &[(&Worker, &str, &[&str])]) -> Vec<(String, String, Vec<String>)> {
    of.iter()
        .map(|(worker, outcome, codes)| {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            (worker.id.to_string(), (*outcome).to_owned(), codes)
        })
        .collect()
}
