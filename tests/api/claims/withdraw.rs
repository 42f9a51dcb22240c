//! `POST /v1/claims/{id}/withdraw`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, READERS_ONLY, Stage, field_errors, pairs};

fn reason() -> Value {
    json!({"reason": "Keluarga memilih tidak mengajukan."})
}

#[tokio::test]
async fn a_claim_is_taken_back_until_it_is_decided() {
    let stage = Stage::set().await;
    let returned = stage.submitted().await;
    let returned = stage.step(&returned, &stage.officer, "return", json!({"missing": ["Akta"]})).await;
    for held in
        [stage.draft().await, stage.submitted().await, returned, stage.verified().await, stage.sent().await]
    {
        let withdrawn = stage.step(&held, &stage.operator, "withdraw", reason()).await;
        assert_eq!(withdrawn.json["status"], "withdrawn");
        assert_eq!(withdrawn.json["status_reason"], "Keluarga memilih tidak mengajukan.");
        assert_eq!(withdrawn.json["allowed_actions"], json!(["reopen"]));
    }
    assert_eq!(stage.column("SELECT DISTINCT status FROM claims").await, ["withdrawn"]);
}

#[tokio::test]
async fn a_decision_cannot_be_withdrawn_from() {
    let stage = Stage::set().await;
    let rejected = stage.rejected().await;
    let appealed = stage.step(&rejected, &stage.operator, "appeal", reason()).await;
    for held in [stage.approved().await, appealed] {
        let answer = stage.try_step(&held, &stage.operator, "withdraw", &reason()).await;
        answer.expect_problem(409, "invalid_state");
    }
    let draft = stage.draft().await;
    let answer = stage.try_step(&draft, &stage.operator, "withdraw", &json!({"reason": ""})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("withdraw");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: reason(),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "draft");
}
