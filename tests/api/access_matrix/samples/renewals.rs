//! Renewals of enrolment plans, and their free places.

use serde_json::{Value, json};

use super::Sample;
use super::cover::{fund, new_proposal};
use crate::access_matrix::cast::Cast;
use crate::support::TestApp;
use crate::support::cover::{apbd, source, with};
use crate::support::enrolment::{Plan, draft, wanted};

pub async fn of(cast: &Cast, operation: &str) -> Option<Sample> {
    let app = &cast.app;
    Some(match operation {
        "renew_enrolment_plan" => about(&approved(app).await).json(next(app).await),
        "fill_enrolment_plan" => {
            let plan = approved(app).await;
            about(&plan).if_match(&plan.etag).json(json!({}))
        }
        "get_enrolment_plan_renewal" | "list_enrolment_plan_renewal_people" => about(&renewed(app).await),
        _ => return None,
    })
}

fn about(plan: &Plan) -> Sample {
    Sample::about(&plan.id().to_string())
}

/// A plan of one person, whom it pays for.
async fn approved(app: &TestApp) -> Plan {
    let source = fund(app).await;
    new_proposal(app, source).await;
    draft(app, &with(wanted(source), json!({ "places": 1 }))).await.approved(app).await
}

async fn next(app: &TestApp) -> Value {
    let name = format!("APBD 2027 {}", uuid::Uuid::now_v7());
    let terms =
        json!({ "name": name, "fiscal_year": 2027, "from_month": "2027-01", "until_month": "2027-12" });
    json!({ "funding_source_id": source(app, with(apbd(), terms)).await })
}

/// Next year's plan, computed.
async fn renewed(app: &TestApp) -> Plan {
    let old = approved(app).await;
    let path = format!("{}/renew", old.path);
    let answer = app.post(&path).as_(&app.officer()).json(&next(app).await).send().await;
    answer.expect(201);
    Plan::of(&answer).computed(app).await
}
