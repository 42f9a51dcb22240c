//! `/v1/rules/holidays`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{approved, decide, keeper};
use crate::support::cover::{found, one, start, statuses_by_role, with};

const LIST: &str = "/v1/rules/holidays";
/// The first of January 2026.
const NEW_YEAR: &str = "/v1/rules/holidays/01935000-0475-7000-8000-000000000001";
const NOWHERE: &str = "/v1/rules/holidays/01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10";

fn christmas() -> Value {
    json!({
        "holiday_on": "2027-12-25",
        "kind": "national",
        "name": "Kelahiran Yesus Kristus (Natal)",
        "legal_reference": "SKB 3 Menteri 2027",
        "confidence": "high",
    })
}

#[tokio::test]
async fn the_holidays_of_2026_are_there_in_the_order_of_days_and_collective_leave_apart() {
    let app = start().await;
    let officer = app.officer();
    let days = async |query: &str| {
        let page = app.get(&format!("{LIST}?limit=500{query}")).as_(&officer).send().await.expect(200);
        let days =
            page["data"].as_array().unwrap().iter().map(|row| row["holiday_on"].as_str().unwrap().to_owned());
        days.collect::<Vec<_>>()
    };
    let all = days("&from=2026-01-01&until=2026-12-31").await;
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!((all.len(), &all), (25, &sorted));
    assert_eq!(days("&kind=national").await.len(), 17);
    let leave = days("&kind=collective_leave").await;
    let expected = [
        "2026-02-16",
        "2026-03-18",
        "2026-03-20",
        "2026-03-23",
        "2026-03-24",
        "2026-05-15",
        "2026-05-28",
        "2026-12-24",
    ];
    assert_eq!(leave, expected);
    assert_eq!(days("&on=2026-08-17").await, ["2026-08-17"]);
    assert!(days("&from=2027-01-01").await.is_empty());
    // Pages follow the days, too.
    let page = app.get(&format!("{LIST}?limit=3")).as_(&officer).send().await.expect(200);
    let cursor = page["next_cursor"].as_str().unwrap().to_owned();
    let next = app.get(&format!("{LIST}?limit=3&cursor={cursor}")).as_(&officer).send().await.expect(200);
    assert_eq!(next["data"][0]["holiday_on"], all[3].as_str());
}

#[tokio::test]
async fn everybody_reads_holidays_and_only_keepers_propose_them() {
    let app = start().await;
    for path in [LIST.to_owned(), NEW_YEAR.to_owned(), format!("{NEW_YEAR}/history")] {
        let read = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        assert_eq!(read, Role::ALL.iter().map(|role| (*role, 200)).collect::<Vec<_>>(), "{path}");
    }
    let written = statuses_by_role(&app, async |account| match account {
        Some(account) => app.post(LIST).as_(account).json(&christmas()).send().await,
        None => app.post(LIST).json(&christmas()).send().await,
    })
    .await;
    assert_eq!(written, [(Role::PlatformAdmin, 201)]);
    let history = app.get(&format!("{NEW_YEAR}/history")).as_(&app.officer()).send().await.expect(200);
    assert_eq!(history["data"][0]["action"], "created");
}

#[tokio::test]
async fn a_day_has_one_row_and_a_holiday_that_moved_is_corrected() {
    let app = start().await;
    let (first, second) = (keeper(&app), keeper(&app));
    let propose = async |body: Value| app.post(LIST).as_(&first).json(&body).send().await;
    let (one_row, other) = (propose(christmas()).await, propose(christmas()).await);
    approved(&app, &one_row).await;
    let refused = decide(&app, &second, &other, "approve").await.expect_problem(409, "rule_overlap");
    assert_eq!(found(&refused), [("/holiday_on", "rule_overlap")]);

    let path = one_row.header("location").unwrap();
    let body = json!({ "holiday_on": "2027-12-27", "reason": "the decree was changed" });
    let moved = app.patch(path).as_(&first).header("If-Match", "\"2.managed\"").json(&body).send().await;
    let moved = approved(&app, &moved).await;
    assert_eq!((&moved["holiday_on"], &moved["name"]), (&json!("2027-12-27"), &christmas()["name"]));
    let days: String = one(
        &app,
        "select string_agg(holiday_on::text, ' ') from holidays where status = 'approved' and superseded_at is null \
         and holiday_on >= '2027-01-01'",
    )
    .await;
    assert_eq!(days, "2027-12-27");
    // The day is free again.
    decide(&app, &second, &other, "approve").await.expect(200);
    let body = json!({ "kind": "cancelled", "reason": "taken back" });
    let cancelled =
        app.patch(NEW_YEAR).as_(&first).header("If-Match", "\"1.managed\"").json(&body).send().await;
    assert_eq!(approved(&app, &cancelled).await["kind"], "cancelled");
}

#[tokio::test]
async fn what_is_no_holiday_is_refused() {
    let app = start().await;
    let keeper = keeper(&app);
    let wrong = json!({ "holiday_on": "2027-02-29", "kind": "party", "name": " ", "confidence": "total" });
    let answer = app.post(LIST).as_(&keeper).json(&with(christmas(), wrong)).send().await;
    let expected = [
        ("/holiday_on", "day_impossible"),
        ("/kind", "unknown_code"),
        ("/name", "text_empty"),
        ("/confidence", "unknown_code"),
    ];
    assert_eq!(found(&answer.expect_problem(422, "validation_failed")), expected);
    let patch = async |path: &str, etag: &str, body: Value| {
        app.patch(path).as_(&keeper).header("If-Match", etag).json(&body).send().await
    };
    let wrong = json!({ "holiday_on": null, "kind": "party", "name": "", "reason": "misread" });
    let problem = patch(NEW_YEAR, "\"1.managed\"", wrong).await.expect_problem(422, "validation_failed");
    let expected = [("/holiday_on", "required"), ("/kind", "unknown_code"), ("/name", "text_empty")];
    assert_eq!(found(&problem), expected);
    let body = json!({ "note": "x", "reason": "misread" });
    patch(NEW_YEAR, "\"5.managed\"", body.clone()).await.expect_problem(412, "version_mismatch");
    patch(NOWHERE, "\"1.managed\"", body.clone()).await.expect_problem(404, "not_found");
    app.patch(NEW_YEAR).as_(&keeper).json(&body).send().await.expect_problem(428, "precondition_required");
    app.get(NOWHERE).as_(&keeper).send().await.expect_problem(404, "not_found");
    app.get(&format!("{NOWHERE}/history")).as_(&keeper).send().await.expect_problem(404, "not_found");
    for query in ["kind=party", "on=today", "from=x", "until=x", "status=lost"] {
        app.get(&format!("{LIST}?{query}")).as_(&keeper).send().await.expect_problem(400, "invalid_query");
    }
}
