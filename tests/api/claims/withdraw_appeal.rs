//! `POST /v1/claims/{id}/withdraw-appeal`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Held, READERS_ONLY, Stage, field_errors, pairs, strings};

fn reason() -> Value {
    json!({"reason": "Salah klaim."})
}

impl Stage {
    /// A refusal that the village disputes.
    async fn appealed(&self) -> (Held, Held) {
        let rejected = self.rejected().await;
        let appeal = json!({"reason": "Iuran dibayar."});
        let appealed = self.step(&rejected, &self.operator, "appeal", appeal).await;
        (rejected, appealed)
    }
}

#[tokio::test]
async fn an_appeal_is_taken_back_and_the_refusal_stands_as_before() {
    let stage = Stage::set().await;
    let (rejected, appealed) = stage.appealed().await;
    assert!(strings(&appealed.json["allowed_actions"]).contains(&"withdraw_appeal"));
    let stands = stage.step(&appealed, &stage.operator, "withdraw-appeal", reason()).await;
    for name in
        ["status", "status_reason", "rejection_reason", "decided_on", "decided_by", "insurer_reference"]
    {
        assert_eq!(stands.json[name], rejected.json[name], "{name}");
    }
    assert_eq!(
        (&stands.json["status"], &stands.json["status_reason"]),
        (&json!("rejected"), &json!("Iuran tidak dibayar."))
    );
    let request = stage.app.get(&stands.action("timeline")).as_(&stage.officer);
    let story = request.header("accept-language", "en").send().await.expect(200);
    let event = story["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&event["action"], &event["summary"], &event["reason"]),
        (&json!("appeal_withdrawn"), &json!("The appeal was taken back."), &json!("Salah klaim."))
    );
    // It can be disputed again, and decided.
    let again = json!({"reason": "Bukti ditemukan."});
    let appealed = stage.step(&stands, &stage.officer, "appeal", again).await;
    let decision = stage.approval(42_000_000);
    let approved = stage.step(&appealed, &stage.insurer, "record-decision", decision).await;
    let transfer = stage.transfer(&approved, 0, "TRF-1");
    let paid = stage.step(&approved, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(paid.json["status"], "paid");
}

#[tokio::test]
async fn only_an_appeal_is_taken_back_with_a_reason_and_once() {
    let stage = Stage::set().await;
    let (_, appealed) = stage.appealed().await;
    let answer = stage.try_step(&appealed, &stage.operator, "withdraw-appeal", &json!({"reason": " "})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    let stands = stage.step(&appealed, &stage.operator, "withdraw-appeal", reason()).await;
    let stale = stage.try_step(&appealed, &stage.operator, "withdraw-appeal", &reason()).await;
    stale.expect_problem(412, "version_mismatch");
    for held in [stands, stage.sent().await, stage.approved().await] {
        let answer = stage.try_step(&held, &stage.operator, "withdraw-appeal", &reason()).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let (_, held) = stage.appealed().await;
    let path = held.action("withdraw-appeal");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: reason(),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "appealed");
}
