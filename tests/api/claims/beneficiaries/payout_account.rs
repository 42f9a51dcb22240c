//! `PUT /v1/claims/{id}/beneficiaries/{beneficiary_id}/payout-account`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::scholarships::ani;
use crate::claims::stage::{Call, Held, READERS_ONLY, Stage, field_errors, pairs, strings};
use crate::support::app::Account;
use crate::support::request::Answer;

fn account(number: &str) -> Value {
    json!({
        "bank_name": "BRI", "bank_code": "002", "account_number": number, "account_holder_name": "Siti Aminah",
    })
}

async fn put(stage: &Stage, held: &Held, by: &Account, body: &Value) -> Answer {
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, by, Some(&held.etag), body).await
}

#[tokio::test]
async fn an_account_is_stated_and_shown_masked() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let held = stage
        .add(&draft, json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000}))
        .await;
    let answer = put(&stage, &held, &stage.operator, &account("0012 3456 789")).await;
    let beneficiary = answer.expect(200);
    assert_eq!(beneficiary["payout_state"], "ready");
    assert_eq!(beneficiary["payout_account"]["account_number"], "*******789");
    assert_eq!(beneficiary["payout_account"]["bank_code"], "002");
    assert_eq!(stage.recorded(&held).await.last().map(String::as_str), Some("payout_account_set"));

    let held = stage.read(&held).await;
    assert_eq!(answer.header("etag"), Some(held.etag.as_str()));
    let same = put(&stage, &held, &stage.operator, &account("00123456789")).await;
    assert_eq!(same.header("etag"), Some(held.etag.as_str()));
    assert_eq!(stage.recorded(&held).await.len(), 3);
}

#[tokio::test]
async fn a_holder_of_another_name_is_explained_also_where_somebody_was_renamed_since() {
    let stage = Stage::set().await;
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&stage.draft().await, widow).await;
    put(&stage, &held, &stage.operator, &account("00123456789")).await.expect(200);
    let held = stage.read(&held).await;
    let name = json!({"name": "Zainal Abidin"});
    let answer =
        stage.send(Method::PATCH, &held.beneficiary(0), &stage.operator, Some(&held.etag), &name).await;
    answer.expect(200);
    let held = stage.read(&held).await;
    let refused = stage.try_step(&held, &stage.operator, "submit", &json!({})).await;
    let problem = refused.expect_problem(422, "validation_failed");
    let pointer = "/beneficiaries/0/payout_account/explanation";
    assert_eq!(field_errors(&problem), pairs(&[(pointer, "holder_differs")]));
    let mut same = account("00123456789");
    let problem = put(&stage, &held, &stage.operator, &same).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/explanation", "holder_differs")]));
    same["explanation"] = json!("Kakaknya, diketahui kepala desa.");
    let shown = put(&stage, &held, &stage.operator, &same).await.expect(200);
    assert_eq!(
        (&shown["payout_state"], &shown["payout_account"]["explanation"]),
        (&json!("ready"), &same["explanation"])
    );
    let held = stage.read(&held).await;
    stage.step(&held, &stage.operator, "submit", json!({})).await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let body = json!({"bank_name": "", "bank_code": "2", "account_number": "12x", "account_holder_name": ""});
    let answer = put(&stage, &held, &stage.operator, &body).await;
    assert_eq!(
        field_errors(&answer.expect_problem(422, "validation_failed")),
        pairs(&[
            ("/bank_name", "text_empty"),
            ("/bank_code", "bank_code_shape"),
            ("/account_number", "account_number_not_digits"),
            ("/account_holder_name", "name_empty"),
        ])
    );
    let answer = put(&stage, &held, &stage.operator, &json!({"bank_name": "BRI"})).await;
    answer.expect_problem(422, "invalid_shape");
}

#[tokio::test]
async fn a_late_first_account_comes_from_the_office_and_not_from_who_verified() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let held = stage.add(&draft, body).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let verified = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let sent = stage.step(&verified, &stage.officer, "send-to-insurer", json!({})).await;
    put(&stage, &sent, &stage.operator, &account("00123456789")).await.expect_problem(403, "forbidden");
    let own = put(&stage, &sent, &stage.officer, &account("00123456789")).await;
    let refused = own.expect_problem(409, "second_person_required");
    let why = "Yang memverifikasi klaim tidak boleh mencatat rekening tujuan pembayarannya.";
    assert_eq!(refused["detail"], why);
    let colleague = stage.app.officer();
    assert!(!offered(&stage, &sent, &stage.officer).await && offered(&stage, &sent, &colleague).await);
    assert_eq!(stage.read(&sent).await.etag, sent.etag);
    put(&stage, &sent, &stage.app.officer(), &account("00123456789")).await.expect(200);
    assert_eq!(stage.read(&sent).await.json["status"], "sent_to_insurer");
}

/// Whether stating accounts is offered to somebody.
async fn offered(stage: &Stage, held: &Held, by: &Account) -> bool {
    let seen = stage.app.get(&held.path()).as_(by).send().await.expect(200);
    seen["allowed_actions"].as_array().unwrap().contains(&json!("set_payout_account"))
}

#[tokio::test]
async fn stating_accounts_is_offered_to_whoever_may_state_one_of_them() {
    let stage = Stage::set().await;
    let mut held = stage.draft().await;
    for (name, relation) in [("Siti Aminah", "spouse"), ("Ahmad Hasan", "child")] {
        let body = json!({
            "name": name, "relation": relation, "birth_on": "1990-01-01", "share_basis_points": 5000,
        });
        held = stage.add(&held, body).await;
    }
    let held = stage.give_account(&held, 0).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let colleague = stage.app.officer();
    // Who verified the claim may ask for another account of the widow, and not state the first one of her son.
    assert!(offered(&stage, &held, &stage.officer).await && !offered(&stage, &held, &stage.operator).await);
    let of_son = format!("{}/payout-account", held.beneficiary(1));
    let body =
        json!({"bank_name": "BRI", "account_number": "00123456001", "account_holder_name": "Ahmad Hasan"});
    let own = stage.send(Method::PUT, &of_son, &stage.officer, Some(&held.etag), &body).await;
    let refused = own.expect_problem(409, "second_person_required");
    assert!(
        !refused["allowed_actions"].as_array().unwrap().contains(&json!("set_payout_account")),
        "{refused}"
    );
    // Once the widow is paid her account stays.
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    assert!(!offered(&stage, &held, &stage.officer).await && offered(&stage, &held, &colleague).await);
    let held = stage.give_account_as(&colleague, &held, 1).await;
    assert!(offered(&stage, &held, &stage.officer).await);
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 1, "TRF-2")).await;
    assert!(!offered(&stage, &held, &stage.officer).await && !offered(&stage, &held, &colleague).await);
}

/// What is left of an account that waits for somebody who reads the claim.
async fn ways(stage: &Stage, held: &Held, by: &Account) -> Value {
    stage.app.get(&held.path()).as_(by).send().await.expect(200)["allowed_actions"].clone()
}

#[tokio::test]
async fn deciding_upon_an_account_is_offered_while_one_waits_that_somebody_else_stated() {
    let stage = Stage::set().await;
    let both = json!(["approve_payout_account", "reject_payout_account"]);
    let paid = stage.paid_out().await;
    let (paid, _) = stage.child(&paid, ani(Some(&paid.beneficiary_id(0)))).await;
    for held in [stage.approved().await, paid] {
        assert_eq!(ways(&stage, &held, &stage.approver).await, json!([]));
        put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
        let held = stage.read(&held).await;
        assert_eq!(ways(&stage, &held, &stage.approver).await, both);
        for other in [&stage.operator, &stage.officer, &stage.insurer] {
            let offered = ways(&stage, &held, other).await;
            assert!(!strings(&offered).iter().any(|way| strings(&both).contains(way)), "{offered}");
        }
        let path = format!("{}/payout-account/approve", held.beneficiary(0));
        let approve = async |held: &Held| {
            stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), &json!({})).await
        };
        approve(&held).await.expect(200);
        let held = stage.read(&held).await;
        let again = approve(&held).await.expect_problem(409, "invalid_state");
        assert_eq!(again["allowed_actions"], json!([]));
    }
}

#[tokio::test]
async fn the_account_of_whoever_gets_scholarships_can_be_stated_after_the_last_payment() {
    let stage = Stage::set().await;
    let held = stage.paid_out().await;
    assert!(!offered(&stage, &held, &stage.officer).await);
    let (held, _) = stage.child(&held, ani(Some(&held.beneficiary_id(0)))).await;
    assert_eq!(held.json["status"], "paid");
    assert!(offered(&stage, &held, &stage.officer).await && !offered(&stage, &held, &stage.operator).await);
    put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
}

#[tokio::test]
async fn an_account_that_was_paid_to_stays() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
    put(&stage, &held, &stage.officer, &account("99987654321")).await.expect_problem(409, "invalid_state");
    let rejected = stage.rejected().await;
    put(&stage, &rejected, &stage.officer, &account("99987654321"))
        .await
        .expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = format!("{}/payout-account", held.beneficiary(0));
    let call = Call {
        method: Method::PUT,
        path: &path,
        body: account("00123456789"),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.etag, held.etag);
}
