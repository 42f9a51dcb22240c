//! `/v1/rules/preview` of the usual change: one row ends on the eve of the next.

use serde_json::json;

use super::preview::{PATH, changed, preview, rate, seeded_rate, total};
use super::{approved, keeper};
use crate::support::cover::{apbd, found, one, proposal, proposed, source, start, with, worker};

/// JKK is one per cent of the wage base until June 2026 and one and a half from July on. Of a base of 1,234,567 that is 12,346
/// and then 18,519 (18,518.5, half a rupiah up), of 20,700,000 the bound of 207,000 before and after: in six months
/// (12,346 + 207,000) x 6 = 1,316,076 and (18,519 + 207,000) x 6 = 1,353,114. The months before July do not change.
#[tokio::test]
async fn a_rate_that_ends_and_the_one_that_follows_are_one_step() {
    let app = start().await;
    let keeper = keeper(&app);
    let fund = source(&app, apbd()).await;
    for (serial, base) in [(1, 1_234_567), (2, 20_700_000)] {
        let worker = worker(&app, serial).await;
        proposed(&app, &with(proposal(&worker, fund), json!({ "wage_base_idr": base }))).await;
    }
    let old = seeded_rate(&app, &keeper).await;
    let rows: i64 = one(&app, "select count(*) from contribution_rates").await;

    let shown = preview(&app, &json!({ "contribution": rate(json!({})), "ends": old["id"] })).await;
    let all = &shown["contributions"];
    assert_eq!((&shown["on"], &shown["left_open"]), (&json!("2026-07-01"), &json!([])));
    assert_eq!((&all["coverages"], &all["months"]), (&json!(2), &json!(12)));
    assert_eq!((&all["before_idr"], &all["after_idr"]), (&json!(1_316_076), &json!(1_353_114)));
    assert_eq!(all["sources"][0]["after_idr"], 1_353_114);
    // 10,000 + 6,800 and 15,000 + 6,800; relief stays as it is.
    assert_eq!(changed(&shown), [("contribution_general", 16_800, 21_800)]);

    // Nothing was written, and the two steps of the change come to the same.
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_rates").await, rows);
    let path = format!("/v1/rules/contributions/{}", old["id"].as_str().unwrap());
    let ended = json!({ "until_month": "2026-06", "reason": "another rate follows" });
    let correction =
        app.patch(&path).as_(&keeper).header("If-Match", "\"1.managed\"").json(&ended).send().await;
    approved(&app, &correction).await;
    let follows = app.post("/v1/rules/contributions").as_(&keeper).json(&rate(json!({}))).send().await;
    approved(&app, &follows).await;
    let half = async |from, until| {
        total(&app, 1_234_567, (from, until)).await + total(&app, 20_700_000, (from, until)).await
    };
    assert_eq!(half("2026-01", "2026-06").await, 1_316_076);
    assert_eq!(half("2026-07", "2026-12").await, 1_353_114);
}

#[tokio::test]
async fn a_value_that_ends_and_one_that_follows_for_a_year_leave_open_what_comes_after() {
    let app = start().await;
    let jobs = json!({
        "key": "jobs_maximum", "value": 3, "valid_from": "2027-01-01", "valid_until": "2027-12-31",
        "legal_reference": "a draft", "confidence": "low",
    });
    let listed = app.get("/v1/rules/parameters?key=jobs_maximum").as_(&keeper(&app)).send().await.expect(200);
    let shown = preview(&app, &json!({ "parameter": jobs, "ends": listed["data"][0]["id"] })).await;
    assert_eq!(shown["left_open"], json!([{ "from": "2028-01-01", "until": null }]));
}

/// The gaps of the whole nation are not computed twice; that they change is said.
#[tokio::test]
async fn a_change_of_the_alert_months_names_what_follows_it_uncomputed() {
    let app = start().await;
    let path = "/v1/rules/parameters?key=lapse_alert_after_unpaid_months";
    let listed = app.get(path).as_(&keeper(&app)).send().await.expect(200);
    let alert = json!({
        "key": "lapse_alert_after_unpaid_months", "value": 1, "valid_from": "2027-01-01", "legal_reference": "a draft",
        "confidence": "low",
    });
    let shown = preview(&app, &json!({ "parameter": alert, "ends": listed["data"][0]["id"] })).await;
    assert_eq!(shown["not_computed"], json!(["coverage_gaps", "work_items", "messages"]));
    assert_eq!(shown["left_open"], json!([]));
}

#[tokio::test]
async fn what_cannot_end_there_is_named_in_the_request() {
    let app = start().await;
    let keeper = keeper(&app);
    let old = seeded_rate(&app, &keeper).await;
    let nowhere = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10";
    let holiday = json!({ "holiday_on": "2027-03-10", "name": "Nyepi", "kind": "national", "legal_reference": "SKB", "confidence": "low" });
    let cases = [
        (
            json!({ "contribution": rate(json!({})), "ends": nowhere }),
            "unknown_reference",
            "unknown_reference",
        ),
        (
            json!({ "contribution": rate(json!({})), "ends": old["id"], "supersedes": old["id"] }),
            "validation_failed",
            "not_with_supersedes",
        ),
        (json!({ "holiday": holiday, "ends": old["id"] }), "validation_failed", "not_with_holiday"),
        (
            json!({ "contribution": rate(json!({ "segment": "transport" })), "ends": old["id"] }),
            "validation_failed",
            "no_correction",
        ),
        (
            json!({ "contribution": rate(json!({ "from_month": old["from_month"] })), "ends": old["id"] }),
            "validation_failed",
            "nothing_to_end",
        ),
    ];
    for (body, problem, code) in cases {
        let problem = app.post(PATH).as_(&keeper).json(&body).send().await.expect_problem(422, problem);
        assert_eq!(found(&problem), [("/ends", code)]);
    }
}
