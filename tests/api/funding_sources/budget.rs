//! No approval goes beyond the budget, and no budget below what is approved.

use futures_util::future::join_all;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::cover::{
    Coverage, active, admin, apbd, approved, approver, decree, found, one, proposal, proposed, source, start,
    with, worker,
};

/// A source with money for so many rupiah.
async fn with_budget(app: &TestApp, budget: i64) -> Uuid {
    source(app, with(apbd(), json!({ "budget_idr": budget }))).await
}

async fn shown(app: &TestApp, id: Uuid) -> Value {
    app.get(&format!("/v1/funding-sources/{id}")).as_(&app.officer()).send().await.expect(200)
}

#[tokio::test]
async fn a_source_shows_what_is_committed_and_what_is_free() {
    let app = start().await;
    let id = with_budget(&app, 300_000).await;
    let sums = async || {
        let shown = shown(&app, id).await;
        ["committed_idr", "paid_idr", "credit_idr", "free_idr"].map(|name| shown[name].as_i64().unwrap())
    };
    assert_eq!(sums().await, [0, 0, 0, 300_000]);
    let path = format!("/v1/funding-sources/{id}");
    let officer = app.officer();
    let before = app.get(&path).as_(&officer).send().await;
    approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    assert_eq!(sums().await, [201_600, 0, 0, 98_400]);
    // Another content has another tag, but an approval does not stale the page of whoever keeps the source.
    let held = app.get(&path).as_(&officer).header("If-None-Match", before.header("etag").unwrap());
    assert_eq!(held.send().await.expect(200)["version"], 1);
    let listed = app.get("/v1/funding-sources").as_(&officer).send().await.expect(200);
    assert_eq!(listed["data"][0]["free_idr"], 98_400);
    let instant = before.json()["updated_at"].as_str().unwrap().to_owned();
    let then = app.get(&format!("{path}?as_known_at={instant}")).as_(&officer).send().await.expect(200);
    assert_eq!(
        (&then["budget_idr"], &then["committed_idr"], &then["free_idr"]),
        (&json!(300_000), &json!(null), &json!(null))
    );
}

#[tokio::test]
async fn an_approval_beyond_the_budget_is_refused_with_what_is_free() {
    let app = start().await;
    let id = with_budget(&app, 300_000).await;
    approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    let second = proposed(&app, &proposal(&worker(&app, 2).await, id)).await;
    let refused = second.act(&app, &approver(&app), "approve", &decree()).await;
    let problem = refused.expect_problem(409, "budget_exceeded");
    assert_eq!(found(&problem), [("/funding_source_id", "budget_exceeded")]);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("98.400") && detail.contains("201.600"), "{detail}");
    // Nothing of it stays.
    let state: String = one(
        &app,
        "select concat_ws(' ', (select committed_idr from funding_sources), (select count(*) from contribution_obligations), \
         (select count(*) from coverages where status = 'approved'))",
    )
    .await;
    assert_eq!(state, "201600 24 1");
    // Fewer months fit, to the rupiah: 5 x 16,800 = 84,000, and 6 would be 100,800.
    let shorter = with(proposal(&worker(&app, 3).await, id), json!({ "from_month": "2026-08" }));
    approved(&app, &shorter).await;
    assert_eq!(shown(&app, id).await["free_idr"], 14_400);
}

#[tokio::test]
async fn of_two_approvals_that_together_exceed_the_budget_one_wins() {
    let app = start().await;
    let id = with_budget(&app, 300_000).await;
    let mut waiting = Vec::new();
    for serial in 1..=6 {
        waiting.push(proposed(&app, &proposal(&worker(&app, serial).await, id)).await);
    }
    let (approver, body) = (approver(&app), decree());
    let answers =
        join_all(waiting.iter().map(|coverage| coverage.act(&app, &approver, "approve", &body))).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 200) {
        answer.expect_problem(409, "budget_exceeded");
    }
    let state: String = one(
        &app,
        "select concat_ws(' ', (select committed_idr from funding_sources), (select count(*) from contribution_obligations), \
         (select count(*) from changes where action = 'approved'))",
    )
    .await;
    assert_eq!(state, "201600 24 1");
}

#[tokio::test]
async fn reopening_needs_the_money_again() {
    let app = start().await;
    let id = with_budget(&app, 300_000).await;
    let coverage = active(&app, &proposal(&worker(&app, 1).await, id), "26000000001").await;
    let ending = json!({ "reason": "death", "ended_on": "2026-01-10" });
    let ended = Coverage::of(&coverage.act(&app, &app.officer(), "end", &ending).await);
    approved(&app, &proposal(&worker(&app, 2).await, id)).await;
    let reopened = ended.act(&app, &app.officer(), "reopen", &json!({ "reason": "in error" })).await;
    reopened.expect_problem(409, "budget_exceeded");
    assert_eq!(shown(&app, id).await["committed_idr"], 201_600 + 16_800);
}

#[tokio::test]
async fn a_budget_is_not_lowered_below_what_is_committed() {
    let app = start().await;
    let id = with_budget(&app, 300_000).await;
    approved(&app, &proposal(&worker(&app, 1).await, id)).await;
    let path = format!("/v1/funding-sources/{id}");
    let admin = admin(&app);
    let patch = async |budget: i64| {
        let request = app.patch(&path).as_(&admin).header("If-Match", "\"1.managed\"");
        request.json(&json!({ "budget_idr": budget })).send().await
    };
    let problem = patch(201_599).await.expect_problem(409, "budget_exceeded");
    assert_eq!(found(&problem), [("/budget_idr", "budget_exceeded")]);
    assert_eq!(problem["allowed_actions"], json!(["update", "close", "reprice", "record_refund"]));
    let lowered = patch(201_600).await.expect(200);
    assert_eq!((&lowered["free_idr"], &lowered["version"]), (&json!(0), &json!(2)));
    // The database holds it too, whatever the code above it forgets.
    let client = app.database().owner().client().await.unwrap();
    let error = client.batch_execute("update funding_sources set budget_idr = 1").await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().constraint(), Some("funding_sources_committed_idr_check"));
}
