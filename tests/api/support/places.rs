//! What becomes of the places of an approved plan, for the tests.

use serde_json::json;
use uuid::Uuid;

use super::TestApp;
use super::cover::{Coverage, Worker, apbd, given, source, with};

/// A source of the next year's budget.
pub async fn next_year(app: &TestApp) -> Uuid {
    let terms = json!({
        "name": "APBD 2027", "fiscal_year": 2027, "from_month": "2027-01", "until_month": "2027-12",
    });
    source(app, with(apbd(), terms)).await
}

/// The only period of a worker.
pub async fn period(app: &TestApp, worker: &Worker) -> Coverage {
    let path = format!("/v1/coverages?worker_id={}", worker.id);
    let page = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let id = page["data"][0]["id"].as_str().unwrap().to_owned();
    Coverage::of(&app.get(&format!("/v1/coverages/{id}")).as_(&app.officer()).send().await)
}

/// Ends an approved period that never began.
pub async fn end(app: &TestApp, worker: &Worker, reason: &str, on: &str) -> Coverage {
    let body = json!({ "reason": reason, "ended_on": on });
    let answer = period(app, worker).await.act(app, &app.officer(), "end", &body).await;
    answer.expect(200);
    Coverage::of(&answer)
}

/// Activates an approved period and ends it.
pub async fn begin_and_end(app: &TestApp, worker: &Worker, reason: &str, on: &str) -> Coverage {
    let number = format!("2600000{}", &worker.nik.as_str()[12..]);
    period(app, worker).await.act(app, &app.officer(), "activate", &given(&number)).await.expect(200);
    end(app, worker, reason, on).await
}

/// Lets the insurer know a worker as a member for years.
pub async fn member(app: &TestApp, worker: &Worker) {
    let fact = json!({
        "worker_id": worker.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2024-01-01",
        "paid_until": "2026-11", "as_of": "2026-11-20", "evidence": "Daftar peserta BPU",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
}
