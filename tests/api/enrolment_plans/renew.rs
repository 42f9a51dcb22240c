//! `POST /v1/enrolment-plans/{id}/renew`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    apbd, approver, found, one, source, source_abroad, start, statuses_by_role, stranger, with, worker,
};
use crate::support::enrolment::{PLANS, Plan, draft, wanted};
use crate::support::places::next_year;
use crate::support::request::Answer;

async fn approved(app: &TestApp, terms: Value) -> Plan {
    let id = source(app, apbd()).await;
    worker(app, 1).await;
    draft(app, &with(wanted(id), terms)).await.approved(app).await
}

async fn renew(app: &TestApp, account: &Account, plan: &Plan, body: &Value) -> Answer {
    app.post(&format!("{}/renew", plan.path)).as_(account).json(body).send().await
}

#[tokio::test]
async fn a_renewed_plan_is_a_draft_with_the_same_terms_a_year_on() {
    let app = start().await;
    let terms = json!({
        "include_regions": ["35.29.01"], "places": 5, "default_village_quota": 3, "not_funded_last_year": true,
        "priorities": ["lowest_decile", "continuation", "oldest"],
    });
    let old = approved(&app, terms).await;
    assert_eq!(old.shown["renews_plan_id"], Value::Null);
    let next = next_year(&app).await;
    let officer = app.officer();
    let answer = renew(&app, &officer, &old, &json!({ "funding_source_id": next })).await;
    let new = answer.expect(201);
    assert_eq!(answer.header("location"), Some(format!("{PLANS}/{}", new["id"].as_str().unwrap()).as_str()));
    for (name, expected) in [
        ("renews_plan_id", json!(old.id())),
        ("name", json!("Pekerja rentan 2027")),
        ("funding_source_id", json!(next)),
        ("from_month", json!("2027-01")),
        ("until_month", json!("2027-12")),
        ("include_regions", json!(["35.29.01"])),
        ("places", json!(5)),
        ("default_village_quota", json!(3)),
        // Whoever is to be renewed was funded this year.
        ("not_funded_last_year", json!(false)),
        ("priorities", json!(["past_entry_age", "continuation", "lowest_decile", "oldest"])),
        ("status", json!("draft")),
        ("computation", Value::Null),
        ("prepared_by", json!(officer.id)),
        ("revised_by", json!([])),
        ("submitted_by", Value::Null),
        ("approved_by", Value::Null),
        ("decree_number", Value::Null),
        ("version", json!(1)),
        ("allowed_actions", json!(["update", "compute", "withdraw"])),
    ] {
        assert_eq!(new[name], expected, "{name}");
    }
    let path = format!("{PLANS}?renews_plan_id={}", old.id());
    let listed = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!((listed["data"].as_array().unwrap().len(), &listed["data"][0]["id"]), (1, &new["id"]));
    let trace = "select string_agg(action, ' ' order by version) from changes where subject_id = \
                 (select id from enrolment_plans where renews_plan_id is not null)";
    assert_eq!(one::<String>(&app, trace).await, "created");
    // The old plan is as it was.
    let read = Plan::read(&app, &old.path).await;
    assert_eq!((&read.shown["version"], &read.shown["status"]), (&old.shown["version"], &json!("approved")));
    assert_eq!(read.shown["allowed_actions"], json!(["renew", "fill"]));
}

#[tokio::test]
async fn what_is_given_is_taken_and_the_draft_is_changed_like_any_other() {
    let app = start().await;
    let old = approved(&app, json!({ "name": "Tahap dua" })).await;
    let (next, id) = (next_year(&app).await, "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10");
    let body = json!({
        "id": id, "name": "Delapan bulan", "funding_source_id": next, "until_month": "2027-08",
        "wage_base_idr": 1_500_000,
    });
    let officer = app.officer();
    let new = Plan::of(&renew(&app, &officer, &old, &body).await);
    for name in ["id", "name", "until_month", "wage_base_idr"] {
        assert_eq!(new.shown[name], body[name], "{name}");
    }
    renew(&app, &officer, &old, &body).await.expect_problem(409, "already_exists");
    let patch = app.patch(&new.path).as_(&officer).header("If-Match", &new.etag);
    let patched = patch.json(&json!({ "places": 2 })).send().await.expect(200);
    assert_eq!((&patched["places"], &patched["renews_plan_id"]), (&json!(2), &json!(old.id())));
    // Without a name of its own the new plan takes the old one's.
    let plain = renew(&app, &officer, &old, &json!({ "funding_source_id": next })).await.expect(201);
    assert_eq!(plain["name"], "Tahap dua");
}

#[tokio::test]
async fn what_does_not_fit_is_refused() {
    let app = start().await;
    let old = approved(&app, json!({})).await;
    let (next, abroad) = (next_year(&app).await, source_abroad(&app).await);
    let officer = app.officer();
    for (changes, errors) in [
        (
            json!({ "name": "", "from_month": "2027" }),
            vec![("/name", "text_empty"), ("/from_month", "month_format")],
        ),
        (
            json!({ "from_month": "2027-09", "until_month": "2027-08" }),
            vec![("/until_month", "month_range_backwards")],
        ),
        (json!({ "wage_base_idr": 999_999 }), vec![("/wage_base_idr", "wage_base_below_minimum")]),
        // This year's source does not pay next year.
        (json!({ "funding_source_id": null }), vec![("/funding_source_id", "outside_funding_source")]),
    ] {
        let body = with(json!({ "funding_source_id": next }), changes);
        let problem = renew(&app, &officer, &old, &body).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), errors);
    }
    for unknown in [abroad, Uuid::nil()] {
        let body = json!({ "funding_source_id": unknown });
        let problem = renew(&app, &officer, &old, &body).await.expect_problem(422, "unknown_reference");
        assert_eq!(found(&problem), [("/funding_source_id", "unknown_funding_source")]);
    }
    renew(&app, &officer, &old, &json!({ "x": 1 })).await.expect_problem(422, "unknown_field");
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_plans").await, 1);
}

#[tokio::test]
async fn only_an_approved_plan_is_renewed_by_an_officer_of_its_regency() {
    let app = start().await;
    let old = approved(&app, json!({})).await;
    let next = next_year(&app).await;
    let body = json!({ "funding_source_id": next });
    let fresh =
        draft(&app, &with(wanted(next), json!({ "from_month": "2027-01", "until_month": "2027-12" }))).await;
    let early = renew(&app, &app.officer(), &fresh, &body).await.expect_problem(409, "invalid_state");
    assert_eq!(early["allowed_actions"], json!(["update", "compute", "withdraw"]));
    renew(&app, &stranger(&app), &old, &body).await.expect_problem(404, "not_found");
    let read = app.get(&old.path).as_(&approver(&app)).send().await.expect(200);
    assert_eq!(read["allowed_actions"], json!([]));
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => renew(&app, account, &old, &body).await,
        None => app.post(&format!("{}/renew", old.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
}

#[tokio::test]
async fn a_repeated_renewal_answers_as_before() {
    let app = start().await;
    let old = approved(&app, json!({})).await;
    let (body, officer) = (json!({ "funding_source_id": next_year(&app).await }), app.officer());
    let path = format!("{}/renew", old.path);
    let send = || app.post(&path).as_(&officer).header("Idempotency-Key", "k").json(&body).send();
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_plans").await, 2);
}
