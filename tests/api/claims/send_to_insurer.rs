//! `POST /v1/claims/{id}/send-to-insurer`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::json;

use super::stage::{Call, Stage, VILLAGE, field_errors, pairs};

#[tokio::test]
async fn a_verified_claim_goes_to_the_insurer() {
    let stage = Stage::set().await;
    let body = json!({"insurer_reference": "KLM-1"});
    let sent = stage.step(&stage.verified().await, &stage.officer, "send-to-insurer", body).await;
    assert_eq!(sent.json["status"], "sent_to_insurer");
    assert_eq!(sent.json["insurer_reference"], "KLM-1");
    assert_eq!(sent.json["sent_to_insurer_at"], sent.json["updated_at"]);
    let stored = "SELECT format('%s %s', status, insurer_reference) FROM claims";
    assert_eq!(stage.column(stored).await, ["sent_to_insurer KLM-1"]);
}

#[tokio::test]
async fn only_verified_claims_go() {
    let stage = Stage::set().await;
    for held in [stage.submitted().await, stage.sent().await] {
        let answer = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
        answer.expect_problem(409, "invalid_state");
    }
}

/// Of a worker who died after the claim was verified heirs are paid, and not the dead.
#[tokio::test]
async fn a_death_that_was_recorded_since_sends_the_claim_back_first() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5),
        "circumstances": "Jatuh."});
    let heir = json!({"name": "Moh. Hasan", "relation": "self", "share_basis_points": 10_000});
    let held = stage.add(&stage.file(body).await, heir).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let died = json!({"worker_id": worker, "died_on": stage.days_ago(1), "source": "village_report"});
    stage.app.post("/v1/deaths").as_(&stage.officer).json(&died).send().await.expect(201);
    let held = stage.read(&held).await;
    let answer = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/beneficiaries/0/relation", "worker_died")]));
    let missing = json!({"missing": ["Ahli waris"]});
    stage.step(&held, &stage.officer, "return", missing).await;
}

#[tokio::test]
async fn a_reference_is_a_line() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let body = json!({"insurer_reference": "a\nb"});
    let answer = stage.try_step(&held, &stage.officer, "send-to-insurer", &body).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/insurer_reference", "text_control_characters")]));
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let path = held.action("send-to-insurer");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({}),
        allowed: Role::Officer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Approver,
            Role::Insurer,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["status"], "verified");
}
