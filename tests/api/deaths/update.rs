//! `PATCH /v1/deaths/{id}`

use serde_json::{Value, json};

use super::{Report, claims, of, registration};
use crate::support::TestApp;
use crate::support::contributions::sums;
use crate::support::cover::{
    Worker, active, apbd, found, proposal, settle, source, start, stranger, with, worker,
};
use crate::support::places::period;

#[tokio::test]
async fn another_day_moves_everything_that_follows() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&dead, budget), "26000000001").await;
    settle(&app, &dead, "2026-02", "2026-09", "2026-09-10").await;
    let before = sums(&app, budget).await[0];
    let report = Report::recorded(&app, &of(&dead)).await;
    let officer = app.officer();
    let body = json!({ "died_on": "2026-09-30", "place": "sea", "evidence": "Akta 12/2026" });
    let answer = report.patch(&app, &officer, &body).await;
    let shown = answer.expect(200);
    assert_eq!(
        ["died_on", "place", "evidence", "version"].map(|name| shown[name].clone()),
        [json!("2026-09-30"), json!("sea"), json!("Akta 12/2026"), json!(2)]
    );
    let ended = period(&app, &dead).await.shown;
    assert_eq!(
        ["status", "end_reason", "ended_on", "last_month"].map(|name| ended[name].clone()),
        [json!("ended"), json!("death"), json!("2026-09-30"), json!("2026-09")]
    );
    assert_eq!(shown["coverage_ids"], json!([ended["id"]]));
    assert_eq!(sums(&app, budget).await[0], before - 3 * 16_800);
    assert_eq!(registration(&app, &dead).await[2], "2026-09-30");
    assert_eq!(claims(&app, &dead).await, [[json!("death"), json!("draft"), json!("2026-09-30")]]);
    let story = app.get(&dead.path("/timeline?limit=500")).as_(&officer).header("Accept-Language", "en");
    let story = story.send().await.expect(200);
    let reasons: Vec<&Value> =
        story["data"].as_array().unwrap().iter().map(|event| &event["reason"]).collect();
    assert!(reasons.contains(&&json!("The day of the death was corrected.")), "{reasons:?}");
    assert!(!reasons.contains(&&json!("death_day_corrected")), "{reasons:?}");
    // Later again: the months between are owed again.
    let later = Report::of(&answer).patch(&app, &officer, &json!({ "died_on": "2026-11-20" })).await;
    later.expect(200);
    assert_eq!(sums(&app, budget).await[0], before - 16_800);
    let revoked =
        Report::of(&later).act(&app, &officer, "revoke", &json!({ "reason": "wrong person" })).await;
    revoked.expect(200);
    assert_eq!(sums(&app, budget).await[0], before);
    assert_eq!(registration(&app, &dead).await, [json!("verified"), Value::Null, json!("2026-01-02")]);
}

#[tokio::test]
async fn a_draft_that_was_taken_back_and_goes_on_stays_with_its_report() {
    let app = start().await;
    let (dead, officer) = (worker(&app, 1).await, app.officer());
    let report = Report::recorded(&app, &of(&dead)).await;
    let path = format!("/v1/claims/{}", report.shown["claim_id"].as_str().unwrap());
    for (action, status) in [("withdraw", "withdrawn"), ("reopen", "draft")] {
        let held = app.get(&path).as_(&officer).send().await;
        let request = app.post(&format!("{path}/{action}")).as_(&officer);
        let request = request.header("If-Match", held.header("etag").unwrap());
        let answer = request.json(&json!({ "reason": "the family asked for it" })).send().await;
        assert_eq!(answer.expect(200)["status"], status);
    }
    let shown = report.patch(&app, &officer, &json!({ "died_on": "2026-09-30" })).await.expect(200);
    assert_eq!((&shown["claim_id"], &shown["opened_claim"]), (&report.shown["claim_id"], &json!(true)));
    assert_eq!(claims(&app, &dead).await, [[json!("death"), json!("draft"), json!("2026-09-30")]]);
}

#[tokio::test]
async fn a_claim_that_was_handed_in_keeps_its_day_until_it_is_returned() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let report = Report::recorded(&app, &of(&dead)).await;
    let officer = app.officer();
    let path = format!("/v1/claims/{}", report.shown["claim_id"].as_str().unwrap());
    let heir = json!({ "name": "Moh. Rasyid", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let submit = app.post(&format!("{path}/submit")).as_(&officer).header("If-Match", &etag);
    submit.json(&json!({})).send().await.expect(200);
    let answer = report.patch(&app, &officer, &json!({ "died_on": "2026-11-01" })).await;
    answer.expect_problem(409, "conflict");
    assert_eq!(registration(&app, &dead).await[2], "2026-11-02", "nothing was moved");
    report.patch(&app, &officer, &json!({ "place": null })).await.expect(200);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_changes_nothing_is_no_version() {
    let app = start().await;
    let dead = worker(&app, 1).await;
    let report = Report::recorded(&app, &of(&dead)).await;
    let officer = app.officer();
    let same = report.patch(&app, &officer, &json!({ "place": "home" })).await.expect(200);
    assert_eq!(same["version"], 1);
    let wrong = json!({ "died_on": null, "place": "moon" });
    let problem = report.patch(&app, &officer, &wrong).await.expect(422);
    assert_eq!(found(&problem), [("/died_on", "required"), ("/place", "unknown_code")]);
    let problem = report.patch(&app, &officer, &json!({ "died_on": "2026-11-24" })).await.expect(422);
    assert_eq!(found(&problem), [("/died_on", "day_in_future")]);
    report.patch(&app, &stranger(&app), &json!({})).await.expect_problem(404, "not_found");
    let bare = app.patch(&report.path).as_(&officer).json(&json!({})).send().await;
    bare.expect_problem(428, "precondition_required");
}

/// Somebody whose last paid month is May: in arrears until the end of August, lapsed after that.
async fn paid_until_may(app: &TestApp) -> Worker {
    let dead = worker(app, 1).await;
    let budget = source(app, apbd()).await;
    active(app, &proposal(&dead, budget), "26000000001").await;
    settle(app, &dead, "2026-02", "2026-05", "2026-05-20").await;
    dead
}

fn died_on(day: &str) -> Value {
    json!({ "died_on": day })
}

/// Whether they may have been covered, and whether a draft was opened.
fn cover(shown: &Value) -> [Value; 2] {
    ["may_be_covered", "opened_claim"].map(|name| shown[name].clone())
}

async fn unclaimed(app: &TestApp) -> usize {
    let shown = app.get("/v1/unclaimed-deaths").as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn another_day_judges_the_cover_anew_and_opens_or_withdraws_the_draft() {
    let app = start().await;
    let dead = paid_until_may(&app).await;
    let officer = app.officer();
    let lapsed = Report::recorded(&app, &with(of(&dead), died_on("2026-10-20"))).await;
    assert_eq!(cover(&lapsed.shown), [json!(false), json!(false)]);
    assert_eq!((&lapsed.shown["claim_id"], unclaimed(&app).await), (&Value::Null, 0));
    // In arrears: the family is not sent away.
    let covered = lapsed.patch(&app, &officer, &died_on("2026-08-15")).await;
    let shown = covered.expect(200);
    assert_eq!(cover(&shown), [json!(true), json!(true)]);
    let claim = format!("/v1/claims/{}", shown["claim_id"].as_str().unwrap());
    assert_eq!(claims(&app, &dead).await, [[json!("death"), json!("draft"), json!("2026-08-15")]]);
    assert_eq!(unclaimed(&app).await, 1);
    // Moved by a correction alone it is still nobody's work.
    let moved = Report::of(&covered).patch(&app, &officer, &died_on("2026-08-14")).await;
    assert_eq!(moved.expect(200)["claim_id"], shown["claim_id"]);
    let back = Report::of(&moved).patch(&app, &officer, &died_on("2026-10-20")).await;
    let shown = back.expect(200);
    assert_eq!(cover(&shown), [json!(false), json!(false)]);
    assert_eq!((&shown["claim_id"], unclaimed(&app).await), (&Value::Null, 0));
    assert_eq!(app.get(&claim).as_(&officer).send().await.expect(200)["status"], "withdrawn");
    let again = Report::of(&back).patch(&app, &officer, &died_on("2026-08-15")).await.expect(200);
    assert_eq!(cover(&again), [json!(true), json!(true)]);
    assert_eq!(claims(&app, &dead).await.len(), 2);
}

#[tokio::test]
async fn a_draft_on_which_somebody_worked_stays_although_nobody_was_covered() {
    let app = start().await;
    let dead = paid_until_may(&app).await;
    let officer = app.officer();
    let report = Report::recorded(&app, &with(of(&dead), died_on("2026-08-15"))).await;
    let claim = report.shown["claim_id"].clone();
    let path = format!("/v1/claims/{}/beneficiaries", claim.as_str().unwrap());
    let heir = json!({ "name": "Moh. Rasyid", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&path).as_(&officer).json(&heir).send().await.expect(201);
    let shown = report.patch(&app, &officer, &died_on("2026-10-20")).await.expect(200);
    assert_eq!(cover(&shown), [json!(false), json!(true)]);
    assert_eq!(shown["claim_id"], claim);
    assert_eq!(claims(&app, &dead).await, [[json!("death"), json!("draft"), json!("2026-10-20")]]);
}
