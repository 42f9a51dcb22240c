//! `/v1/imports`

mod create;
mod memberships;
mod read;
mod run;
mod warungs;

use payung::exchange::imports::runner;
use serde_json::Value;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::request::{Answer, Request};

pub const URL: &str = "/v1/imports?kind=workers";

/// Good NIKs of Sumenep, as many as asked for.
pub fn nik(number: usize) -> String {
    format!("352901{:02}0885{:04}", number % 28 + 1, number + 1)
}

pub fn upload(app: &TestApp, url: &str, account: &Account, csv: &str) -> Request {
    Request(app.post(url).as_(account).header("Content-Type", "text/csv").0.body(csv.to_owned()))
}

/// Uploads a file and runs its job to the end.
pub async fn import(app: &TestApp, account: &Account, csv: &str) -> Value {
    let job = upload(app, URL, account, csv).send().await.expect(202);
    finish(app, account, job["id"].as_str().unwrap()).await
}

/// Runs waiting jobs until this one has ended; the service's own runner may have taken it already. The database is asked whether it
/// has: requests are counted, and a slow machine would come to their limit.
pub async fn finish(app: &TestApp, account: &Account, id: &str) -> Value {
    let client = app.database().owner().client().await.unwrap();
    let is_finished = "select finished_at is not null from imports where id = $1::text::uuid";
    loop {
        runner::run_next(&app.state.db, &app.state.clock).await.unwrap();
        if client.query_one(is_finished, &[&id]).await.unwrap().get(0) {
            return app.get(&format!("/v1/imports/{id}")).as_(account).send().await.expect(200);
        }
    }
}

pub async fn rows(app: &TestApp, account: &Account, id: &Value, query: &str) -> Answer {
    let id = id.as_str().unwrap();
    app.get(&format!("/v1/imports/{id}/rows{query}")).as_(account).send().await
}

/// Number, field and code of every problem of an import; each is said in words too.
pub fn problems(rows: &Value) -> Vec<(i64, String, String)> {
    let mut found = Vec::new();
    for row in rows["data"].as_array().unwrap() {
        for problem in row["problems"].as_array().unwrap() {
            assert!(problem["detail"].as_str().is_some_and(|words| words.ends_with('.')), "{problem}");
            let text = |name: &str| problem[name].as_str().unwrap().to_owned();
            found.push((row["row_number"].as_i64().unwrap(), text("field"), text("code")));
        }
    }
    found
}

pub async fn count(app: &TestApp, sql: &str) -> i64 {
    let client = app.database().owner().client().await.unwrap();
    client.query_one(sql, &[]).await.unwrap().get(0)
}
