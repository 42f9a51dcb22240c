//! `POST /v1/claims/{id}/documents/{document_id}/withdraw` and `/restore`.

use serde_json::json;

use super::pdf;
use crate::claims::stage::Stage;

#[tokio::test]
async fn a_paper_is_taken_back_and_put_back() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.draft().await, "family_card").await;
    let wrong = json!({"reason": "KK tetangga."});
    let taken = stage.act_on_paper(&held, &stage.operator, (&document, "withdraw"), &wrong).await.expect(200);
    assert_eq!((&taken["state"], &taken["withdrawal_reason"]), (&json!("withdrawn"), &json!("KK tetangga.")));
    assert_eq!(taken["allowed_actions"], json!(["open", "restore"]));
    // The same file may now be sent again, and then the first is not put back beside it.
    let held = stage.read(&held).await;
    let again = stage.try_send_paper(&held, &stage.operator, "family_card", pdf("family_card")).await;
    let again = again.expect(201);
    let held = stage.read(&held).await;
    let twice = stage.act_on_paper(&held, &stage.operator, (&document, "restore"), &json!({})).await;
    assert_eq!(twice.expect_problem(409, "already_exists")["existing_id"], again["id"]);
    stage.act_on_paper(&held, &stage.operator, (&again, "withdraw"), &wrong).await.expect(200);
    let held = stage.read(&held).await;
    let restored =
        stage.act_on_paper(&held, &stage.operator, (&document, "restore"), &json!({})).await.expect(200);
    assert_eq!((&restored["state"], &restored["withdrawn_at"]), (&json!("to_check"), &json!(null)));
    assert_eq!(stage.files(), 2);
}

#[tokio::test]
async fn what_the_insurer_has_is_not_taken_back() {
    let stage = Stage::set().await;
    let (held, document) = stage.send_paper(&stage.with_widow().await, "family_card").await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let body = json!({"reason": "Salah."});
    let answer = stage.act_on_paper(&held, &stage.operator, (&document, "withdraw"), &body).await;
    assert_eq!(answer.expect_problem(409, "invalid_state")["allowed_actions"], json!(["open"]));
}

#[tokio::test]
async fn another_version_is_refused() {
    let stage = Stage::set().await;
    let before = stage.draft().await;
    let (held, document) = stage.send_paper(&before, "family_card").await;
    let body = json!({"reason": "Salah."});
    let stale = stage.act_on_paper(&before, &stage.operator, (&document, "withdraw"), &body).await;
    stale.expect_problem(412, "version_mismatch");
    stage.act_on_paper(&held, &stage.operator, (&document, "withdraw"), &body).await.expect(200);
}
