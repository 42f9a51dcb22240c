//! Somebody who lives, and whose period stays ended by a death that was none: what is paid counts on.

use serde_json::{Value, json};

use super::claims;
use super::money::{died, promise, revoked};
use crate::support::TestApp;
use crate::support::cover::{Worker, active, apbd, proposal, settle, source, start, with, worker};
use crate::support::places::period;

/// State and last paid month on a day.
async fn standing(app: &TestApp, worker: &Worker, on: &str) -> [Value; 2] {
    let path = worker.path(&format!("/standing?on={on}"));
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    ["standing", "until_month"].map(|name| shown[name].clone())
}

/// Some members of whatever a list has on one page.
async fn listed(app: &TestApp, path: &str, names: [&str; 4]) -> Vec<[Value; 4]> {
    let shown = app.get(path).as_(&app.officer()).send().await.expect(200);
    let data = shown["data"].as_array().unwrap();
    data.iter().map(|one| names.map(|name| one[name].clone())).collect()
}

/// Who falls out of cover until February.
async fn gaps(app: &TestApp) -> Vec<[Value; 4]> {
    let names = ["worker_id", "month", "last_paid_month", "has_full_benefit"];
    listed(app, "/v1/coverage-gaps/members?until_month=2027-02", names).await
}

#[tokio::test]
async fn what_is_paid_counts_on_and_the_death_that_comes_is_claimed() {
    let app = start().await;
    let (alive, other) = (worker(&app, 1).await, worker(&app, 2).await);
    let budget = source(&app, with(apbd(), json!({ "budget_idr": 201_600 }))).await;
    active(&app, &proposal(&alive, budget), "26000000001").await;
    settle(&app, &alive, "2026-02", "2026-11", "2026-03-10").await;
    let report = died(&app, &alive, "2026-11-02").await;
    let not_covered = [json!("not_covered"), Value::Null];
    assert_eq!(standing(&app, &alive, "2026-11-03").await, not_covered);
    assert_eq!(gaps(&app).await, Vec::<[Value; 4]>::new());
    // December is somebody else's by the time it turns out that she lives.
    promise(&app, &other, budget, ["2026-12", "2026-12"]).await;
    let shown = revoked(&app, &report).await;
    let left = period(&app, &alive).await.shown;
    assert_eq!((&shown["coverage_ids"], &left["end_reason"]), (&json!([left["id"]]), &json!("death")));
    let paid = [json!("active"), json!("2026-11")];
    for on in ["2026-11-03", "2026-11-30"] {
        assert_eq!(standing(&app, &alive, on).await, paid, "{on}");
    }
    assert_eq!(standing(&app, &alive, "2026-12-01").await, [json!("in_arrears"), json!("2026-11")]);
    assert_eq!(standing(&app, &alive, "2027-03-01").await, [json!("lapsed"), json!("2026-11")]);
    let gap = [json!(alive.id), json!("2027-02"), json!("2026-11"), json!(true)];
    assert_eq!(gaps(&app).await, [gap]);
    // She dies with November paid.
    let shown = died(&app, &alive, "2026-11-20").await.shown;
    assert_eq!(
        ["may_be_covered", "opened_claim", "coverage_ids"].map(|name| shown[name].clone()),
        [json!(true), json!(true), json!([])]
    );
    assert_eq!(
        claims(&app, &alive).await,
        [
            [json!("death"), json!("withdrawn"), json!("2026-11-02")],
            [json!("death"), json!("draft"), json!("2026-11-20")]
        ]
    );
    let names = ["worker_id", "draft_claim_id", "standing", "at_stake_idr"];
    let unclaimed = [json!(alive.id), shown["claim_id"].clone(), json!("active"), json!(42_000_000)];
    assert_eq!(listed(&app, "/v1/unclaimed-deaths", names).await, [unclaimed]);
    assert_eq!(standing(&app, &alive, "2026-11-20").await, paid);
    assert_eq!(standing(&app, &alive, "2026-11-21").await, not_covered);
    assert_eq!(gaps(&app).await, Vec::<[Value; 4]>::new());
}
