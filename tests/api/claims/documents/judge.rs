//! `POST /v1/claims/{id}/documents/{document_id}/accept` and `/refuse`.

use futures_util::future::join;
use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::RegionCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Held, Stage, field_errors, pairs};
use crate::support::regions::SUMENEP;

async fn submitted_with_paper(stage: &Stage) -> (Held, Value) {
    let (held, document) = stage.send_paper(&stage.with_widow().await, "death_certificate").await;
    (stage.step(&held, &stage.operator, "submit", json!({})).await, document)
}

#[tokio::test]
async fn a_paper_is_accepted_or_refused_with_a_reason_and_judged_again() {
    let stage = Stage::set().await;
    let (held, document) = submitted_with_paper(&stage).await;
    let answer = stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &json!({})).await;
    let accepted = answer.expect(200);
    assert_eq!((&accepted["state"], &accepted["judged_by"]), (&json!("accepted"), &json!(stage.officer.id)));
    assert_eq!(accepted["allowed_actions"], json!(["open", "refuse", "withdraw"]));
    let held = stage.read(&held).await;
    assert_eq!(answer.header("etag"), Some(held.etag.as_str()));
    let again = stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &json!({})).await;
    assert_eq!(again.expect_problem(409, "invalid_state")["allowed_actions"], accepted["allowed_actions"]);
    let without =
        stage.act_on_paper(&held, &stage.officer, (&document, "refuse"), &json!({"reason": " "})).await;
    let problem = without.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    let blurred = json!({"reason": "Foto buram."});
    let refused =
        stage.act_on_paper(&held, &stage.approver, (&document, "refuse"), &blurred).await.expect(200);
    assert_eq!((&refused["state"], &refused["verdict_reason"]), (&json!("refused"), &json!("Foto buram.")));
    let recorded = stage.recorded(&held).await;
    assert_eq!(recorded[recorded.len() - 2..], ["document_accepted", "document_refused"]);
}

#[tokio::test]
async fn whoever_sent_a_paper_does_not_judge_it_and_neither_does_a_system() {
    let stage = Stage::set().await;
    let held = stage.submitted().await;
    let pdf = super::pdf("from the office");
    let document = stage.try_send_paper(&held, &stage.officer, "receipts", pdf).await.expect(201);
    let held = stage.read(&held).await;
    for (action, body) in [("accept", json!({})), ("refuse", json!({"reason": "x"}))] {
        let own = stage.act_on_paper(&held, &stage.officer, (&document, action), &body).await;
        own.expect_problem(409, "second_person_required");
    }
    let client = stage.app.sign(Grant {
        account_id: Uuid::now_v7(),
        kind: AccountKind::Client,
        role: None,
        scopes: ScopeSet::of_role(Role::Officer),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: None,
        version: 1,
    });
    let answer = stage.act_on_paper(&held, &client, (&document, "accept"), &json!({})).await;
    answer.expect_problem(403, "forbidden");
    let answer = stage.act_on_paper(&held, &stage.operator, (&document, "accept"), &json!({})).await;
    answer.expect_problem(403, "forbidden");
    let forced = "UPDATE claim_documents SET verdict = 'accepted', judged_at = now(), judged_by = entered_by";
    let refused = stage.database.execute(forced, &[]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claim_documents_second_person_check"));
    stage.act_on_paper(&held, &stage.app.officer(), (&document, "accept"), &json!({})).await.expect(200);
}

#[tokio::test]
async fn of_two_verdicts_on_one_version_one_counts() {
    let stage = Stage::set().await;
    let (held, document) = submitted_with_paper(&stage).await;
    let (yes, no) = (json!({}), json!({"reason": "Buram."}));
    let (one, other) = join(
        stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &yes),
        stage.act_on_paper(&held, &stage.approver, (&document, "refuse"), &no),
    )
    .await;
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn drafts_and_what_the_insurer_has_are_not_judged() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "receipts").await;
    let answer = stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &json!({})).await;
    answer.expect_problem(409, "invalid_state");
    let (held, document) = stage.send_paper(&stage.sent().await, "receipts").await;
    let answer = stage.act_on_paper(&held, &stage.officer, (&document, "accept"), &json!({})).await;
    answer.expect_problem(409, "invalid_state");
}
