//! `/v1/monthly-closes`

mod close;
mod create;
mod late;

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::request::Answer;

pub const LIST: &str = "/v1/monthly-closes";

/// A close: its path, its entity tag, what was answered.
pub struct Close {
    pub path: String,
    pub etag: String,
    pub shown: Value,
}

impl Close {
    pub fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("{LIST}/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    /// As it is now.
    pub async fn read(&self, app: &TestApp) -> Self {
        let answer = app.get(&self.path).as_(&app.officer()).send().await;
        answer.expect(200);
        Self::of(&answer)
    }

    pub async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }

    /// Run, worker and kind of each finding.
    pub async fn findings(&self, app: &TestApp) -> Vec<(i64, String, String)> {
        let path = format!("{}/lapses?limit=500", self.path);
        let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let rows = shown["data"].as_array().unwrap().iter();
        rows.map(|row| (row["run"].as_i64().unwrap(), text(row, "worker_id"), text(row, "kind"))).collect()
    }
}

pub async fn create(app: &TestApp, account: &Account, month: &str) -> Answer {
    app.post(LIST).as_(account).json(&json!({ "month": month })).send().await
}

pub async fn closed(app: &TestApp, month: &str) -> Close {
    let answer = create(app, &app.officer(), month).await;
    answer.expect(201);
    Close::of(&answer)
}

pub fn insurer(app: &TestApp) -> Account {
    app.account(Role::Insurer, &["35.29"])
}
