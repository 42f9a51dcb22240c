//! `/v1/rules/preview`: what a rate would change of plans that nobody has approved yet, and of budgets

use serde_json::{Value, json};

use super::{approved, keeper};
use crate::support::TestApp;
use crate::support::contributions::{
    Batch, approved as approved_batch, draft as draft_batch, funded, paid, workers,
};
use crate::support::cover::{apbd, approver, decree, source, start, with, worker};
use crate::support::enrolment::{Plan, draft, wanted};

/// The seeded rate of JKK, and half as much again in its place.
async fn dearer(app: &TestApp) -> (Value, Value) {
    let path = "/v1/rules/contributions?programme=jkk&segment=general&month=2026-07&limit=500";
    let page = app.get(path).as_(&keeper(app)).send().await.expect(200);
    let rows = page["data"].as_array().unwrap();
    let old = rows.iter().find(|row| row["relief"] == false).unwrap().clone();
    let rate = json!({
        "programme": "jkk", "segment": "general", "relief": false, "method": "percent", "basis_points": 150,
        "min_idr": 10_000, "max_idr": 207_000, "from_month": old["from_month"], "legal_reference": "a draft",
        "confidence": "low",
    });
    let body = json!({ "contribution": rate, "supersedes": old["id"] });
    (old, body)
}

async fn preview(app: &TestApp, body: &Value) -> Value {
    let shown = app.post("/v1/rules/preview").as_(&keeper(app)).json(body).send().await.expect(200);
    shown["contributions"].clone()
}

/// JKK of two people for a year: 2 x 12 x 10,000 = 240,000 before, 2 x 12 x 15,000 = 360,000 after; all of the plan costs
/// 2 x 12 x 16,800 = 403,200 before and 523,200 after. Where relief is taken, April to December stay at 5,000, so that three
/// months change: 2 x (3 x 10,000 + 9 x 5,000) = 150,000 before, 2 x (3 x 15,000 + 9 x 5,000) = 180,000 after.
#[tokio::test]
async fn a_rate_shows_what_unapproved_plans_would_cost_and_whether_their_budgets_bear_it() {
    let app = start().await;
    worker(&app, 1).await;
    worker(&app, 2).await;
    let tight = source(&app, with(apbd(), json!({ "budget_idr": 450_000 }))).await;
    let relieved = with(apbd(), json!({ "name": "CSR 2026", "payer_kind": "csr", "relief_eligible": true }));
    let ample = source(&app, with(relieved, json!({ "budget_idr": 1_000_000 }))).await;
    let (_, body) = dearer(&app).await;

    draft(&app, &with(wanted(ample), json!({ "name": "never computed" }))).await;
    let called_off = draft(&app, &with(wanted(ample), json!({ "name": "called off" }))).await;
    let reason = json!({ "reason": "the council has not decided" });
    called_off.computed(&app).await.act(&app, &app.officer(), "withdraw", &reason).await.expect(200);
    let none = preview(&app, &body).await;
    assert_eq!((&none["plan_count"], &none["plans"]), (&json!(0), &json!([])));

    let plan = draft(&app, &wanted(tight)).await.computed(&app).await;
    let other = draft(&app, &with(wanted(ample), json!({ "name": "CSR" }))).await.submitted(&app).await;
    let shown = preview(&app, &body).await;
    let row = |plan: &Plan, changes: Value| {
        let common =
            json!({ "enrolment_plan_id": plan.id(), "region_code": "35.29", "people": 2, "months": 24 });
        with(common, changes)
    };
    let mut expected = [
        row(
            &plan,
            json!({
                "name": "Pekerja rentan 2026", "funding_source_id": tight, "status": "draft", "before_idr": 240_000,
                "after_idr": 360_000, "free_idr": 450_000, "exceeds_budget": true,
            }),
        ),
        row(
            &other,
            json!({
                "name": "CSR", "funding_source_id": ample, "status": "submitted", "before_idr": 150_000,
                "after_idr": 180_000, "free_idr": 1_000_000, "exceeds_budget": false,
            }),
        ),
    ];
    // Equally many people: by their ids.
    expected.sort_by_key(|plan| plan["enrolment_plan_id"].to_string());
    assert_eq!(shown["plans"], json!(expected));
    let sums = ["plan_count", "plans_before_idr", "plans_after_idr"].map(|name| shown[name].as_i64());
    assert_eq!(sums, [Some(2), Some(390_000), Some(540_000)]);

    // Once approved it is a matter of funded periods, and of what repricing them leaves free: 2 x (75,000 + 3 x 6,800
    // + 9 x 3,400) = 252,000 are committed, 2 x 3 x 5,000 = 30,000 would be added.
    other.act(&app, &approver(&app), "approve", &decree()).await.expect(200);
    let shown = preview(&app, &body).await;
    assert_eq!(
        (&shown["plan_count"], &shown["plans"][0]["enrolment_plan_id"]),
        (&json!(1), &json!(plan.id()))
    );
    let funded = &shown["sources"][0];
    assert_eq!(funded["funding_source_id"], json!(ample));
    assert_eq!((&funded["free_before_idr"], &funded["free_after_idr"]), (&json!(748_000), &json!(718_000)));
}

/// One person for a year at 15,000 + 6,800: 261,600; the budget of 450,000 does not bear two.
#[tokio::test]
async fn what_the_preview_says_of_a_plan_comes_true_once_the_rate_counts() {
    let app = start().await;
    worker(&app, 1).await;
    worker(&app, 2).await;
    let plan = draft(&app, &wanted(source(&app, with(apbd(), json!({ "budget_idr": 450_000 }))).await)).await;
    let computed = plan.computed(&app).await;
    assert_eq!(computed.shown["computation"]["chosen"], 2);
    let (old, body) = dearer(&app).await;
    assert_eq!(preview(&app, &body).await["plans"][0]["exceeds_budget"], true);

    let path = format!("/v1/rules/contributions/{}", old["id"].as_str().unwrap());
    let change = json!({ "basis_points": 150, "reason": "the draft came into force" });
    let correction =
        app.patch(&path).as_(&keeper(&app)).header("If-Match", "\"1.managed\"").json(&change).send().await;
    approved(&app, &correction).await;
    let again = computed.computed(&app).await;
    let computation = &again.shown["computation"];
    assert_eq!((&computation["chosen"], &computation["cost_idr"]), (&json!(1), &json!(261_600)));
}

/// One person; the batch of January and February has two lines of JKK at 10,000 each, which would be 15,000.
#[tokio::test]
async fn a_rate_shows_which_unpaid_batches_have_lines_of_another_rate() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let approved = approved_batch(&app, source, &["2026-01", "2026-02"]).await;
    let draft = draft_batch(&app, source, &["2026-03"]).await;
    paid(&app, source, &["2026-04"], "926011").await;
    let (_, body) = dearer(&app).await;
    let shown = preview(&app, &body).await;
    let row = |batch: &Batch, lines: i64, follows: bool| {
        json!({
            "contribution_batch_id": batch.id(), "funding_source_id": source, "number": batch.shown["number"],
            "status": batch.shown["status"], "lines": lines, "before_idr": lines * 10_000,
            "after_idr": lines * 15_000, "follows": follows,
        })
    };
    assert_eq!(shown["batches"], json!([row(&approved, 2, false), row(&draft, 1, true)]));
    assert_eq!(shown["batch_count"], 2);
}
