//! Batches and transfers for the tests of contributions.

use serde_json::{Value, json};
use uuid::Uuid;

use super::TestApp;
use super::app::Account;
use super::cover::{Worker, active, apbd, approver, proposal, source, with, worker};
use super::request::Answer;

pub const BATCHES: &str = "/v1/contribution-batches";
pub const PAYMENTS: &str = "/v1/contribution-payments";

/// A batch: its path, its entity tag, what was answered.
pub struct Batch {
    pub path: String,
    pub etag: String,
    pub shown: Value,
}

impl Batch {
    /// What an answer says of it.
    pub fn of(answer: &Answer) -> Self {
        let shown = answer.json();
        let path = format!("{BATCHES}/{}", shown["id"].as_str().unwrap());
        Self { path, etag: answer.header("etag").unwrap().to_owned(), shown }
    }

    /// As it is now.
    pub async fn read(app: &TestApp, path: &str) -> Self {
        let answer = app.get(path).as_(&app.officer()).send().await;
        answer.expect(200);
        Self::of(&answer)
    }

    pub fn id(&self) -> &str {
        self.shown["id"].as_str().unwrap()
    }

    /// As a transfer names it.
    pub fn to_pay(&self) -> Value {
        json!({ "id": self.shown["id"], "version": self.shown["version"] })
    }

    /// Takes an action on it.
    pub async fn act(&self, app: &TestApp, account: &Account, action: &str, body: &Value) -> Answer {
        let path = format!("{}/{action}", self.path);
        app.post(&path).as_(account).header("If-Match", &self.etag).json(body).send().await
    }

    /// Sends the insurer's answer.
    pub async fn reconcile(&self, app: &TestApp, account: &Account, query: &str, file: &str) -> Answer {
        let path = format!("{}/reconcile{query}", self.path);
        let request = app.post(&path).as_(account).header("If-Match", &self.etag);
        let mut request = request.header("content-type", "text/csv");
        request.0 = request.0.body(file.to_owned());
        request.send().await
    }
}

/// A source with an active period for the whole of 2026 for each of these workers.
pub async fn funded(app: &TestApp, workers: &[&Worker]) -> Uuid {
    let id = source(app, apbd()).await;
    for (serial, worker) in (1..).zip(workers) {
        active(app, &proposal(worker, id), &format!("260000{serial:05}")).await;
    }
    id
}

/// So many workers.
pub async fn workers(app: &TestApp, count: u32) -> Vec<Worker> {
    let mut workers = Vec::new();
    for serial in 1..=count {
        workers.push(worker(app, serial).await);
    }
    workers
}

/// What a batch of these months is asked for with.
pub fn wanted(source: Uuid, months: &[&str]) -> Value {
    json!({ "funding_source_id": source, "months": months })
}

pub async fn prepare(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(BATCHES).as_(account).json(body).send().await
}

pub async fn draft(app: &TestApp, source: Uuid, months: &[&str]) -> Batch {
    let answer = prepare(app, &app.officer(), &wanted(source, months)).await;
    answer.expect(201);
    Batch::of(&answer)
}

pub async fn approved(app: &TestApp, source: Uuid, months: &[&str]) -> Batch {
    let answer = draft(app, source, months).await.act(app, &approver(app), "approve", &json!({})).await;
    answer.expect(200);
    Batch::of(&answer)
}

pub async fn billed(app: &TestApp, source: Uuid, months: &[&str], code: &str) -> Batch {
    let batch = approved(app, source, months).await;
    let body = json!({ "billing_code": code });
    let answer = batch.act(app, &app.officer(), "issue-billing-code", &body).await;
    answer.expect(200);
    Batch::of(&answer)
}

/// A transfer of so much for these batches.
pub fn transfer(batches: &[&Batch], amount: i64, reference: &str) -> Value {
    json!({
        "batches": batches.iter().map(|batch| batch.to_pay()).collect::<Vec<_>>(),
        "amount_idr": amount,
        "paid_on": "2026-03-10",
        "transfer_reference": reference,
    })
}

pub async fn pay(app: &TestApp, account: &Account, body: &Value) -> Answer {
    app.post(PAYMENTS).as_(account).json(body).send().await
}

/// A paid batch, on which the insurer's answer is awaited.
pub async fn paid(app: &TestApp, source: Uuid, months: &[&str], code: &str) -> Batch {
    let batch = billed(app, source, months, code).await;
    let amount = batch.shown["amount_idr"].as_i64().unwrap();
    pay(app, &app.officer(), &transfer(&[&batch], amount, &format!("SP2D-{code}"))).await.expect(201);
    Batch::read(app, &batch.path).await
}

/// Ends the only open period of a worker.
pub async fn end(app: &TestApp, worker: &Worker, reason: &str, on: &str) {
    let listed = app.get(&format!("/v1/coverages?worker_id={}", worker.id)).as_(&app.officer()).send().await;
    let id = listed.expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/coverages/{id}");
    let etag = app.get(&path).as_(&app.officer()).send().await.header("etag").unwrap().to_owned();
    let request = app.post(&format!("{path}/end")).as_(&app.officer()).header("If-Match", &etag);
    request.json(&json!({ "reason": reason, "ended_on": on })).send().await.expect(200);
}

/// Her family claims for a death on this day; gives the path of the claim.
pub async fn claim(app: &TestApp, worker: &Worker, on: &str) -> String {
    let officer = app.officer();
    let body = json!({ "kind": "death", "worker_id": worker.id, "event_on": on });
    let draft = app.post("/v1/claims").as_(&officer).json(&body).send().await.expect(201);
    let path = format!("/v1/claims/{}", draft["id"].as_str().unwrap());
    let heir = json!({ "name": "Ahmad", "relation": "spouse", "share_basis_points": 10000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    decide(app, &path, "submit", &json!({})).await;
    path
}

/// An officer takes an action on what is at a path.
pub async fn decide(app: &TestApp, path: &str, action: &str, body: &Value) {
    let officer = app.officer();
    let etag = app.get(path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let request = app.post(&format!("{path}/{action}")).as_(&officer).header("If-Match", &etag);
    request.json(body).send().await.expect(200);
}

/// Committed, paid, credit and free of a source.
pub async fn sums(app: &TestApp, source: Uuid) -> [i64; 4] {
    let path = format!("/v1/funding-sources/{source}");
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    ["committed_idr", "paid_idr", "credit_idr", "free_idr"].map(|name| shown[name].as_i64().unwrap())
}

/// A source of another kind beside the first.
pub fn csr() -> Value {
    with(apbd(), json!({ "name": "CSR", "payer_kind": "csr" }))
}
