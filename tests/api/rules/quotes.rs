//! `/v1/quotes/contribution` over the seeded rates.

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::cover::{found, start, statuses_by_role, with};

const PATH: &str = "/v1/quotes/contribution";

fn ask() -> Value {
    json!({
        "programmes": ["jkk", "jkm"],
        "segment": "general",
        "wage_base_idr": 1_000_000,
        "relief_eligible": false,
        "from_month": "2026-05",
        "until_month": "2026-05",
    })
}

async fn total(app: &TestApp, changes: Value) -> i64 {
    let answer = app.post(PATH).as_(&app.officer()).json(&with(ask(), changes)).send().await;
    answer.expect(200)["total_idr"].as_i64().unwrap()
}

/// The same worker: in May 2026 the regency's budget pays in full and the worker half; in March both pay in full.
#[tokio::test]
async fn relief_depends_on_month_payer_and_segment() {
    let app = start().await;
    for (relief_eligible, month, segment, expected) in [
        (false, "2026-05", "general", 16_800),
        (true, "2026-05", "general", 8_400),
        (false, "2026-03", "general", 16_800),
        (true, "2026-03", "general", 16_800),
        (true, "2026-12", "general", 8_400),
        (true, "2027-01", "general", 16_800),
        (true, "2026-01", "transport", 8_400),
        (true, "2027-03", "transport", 8_400),
        (true, "2027-04", "transport", 16_800),
        (true, "2025-12", "transport", 16_800),
    ] {
        let changes = json!({
            "relief_eligible": relief_eligible, "from_month": month, "until_month": month, "segment": segment,
        });
        assert_eq!(total(&app, changes).await, expected, "{month} {segment} relief={relief_eligible}");
    }
}

#[tokio::test]
async fn a_year_at_the_lowest_base_and_bases_beyond_the_bounds_come_to_what_the_law_says() {
    let app = start().await;
    let year = json!({ "from_month": "2026-01", "until_month": "2026-12" });
    assert_eq!(total(&app, year).await, 201_600);
    // 207,000 at most for JKK, and half of it with relief; JHT has no relief and is 2 %, at least 20,000.
    let rich = json!({ "wage_base_idr": 30_000_000, "programmes": ["jkk"] });
    assert_eq!(total(&app, rich).await, 207_000);
    let rich = json!({ "wage_base_idr": 30_000_000, "programmes": ["jkk"], "relief_eligible": true });
    assert_eq!(total(&app, rich).await, 103_500);
    for (base, expected) in [(1_000_000, 20_000), (900_000, 20_000), (2_500_000, 50_000)] {
        let savings = json!({ "programmes": ["jht"], "wage_base_idr": base, "relief_eligible": true });
        assert_eq!(total(&app, savings).await, expected, "{base}");
    }
}

#[tokio::test]
async fn every_line_names_its_rule_and_the_lines_add_up() {
    let app = start().await;
    let body =
        with(ask(), json!({ "relief_eligible": true, "from_month": "2026-03", "until_month": "2026-05" }));
    let quote = app.post(PATH).as_(&app.officer()).json(&body).send().await.expect(200);
    let lines = quote["lines"].as_array().unwrap();
    let shown: Vec<(&str, &str, &str, i64)> = lines
        .iter()
        .map(|line| {
            (
                line["programme"].as_str().unwrap(),
                line["rule"]["legal_reference"].as_str().unwrap(),
                line["arithmetic"].as_str().unwrap(),
                line["amount_idr"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("jkk", "PP 44/2015, Lampiran II", "100 bp x 1000000 = 10000; 10000 x 1 = 10000", 10_000),
            ("jkk", "PP 50/2025", "50 bp x 1000000 = 5000; 5000 x 2 = 10000", 10_000),
            ("jkm", "PP 44/2015", "6800 x 1 = 6800", 6_800),
            ("jkm", "PP 50/2025", "3400 x 2 = 6800", 6_800),
        ]
    );
    assert_eq!(quote["total_idr"], 33_600);
}

#[tokio::test]
async fn what_cannot_be_quoted_is_refused() {
    let app = start().await;
    let post =
        async |changes: Value| app.post(PATH).as_(&app.officer()).json(&with(ask(), changes)).send().await;
    let wrong = json!({ "programmes": [], "segment": "sea", "wage_base_idr": -1, "until_month": "2026-04" });
    let problem = post(wrong).await.expect_problem(422, "validation_failed");
    let expected = [
        ("/programmes", "required"),
        ("/segment", "unknown_code"),
        ("/wage_base_idr", "amount_negative"),
        ("/until_month", "month_range_backwards"),
    ];
    assert_eq!(found(&problem), expected);
    let long = post(json!({ "until_month": "2036-05" })).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&long), [("/until_month", "too_many_months")]);
    post(json!({ "from_month": "2015-06" })).await.expect_problem(422, "validation_failed");
    post(json!({ "from_month": "2015-06", "until_month": "2015-07" }))
        .await
        .expect_problem(409, "rule_missing");
    let readers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(PATH).as_(account).json(&ask()).send().await,
        None => app.post(PATH).json(&ask()).send().await,
    })
    .await;
    assert_eq!(readers.len(), Role::ALL.len());
}
