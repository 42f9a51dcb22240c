//! `POST /v1/contribution-batches/{id}/issue-billing-code`

use payung::access::caller::Role;
use serde_json::json;

use crate::support::contributions::{Batch, approved, draft, funded, workers};
use crate::support::cover::{found, start, statuses_by_role};

const ACTION: &str = "issue-billing-code";

#[tokio::test]
async fn an_approved_batch_gets_its_code_and_a_new_one_once_that_expired() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = approved(&app, source, &["2026-01"]).await;
    let officer = app.officer();
    let body = json!({ "billing_code": "926011", "expires_on": "2026-11-30" });
    let answer = batch.act(&app, &officer, ACTION, &body).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["billing_code"]), (&json!("billing_code_issued"), &json!("926011")));
    assert_eq!(shown["billing_code_expires_on"], "2026-11-30");
    assert_eq!(shown["allowed_actions"], json!(["update", "revoke_billing_code", "pay", "cancel"]));
    let usable = app.get(&batch.path).as_(&officer).send().await;
    // Two codes that can both be used are two payments.
    let another = json!({ "billing_code": "926012" });
    let refused = Batch::of(&answer).act(&app, &officer, ACTION, &another).await;
    let problem = refused.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/billing_code", "billing_code_valid")]);
    assert_eq!(problem["allowed_actions"], json!(["update", "revoke_billing_code", "pay", "cancel"]));
    app.state.clock.set_today("2026-12-01".parse().unwrap());
    let expired = app.get(&batch.path).as_(&officer).send().await;
    assert_ne!(expired.header("etag"), usable.header("etag"));
    assert_eq!(
        expired.expect(200)["allowed_actions"],
        json!(["update", "issue_billing_code", "revoke_billing_code", "pay", "cancel"])
    );
    let again = Batch::of(&answer).act(&app, &officer, ACTION, &another).await;
    let shown = again.expect(200);
    assert_eq!((&shown["billing_code"], &shown["billing_code_expires_on"]), (&json!("926012"), &json!(null)));
    let other = approved(&app, source, &["2026-02"]).await;
    let taken = other.act(&app, &officer, ACTION, &json!({ "billing_code": "926012" })).await;
    assert_eq!(found(&taken.expect_problem(409, "already_exists")), [("/billing_code", "already_exists")]);
    for (code, wrong) in [("", "text_empty"), ("926\u{202e}013", "text_control_character")] {
        let wrong_code = json!({ "billing_code": code, "expires_on": "2026-11-22" });
        let problem = other.act(&app, &officer, ACTION, &wrong_code).await;
        assert_eq!(
            found(&problem.expect_problem(422, "validation_failed")),
            [("/billing_code", wrong), ("/expires_on", "day_in_past")]
        );
    }
}

#[tokio::test]
async fn officers_and_the_insurer_record_codes_of_approved_batches() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let body = json!({ "billing_code": "926011" });
    let waiting = draft(&app, source, &["2026-01"]).await;
    let problem = waiting.act(&app, &app.officer(), ACTION, &body).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "approve", "cancel"]));
    let batch = approved(&app, source, &["2026-02"]).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => {
            let mut read = Batch::read(&app, &batch.path).await;
            if read.shown["status"] == "billing_code_issued" {
                let back = json!({ "reason": "for the next one who tries" });
                read = Batch::of(&read.act(&app, &app.officer(), "revoke-billing-code", &back).await);
            }
            read.act(&app, account, ACTION, &body).await
        }
        None => app.post(&format!("{}/{ACTION}", batch.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200), (Role::Insurer, 200)]);
}
