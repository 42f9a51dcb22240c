//! National rules, money, funded periods and what the insurer said.

use std::sync::atomic::{AtomicU32, Ordering};

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Content, Sample};
use crate::access_matrix::cast::Cast;
use crate::support::TestApp;
use crate::support::cover::{
    Coverage, TODAY, Worker, active, admin, apbd, approved, day, decree, given, proposal, proposed, settle,
    source, with, worker_born,
};

/// Seeded: a parameter, a rate, a benefit, a holiday, a document of a checklist.
const PARAMETER: &str = "01935000-0405-7000-8000-000000000003";
const RATE: &str = "01935000-0415-7000-8000-000000000001";
const BENEFIT: &str = "01935000-0455-7000-8000-000000000005";
const HOLIDAY: &str = "01935000-0475-7000-8000-000000000001";
const DOCUMENT: &str = "01935000-0485-7000-8000-000000000001";

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    let app = &cast.app;
    app.state.clock.set_today(day(TODAY));
    if let Some(sample) = rules(operation) {
        return Some(sample);
    }
    if let Some(sample) = proposals(cast, operation).await {
        return Some(sample);
    }
    if let Some(sample) = money(app, operation).await {
        return Some(sample);
    }
    if let Some(sample) = periods(app, operation).await {
        return Some(sample);
    }
    words(app, operation).await
}

fn rules(operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_rule_parameters" | "list_contribution_rates" | "list_benefit_rules" | "list_holidays"
        | "list_checklist_items" => Sample::plain(),
        "get_rule_parameter" | "list_rule_parameter_history" => Sample::about(PARAMETER),
        "get_contribution_rate" | "list_contribution_rate_history" => Sample::about(RATE),
        "get_benefit_rule" | "list_benefit_rule_history" => Sample::about(BENEFIT),
        "quote_benefit" => Sample::plain().json(json!({
            "kind": "death", "event_on": "2026-11-02", "wage_base_idr": 1_000_000, "consecutive_paid_months": 3,
            "total_paid_months": 3,
        })),
        "get_holiday" | "list_holiday_history" => Sample::about(HOLIDAY),
        "get_checklist_item" | "list_checklist_item_history" => Sample::about(DOCUMENT),
        "create_holiday" => Sample::plain().json(json!({
            "holiday_on": "1990-08-17", "kind": "national", "name": "Proklamasi Kemerdekaan",
            "legal_reference": "a decree of old", "confidence": "low",
        })),
        "create_checklist_item" => Sample::plain().json(json!({
            "kind": "old_age", "document": "bank_book", "requirement": "required", "valid_from": "1990-01-01",
            "legal_reference": "a regulation of old", "confidence": "low",
        })),
        "update_holiday" => decided(HOLIDAY, "\"1.managed\"", json!({ "note": "x", "reason": "x" })),
        "update_checklist_item" => decided(DOCUMENT, "\"1.managed\"", json!({ "note": "x", "reason": "x" })),
        "preview_rule" => Sample::plain().json(json!({ "parameter": {
            "key": "jobs_maximum", "value": 1, "valid_from": "1980-01-01", "valid_until": "1980-12-31",
            "legal_reference": "a regulation of old", "confidence": "low",
        } })),
        "create_rule_parameter" => Sample::plain().json(json!({
            "key": "jobs_maximum", "value": 1, "valid_from": "1990-01-01", "valid_until": "1990-12-31",
            "legal_reference": "a regulation of old", "confidence": "low",
        })),
        "create_contribution_rate" => Sample::plain().json(json!({
            "programme": "jkm", "segment": "general", "relief": false, "method": "flat", "amount_idr": 1,
            "from_month": "1990-01", "until_month": "1990-12", "legal_reference": "a regulation of old",
            "confidence": "low",
        })),
        "create_benefit_rule" => Sample::plain().json(json!({
            "kind": "work_accident", "item": "glasses", "measure": "cost", "cap_idr": 1,
            "valid_from": "1990-01-01", "valid_until": "1990-12-31", "legal_reference": "a regulation of old",
            "confidence": "low",
        })),
        "update_benefit_rule" => decided(BENEFIT, "\"1.managed\"", json!({ "note": "x", "reason": "x" })),
        "update_rule_parameter" => decided(PARAMETER, "\"1.managed\"", json!({ "note": "x", "reason": "x" })),
        "update_contribution_rate" => decided(RATE, "\"1.managed\"", json!({ "note": "x", "reason": "x" })),
        "quote_contribution" => Sample::plain().json(json!({
            "programmes": ["jkk"], "segment": "general", "wage_base_idr": 1_000_000, "relief_eligible": false,
            "from_month": "2026-05", "until_month": "2026-05",
        })),
        _ => return None,
    })
}

async fn proposals(cast: &Cast, operation: &str) -> Option<Sample> {
    if !matches!(operation, "approve_rule" | "withdraw_rule") {
        return None;
    }
    let keeper = cast.app.account(Role::PlatformAdmin, &[]);
    let body = rules("create_rule_parameter").map(|sample| match sample.content {
        Content::Json(body) => body,
        _ => unreachable!("a parameter is JSON"),
    });
    let proposal = cast.app.post("/v1/rules/parameters").as_(&keeper).json(&body).send().await.expect(201);
    let sample = decided(proposal["id"].as_str().unwrap(), "\"1.own\"", json!({ "reason": "x" }));
    let sample = sample.with("kind", "parameters");
    Some(if operation == "approve_rule" { Sample { content: Content::Nothing, ..sample } } else { sample })
}

async fn money(app: &TestApp, operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_funding_sources" => {
            let id = fund(app).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&id.to_string())
        }
        "get_funding_source"
        | "list_funding_source_history"
        | "get_funding_source_forecast"
        | "list_funding_source_refunds"
        | "get_funding_source_repricing" => Sample::about(&fund(app).await.to_string()),
        "reprice_funding_source" => {
            decided(&fund(app).await.to_string(), "\"1.read\"", json!({ "reason": "a correction" }))
        }
        "create_funding_source" => Sample::plain().json(with(apbd(), json!({ "name": name() }))),
        "update_funding_source" => {
            decided(&fund(app).await.to_string(), "\"1.managed\"", json!({ "budget_idr": 7 }))
        }
        "close_funding_source" => {
            decided(&fund(app).await.to_string(), "\"1.managed\"", json!({ "reason": "used up" }))
        }
        "reopen_funding_source" => {
            let path = format!("/v1/funding-sources/{}", fund(app).await);
            let close =
                app.post(&format!("{path}/close")).as_(&admin(app)).header("If-Match", "\"1.managed\"");
            let closed = close.json(&json!({ "reason": "used up" })).send().await.expect(200);
            decided(closed["id"].as_str().unwrap(), "\"2.managed\"", json!({ "reason": "more money" }))
        }
        _ => return None,
    })
}

async fn periods(app: &TestApp, operation: &str) -> Option<Sample> {
    Some(match operation {
        "list_coverages" => {
            let coverage = proposed(app, &proposed_anew(app).await).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(coverage.shown["id"].as_str().unwrap())
        }
        "get_coverage" | "list_coverage_history" => about(&proposed(app, &proposed_anew(app).await).await),
        "create_coverage" => Sample::plain().json(proposed_anew(app).await),
        "update_coverage" => {
            let coverage = proposed(app, &proposed_anew(app).await).await;
            about(&coverage).json(json!({ "until_month": "2026-11" }))
        }
        "approve_coverage" => about(&proposed(app, &proposed_anew(app).await).await).json(decree()),
        "activate_coverage" => {
            about(&approved(app, &proposed_anew(app).await).await).json(given("26099999999"))
        }
        "end_coverage" => about(&approved(app, &proposed_anew(app).await).await).json(ending()),
        "reopen_coverage" => {
            let running = active(app, &proposed_anew(app).await, &member_number()).await;
            let ended = running.act(app, &app.officer(), "end", &ending()).await;
            ended.expect(200);
            about(&Coverage::of(&ended)).json(json!({ "reason": "recorded in error" }))
        }
        "replace_coverage" => {
            let coverage = proposed(app, &proposed_anew(app).await).await;
            let place = with(ending(), json!({ "worker_id": somebody(app).await.id }));
            about(&coverage).json(place)
        }
        "get_worker_eligibility" | "get_worker_standing" | "list_worker_ledger" => {
            Sample::about(&somebody(app).await.id.to_string())
        }
        "list_coverage_gaps" => {
            let source = fund(app).await;
            active(app, &proposal(&somebody(app).await, source), &member_number()).await;
            let query = "?from_month=2026-01&until_month=2026-12&by=village&limit=500";
            Sample { query, ..Sample::plain() }.showing(&source.to_string())
        }
        "list_coverage_gap_members" => {
            let worker = somebody(app).await;
            active(app, &proposal(&worker, fund(app).await), &member_number()).await;
            let query = "?from_month=2026-01&until_month=2026-12&limit=500";
            Sample { query, ..Sample::plain() }.showing(&worker.id.to_string())
        }
        "check_coverage" => {
            let worker = somebody(app).await;
            active(app, &proposal(&worker, fund(app).await), &member_number()).await;
            // The month in which the insurer says that cover begins.
            let checks = json!([{ "type": "nik", "value": worker.nik.as_str(), "on": "2026-02-10" }]);
            Sample::plain().json(json!({ "checks": checks })).showing("\"standing\":\"active\"")
        }
        _ => return None,
    })
}

async fn words(app: &TestApp, operation: &str) -> Option<Sample> {
    let body = |worker: &Worker| {
        json!({
            "worker_id": worker.id, "state": "active", "programmes": ["jkm"], "as_of": "2026-11-01",
            "evidence": "a list of the insurer",
        })
    };
    let sample = match operation {
        "list_memberships" | "get_membership" | "list_membership_history" | "update_membership" => {
            let fact = body(&somebody(app).await);
            let recorded =
                app.post("/v1/memberships").as_(&app.officer()).json(&fact).send().await.expect(201);
            let id = recorded["id"].as_str().unwrap();
            match operation {
                "list_memberships" => Sample { query: "?limit=500", ..Sample::plain() }.showing(id),
                "update_membership" => decided(id, "\"1.written\"", json!({ "paid_until": "2026-10" })),
                _ => Sample::about(id),
            }
        }
        "create_membership" => Sample::plain().json(body(&somebody(app).await)),
        "correct_late_months" | "withdraw_late_months" => {
            let worker = somebody(app).await;
            active(app, &proposal(&worker, fund(app).await), &member_number()).await;
            settle(app, &worker, "2026-03", "2026-04", "2026-05-10").await;
            let recorded =
                app.post("/v1/memberships").as_(&app.officer()).json(&body(&worker)).send().await.expect(201);
            let id = recorded["id"].as_str().unwrap();
            let months = json!({ "from_month": "2026-03", "until_month": "2026-04" });
            if operation == "correct_late_months" {
                return Some(decided(id, "\"1.written\"", months));
            }
            let path = format!("/v1/memberships/{id}/correct-late-months");
            let request = app.post(&path).as_(&app.officer()).header("If-Match", "\"1.written\"");
            request.json(&months).send().await.expect(200);
            Sample::about(id).if_match("\"2.written\"")
        }
        _ => return None,
    };
    Some(sample)
}

fn decided(id: &str, etag: &str, body: Value) -> Sample {
    Sample::about(id).if_match(etag).json(body)
}

fn about(coverage: &Coverage) -> Sample {
    Sample::about(coverage.shown["id"].as_str().unwrap()).if_match(&coverage.etag)
}

fn ending() -> Value {
    json!({ "reason": "moved_out", "ended_on": "2026-07-10" })
}

async fn proposed_anew(app: &TestApp) -> Value {
    let source = fund(app).await;
    new_proposal(app, source).await
}

/// A proposal for somebody new from this source.
pub async fn new_proposal(app: &TestApp, source: Uuid) -> Value {
    proposal(&somebody(app).await, source)
}

/// A source of its own.
pub async fn fund(app: &TestApp) -> Uuid {
    source(app, with(apbd(), json!({ "name": name() }))).await
}

async fn somebody(app: &TestApp) -> Worker {
    worker_born(app, 1990, number()).await
}

fn name() -> String {
    format!("APBD {}", number())
}

fn member_number() -> String {
    format!("26{:09}", number())
}

/// Never the same twice.
fn number() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
