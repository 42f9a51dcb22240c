//! `PUT /v1/claims/{id}/beneficiaries/{beneficiary_id}/payout-account`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::stage::{Call, Held, READERS_ONLY, Stage, field_errors, pairs};
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
    let action = json!("set_payout_account");
    let colleague = stage.app.officer();
    for (by, may) in [(&stage.officer, false), (&colleague, true)] {
        let seen = stage.app.get(&sent.path()).as_(by).send().await.expect(200);
        assert_eq!(seen["allowed_actions"].as_array().unwrap().contains(&action), may);
    }
    assert_eq!(stage.read(&sent).await.etag, sent.etag);
    put(&stage, &sent, &stage.app.officer(), &account("00123456789")).await.expect(200);
    assert_eq!(stage.read(&sent).await.json["status"], "sent_to_insurer");
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
