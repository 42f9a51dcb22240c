//! `PATCH /v1/enrolment-plans/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    HOME, apbd, found, one, source, source_abroad, start, statuses_by_role, stranger, with, worker,
};
use crate::support::enrolment::{Plan, draft, wanted};
use crate::support::request::Answer;

async fn change(app: &TestApp, account: &Account, plan: &Plan, body: &Value) -> Answer {
    app.patch(&plan.path).as_(account).header("If-Match", &plan.etag).json(body).send().await
}

#[tokio::test]
async fn other_terms_take_the_computation_away_and_another_name_does_not() {
    let app = start().await;
    worker(&app, 1).await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await.computed(&app).await;
    let other = app.officer();
    let renamed = change(&app, &other, &plan, &json!({ "name": "Tahap 1" })).await;
    let shown = renamed.expect(200);
    assert_eq!((&shown["name"], &shown["computation"]["chosen"]), (&json!("Tahap 1"), &json!(1)));
    assert!(shown["revised_by"].as_array().unwrap().contains(&json!(other.id)));
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_candidates").await, 1);

    let body = json!({
        "places": 5, "deciles": [1], "default_village_quota": 3, "priorities": ["oldest"], "min_age_years": 18,
        "village_quotas": [{ "village_code": HOME, "places": 1 }], "until_month": "2026-06",
    });
    let changed = change(&app, &other, &Plan::of(&renamed), &body).await;
    let shown = changed.expect(200);
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(shown[name], *value, "{name}");
    }
    assert_eq!((&shown["computation"], &shown["months"]), (&Value::Null, &json!([])));
    assert_eq!(shown["allowed_actions"], json!(["update", "compute", "withdraw"]));
    let left: i64 = one(
        &app,
        "select (select count(*) from enrolment_candidates) + (select count(*) from enrolment_plan_costs)",
    )
    .await;
    assert_eq!(left, 0);

    let cleared =
        json!({ "places": null, "default_village_quota": null, "min_age_years": null, "village_quotas": [] });
    let answer = change(&app, &other, &Plan::of(&changed), &cleared).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["places"], &shown["min_age_years"]), (&Value::Null, &Value::Null));
    assert_eq!((&shown["default_village_quota"], &shown["village_quotas"]), (&Value::Null, &json!([])));
    // What changes nothing is no change.
    let same = change(&app, &other, &Plan::of(&answer), &json!({ "deciles": [1] })).await;
    assert_eq!(same.expect(200)["version"], shown["version"]);
}

#[tokio::test]
async fn what_a_plan_cannot_say_is_refused_as_when_it_is_prepared() {
    let app = start().await;
    let (officer, plan) = (app.officer(), draft(&app, &wanted(source(&app, apbd()).await)).await);
    let wrong = json!({ "name": null, "until_month": "2025-12", "priorities": ["x"], "places": 0 });
    let problem = change(&app, &officer, &plan, &wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/name", "required"),
        ("/until_month", "month_range_backwards"),
        ("/priorities/0", "unknown_code"),
        ("/places", "out_of_range"),
    ];
    assert_eq!(found(&problem), expected);
    let outside = json!({ "from_month": "2025-12", "wage_base_idr": 900_000 });
    let problem = change(&app, &officer, &plan, &outside).await.expect_problem(422, "validation_failed");
    let expected = [("/from_month", "outside_funding_source"), ("/wage_base_idr", "wage_base_below_minimum")];
    assert_eq!(found(&problem), expected);
    let abroad = json!({ "funding_source_id": source_abroad(&app).await });
    change(&app, &officer, &plan, &abroad).await.expect_problem(422, "unknown_reference");
    change(&app, &officer, &plan, &json!({ "status": "approved" }))
        .await
        .expect_problem(422, "unknown_field");
    assert_eq!(one::<i32>(&app, "select version from enrolment_plans").await, 1);
}

#[tokio::test]
async fn only_a_draft_of_the_version_that_was_read_is_changed() {
    let app = start().await;
    worker(&app, 1).await;
    let (officer, plan) = (app.officer(), draft(&app, &wanted(source(&app, apbd()).await)).await);
    let body = json!({ "places": 7 });
    let bare = app.patch(&plan.path).as_(&officer).json(&body).send().await;
    bare.expect_problem(428, "precondition_required");
    let submitted = plan.submitted(&app).await;
    change(&app, &officer, &plan, &body).await.expect_problem(412, "version_mismatch");
    let problem = change(&app, &officer, &submitted, &body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["return", "approve", "withdraw"]));
    change(&app, &stranger(&app), &submitted, &body).await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn only_officers_change_plans() {
    let app = start().await;
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await;
    let body = json!({ "name": "Tahap 1" });
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => change(&app, account, &plan, &body).await,
        None => app.patch(&plan.path).json(&with(body.clone(), json!({}))).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
}
