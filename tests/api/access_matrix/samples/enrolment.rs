//! Enrolment plans.

use serde_json::{Value, json};

use super::Sample;
use super::cover::{fund, new_proposal};
use crate::access_matrix::cast::Cast;
use crate::support::TestApp;
use crate::support::cover::{decree, with};
use crate::support::enrolment::{Plan, draft, wanted};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    let app = &cast.app;
    Some(match operation {
        "list_enrolment_plans" => {
            let plan = prepared(app).await;
            Sample { query: "?limit=500", ..Sample::plain() }.showing(&plan.id().to_string())
        }
        "create_enrolment_plan" => Sample::plain().json(body(app).await),
        "get_enrolment_plan" | "list_enrolment_plan_history" => about(&prepared(app).await),
        "list_enrolment_candidates" | "get_enrolment_candidate_summary" => {
            about(&prepared(app).await.computed(app).await)
        }
        "update_enrolment_plan" => about(&prepared(app).await).json(json!({ "name": "Tahap 1" })),
        "compute_enrolment_plan" => about(&prepared(app).await),
        "export_enrolment_pre_check" => Sample {
            query: "?against=insurer",
            purpose: Some("enrolment"),
            ..about(&prepared(app).await.computed(app).await)
        },
        "record_enrolment_pre_check" => {
            let plan = prepared(app).await.computed(app).await;
            let file =
                format!("worker_id,verdict\n{},ok\n", plan.candidates(app).await[0]["worker_id"].as_str()?);
            Sample { query: "?against=insurer&checked_on=2026-01-10", ..about(&plan) }.text("text/csv", &file)
        }
        "get_enrolment_annex" => about(&prepared(app).await.computed(app).await),
        "submit_enrolment_plan" => about(&prepared(app).await.computed(app).await),
        "return_enrolment_plan" => {
            about(&prepared(app).await.submitted(app).await).json(json!({ "reason": "a mistake" }))
        }
        "approve_enrolment_plan" => about(&prepared(app).await.submitted(app).await).json(decree()),
        "withdraw_enrolment_plan" => about(&prepared(app).await).json(json!({ "reason": "a mistake" })),
        _ => return None,
    })
}

fn about(plan: &Plan) -> Sample {
    Sample::about(&plan.id().to_string()).if_match(&plan.etag)
}

/// A plan for one person, of whom there is one at least.
async fn prepared(app: &TestApp) -> Plan {
    draft(app, &body(app).await).await
}

async fn body(app: &TestApp) -> Value {
    let source = fund(app).await;
    new_proposal(app, source).await;
    with(wanted(source), json!({ "places": 1 }))
}
