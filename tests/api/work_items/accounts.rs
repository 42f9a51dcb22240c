//! Accounts of beneficiaries that somebody has to look at

use reqwest::Method;
use serde_json::json;

use super::{PATH, items, only};
use crate::claims::scholarships::ani;
use crate::claims::stage::Stage;

#[tokio::test]
async fn another_account_is_the_approvers_work_until_it_is_decided() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let other =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &other).await.expect(200);
    let item = only(&stage.app, &stage.approver, "account_change_to_approve").await;
    assert_eq!(
        (&item["owner"], &item["people"], &item["link"]),
        (&json!("approver"), &json!(1), &json!(held.path()))
    );
    let held = stage.read(&held).await;
    let path = format!("{path}/reject");
    stage
        .send(Method::POST, &path, &stage.approver, Some(&held.etag), &json!({"reason": "x"}))
        .await
        .expect(200);
    assert_eq!(items(&stage.app, &stage.approver, "?kind=account_change_to_approve").await, [json!(null); 0]);
}

#[tokio::test]
async fn an_account_to_which_only_scholarships_go_is_work_as_well() {
    let stage = Stage::set().await;
    let held = stage.paid_out().await;
    let (held, _) = stage.child(&held, ani(Some(&held.beneficiary_id(0)))).await;
    let other =
        json!({"bank_name": "BRI", "account_number": "99987654321", "account_holder_name": "Siti Aminah"});
    let path = format!("{}/payout-account", held.beneficiary(0));
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &other).await.expect(200);
    let item = only(&stage.app, &stage.approver, "account_change_to_approve").await;
    assert_eq!((&item["people"], &item["link"]), (&json!(1), &json!(held.path())));
}

#[tokio::test]
async fn an_account_of_several_claims_is_looked_at_and_may_be_found_right() {
    let stage = Stage::set().await;
    // Every widow of the stage has the same account.
    stage.submitted().await;
    assert_eq!(items(&stage.app, &stage.officer, "?kind=account_shared").await, [json!(null); 0]);
    stage.with_widow().await;
    stage.with_widow().await;
    let item = only(&stage.app, &stage.officer, "account_shared").await;
    assert_eq!(
        (&item["owner"], &item["people"], &item["reason"]),
        (
            &json!("officer"),
            &json!(1),
            &json!("Rekening yang disebut untuk penerima klaim ini juga disebut pada 2 klaim lain.")
        )
    );
    assert!(!item.to_string().contains("00123456000"));
    let finish = format!("{PATH}/{}/finish", item["key"].as_str().unwrap());
    let body = json!({"note": "Satu keluarga."});
    let request = stage.app.post(&finish).as_(&stage.officer).json(&body);
    request.send().await.expect(200);
    assert_eq!(items(&stage.app, &stage.officer, "?kind=account_shared").await, [json!(null); 0]);
}

/// The keys of the items of accounts that several claims name.
async fn shared(stage: &Stage) -> Vec<String> {
    let found = items(&stage.app, &stage.approver, "?kind=account_shared").await;
    let mut keys: Vec<String> = found.iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test]
async fn an_account_that_waits_is_looked_at_before_it_is_approved() {
    let stage = Stage::set().await;
    let held = stage.approved().await;
    let widow = json!({"name": "Siti Aminah", "relation": "spouse", "share_basis_points": 10000});
    let other = stage.add(&stage.draft().await, widow).await;
    let other = stage.stated_anew(&other, &stage.operator, "99987654321").await;
    assert_eq!(shared(&stage).await, [""; 0]);
    let held = stage.stated_anew(&held, &stage.officer, "99987654321").await;
    let item = only(&stage.app, &stage.approver, "account_shared").await;
    assert_eq!(
        (&item["key"], &item["people"], &item["reason"]),
        (
            &json!(format!("account_shared.{}", held.id)),
            &json!(1),
            &json!("Rekening yang disebut untuk penerima klaim ini juga disebut pada 1 klaim lain.")
        )
    );
    // Of the other claim it is work as well, once that is on its way.
    let other = stage.step(&other, &stage.operator, "submit", json!({})).await;
    let mut both = [&held, &other].map(|claim| format!("account_shared.{}", claim.id));
    both.sort_unstable();
    assert_eq!(shared(&stage).await, both);
    let reject = format!("{}/payout-account/reject", held.beneficiary(0));
    let why = json!({"reason": "Rekening orang lain."});
    stage.send(Method::POST, &reject, &stage.approver, Some(&held.etag), &why).await.expect(200);
    assert_eq!(shared(&stage).await, [""; 0]);
}

#[tokio::test]
async fn a_shared_account_is_work_for_as_long_as_scholarships_go_there() {
    let stage = Stage::set().await;
    let held = stage.paid_out().await;
    // Every widow of the stage has the same account.
    stage.with_widow().await;
    assert_eq!(shared(&stage).await, [""; 0]);
    stage.child(&held, ani(Some(&held.beneficiary_id(0)))).await;
    assert_eq!(shared(&stage).await, [format!("account_shared.{}", held.id)]);
}
