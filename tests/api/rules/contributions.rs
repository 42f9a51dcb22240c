//! `/v1/rules/contributions`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::cover::{admin, apbd, found, source, start, statuses_by_role, with};

const LIST: &str = "/v1/rules/contributions";

fn relief_of_2028() -> Value {
    json!({
        "programme": "jkm",
        "segment": "general",
        "relief": true,
        "method": "flat",
        "amount_idr": 3_400,
        "from_month": "2028-01",
        "until_month": "2028-06",
        "legal_reference": "a regulation to come",
        "confidence": "low",
    })
}

#[tokio::test]
async fn the_rates_of_a_month_are_listed_with_their_relief() {
    let app = start().await;
    let officer = app.officer();
    let rates = async |month: &str| {
        let path = format!("{LIST}?segment=general&month={month}");
        let listed = app.get(&path).as_(&officer).send().await.expect(200);
        let mut rates: Vec<(String, bool)> = listed["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["programme"].as_str().unwrap().to_owned(), row["relief"].as_bool().unwrap()))
            .collect();
        rates.sort();
        rates
    };
    let plain = [("jht", false), ("jkk", false), ("jkm", false)].map(|(p, r)| (p.to_owned(), r));
    assert_eq!(rates("2026-03").await, plain);
    let relieved = [("jht", false), ("jkk", false), ("jkk", true), ("jkm", false), ("jkm", true)];
    assert_eq!(rates("2026-04").await, relieved.map(|(p, r)| (p.to_owned(), r)));
    assert_eq!(rates("2027-01").await, plain);
    app.get(&format!("{LIST}?month=2026-13")).as_(&officer).send().await.expect_problem(400, "invalid_query");
    app.get(&format!("{LIST}?programme=jp")).as_(&officer).send().await.expect_problem(400, "invalid_query");
}

#[tokio::test]
async fn the_keeper_enters_rates_and_two_never_hold_in_one_month() {
    let app = start().await;
    let written = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&relief_of_2028()).send().await,
        None => app.post(LIST).json(&relief_of_2028()).send().await,
    })
    .await;
    assert_eq!(written, [(Role::PlatformAdmin, 201)]);
    let keeper = keeper(&app);
    let proposed = async |changes: Value| {
        app.post(LIST).as_(&keeper).json(&with(relief_of_2028(), changes)).send().await
    };
    approved(&app, &proposed(json!({})).await).await;
    let overlapping = proposed(json!({ "from_month": "2028-06", "until_month": null })).await;
    let refused = decide(&app, &super::keeper(&app), &overlapping, "approve").await;
    let problem = refused.expect_problem(409, "rule_overlap");
    assert_eq!(found(&problem), [("/from_month", "rule_overlap")]);
    approved(&app, &proposed(json!({ "from_month": "2028-07", "until_month": null })).await).await;
}

#[tokio::test]
async fn a_correction_supersedes() {
    let app = start().await;
    let keeper = keeper(&app);
    let created = app.post(LIST).as_(&keeper).json(&relief_of_2028()).send().await;
    let path = created.header("location").unwrap().to_owned();
    approved(&app, &created).await;
    let etag = "\"2.managed\"";
    let body = json!({ "amount_idr": 3_500, "reason": "a slip of the keyboard" });
    let new = app.patch(&path).as_(&keeper).header("If-Match", etag).json(&body).send().await;
    let new = approved(&app, &new).await;
    assert_eq!((&new["amount_idr"], &new["from_month"]), (&json!(3_500), &json!("2028-01")));
    let old = app.get(&path).as_(&keeper).send().await.expect(200);
    assert_eq!((&old["amount_idr"], &old["superseded_by"]), (&json!(3_400), &new["id"]));
    let created_at = created.json()["created_at"].as_str().unwrap().to_owned();
    let then = app.get(&format!("{path}?as_known_at={created_at}")).as_(&keeper).send().await.expect(200);
    assert_eq!(then["superseded_by"], Value::Null);
    let history = app.get(&format!("{path}/history")).as_(&keeper).send().await.expect(200);
    let actions: Vec<&Value> =
        history["data"].as_array().unwrap().iter().map(|entry| &entry["action"]).collect();
    assert_eq!(actions, [&json!("created"), &json!("approved"), &json!("superseded")]);
}

#[tokio::test]
async fn amounts_must_fit_the_method() {
    let app = start().await;
    let keeper = keeper(&app);
    let problems = async |changes: Value| {
        let answer = app.post(LIST).as_(&keeper).json(&with(relief_of_2028(), changes)).send().await;
        answer.expect_problem(422, "validation_failed")
    };
    let flat = problems(json!({ "basis_points": 50, "amount_idr": null })).await;
    assert_eq!(found(&flat), [("/basis_points", "not_with_method"), ("/amount_idr", "required")]);
    let beyond = problems(json!({ "amount_idr": 1_000_000_001 })).await;
    assert_eq!(found(&beyond), [("/amount_idr", "out_of_range")]);
    let percent = problems(json!({ "method": "percent", "min_idr": 9, "max_idr": 8 })).await;
    let expected =
        [("/amount_idr", "not_with_method"), ("/max_idr", "bounds_reversed"), ("/basis_points", "required")];
    assert_eq!(found(&percent), expected);
    let wide =
        json!({ "method": "percent", "amount_idr": null, "basis_points": 10_001, "until_month": "2027-12" });
    let expected = [("/basis_points", "out_of_range"), ("/until_month", "month_range_backwards")];
    assert_eq!(found(&problems(wide).await), expected);
}

#[tokio::test]
async fn a_relief_says_for_which_payers_it_is_not() {
    let app = start().await;
    let keeper = keeper(&app);
    let post = async |changes: Value| {
        app.post(LIST).as_(&keeper).json(&with(relief_of_2028(), changes)).send().await
    };
    let page = app.get(&format!("{LIST}?month=2026-05&limit=500")).as_(&keeper).send().await.expect(200);
    for row in page["data"].as_array().unwrap() {
        let expected = if row["relief"] == true { json!(["apbd", "dbhcht"]) } else { json!([]) };
        assert_eq!(row["excluded_payers"], expected, "{row}");
    }
    let problem = post(json!({ "relief": false, "excluded_payers": ["csr"] })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [("/excluded_payers", "not_without_relief")]
    );
    let problem = post(json!({ "excluded_payers": ["bank", "a_bank"] })).await;
    assert_eq!(
        found(&problem.expect_problem(422, "validation_failed")),
        [("/excluded_payers/1", "unknown_code")]
    );
    // Somebody has relief already in one of its months.
    let fund = json!({
        "name": "CSR 2028", "payer_kind": "csr", "fiscal_year": 2028, "from_month": "2028-06", "until_month": "2028-12",
        "relief_eligible": true,
    });
    let id = source(&app, with(apbd(), fund)).await;
    let proposal = post(json!({ "excluded_payers": ["csr", "apbd"] })).await;
    assert_eq!(proposal.expect(201)["excluded_payers"], json!(["apbd", "csr"]));
    let problem =
        decide(&app, &super::keeper(&app), &proposal, "approve").await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "relief_granted")]);
    let path = format!("/v1/funding-sources/{id}");
    let admin = admin(&app);
    let patch = async |body: Value| {
        let read = app.get(&path).as_(&admin).send().await;
        app.patch(&path).as_(&admin).header("If-Match", read.header("etag").unwrap()).json(&body).send().await
    };
    patch(json!({ "relief_eligible": false })).await.expect(200);
    approved(&app, &proposal).await;
    let problem = patch(json!({ "relief_eligible": true })).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/relief_eligible", "relief_excluded")]);
    patch(json!({ "relief_eligible": true, "from_month": "2028-07" })).await.expect(200);
}
