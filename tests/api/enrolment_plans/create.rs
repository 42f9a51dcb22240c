//! `POST /v1/enrolment-plans`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::cover::{
    HOME, NEXT_DOOR, apbd, found, one, source, source_abroad, start, statuses_by_role, stranger, with,
};
use crate::support::enrolment::{PLANS, prepare, wanted};

#[tokio::test]
async fn an_officer_prepares_a_plan() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let officer = app.officer();
    let body = with(
        wanted(source),
        json!({
            "include_regions": ["35.29.01"], "exclude_regions": [NEXT_DOOR], "deciles": [3, 1],
            "occupations": ["tobacco_farm_worker"], "occupation_sources": ["office_list"], "roles": ["owner", "family"],
            "min_age_years": 18, "max_age_years": 70, "not_funded_last_year": true,
            "priorities": ["continuation", "lowest_decile"], "places": 6000, "default_village_quota": 20,
            "village_quotas": [{ "village_code": HOME, "places": 25 }],
        }),
    );
    let answer = prepare(&app, &officer, &body).await;
    let shown = answer.expect(201);
    assert_eq!(
        answer.header("location"),
        Some(format!("{PLANS}/{}", shown["id"].as_str().unwrap()).as_str())
    );
    for (name, value) in with(body, json!({ "deciles": [1, 3] })).as_object().unwrap() {
        assert_eq!(shown[name], *value, "{name}");
    }
    assert_eq!((&shown["status"], &shown["version"]), (&json!("draft"), &json!(1)));
    assert_eq!((&shown["computation"], &shown["months"]), (&Value::Null, &json!([])));
    assert_eq!(shown["budget_free_idr"], 1_209_600_000_i64);
    assert_eq!(shown["prepared_by"], json!(officer.id));
    assert_eq!(shown["allowed_actions"], json!(["update", "compute", "withdraw"]));
    let stored: String = one(
        &app,
        "select concat_ws(' ', p.status, p.regency_id, (select count(*) from changes \
         where subject = 'enrolment_plan' and subject_id = p.id and action = 'created')) from enrolment_plans p",
    )
    .await;
    assert_eq!(stored, "draft 1 1");
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let app = start().await;
    let source = source(&app, apbd()).await;
    let wrong = with(
        wanted(source),
        json!({
            "name": "", "programmes": [], "wage_base_idr": -1, "from_month": "2026-12", "until_month": "2026-01",
            "include_regions": ["x"], "deciles": [11], "occupations": ["poet"], "occupation_sources": ["rumour"],
            "roles": ["guest"], "min_age_years": -1, "max_age_years": 151, "priorities": ["oldest", "oldest"],
            "places": 0, "default_village_quota": -1,
            "village_quotas": [
                { "village_code": "35.29.01", "places": 1 }, { "village_code": HOME, "places": -1 },
                { "village_code": HOME, "places": 1 }, { "village_code": HOME, "places": 2 },
            ],
        }),
    );
    let problem = prepare(&app, &app.officer(), &wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/name", "text_empty"),
        ("/programmes", "required"),
        ("/wage_base_idr", "amount_negative"),
        ("/until_month", "month_range_backwards"),
        ("/include_regions/0", "region_code_shape"),
        ("/deciles/0", "decile_range"),
        ("/occupations/0", "unknown_code"),
        ("/occupation_sources/0", "unknown_code"),
        ("/roles/0", "unknown_code"),
        ("/min_age_years", "out_of_range"),
        ("/max_age_years", "out_of_range"),
        ("/priorities/1", "repeated"),
        ("/places", "out_of_range"),
        ("/default_village_quota", "out_of_range"),
        ("/village_quotas/0/village_code", "not_a_village"),
        ("/village_quotas/1/places", "out_of_range"),
        ("/village_quotas/3/village_code", "repeated"),
    ];
    assert_eq!(found(&problem), expected);
    let ages = with(wanted(source), json!({ "min_age_years": 60, "max_age_years": 59 }));
    let problem = prepare(&app, &app.officer(), &ages).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/max_age_years", "bounds_reversed")]);
    let unknown = with(wanted(source), json!({ "x": 1 }));
    prepare(&app, &app.officer(), &unknown).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn the_terms_must_fit_the_source_and_the_rules() {
    let app = start().await;
    let village = source(&app, with(apbd(), json!({ "region_code": HOME, "until_month": "2026-06" }))).await;
    let body = with(wanted(village), json!({ "wage_base_idr": 999_999 }));
    let problem = prepare(&app, &app.officer(), &body).await.expect_problem(422, "validation_failed");
    let expected =
        [("/until_month", "outside_funding_source"), ("/wage_base_idr", "wage_base_below_minimum")];
    assert_eq!(found(&problem), expected);
    let body = with(
        wanted(village),
        json!({
            "until_month": "2026-06", "include_regions": [HOME, NEXT_DOOR], "exclude_regions": ["35.28"],
            "village_quotas": [{ "village_code": NEXT_DOOR, "places": 1 }],
        }),
    );
    let problem = prepare(&app, &app.officer(), &body).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/include_regions/1", "outside_source_region"),
        ("/exclude_regions/0", "outside_source_region"),
        ("/village_quotas/0", "outside_source_region"),
    ];
    assert_eq!(found(&problem), expected);
    let source = source(&app, with(apbd(), json!({ "name": "APBD" }))).await;
    let body = with(wanted(source), json!({ "include_regions": ["35.29.99"] }));
    let problem = prepare(&app, &app.officer(), &body).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/include_regions/0", "unknown_region")]);
    // A quota is of a village that the plan is for, and no place is for more people than there are.
    for changes in [
        json!({ "include_regions": [HOME], "village_quotas": [{ "village_code": NEXT_DOOR, "places": 1 }] }),
        json!({ "exclude_regions": [HOME], "village_quotas": [{ "village_code": HOME, "places": 1 }] }),
    ] {
        let body = with(wanted(source), changes);
        let problem = prepare(&app, &app.officer(), &body).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/village_quotas/0", "outside_plan_regions")]);
    }
    let body = with(wanted(source), json!({ "places": 1_000_001, "default_village_quota": 1_000_001 }));
    let problem = prepare(&app, &app.officer(), &body).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/places", "out_of_range"), ("/default_village_quota", "out_of_range")]);
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_plans").await, 0);
}

#[tokio::test]
async fn a_source_elsewhere_is_as_one_that_does_not_exist() {
    let app = start().await;
    let abroad = source_abroad(&app).await;
    for source in [abroad, Uuid::now_v7()] {
        let refused = prepare(&app, &app.officer(), &wanted(source)).await;
        let problem = refused.expect_problem(422, "unknown_reference");
        assert_eq!(found(&problem), [("/funding_source_id", "unknown_funding_source")]);
    }
    prepare(&app, &stranger(&app), &wanted(abroad)).await.expect(201);
}

#[tokio::test]
async fn only_officers_prepare_plans() {
    let app = start().await;
    let body = wanted(source(&app, apbd()).await);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => prepare(&app, account, &body).await,
        None => app.post(PLANS).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
}

#[tokio::test]
async fn a_repeated_request_makes_one_plan() {
    let app = start().await;
    let (officer, body) = (app.officer(), wanted(source(&app, apbd()).await));
    let send = || app.post(PLANS).as_(&officer).header("Idempotency-Key", "k").json(&body).send();
    let (first, second) = (send().await, send().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(one::<i64>(&app, "select count(*) from enrolment_plans").await, 1);
    let id = first.json()["id"].clone();
    let again = prepare(&app, &officer, &with(body, json!({ "id": id }))).await;
    again.expect_problem(409, "already_exists");
}
