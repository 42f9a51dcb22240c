//! Batches of contributions and transfers.

use payung::access::caller::Role;
use serde_json::json;

use super::Sample;
use super::cover::{fund, new_proposal};
use crate::access_matrix::cast::Cast;
use crate::support::TestApp;
use crate::support::contributions::{Batch, prepare, transfer, wanted};
use crate::support::cover::{approved, approver};

const MONTH: &str = "2026-01";

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    let app = &cast.app;
    Some(match operation {
        "list_contribution_batches" => {
            let batch = draft(app).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(batch.id())
        }
        "create_contribution_batch" => {
            let source = fund(app).await;
            approved(app, &new_proposal(app, source).await).await;
            Sample::plain().json(wanted(source, &[MONTH]))
        }
        "get_contribution_batch" | "list_contribution_batch_history" | "list_contribution_batch_lines" => {
            Sample::about(draft(app).await.id())
        }
        "update_contribution_batch" => about(&draft(app).await).json(json!({ "name": "Tahap 1" })),
        "approve_contribution_batch" => about(&draft(app).await).json(json!({})),
        "cancel_contribution_batch" => about(&draft(app).await).json(json!({ "reason": "a mistake" })),
        "issue_contribution_billing_code" => {
            let batch = draft(app).await;
            let batch = Batch::of(&batch.act(app, &approver(app), "approve", &json!({})).await);
            about(&batch).json(json!({ "billing_code": batch.id() }))
        }
        "reconcile_contribution_batch" => {
            let batch = billed(app).await;
            pay(app, &batch).await;
            about(&Batch::read(app, &batch.path).await).text("text/csv", "line_number,status\n1,accepted\n")
        }
        "create_contribution_payment" => {
            let batch = billed(app).await;
            Sample::plain().json(transfer(&[&batch], 16_800, batch.id()))
        }
        "list_contribution_payments" => {
            let id = pay(app, &billed(app).await).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&id)
        }
        "get_contribution_payment" | "list_contribution_payment_history" => {
            Sample::about(&pay(app, &billed(app).await).await)
        }
        _ => return None,
    })
}

fn about(batch: &Batch) -> Sample {
    Sample::about(batch.id()).if_match(&batch.etag)
}

async fn draft(app: &TestApp) -> Batch {
    let source = fund(app).await;
    approved(app, &new_proposal(app, source).await).await;
    let answer = prepare(app, &app.account(Role::Officer, &["35.29"]), &wanted(source, &[MONTH])).await;
    answer.expect(201);
    Batch::of(&answer)
}

async fn billed(app: &TestApp) -> Batch {
    let batch = draft(app).await;
    let batch = Batch::of(&batch.act(app, &approver(app), "approve", &json!({})).await);
    let code = json!({ "billing_code": batch.id() });
    Batch::of(&batch.act(app, &app.officer(), "issue-billing-code", &code).await)
}

async fn pay(app: &TestApp, batch: &Batch) -> String {
    let body = transfer(&[batch], 16_800, batch.id());
    let paid = app.post("/v1/contribution-payments").as_(&app.officer()).json(&body).send().await;
    paid.expect(201)["id"].as_str().unwrap().to_owned()
}
