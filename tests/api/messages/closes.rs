//! What closed months tell, and what has been settled since

use serde_json::{Value, json};

use super::{covered, only, told};
use crate::monthly_closes::closed;
use crate::support::TestApp;
use crate::support::cover::{Worker, active, apbd, proposal, settle, source, start, with, worker};

/// A member whose period runs out in a month, all of it paid.
async fn short(app: &TestApp, serial: u32, source: uuid::Uuid, until: &str) -> Worker {
    let member = worker(app, serial).await;
    let body = with(proposal(&member, source), json!({ "until_month": until }));
    active(app, &body, &format!("260000{serial:05}")).await;
    settle(app, &member, "2026-01", until, "2026-02-10").await;
    member
}

#[tokio::test]
async fn old_months_that_are_closed_late_tell_nobody_anything() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    short(&app, 1, budget, "2026-03").await;
    let late = covered(&app, 2, budget).await;
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    for month in ["2026-01", "2026-02", "2026-03", "2026-09"] {
        closed(&app, month).await;
    }
    assert_eq!(told(&app, "?kind=cover_ends").await, [Value::Null; 0]);
    assert_eq!(told(&app, "?kind=near_lapse").await, [Value::Null; 0]);
    closed(&app, "2026-10").await;
    assert_eq!(told(&app, "?kind=cover_ends").await, [Value::Null; 0]);
    assert_eq!(only(&app, "near_lapse").await["worker_id"], json!(late.id));
}
