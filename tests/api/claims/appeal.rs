//! `POST /v1/claims/{id}/appeal`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, READERS_ONLY, Stage, field_errors, pairs};

fn reason() -> Value {
    json!({"reason": "Iuran dibayar, bukti terlampir."})
}

#[tokio::test]
async fn a_refusal_is_disputed_and_decided_again() {
    let stage = Stage::set().await;
    let appealed = stage.step(&stage.rejected().await, &stage.operator, "appeal", reason()).await;
    assert_eq!(appealed.json["status"], "appealed");
    assert_eq!(appealed.json["status_reason"], "Iuran dibayar, bukti terlampir.");
    assert_eq!(appealed.json["rejection_reason"], "Iuran tidak dibayar.");

    let rejected = stage.step(&appealed, &stage.insurer, "record-decision", stage.rejection()).await;
    let appealed = stage.step(&rejected, &stage.operator, "appeal", reason()).await;
    let approved = stage.step(&appealed, &stage.insurer, "record-decision", stage.approval(10_000_000)).await;
    assert_eq!(approved.json["rejection_reason"], Value::Null);
    let recorded = stage.recorded(&approved).await;
    let end = ["rejected", "appealed", "rejected", "appealed", "approved"];
    assert!(recorded.ends_with(&end.map(str::to_owned)), "{recorded:?}");
}

#[tokio::test]
async fn an_appeal_is_not_decided_before_the_refusal() {
    let stage = Stage::set().await;
    let sent = stage.sent().await;
    let earlier = "UPDATE claims SET sent_to_insurer_at = now() - interval '8 days'";
    stage.database.execute(earlier, &[]).await.unwrap();
    let refusal =
        json!({"outcome": "rejected", "decided_on": stage.days_ago(2), "rejection_reason": "Tidak dibayar."});
    let rejected = stage.step(&sent, &stage.insurer, "record-decision", refusal).await;
    let appealed = stage.step(&rejected, &stage.operator, "appeal", reason()).await;
    let approval = |days| json!({"outcome": "approved", "decided_on": stage.days_ago(days), "approved_amount_idr": 42_000_000});
    let answer = stage.try_step(&appealed, &stage.insurer, "record-decision", &approval(3)).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/decided_on", "decision_day")]));
    stage.step(&appealed, &stage.insurer, "record-decision", approval(2)).await;
}

#[tokio::test]
async fn only_refusals_are_disputed_and_with_a_reason() {
    let stage = Stage::set().await;
    for held in [stage.sent().await, stage.approved().await] {
        let answer = stage.try_step(&held, &stage.operator, "appeal", &reason()).await;
        answer.expect_problem(409, "invalid_state");
    }
    let rejected = stage.rejected().await;
    let answer = stage.try_step(&rejected, &stage.operator, "appeal", &json!({"reason": " "})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/reason", "text_empty")]));
    let answer = stage.try_step(&rejected, &stage.operator, "appeal", &json!({})).await;
    answer.expect_problem(422, "invalid_shape");
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.rejected().await;
    let path = held.action("appeal");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: reason(),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "rejected");
}
