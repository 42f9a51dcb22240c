//! `POST /v1/claims/{id}/beneficiaries`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Call, READERS_ONLY, Stage, field_errors, pairs};

fn widow() -> Value {
    json!({
        "name": " Siti Aminah ", "relation": "spouse", "share_basis_points": 10000,
        "nik": "3529015708850001", "birth_on": "1985-08-17",
    })
}

#[tokio::test]
async fn a_beneficiary_is_added_and_makes_a_version_of_the_claim() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let id = Uuid::now_v7();
    let mut body = widow();
    body["id"] = json!(id);
    let answer = stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&body).send().await;
    let added = answer.expect(201);
    let location = format!("{}/beneficiaries/{id}", held.path());
    assert_eq!(answer.header("location"), Some(location.as_str()));
    assert_eq!(answer.header("etag"), Some("\"2.masked-w1\""));
    assert_eq!(
        added,
        json!({
            "id": id, "claim_id": held.id, "name": "Siti Aminah", "relation": "spouse",
            "heir_class": "spouse_and_children", "nik": "3529************", "birth_on": "1985-08-17",
            "guardian_name": null, "share_basis_points": 10000, "payout_account": null, "pending_payout_account": null,
            "payout_state": "awaiting_account", "due_amount_idr": null, "payment": null, "voided_payments": [],
        })
    );
    assert_eq!(stage.app.get(&location).as_(&stage.operator).send().await.expect(200), added);
    assert_eq!(stage.recorded(&held).await, ["created", "beneficiary_added"]);
    assert_eq!(stage.read(&held).await.json["version"], 2);
    let stored = "SELECT format('%s %s', octet_length(nik_hash), octet_length(nik_sealed) > 16) FROM claim_beneficiaries";
    assert_eq!(stage.column(stored).await, ["32 t"]);
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let body = json!({
        "name": "", "relation": "child", "share_basis_points": 10001, "nik": "123",
        "birth_on": "2199-01-01", "guardian_name": "7",
    });
    let answer = stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&body).send().await;
    assert_eq!(
        field_errors(&answer.expect_problem(422, "validation_failed")),
        pairs(&[
            ("/name", "name_empty"),
            ("/nik", "nik_length"),
            ("/birth_on", "birth_in_future"),
            ("/guardian_name", "name_without_letter"),
            ("/share_basis_points", "share_out_of_range"),
        ])
    );
    let mut cousin = widow();
    cousin["relation"] = json!("cousin");
    let answer =
        stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&cousin).send().await;
    answer.expect_problem(422, "invalid_shape");
    let mut extra = widow();
    extra["payout_state"] = json!("paid");
    let answer = stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&extra).send().await;
    answer.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn nobody_stands_twice_in_a_claim() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    stage.add(&held, widow()).await;
    let answer =
        stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&widow()).send().await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/nik", "already_exists")]));
    let other = stage.draft().await;
    stage.add(&other, widow()).await;
}

#[tokio::test]
async fn a_claim_has_at_most_thirty_beneficiaries() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let body = json!({"name": "Ali", "relation": "child", "share_basis_points": 1});
    for _ in 0..30 {
        let request = stage.app.post(&held.action("beneficiaries")).as_(&stage.operator);
        request.json(&body).send().await.expect(201);
    }
    let answer = stage.app.post(&held.action("beneficiaries")).as_(&stage.operator).json(&body).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("", "too_many_beneficiaries")]));
}

#[tokio::test]
async fn after_verification_nobody_is_added() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    stage.add(&submitted, widow()).await;
    let verified = stage.verified().await;
    let answer =
        stage.app.post(&verified.action("beneficiaries")).as_(&stage.operator).json(&widow()).send().await;
    answer.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("beneficiaries");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: widow(),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    assert!(stage.column("SELECT id::text FROM claim_beneficiaries").await.is_empty());
}
