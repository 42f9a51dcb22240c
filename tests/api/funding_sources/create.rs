//! `POST /v1/funding-sources`

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{admin, apbd, found, one, start, statuses_by_role, with};

const LIST: &str = "/v1/funding-sources";

#[tokio::test]
async fn a_source_is_entered_for_the_regency_of_its_region() {
    let app = start().await;
    let answer = app.post(LIST).as_(&admin(&app)).json(&apbd()).send().await;
    let shown = answer.expect(201);
    assert_eq!(
        (&shown["status"], &shown["allowed_actions"]),
        (&json!("active"), &json!(["update", "close"]))
    );
    assert_eq!((&shown["from_month"], &shown["budget_idr"]), (&json!("2026-01"), &json!(1_209_600_000_i64)));
    assert_eq!(answer.header("location"), Some(format!("{LIST}/{}", shown["id"].as_str().unwrap()).as_str()));
    let stored: String = one(
        &app,
        "select concat_ws(' ', f.regency_id, f.region_code, f.from_month, f.until_month, c.action, c.region_code) \
         from funding_sources f join changes c on c.subject_id = f.id",
    )
    .await;
    assert_eq!(stored, "1 35.29 2026-01-01 2026-12-01 created 35.29");
}

#[tokio::test]
async fn only_the_regencys_admin_enters_sources() {
    let app = start().await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&apbd()).send().await,
        None => app.post(LIST).json(&apbd()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Admin, 201)]);
}

#[tokio::test]
async fn a_source_that_cannot_be_is_refused() {
    let app = start().await;
    let admin = admin(&app);
    let post = async |changes: Value| app.post(LIST).as_(&admin).json(&with(apbd(), changes)).send().await;
    let wrong = json!({
        "name": "", "payer_kind": "bank_loan", "region_code": "x", "fiscal_year": 1999, "budget_idr": -5,
        "from_month": "2026-12", "until_month": "2026-01",
    });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    let expected = ["/name", "/payer_kind", "/region_code", "/fiscal_year", "/until_month", "/budget_idr"];
    assert_eq!(pointers, expected);
    for (changes, code) in [
        (json!({ "until_month": "2027-01" }), "months_outside_fiscal_year"),
        (json!({ "payer_kind": "csr", "from_month": "2025-12" }), "months_outside_fiscal_year"),
    ] {
        let problem = post(changes).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/until_month", code)]);
    }
    // Contributions from the region's budget have no relief, also not where tobacco excise money passes through it.
    for kind in ["apbd", "dbhcht"] {
        let changes = json!({ "payer_kind": kind, "relief_eligible": true });
        let problem = post(changes).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/relief_eligible", "relief_excluded")]);
    }
    let village = json!({ "name": "APBDes", "payer_kind": "apbdes", "relief_eligible": true });
    post(village).await.expect(201);
    // The rates say it, each for its months: in a year without relief there is nothing to leave anybody out of.
    let later = json!({
        "name": "APBD 2031", "fiscal_year": 2031, "from_month": "2031-01", "until_month": "2031-12", "relief_eligible": true,
    });
    post(later).await.expect(201);
    // A region of others and one that does not exist look the same.
    for region in ["35.28", "35.28.01.2001", "11.01", "35"] {
        let problem = post(json!({ "region_code": region })).await.expect_problem(422, "unknown_reference");
        assert_eq!(found(&problem), [("/region_code", "unknown_region")], "{region}");
    }
    let problem =
        post(json!({ "region_code": "35.29.01.2999" })).await.expect_problem(422, "unknown_reference");
    assert_eq!(found(&problem), [("/region_code", "unknown_reference")]);
    post(json!({ "payer_kind": "csr", "until_month": "2027-06" })).await.expect(201);
    let problem = post(json!({})).await.expect_problem(409, "already_exists");
    assert_eq!(found(&problem), [("/name", "already_exists")]);
    post(json!({ "unit": 1 })).await.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn a_repeated_request_enters_one_source() {
    let app = start().await;
    let admin = admin(&app);
    let post = || app.post(LIST).as_(&admin).header("Idempotency-Key", "one").json(&apbd()).send();
    let (first, second) = (post().await, post().await);
    assert_eq!(first.expect(201), second.expect(201));
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(one::<i64>(&app, "select count(*) from funding_sources").await, 1);
}
