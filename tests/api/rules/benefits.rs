//! `/v1/rules/benefits`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::cover::{found, one, start, statuses_by_role, with};

const LIST: &str = "/v1/rules/benefits";
/// The seeded periodic benefit after a death.
const PERIODIC: &str = "01935000-0455-7000-8000-000000000005";
const NOWHERE: &str = "/v1/rules/benefits/01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10";

#[tokio::test]
async fn the_benefits_of_a_day_are_listed_with_their_sources() {
    let app = start().await;
    let officer = app.officer();
    let items = async |on: &str| {
        let path = format!("{LIST}?kind=death&circumstance=death&on={on}&count=exact");
        let listed = app.get(&path).as_(&officer).send().await.expect(200);
        let rows = listed["data"].as_array().unwrap().clone();
        assert_eq!(listed["count"], rows.len());
        let mut items: Vec<(String, i64, String)> = rows
            .iter()
            .filter(|row| row["measure"] == "fixed")
            .map(|row| {
                assert_eq!(row["status"], "approved");
                let amount = row["amount_idr"].as_i64().unwrap() * row["factor"].as_i64().unwrap();
                let text = |name: &str| row[name].as_str().unwrap().to_owned();
                (text("item"), amount, text("legal_reference"))
            })
            .collect();
        items.sort();
        items
    };
    let expected = |death, funeral, periodic, source: &str| {
        [("death", death), ("funeral", funeral), ("periodic", periodic)]
            .map(|(item, amount)| (item.to_owned(), amount, source.to_owned()))
    };
    assert_eq!(items("2019-12-01").await, expected(16_200_000, 3_000_000, 4_800_000, "PP 44/2015"));
    assert_eq!(items("2019-12-02").await, expected(20_000_000, 10_000_000, 12_000_000, "PP 82/2019"));
    assert!(items("2015-06-30").await.is_empty());
    let aids = format!("{LIST}?item=hearing_aid");
    let aids = app.get(&aids).as_(&officer).send().await.expect(200);
    assert_eq!((&aids["data"][0]["cap_idr"], &aids["data"][1]), (&json!(2_500_000), &Value::Null));
}

#[tokio::test]
async fn everybody_may_read_benefits_and_their_history() {
    let app = start().await;
    let path = format!("{LIST}/{PERIODIC}");
    for path in [LIST.to_owned(), path.clone(), format!("{path}/history")] {
        let read = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        assert_eq!(read, Role::ALL.iter().map(|role| (*role, 200)).collect::<Vec<_>>(), "{path}");
    }
    let keeper = keeper(&app);
    let row = app.get(&path).as_(&keeper).send().await;
    let tag = row.header("etag").unwrap().to_owned();
    assert_eq!(row.expect(200)["factor"], 24);
    let again = app.get(&path).as_(&keeper).header("If-None-Match", &tag).send().await;
    assert_eq!(again.status.as_u16(), 304);
    let before = format!("{path}?as_known_at=2026-01-01T00:00:00Z");
    app.get(&before).as_(&keeper).send().await.expect_problem(404, "not_found");
    let history = app.get(&format!("{path}/history")).as_(&keeper).send().await.expect(200);
    assert_eq!(history["data"][0]["action"], "created");
}

#[tokio::test]
async fn what_is_not_there_or_cannot_be_read_is_refused() {
    let app = start().await;
    let officer = app.officer();
    for query in ["kind=old_age", "circumstance=rain", "item=shoes", "on=tomorrow"] {
        let path = format!("{LIST}?{query}");
        app.get(&path).as_(&officer).send().await.expect_problem(400, "invalid_query");
    }
    app.get(NOWHERE).as_(&officer).send().await.expect_problem(404, "not_found");
    app.get(&format!("{NOWHERE}/history")).as_(&officer).send().await.expect_problem(404, "not_found");
}

fn dearer_glasses() -> Value {
    json!({
        "kind": "work_accident",
        "item": "glasses",
        "measure": "cost",
        "cap_idr": 1_500_000,
        "valid_from": "2028-01-01",
        "legal_reference": "a regulation to come",
        "confidence": "low",
    })
}

#[tokio::test]
async fn the_keeper_proposes_benefits_and_two_never_hold_on_one_day() {
    let app = start().await;
    let written = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&dearer_glasses()).send().await,
        None => app.post(LIST).json(&dearer_glasses()).send().await,
    })
    .await;
    assert_eq!(written, [(Role::PlatformAdmin, 201)]);
    let (first, second) = (keeper(&app), keeper(&app));
    let next = app.post(LIST).as_(&first).json(&dearer_glasses()).send().await;
    let refused = decide(&app, &second, &next, "approve").await;
    assert_eq!(found(&refused.expect_problem(409, "rule_overlap")), [("/valid_from", "rule_overlap")]);

    let seeded = format!("{LIST}/01935000-0455-7000-8000-000000000023");
    let body = json!({ "valid_until": "2027-12-31", "reason": "a regulation to come" });
    let ended = app.patch(&seeded).as_(&first).header("If-Match", "\"1.managed\"").json(&body).send().await;
    approved(&app, &ended).await;
    let glasses = approved(&app, &next).await;
    assert_eq!((&glasses["status"], &glasses["cap_idr"]), (&json!("approved"), &json!(1_500_000)));
    let quote = async |day: &str| {
        let body = json!({
            "kind": "work_accident", "circumstance": "injury", "event_on": day, "wage_base_idr": 0,
            "costs": [{ "item": "glasses", "cost_idr": 9_000_000 }],
        });
        app.post("/v1/quotes/benefit").as_(&first).json(&body).send().await.expect(200)["total_idr"].clone()
    };
    assert_eq!((quote("2027-12-31").await, quote("2028-01-01").await), (json!(1_000_000), json!(1_500_000)));
    let counting: i64 = one(
        &app,
        "select count(*) from benefit_rules where item = 'glasses' and status = 'approved' and superseded_at is null",
    )
    .await;
    assert_eq!(counting, 2);
}

#[tokio::test]
async fn numbers_must_fit_the_measure_and_the_measure_the_item() {
    let app = start().await;
    let keeper = keeper(&app);
    let problems = async |changes: Value| {
        let answer = app.post(LIST).as_(&keeper).json(&with(dearer_glasses(), changes)).send().await;
        answer.expect_problem(422, "validation_failed")
    };
    let fixed = problems(json!({ "measure": "fixed", "factor": 0 })).await;
    let expected = [
        ("/measure", "not_with_item"),
        ("/amount_idr", "required"),
        ("/cap_idr", "not_with_measure"),
        ("/factor", "out_of_range"),
    ];
    assert_eq!(found(&fixed), expected);
    let inability = problems(json!({
        "item": "temporary_inability", "measure": "inability_month", "cap_idr": null, "basis_points": 5_000,
        "from_unit": 13, "until_unit": 12,
    }))
    .await;
    assert_eq!(found(&inability), [("/until_unit", "bounds_reversed")]);
    let wrong = problems(json!({
        "kind": "death", "circumstance": "injury", "item": "shoes", "valid_until": "2027-12-31",
        "total_months_from": 0, "legal_reference": "",
    }))
    .await;
    let expected = [
        ("/item", "unknown_code"),
        ("/circumstance", "not_with_kind"),
        ("/total_months_from", "out_of_range"),
        ("/valid_until", "period_backwards"),
        ("/legal_reference", "text_empty"),
    ];
    assert_eq!(found(&wrong), expected);
    let school = problems(json!({ "item": "scholarship", "measure": "school_year", "cap_idr": null })).await;
    let expected = [
        ("/amount_idr", "required"),
        ("/factor", "required"),
        ("/education_level", "required"),
        ("/children_maximum", "required"),
        ("/child_age_below", "required"),
    ];
    assert_eq!(found(&school), expected);
    let path = format!("{LIST}/{PERIODIC}");
    let body = json!({ "amount_idr": -1, "cap_idr": 5, "after_waiting": null, "reason": "misread" });
    let patched = app.patch(&path).as_(&keeper).header("If-Match", "\"1.managed\"").json(&body).send().await;
    let problem = patched.expect_problem(422, "validation_failed");
    let expected = [
        ("/cap_idr", "not_with_measure"),
        ("/amount_idr", "amount_negative"),
        ("/after_waiting", "required"),
    ];
    assert_eq!(found(&problem), expected);
    let body = json!({ "note": null, "reason": "misread" });
    app.patch(&path).as_(&keeper).json(&body).send().await.expect_problem(428, "precondition_required");
    let stale = app.patch(&path).as_(&keeper).header("If-Match", "\"7.managed\"").json(&body).send().await;
    stale.expect_problem(412, "version_mismatch");
    let nowhere =
        app.patch(NOWHERE).as_(&keeper).header("If-Match", "\"1.managed\"").json(&body).send().await;
    nowhere.expect_problem(404, "not_found");
}
