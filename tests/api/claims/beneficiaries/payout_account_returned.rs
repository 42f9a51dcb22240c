//! `PUT .../payout-account` of a claim that was verified once and has to be verified anew.

use reqwest::Method;
use serde_json::{Value, json};

use super::payout_account_change::{account, decide, put};
use crate::claims::stage::{Held, Stage, field_errors, pairs};

async fn returned(stage: &Stage, held: &Held) -> Held {
    stage.step(held, &stage.officer, "return", json!({"missing": ["Akta kematian"]})).await
}

/// Carries a verified claim to the insurer, who approves it and cannot pay to an account that cools off.
async fn is_not_paid_yet(stage: &Stage, held: &Held) {
    let held = stage.step(held, &stage.officer, "send-to-insurer", json!({})).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let answer = stage.try_step(&held, &stage.insurer, "record-payment", &transfer).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/beneficiary_id", "account_cooling_off")]));
}

#[tokio::test]
async fn giving_a_claim_back_does_not_take_its_guard_away() {
    let stage = Stage::set().await;
    for held in [stage.verified().await, stage.sent().await] {
        let held = returned(&stage, &held).await;
        let stated = put(&stage, &held, &stage.operator, &account("99987654321")).await.expect(200);
        let pending = &stated["pending_payout_account"];
        assert_eq!(
            (&stated["payout_state"], &stated["payout_account"]["account_number"]),
            (&json!("awaiting_approval"), &json!("*******000"))
        );
        assert_eq!(
            (&pending["account_number"], &pending["stated_by"]),
            (&json!("*******321"), &json!(stage.operator.id))
        );
        // What takes the place of a pending one is pending, too.
        let held = stage.read(&held).await;
        let stated = put(&stage, &held, &stage.officer, &account("99987654555")).await.expect(200);
        let pending = &stated["pending_payout_account"];
        assert_eq!(stated["payout_account"]["account_number"], "*******000");
        assert_eq!(
            (&pending["account_number"], &pending["stated_by"]),
            (&json!("*******555"), &json!(stage.officer.id))
        );

        let held = stage.read(&held).await;
        let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
        let held = stage.step(&held, &stage.app.officer(), "verify", json!({})).await;
        let early = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
        early.expect_problem(409, "conflict");
        let approved = decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect(200);
        let account = &approved["payout_account"];
        assert_eq!(
            (&account["account_number"], &account["changed_by"], &account["approved_by"]),
            (&json!("*******555"), &json!(stage.officer.id), &json!(stage.approver.id))
        );
        let held = stage.read(&held).await;
        is_not_paid_yet(&stage, &held).await;
    }
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, ["0"]);
}

#[tokio::test]
async fn neither_does_another_kind_and_what_waits_is_taken_back_by_the_account_in_force() {
    let stage = Stage::set().await;
    let body = json!({"kind": "work_accident", "reason": "Meninggal saat bekerja."});
    let held = stage.step(&stage.verified().await, &stage.operator, "reclassify", body).await;
    assert_eq!((&held.json["status"], &held.json["verified_at"]), (&json!("submitted"), &Value::Null));
    let before = held.json["beneficiaries"][0]["payout_account"].clone();
    let stated = put(&stage, &held, &stage.operator, &account("99987654321")).await.expect(200);
    assert_eq!((&stated["payout_state"], &stated["payout_account"]), (&json!("awaiting_approval"), &before));
    let held = stage.read(&held).await;
    let held = stage.give_account(&held, 0).await;
    let widow = &held.json["beneficiaries"][0];
    assert_eq!((&widow["payout_account"], &widow["pending_payout_account"]), (&before, &Value::Null));
}

#[tokio::test]
async fn a_first_account_and_one_that_nobody_verified_wait_for_nobody() {
    let stage = Stage::set().await;
    let never = returned(&stage, &stage.submitted().await).await;
    let draft = stage.draft().await;
    let body = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let first = stage.add(&draft, body).await;
    let first = stage.step(&first, &stage.operator, "submit", json!({})).await;
    let first = stage.step(&first, &stage.officer, "verify", json!({})).await;
    let first = returned(&stage, &first).await;
    for held in [never, first] {
        let stated = put(&stage, &held, &stage.operator, &account("99987654321")).await.expect(200);
        assert_eq!(
            (&stated["payout_state"], &stated["pending_payout_account"]),
            (&json!("ready"), &Value::Null)
        );
        let account = &stated["payout_account"];
        assert_eq!(
            (&account["account_number"], &account["payable_from"]),
            (&json!("*******321"), &Value::Null)
        );
        // From here on there is one, and a claim that was never verified has it exchanged at once.
        let is_guarded =
            stage.column("SELECT id::text FROM claims WHERE first_verified_at IS NOT NULL").await;
        let held = stage.read(&held).await;
        let stated = put(&stage, &held, &stage.operator, &account_of(&held)).await.expect(200);
        let expected = if is_guarded.contains(&held.id) { "awaiting_approval" } else { "ready" };
        assert_eq!(stated["payout_state"], expected);
    }
}

#[tokio::test]
async fn whoever_is_added_anew_waits_as_well() {
    let stage = Stage::set().await;
    let held = returned(&stage, &stage.sent().await).await;
    let path = held.beneficiary(0);
    stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await.expect(204);
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&stage.read(&held).await, widow).await;
    let stated = put(&stage, &held, &stage.operator, &account("99987654321")).await.expect(200);
    assert_eq!(stated["payout_state"], "ready");
    assert!(stated["payout_account"]["payable_from"].is_string(), "{stated}");
    let held = stage.read(&held).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.app.officer(), "verify", json!({})).await;
    is_not_paid_yet(&stage, &held).await;
}

#[tokio::test]
async fn whoever_is_made_somebody_else_waits_as_well() {
    let stage = Stage::set().await;
    let body = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&stage.draft().await, body).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = returned(&stage, &stage.step(&held, &stage.officer, "verify", json!({})).await).await;
    let other = json!({"name": "Rahmah"});
    stage
        .send(Method::PATCH, &held.beneficiary(0), &stage.operator, Some(&held.etag), &other)
        .await
        .expect(200);
    let held = stage.read(&held).await;
    let stated = put(&stage, &held, &stage.operator, &account_of(&held)).await.expect(200);
    assert_eq!(stated["payout_state"], "ready");
    assert!(stated["payout_account"]["payable_from"].is_string(), "{stated}");
    let held = stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.app.officer(), "verify", json!({})).await;
    is_not_paid_yet(&stage, &held).await;
}

#[tokio::test]
async fn a_holder_whose_guardian_went_while_the_account_waited_is_explained_first() {
    let stage = Stage::set().await;
    let held = returned(&stage, &stage.verified().await).await;
    let guardian = async |held: &Held, name: Value| {
        let body = json!({ "guardian_name": name });
        let path = held.beneficiary(0);
        stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &body).await.expect(200);
        stage.read(held).await
    };
    let held = guardian(&held, json!("Budi Santoso")).await;
    let mut stranger = account("99987654321");
    stranger["account_holder_name"] = json!("BUDI SANTOSO");
    put(&stage, &held, &stage.operator, &stranger).await.expect(200);
    let held = guardian(&stage.read(&held).await, Value::Null).await;
    let pointer = "/beneficiaries/0/pending_payout_account/explanation";
    let early = stage.try_step(&held, &stage.operator, "submit", &json!({})).await;
    let problem = early.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[(pointer, "holder_differs")]));
    let approved = decide(&stage, &held, &stage.approver, "approve", &json!({})).await;
    let problem = approved.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/explanation", "holder_differs")]));
    // With a word why it waits on, and the second person may say yes.
    stranger["explanation"] = json!("Kakak yang mengurus.");
    put(&stage, &held, &stage.operator, &stranger).await.expect(200);
    let held = stage.read(&held).await;
    let approved = decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect(200);
    assert_eq!(approved["payout_account"]["explanation"], "Kakak yang mengurus.");
}

#[tokio::test]
async fn filing_anew_does_not_take_the_guard_away_either() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let again = json!({"kind": "death", "worker_id": held.json["worker"]["id"], "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9)});
    stage.step(&held, &stage.officer, "withdraw", json!({"reason": "Salah."})).await;
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&stage.file(again).await, widow).await;
    let stated = put(&stage, &held, &stage.operator, &account("99987654321")).await.expect(200);
    assert!(stated["payout_account"]["payable_from"].is_string(), "{stated}");
    let held = stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    is_not_paid_yet(&stage, &held).await;
}

#[tokio::test]
async fn what_waits_is_decided_where_the_claim_was_refused_and_its_stater_does_not_verify() {
    let stage = Stage::set().await;
    let held = stage.sent().await;
    put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
    let held = stage.read(&held).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.rejection()).await;
    let seen = stage.app.get(&held.path()).as_(&stage.approver).send().await.expect(200);
    assert_eq!(seen["allowed_actions"], json!(["approve_payout_account", "reject_payout_account"]));
    let turned = decide(&stage, &held, &stage.approver, "reject", &json!({"reason": "Tidak perlu."})).await;
    assert_eq!(turned.expect(200)["pending_payout_account"], Value::Null);

    let held = returned(&stage, &stage.verified().await).await;
    put(&stage, &held, &stage.officer, &account("99987654322")).await.expect(200);
    let held = stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;
    let own = stage.try_step(&held, &stage.officer, "verify", &json!({})).await;
    own.expect_problem(409, "second_person_required");
    stage.step(&held, &stage.app.officer(), "verify", json!({})).await;
}

/// Yet another account of the widow.
fn account_of(held: &Held) -> Value {
    let mut other = account("99987654555");
    other["account_holder_name"] = held.json["beneficiaries"][0]["name"].clone();
    other
}
