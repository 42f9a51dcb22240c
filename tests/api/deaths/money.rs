//! What becomes of a corrected or revoked death where the money that it freed, or the place, is somebody else's by now.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Report, of, registration};
use crate::support::TestApp;
use crate::support::contributions::{billed, funded, paid, pay, sums, transfer, workers};
use crate::support::cover::{
    Coverage, Worker, active, admin, apbd, approved, approver, decree, one, proposal, source, start, with,
    worker,
};
use crate::support::enrolment::execute;
use crate::support::places::{end, period};

/// A death on a day.
pub async fn died(app: &TestApp, worker: &Worker, on: &str) -> Report {
    Report::recorded(app, &with(of(worker), json!({ "died_on": on }))).await
}

/// The same death on another day.
async fn moved(app: &TestApp, report: &Report, to: &str) -> Report {
    let answer = report.patch(app, &app.officer(), &json!({ "died_on": to })).await;
    assert_eq!(answer.expect(200)["died_on"], to);
    Report::of(&answer)
}

/// What a report shows once it is revoked.
pub async fn revoked(app: &TestApp, report: &Report) -> Value {
    report.act(app, &app.officer(), "revoke", &json!({ "reason": "it was her sister" })).await.expect(200)
}

/// State, day of the end and last month of the only period of a worker.
async fn ended(app: &TestApp, worker: &Worker) -> [Value; 3] {
    let shown = period(app, worker).await.shown;
    ["status", "ended_on", "last_month"].map(|name| shown[name].clone())
}

fn on(day: &str, last: &str) -> [Value; 3] {
    [json!("ended"), json!(day), json!(last)]
}

/// Promises a source's months from one until another to somebody else.
pub async fn promise(app: &TestApp, to: &Worker, source: Uuid, [from, until]: [&str; 2]) {
    let body = with(proposal(to, source), json!({ "from_month": from, "until_month": until }));
    approved(app, &body).await;
}

#[tokio::test]
async fn another_day_needs_no_more_money_than_the_months_between() {
    let app = start().await;
    let people = workers(&app, 3).await;
    let dead = &people[0];
    let budget = source(&app, with(apbd(), json!({ "budget_idr": 201_600 }))).await;
    active(&app, &proposal(dead, budget), "26000000001").await;
    let report = died(&app, dead, "2026-11-05").await;
    assert_eq!(sums(&app, budget).await, [184_800, 0, 0, 16_800]);
    promise(&app, &people[1], budget, ["2026-12", "2026-12"]).await;
    let full = [201_600, 0, 0, 0];
    assert_eq!(sums(&app, budget).await, full);
    let report = moved(&app, &report, "2026-11-06").await;
    assert_eq!(ended(&app, dead).await, on("2026-11-06", "2026-11"));
    assert_eq!(registration(&app, dead).await[2], "2026-11-06");
    assert_eq!(sums(&app, budget).await, full);
    let report = moved(&app, &report, "2026-10-20").await;
    assert_eq!(ended(&app, dead).await, on("2026-10-20", "2026-10"));
    assert_eq!(sums(&app, budget).await, [184_800, 0, 0, 16_800]);
    // November is somebody else's now. She died when she died all the same.
    promise(&app, &people[2], budget, ["2026-11", "2026-11"]).await;
    let report = moved(&app, &report, "2026-11-02").await;
    assert_eq!(ended(&app, dead).await, on("2026-11-02", "2026-10"));
    assert_eq!(report.shown["coverage_ids"], json!([period(&app, dead).await.shown["id"]]));
    assert_eq!(registration(&app, dead).await[2], "2026-11-02");
    assert_eq!(sums(&app, budget).await, full);
    // With the next correction it is owed, now that there is money.
    end(&app, &people[2], "withdrew", "2026-11-20").await;
    moved(&app, &report, "2026-11-03").await;
    assert_eq!(ended(&app, dead).await, on("2026-11-03", "2026-11"));
    assert_eq!(sums(&app, budget).await, full);
    let told: String = one(
        &app,
        "select string_agg(action || coalesce(':' || reason, ''), ' ' order by version) from changes \
         where subject = 'coverage' and subject_id = (select min(id::text)::uuid from coverages)",
    )
    .await;
    let corrected = " ended:death_day_corrected".repeat(4);
    assert_eq!(told, format!("created approved activated ended:death{corrected}"));
}

#[tokio::test]
async fn nobody_stays_dead_because_a_budget_is_full() {
    let app = start().await;
    let (alive, other) = (worker(&app, 1).await, worker(&app, 2).await);
    let budget = source(&app, with(apbd(), json!({ "budget_idr": 201_600 }))).await;
    active(&app, &proposal(&alive, budget), "26000000001").await;
    let report = died(&app, &alive, "2026-11-02").await;
    promise(&app, &other, budget, ["2026-12", "2026-12"]).await;
    let shown = revoked(&app, &report).await;
    let left = period(&app, &alive).await;
    assert_eq!((&shown["status"], &shown["coverage_ids"]), (&json!("revoked"), &json!([left.shown["id"]])));
    assert_eq!(registration(&app, &alive).await, [json!("verified"), Value::Null, json!("2026-01-02")]);
    assert_eq!(ended(&app, &alive).await, on("2026-11-02", "2026-11"));
    assert_eq!(sums(&app, budget).await, [201_600, 0, 0, 0]);
    // The office reopens it once there is money.
    let because = json!({ "reason": "it was her sister" });
    let reopen = async || left.act(&app, &app.officer(), "reopen", &because).await;
    reopen().await.expect_problem(409, "budget_exceeded");
    end(&app, &other, "withdrew", "2026-11-20").await;
    assert_eq!(reopen().await.expect(200)["status"], "active");
    assert_eq!(sums(&app, budget).await, [201_600, 0, 0, 0]);
}

#[tokio::test]
async fn a_credit_that_was_used_is_no_reason_to_keep_somebody_dead() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02"], "926011").await;
    let report = died(&app, &people[0], "2026-01-20").await;
    let file = format!("nik,status\n{},ok\n{},ok\n", people[0].nik.as_str(), people[1].nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [16_800 + 201_600, 67_200, 16_800]);
    let march = billed(&app, source, &["2026-03"], "926012").await;
    let body = with(transfer(&[&march], 0, "SP2D-2"), json!({ "credit_used_idr": 16_800 }));
    pay(&app, &app.officer(), &body).await.expect(201);
    assert_eq!(sums(&app, source).await[..3], [16_800 + 201_600, 67_200, 0]);
    let shown = revoked(&app, &report).await;
    assert_eq!(shown["coverage_ids"], json!([period(&app, &people[0]).await.shown["id"]]));
    assert_eq!(registration(&app, &people[0]).await[0], "verified");
    assert_eq!(ended(&app, &people[0]).await, on("2026-01-20", "2026-01"));
    assert_eq!(sums(&app, source).await[..3], [16_800 + 201_600, 67_200, 0]);
    let excess = "select count(*) from contribution_obligations where is_credit";
    assert_eq!(one::<i64>(&app, excess).await, 2, "February of both programmes");
}

#[tokio::test]
async fn a_missing_rate_is_no_reason_to_keep_somebody_dead() {
    let app = start().await;
    let alive = worker(&app, 1).await;
    let budget = funded(&app, &[&alive]).await;
    let report = died(&app, &alive, "2026-11-02").await;
    let without_december = "update contribution_rates set until_month = '2026-11-01' where programme = 'jkm' \
                            and from_month <= '2026-11-01' and (until_month is null or until_month > '2026-11-01')";
    execute(&app, without_december, &[]).await;
    let shown = revoked(&app, &report).await;
    let left = period(&app, &alive).await;
    assert_eq!((&shown["status"], &shown["coverage_ids"]), (&json!("revoked"), &json!([left.shown["id"]])));
    assert_eq!(registration(&app, &alive).await[0], "verified");
    assert_eq!(ended(&app, &alive).await, on("2026-11-02", "2026-11"));
    assert_eq!(sums(&app, budget).await[0], 11 * 16_800);
    let because = json!({ "reason": "it was her sister" });
    let reopened = left.act(&app, &app.officer(), "reopen", &because).await;
    reopened.expect_problem(409, "rule_missing");
}

#[tokio::test]
async fn months_that_a_source_pays_no_more_are_asked_for_by_a_revocation_only() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let budget = funded(&app, &[&dead]).await;
    let report = died(&app, &dead, "2026-10-20").await;
    let until = app.patch(&format!("/v1/funding-sources/{budget}")).as_(&admin(&app));
    let until = until.header("If-Match", "\"1.managed\"").json(&json!({ "until_month": "2026-11" }));
    until.send().await.expect(200);
    let report = moved(&app, &report, "2026-11-05").await;
    assert_eq!(ended(&app, &dead).await, on("2026-11-05", "2026-11"));
    assert_eq!(sums(&app, budget).await[0], 11 * 16_800);
    let shown = revoked(&app, &report).await;
    assert_eq!(shown["coverage_ids"], json!([period(&app, &dead).await.shown["id"]]));
    assert_eq!(registration(&app, &dead).await[0], "verified");
    assert_eq!(sums(&app, budget).await[0], 11 * 16_800);
}

#[tokio::test]
async fn in_a_place_that_was_given_away_the_months_follow_as_far_as_it_goes() {
    let app = start().await;
    let (dead, next) = (worker(&app, 1).await, worker(&app, 2).await);
    let budget = funded(&app, &[&dead]).await;
    let report = died(&app, &dead, "2026-10-20").await;
    let place = period(&app, &dead).await;
    let new = place.act(&app, &app.officer(), "replace", &json!({ "worker_id": next.id })).await;
    assert_eq!(new.expect(201)["from_month"], "2026-11");
    let new = Coverage::of(&new).act(&app, &approver(&app), "approve", &decree()).await;
    new.expect(200);
    assert_eq!(sums(&app, budget).await[0], 10 * 16_800 + 2 * 16_800);
    let report = moved(&app, &report, "2026-08-10").await;
    assert_eq!(ended(&app, &dead).await, on("2026-08-10", "2026-08"));
    assert_eq!(sums(&app, budget).await[0], 8 * 16_800 + 2 * 16_800);
    let due = "select count(*) from contribution_obligations where status = 'due' and month in ('2026-09-01', '2026-10-01')";
    assert_eq!(one::<i64>(&app, due).await, 0);
    let report = moved(&app, &report, "2026-11-20").await;
    assert_eq!(ended(&app, &dead).await, on("2026-11-20", "2026-10"), "November is the next one's");
    assert_eq!(sums(&app, budget).await[0], 10 * 16_800 + 2 * 16_800);
    let report = moved(&app, &report, "2026-09-01").await;
    assert_eq!(report.shown["coverage_ids"], json!([place.shown["id"]]));
    assert_eq!(revoked(&app, &report).await["coverage_ids"], json!([place.shown["id"]]));
    assert_eq!(ended(&app, &dead).await, on("2026-09-01", "2026-09"));
    assert_eq!(sums(&app, budget).await[0], 9 * 16_800 + 2 * 16_800);
}

#[tokio::test]
async fn a_period_that_is_over_before_the_death_goes_on_as_it_was() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let budget = source(&app, apbd()).await;
    let half = with(proposal(&dead, budget), json!({ "until_month": "2026-06" }));
    active(&app, &half, "26000000001").await;
    let report = died(&app, &dead, "2026-05-20").await;
    assert_eq!(sums(&app, budget).await[0], 5 * 16_800);
    let later = moved(&app, &report, "2026-08-20").await;
    assert_eq!(later.shown["coverage_ids"], json!([]));
    assert_eq!(ended(&app, &dead).await, [json!("active"), Value::Null, json!("2026-06")]);
    assert_eq!(sums(&app, budget).await[0], 6 * 16_800);
    let earlier = moved(&app, &later, "2026-05-31").await;
    assert_eq!(earlier.shown["coverage_ids"], json!([period(&app, &dead).await.shown["id"]]));
    assert_eq!(ended(&app, &dead).await, on("2026-05-31", "2026-05"));
    assert_eq!(sums(&app, budget).await[0], 5 * 16_800);
}

#[tokio::test]
async fn who_began_in_the_place_of_somebody_else_goes_on_there() {
    let app = start().await;
    let (first, alive) = (worker(&app, 1).await, worker(&app, 2).await);
    let budget = funded(&app, &[&first]).await;
    let officer = app.officer();
    let place = json!({ "worker_id": alive.id, "reason": "withdrew", "ended_on": "2026-07-10" });
    let new = period(&app, &first).await.act(&app, &officer, "replace", &place).await;
    new.expect(201);
    let new = Coverage::of(&new).act(&app, &approver(&app), "approve", &decree()).await;
    new.expect(200);
    let given = json!({ "member_number": "26000000002", "effective_on": "2026-08-01" });
    Coverage::of(&new).act(&app, &officer, "activate", &given).await.expect(200);
    let report = died(&app, &alive, "2026-11-02").await;
    assert_eq!(sums(&app, budget).await[0], 11 * 16_800);
    assert_eq!(revoked(&app, &report).await["coverage_ids"], json!([]));
    let shown = period(&app, &alive).await.shown;
    assert_eq!((&shown["status"], &shown["last_month"]), (&json!("active"), &json!("2026-12")));
    let before = period(&app, &first).await.shown;
    assert_eq!((&shown["replaces_id"], &before["replaced_by_id"]), (&before["id"], &shown["id"]));
    assert_eq!(sums(&app, budget).await[0], 12 * 16_800);
}
