//! `/v1/rules/benefits`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::keeper;
use crate::support::cover::{start, statuses_by_role};

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
