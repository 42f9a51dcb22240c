//! `POST /v1/contribution-batches/{id}/cancel`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::contributions::{billed, draft, end, funded, paid, sums, workers};
use crate::support::cover::{found, one, start, statuses_by_role};

#[tokio::test]
async fn the_months_of_a_cancelled_batch_are_taken_up_again() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let problem = batch
        .act(&app, &officer, "cancel", &json!({ "reason": "" }))
        .await
        .expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "text_empty")]);
    let shown = batch.act(&app, &officer, "cancel", &json!({ "reason": "wrong month" })).await.expect(200);
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("wrong month")));
    assert_eq!(shown["allowed_actions"], json!([]));
    let again = draft(&app, source, &["2026-01"]).await;
    assert_eq!(again.shown["lines"], 2);
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_batch_lines where is_open").await, 2);
}

#[tokio::test]
async fn months_after_a_death_stay_under_way_until_the_batch_is_cancelled() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    end(&app, &workers[0], "death", "2026-01-20").await;
    // April to December are waived at once; February and March may still be paid.
    assert_eq!(sums(&app, source).await[0], 3 * 16_800);
    batch.act(&app, &app.officer(), "cancel", &json!({ "reason": "a death" })).await.expect(200);
    assert_eq!(sums(&app, source).await[0], 16_800);
    assert_eq!(draft(&app, source, &["2026-01", "2026-02"]).await.shown["lines"], 2);
}

#[tokio::test]
async fn only_officers_cancel_and_never_what_is_paid() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let reason = json!({ "reason": "a mistake" });
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let problem =
        batch.act(&app, &app.officer(), "cancel", &reason).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "void_payment", "reconcile"]));
    let batch = draft(&app, source, &["2026-02"]).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => batch.act(&app, account, "cancel", &reason).await,
        None => app.post(&format!("{}/cancel", batch.path)).json(&reason).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
}
