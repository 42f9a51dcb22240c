//! Batches of contributions, transfers and monthly closes.

use std::sync::atomic::{AtomicU32, Ordering};

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::Sample;
use super::cover::{fund, new_proposal};
use crate::access_matrix::cast::Cast;
use crate::support::TestApp;
use crate::support::contributions::{Batch, prepare, transfer, wanted};
use crate::support::cover::{approved, approver};
use crate::support::enrolment::execute;

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
        "get_contribution_batch"
        | "list_contribution_batch_history"
        | "list_contribution_batch_lines"
        | "list_contribution_batch_reconciliations" => Sample::about(draft(app).await.id()),
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
        "confirm_contribution_payments" => Sample { query: "?regency=35.29", ..Sample::plain() }
            .text("text/csv", "tanggal;debet;keterangan\n10/03/2026;16.800;SP2D\n"),
        "list_contribution_payments" => {
            let id = pay(app, &billed(app).await).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&id)
        }
        "get_contribution_payment" | "list_contribution_payment_history" => {
            Sample::about(&pay(app, &billed(app).await).await)
        }
        "list_column_mappings" => {
            let id = mapping(app).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&id)
        }
        "create_column_mapping" => Sample::plain().json(new_mapping()),
        "get_column_mapping" | "list_column_mapping_history" => Sample::about(&mapping(app).await),
        "update_column_mapping" => {
            Sample::about(&mapping(app).await).if_match("\"1.v\"").json(json!({ "delimiter": "tab" }))
        }
        "revoke_contribution_billing_code" => about(&billed(app).await).json(json!({ "reason": "mistyped" })),
        "reopen_contribution_batch" => {
            let batch = billed(app).await;
            pay(app, &batch).await;
            let batch = Batch::read(app, &batch.path).await;
            let file = "line_number,status\n1,accepted\n";
            batch.reconcile(app, &app.officer(), "", file).await.expect(200);
            about(&Batch::read(app, &batch.path).await).json(json!({ "reason": "another batch's file" }))
        }
        "void_contribution_payment" => {
            let id = pay(app, &billed(app).await).await;
            Sample::about(&id).if_match("\"1.v\"").json(json!({ "reason": "another batch's transfer" }))
        }
        "record_funding_source_refund" => {
            let (source, body) = to_refund(app).await;
            Sample::about(&source).if_match("\"1.read\"").json(body)
        }
        "void_funding_source_refund" => {
            let (source, body) = to_refund(app).await;
            let path = format!("/v1/funding-sources/{source}/record-refund");
            let request = app.post(&path).as_(&app.officer()).header("If-Match", "\"1.read\"");
            let shown = request.json(&body).send().await.expect(200);
            Sample::about(&source)
                .with("refund_id", shown["refund"]["id"].as_str().unwrap())
                .if_match("\"2.read\"")
                .json(json!({ "reason": "another source's refund" }))
        }
        "create_monthly_close" => {
            old_rule(app).await;
            Sample::plain().json(json!({ "month": next_month(), "region_code": "35.29" }))
        }
        "list_monthly_closes" => {
            let (id, _) = closed(app).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&id)
        }
        "get_monthly_close" | "list_monthly_close_lapses" | "list_monthly_close_history" => {
            Sample::about(&closed(app).await.0)
        }
        "reopen_monthly_close" => {
            let (id, etag) = closed(app).await;
            Sample::about(&id).if_match(&etag).json(json!({ "reason": "a mistake" }))
        }
        "close_monthly_close" => {
            let (id, etag) = closed(app).await;
            let path = format!("/v1/monthly-closes/{id}/reopen");
            let request = app.post(&path).as_(&app.officer()).header("If-Match", &etag);
            let answer = request.json(&json!({ "reason": "a mistake" })).send().await;
            answer.expect(200);
            Sample::about(&id).if_match(answer.header("etag").unwrap())
        }
        _ => return None,
    })
}

/// A mapping with a name that no other sample has.
fn new_mapping() -> Value {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("Templat {}", NEXT.fetch_add(1, Ordering::Relaxed));
    let columns = json!([{ "header": "No KTP", "field": "nik" }]);
    json!({ "kind": "insurer_result", "name": name, "columns": columns, "region_code": "35.29" })
}

async fn mapping(app: &TestApp) -> String {
    let answer = app.post("/v1/column-mappings").as_(&app.officer()).json(&new_mapping()).send().await;
    answer.expect(201)["id"].as_str().unwrap().to_owned()
}

/// A month that no sample has closed yet.
fn next_month() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{}-{:02}", 1950 + next / 12, next % 12 + 1)
}

/// Lets the rule on lapses hold for all months that the samples close: of others no close speaks.
async fn old_rule(app: &TestApp) {
    let statement =
        "update rule_parameters set valid_from = '1950-01-01' where key = 'lapse_after_unpaid_months'";
    execute(app, statement, &[]).await;
}

async fn closed(app: &TestApp) -> (String, String) {
    old_rule(app).await;
    let body = json!({ "month": next_month() });
    let answer = app.post("/v1/monthly-closes").as_(&app.officer()).json(&body).send().await;
    let id = answer.expect(201)["id"].as_str().unwrap().to_owned();
    (id, answer.header("etag").unwrap().to_owned())
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

/// The work item of a line that the insurer refused for its data.
pub async fn refused_line(app: &TestApp) -> String {
    let batch = billed(app).await;
    pay(app, &batch).await;
    let batch = Batch::read(app, &batch.path).await;
    let file = "line_number,status,reason\n1,refused,nik_not_found\n2,accepted,\n";
    batch.reconcile(app, &app.officer(), "", file).await.expect(200);
    format!("refused_line_to_correct.{}.1", batch.id())
}

/// A source of which the insurer holds what it refused, and the refund of that.
async fn to_refund(app: &TestApp) -> (String, Value) {
    let batch = billed(app).await;
    pay(app, &batch).await;
    let batch = Batch::read(app, &batch.path).await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,system_error\n";
    batch.reconcile(app, &app.officer(), "", file).await.expect(200);
    let body = json!({
        "amount_idr": 6_800, "refunded_on": "2026-04-02", "bank_reference": batch.id(), "reason": "refused",
    });
    (batch.shown["funding_source_id"].as_str().unwrap().to_owned(), body)
}
