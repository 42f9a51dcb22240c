//! `POST /v1/claims/{id}/record-payment`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::stage::{Call, Stage, field_errors, pairs};

#[tokio::test]
async fn the_last_payment_makes_the_claim_paid() {
    let stage = Stage::set().await;
    let mut held = stage.approved_family(42_000_000).await;
    for place in 0..3 {
        let transfer = stage.transfer(&held, place, &format!("TRF-{place}"));
        held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
        let expected = if place == 2 { "paid" } else { "approved" };
        assert_eq!(held.json["status"], expected, "after {place}");
        let beneficiary = &held.json["beneficiaries"][place];
        assert_eq!(beneficiary["payout_state"], "paid");
        assert_eq!(beneficiary["payment"]["amount_idr"], beneficiary["due_amount_idr"]);
        assert_eq!(beneficiary["payment"]["recorded_by"], json!(stage.insurer.id));
    }
    assert_eq!(held.json["allowed_actions"], json!([]));
    assert_eq!(stage.read(&held).await.json["beneficiaries"], held.json["beneficiaries"]);
    assert_eq!(stage.column("SELECT status FROM claims").await, ["paid"]);
    let sum = "SELECT format('%s in %s', sum(amount_idr), count(*)) FROM claim_payments";
    assert_eq!(stage.column(sum).await, ["42000000 in 3"]);
    let recorded = "SELECT format('%s %s', after->>'status', jsonb_path_query_array(after, \
        '$.beneficiaries[*].payment.amount_idr')) FROM changes WHERE action = 'payment_recorded' ORDER BY version";
    assert_eq!(
        stage.column(recorded).await,
        ["approved [21000000]", "approved [21000000, 10500000]", "paid [21000000, 10500000, 10500000]"]
    );
}

#[tokio::test]
async fn nobody_is_paid_twice() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    let again = stage.transfer(&held, 0, "TRF-2");
    let answer = stage.try_step(&held, &stage.insurer, "record-payment", &again).await;
    answer.expect_problem(409, "invalid_state");
    assert_eq!(stage.column("SELECT transfer_reference FROM claim_payments").await, ["TRF-1"]);

    let paid = stage.approved().await;
    let paid = stage.step(&paid, &stage.insurer, "record-payment", stage.transfer(&paid, 0, "TRF-3")).await;
    let answer =
        stage.try_step(&paid, &stage.insurer, "record-payment", &stage.transfer(&paid, 0, "TRF-4")).await;
    assert_eq!(answer.expect_problem(409, "invalid_state")["allowed_actions"], json!([]));
}

#[tokio::test]
async fn one_key_pays_once() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let request = || {
        let request = stage.app.post(&held.action("record-payment")).as_(&stage.insurer);
        request.header("if-match", &held.etag).header("idempotency-key", "payment-1").json(&transfer)
    };
    let first = request().send().await;
    let again = request().send().await;
    assert_eq!(first.expect(200), again.expect(200));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(stage.column("SELECT amount_idr::text FROM claim_payments").await, ["42000000"]);
}

#[tokio::test]
async fn a_transfer_is_used_once_in_the_regency() {
    let stage = Stage::set().await;
    let first = stage.approved().await;
    stage.step(&first, &stage.insurer, "record-payment", stage.transfer(&first, 0, "TRF-1")).await;
    let second = stage.approved().await;
    let answer =
        stage.try_step(&second, &stage.insurer, "record-payment", &stage.transfer(&second, 0, "TRF-1")).await;
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/transfer_reference", "already_exists")]));
    // Spaces and case do not make another one.
    for same in [" trf-1 ", "Trf - 1"] {
        let transfer = stage.transfer(&second, 0, same);
        let answer = stage.try_step(&second, &stage.insurer, "record-payment", &transfer).await;
        let problem = answer.expect_problem(409, "already_exists");
        assert_eq!(field_errors(&problem), pairs(&[("/transfer_reference", "already_exists")]));
    }
    assert_eq!(stage.read(&second).await.json["status"], "approved");
    let paid = stage.transfer(&second, 0, " Trf - 2 ");
    let paid = stage.step(&second, &stage.insurer, "record-payment", paid).await;
    // It is shown as it was said.
    assert_eq!(paid.json["beneficiaries"][0]["payment"]["transfer_reference"], "Trf - 2");
}

#[tokio::test]
async fn exactly_what_is_due_is_paid_to_a_beneficiary_with_an_account() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body = json!({"name": "Siti", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&draft, body).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    assert_eq!(held.json["beneficiaries"][0]["payout_state"], "awaiting_account");
    assert_eq!(held.json["allowed_actions"], json!([]), "nobody can be paid yet");

    let refused = async |body: Value| {
        let answer = stage.try_step(&held, &stage.insurer, "record-payment", &body).await;
        field_errors(&answer.expect_problem(422, "validation_failed"))
    };
    let mut transfer = stage.transfer(&held, 0, "TRF-1");
    assert_eq!(refused(transfer.clone()).await, pairs(&[("/beneficiary_id", "payout_account_missing")]));
    transfer["amount_idr"] = json!(41_999_999);
    transfer["paid_on"] = json!(stage.days_ago(1));
    assert_eq!(
        refused(transfer.clone()).await,
        pairs(&[
            ("/amount_idr", "amount_not_due"),
            ("/paid_on", "payment_day"),
            ("/beneficiary_id", "payout_account_missing"),
        ])
    );
    transfer["beneficiary_id"] = json!(Uuid::now_v7());
    assert_eq!(refused(transfer.clone()).await, pairs(&[("/beneficiary_id", "not_a_beneficiary")]));
    transfer["amount_idr"] = json!(-1);
    transfer["paid_on"] = json!("x");
    transfer["transfer_reference"] = json!("");
    assert_eq!(
        refused(transfer).await,
        pairs(&[
            ("/paid_on", "day_format"),
            ("/transfer_reference", "text_empty"),
            ("/amount_idr", "amount_not_positive"),
        ])
    );
    assert!(stage.column("SELECT id::text FROM claim_payments").await.is_empty());

    let held = stage.give_account_as(&stage.app.officer(), &held, 0).await;
    let paid = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    assert_eq!(paid.json["beneficiaries"][0]["payment"]["account_number"], "*******000");
}

#[tokio::test]
async fn only_approved_claims_are_paid() {
    let stage = Stage::set().await;
    for held in [stage.sent().await, stage.rejected().await] {
        let mut transfer = stage.transfer(&held, 0, "TRF-1");
        transfer["amount_idr"] = json!(42_000_000);
        let answer = stage.try_step(&held, &stage.insurer, "record-payment", &transfer).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn a_payment_stays_as_it_was_recorded() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    let service = stage.app.database().service().client().await.unwrap();
    for statement in [
        "UPDATE claim_payments SET amount_idr = 1",
        "DELETE FROM claim_payments",
        "TRUNCATE claim_payments",
        "DELETE FROM claims",
    ] {
        let error = service.batch_execute(statement).await.expect_err(statement);
        assert_eq!(error.code().map(tokio_postgres::error::SqlState::code), Some("42501"), "{statement}");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let path = held.action("record-payment");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: stage.transfer(&held, 0, "TRF-1"),
        allowed: Role::Insurer,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Approver,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert!(stage.column("SELECT id::text FROM claim_payments").await.is_empty());
}
