//! Another account in the place of one, once the claim was verified: `PUT .../payout-account`, `/approve` and `/reject`.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{join, join_all};
use payung::access::caller::{AccountKind, Role, ScopeSet};
use payung::access::tokens::Grant;
use payung::domain::RegionCode;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Call, Held, Stage, field_errors, pairs};
use crate::support::app::Account;
use crate::support::regions::SUMENEP;
use crate::support::request::Answer;

pub(super) fn account(number: &str) -> Value {
    json!({"bank_name": "BRI", "bank_code": "002", "account_number": number, "account_holder_name": "SITI AMINA"})
}

pub(super) async fn put(stage: &Stage, held: &Held, by: &Account, body: &Value) -> Answer {
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, by, Some(&held.etag), body).await
}

pub(super) async fn decide(stage: &Stage, held: &Held, by: &Account, action: &str, body: &Value) -> Answer {
    let path = format!("{}/payout-account/{action}", held.beneficiary(0));
    stage.send(Method::POST, &path, by, Some(&held.etag), body).await
}

/// An approved claim with another account of the widow that waits.
async fn waiting(stage: &Stage) -> Held {
    let approved = stage.approved().await;
    put(stage, &approved, &stage.officer, &account("99987654321")).await.expect(200);
    stage.read(&approved).await
}

/// As if the change had been stated so many hours earlier.
async fn stated_hours_ago(stage: &Stage, hours: i64) {
    let stated = stage.app.state.clock.now() - TimeDelta::hours(hours);
    stage.database.execute("UPDATE claim_beneficiaries SET pending_at = $1", &[&stated]).await.unwrap();
}

#[tokio::test]
async fn another_account_waits_for_a_second_person_and_the_claim_stays_where_it_is() {
    let stage = Stage::set().await;
    for held in [stage.verified().await, stage.sent().await, stage.approved().await] {
        let status = held.json["status"].clone();
        let by_village = put(&stage, &held, &stage.operator, &account("99987654321")).await;
        by_village.expect_problem(403, "forbidden");
        let shown = put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
        assert_eq!(shown["payout_state"], "awaiting_approval");
        assert_eq!(shown["payout_account"]["account_number"], "*******000");
        let pending = &shown["pending_payout_account"];
        assert_eq!(
            (&pending["account_number"], &pending["stated_by"]),
            (&json!("*******321"), &json!(stage.officer.id))
        );
        let held = stage.read(&held).await;
        assert_eq!(held.json["status"], status);
        // Said again, nothing changes.
        let again = put(&stage, &held, &stage.officer, &account("999-8765-4321")).await;
        assert_eq!(again.header("etag"), Some(held.etag.as_str()));
        assert_eq!(
            stage.recorded(&held).await.last().map(String::as_str),
            Some("payout_account_change_stated")
        );
        let hidden = "SELECT count(*)::text FROM changes WHERE after::text LIKE '%99987654321%'";
        assert_eq!(stage.column(hidden).await, ["0"]);
    }
}

#[tokio::test]
async fn whoever_stated_it_does_not_approve_it_and_neither_does_a_system() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let client = stage.app.sign(Grant {
        account_id: Uuid::now_v7(),
        kind: AccountKind::Client,
        role: None,
        scopes: ScopeSet::of_role(Role::Approver),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: None,
        version: 1,
    });
    for by in [&client, &stage.officer, &stage.operator, &stage.insurer] {
        decide(&stage, &held, by, "approve", &json!({})).await.expect_problem(403, "forbidden");
    }
    // The officer has become an approver meanwhile.
    let promoted = stage.app.sign(Grant {
        account_id: stage.officer.id,
        kind: AccountKind::User,
        role: Some(Role::Approver),
        scopes: ScopeSet::of_role(Role::Approver),
        regions: vec![RegionCode::parse("35.29").unwrap()],
        regency_id: Some(SUMENEP),
        session_id: Some(Uuid::now_v7()),
        version: 1,
    });
    for (action, body) in [("approve", json!({})), ("reject", json!({"reason": "x"}))] {
        let own = decide(&stage, &held, &promoted, action, &body).await;
        assert_eq!(own.expect_problem(409, "second_person_required")["allowed_actions"], json!([]));
    }
    let forced = "UPDATE claim_beneficiaries SET account_changed_by = $1, account_approved_by = $1, \
        account_payable_from = now()";
    let refused = stage.database.execute(forced, &[&stage.officer.id]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claim_beneficiaries_second_person_check"));
    decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect(200);
}

#[tokio::test]
async fn nobody_is_paid_to_it_before_it_is_approved_and_the_cooling_off_time_is_over() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let refuse = async |held: &Held, transfer: &Value, code: &str| {
        let answer = stage.try_step(held, &stage.insurer, "record-payment", transfer).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/beneficiary_id", code)]));
    };
    refuse(&held, &transfer, "account_change_pending").await;
    stated_hours_ago(&stage, 23).await;
    let approved =
        decide(&stage, &held, &stage.approver, "approve", &json!({"note": "Ditelepon."})).await.expect(200);
    let account = &approved["payout_account"];
    assert_eq!(
        (&account["changed_by"], &account["approved_by"]),
        (&json!(stage.officer.id), &json!(stage.approver.id))
    );
    assert_eq!(account["account_number"], "*******321");
    assert_eq!(
        (&approved["pending_payout_account"], &approved["payout_state"]),
        (&Value::Null, &json!("ready"))
    );
    // The hour in which it can be paid stands beside the state.
    let payable_from: DateTime<Utc> = account["payable_from"].as_str().unwrap().parse().unwrap();
    assert!(payable_from > stage.app.state.clock.now());
    let held = stage.read(&held).await;
    refuse(&held, &transfer, "account_cooling_off").await;
    let over =
        "UPDATE claim_beneficiaries SET account_payable_from = account_payable_from - interval '1 hour'";
    stage.database.execute(over, &[]).await.unwrap();
    // Nor was it yesterday: what was transferred then went elsewhere, or too early.
    stage.database.execute("UPDATE claims SET decided_on = decided_on - 1", &[]).await.unwrap();
    let mut early = transfer.clone();
    early["paid_on"] = json!(stage.days_ago(1));
    refuse(&held, &early, "account_cooling_off").await;
    let paid = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    assert_eq!(paid.json["beneficiaries"][0]["payment"]["account_number"], "*******321");
}

#[tokio::test]
async fn the_cooling_off_time_is_a_dated_rule() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let later =
        "UPDATE rule_parameters SET valid_from = '2190-01-01' WHERE key = 'payout_change_cooling_hours'";
    stage.database.execute(later, &[]).await.unwrap();
    decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect_problem(409, "rule_missing");
    let none = "UPDATE rule_parameters SET valid_from = '2015-07-01', value = 0 WHERE key = 'payout_change_cooling_hours'";
    stage.database.execute(none, &[]).await.unwrap();
    decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;
}

#[tokio::test]
async fn it_is_turned_down_or_taken_back() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let before = held.json["beneficiaries"][0]["payout_account"].clone();
    let body = json!({"reason": "Keluarga tidak mengenal rekening ini."});
    let turned = decide(&stage, &held, &stage.approver, "reject", &body).await.expect(200);
    assert_eq!((&turned["payout_account"], &turned["pending_payout_account"]), (&before, &Value::Null));
    let held = stage.read(&held).await;
    decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect_problem(409, "invalid_state");
    put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
    let held = stage.read(&held).await;
    let first = json!({
        "bank_name": "BPR Bhakti Sumekar", "account_number": "00123456000", "account_holder_name": "Siti Aminah",
    });
    let back = put(&stage, &held, &stage.officer, &first).await.expect(200);
    assert_eq!((&back["payout_account"], &back["pending_payout_account"]), (&before, &Value::Null));
    let recorded = stage.recorded(&held).await;
    let last: Vec<&str> = recorded.iter().rev().take(3).map(String::as_str).collect();
    assert_eq!(
        last,
        ["payout_account_change_withdrawn", "payout_account_change_stated", "payout_account_change_rejected"]
    );
}

#[tokio::test]
async fn a_holder_of_another_name_is_explained() {
    let stage = Stage::set().await;
    for held in [stage.with_widow().await, stage.verified().await] {
        let mut other = account("99987654321");
        other["account_holder_name"] = json!("Rahmah");
        let problem =
            put(&stage, &held, &stage.officer, &other).await.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/explanation", "holder_differs")]));
        other["explanation"] = json!("Anak kandung; penerima tidak memiliki rekening.");
        let shown = put(&stage, &held, &stage.officer, &other).await.expect(200);
        let place = if held.json["status"] == "draft" { "payout_account" } else { "pending_payout_account" };
        assert_eq!(shown[place]["explanation"], other["explanation"]);
    }
    // What fits needs no explanation, and keeps none.
    let held = stage.with_widow().await;
    let mut same = account("99987654321");
    same["explanation"] = json!("Tidak perlu.");
    let shown = put(&stage, &held, &stage.officer, &same).await.expect(200);
    assert_eq!(shown["payout_account"]["explanation"], Value::Null);
}

#[tokio::test]
async fn a_claim_does_not_go_to_the_insurer_while_an_account_waits() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    put(&stage, &held, &stage.officer, &account("99987654321")).await.expect(200);
    let held = stage.read(&held).await;
    let answer = stage.try_step(&held, &stage.officer, "send-to-insurer", &json!({})).await;
    answer.expect_problem(409, "conflict");
    decide(&stage, &held, &stage.approver, "approve", &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
}

#[tokio::test]
async fn of_many_approvals_one_counts() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let approvers: Vec<Account> = (0..8).map(|_| stage.app.account(Role::Approver, &["35.29"])).collect();
    let body = json!({});
    let answers = join_all(approvers.iter().map(|by| decide(&stage, &held, by, "approve", &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 200) {
        loser.expect_problem(412, "version_mismatch");
    }
    let approved =
        stage.recorded(&held).await.into_iter().filter(|action| action == "payout_account_change_approved");
    assert_eq!(approved.count(), 1);
}

#[tokio::test]
async fn of_a_change_and_a_payment_at_once_one_counts() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let (other, transfer) = (account("99987654321"), stage.transfer(&held, 0, "TRF-1"));
    let (changed, paid) = join(
        put(&stage, &held, &stage.officer, &other),
        stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
    )
    .await;
    let mut statuses = [changed.status.as_u16(), paid.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let held = stage.read(&held).await;
    let expected = if paid.status == 200 { "paid" } else { "awaiting_approval" };
    assert_eq!(held.json["beneficiaries"][0]["payout_state"], expected);
}

#[tokio::test]
async fn of_an_approval_and_a_payment_at_once_the_money_goes_to_neither_account_before_its_time() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let (approval, transfer) = (json!({}), stage.transfer(&held, 0, "TRF-1"));
    let (approved, paid) = join(
        decide(&stage, &held, &stage.approver, "approve", &approval),
        stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
    )
    .await;
    approved.expect(200);
    assert!(matches!(paid.status.as_u16(), 412 | 422), "{}", paid.text());
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_payments").await, ["0"]);
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = waiting(&stage).await;
    let path = format!("{}/payout-account/approve", held.beneficiary(0));
    let call = Call {
        method: Method::POST,
        path: &path,
        body: json!({}),
        allowed: Role::Approver,
        forbidden: &[
            Role::VillageOperator,
            Role::DistrictViewer,
            Role::Officer,
            Role::Insurer,
            Role::Auditor,
            Role::Admin,
        ],
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
}
