//! What is told of accounts, and is not any more once it is false

use reqwest::Method;
use serde_json::{Value, json};

use super::{states, told, why};
use crate::claims::stage::{Held, Stage};

/// States another account of the widow, by the office.
async fn asks(stage: &Stage, held: &Held, number: &str) -> Held {
    let path = format!("{}/payout-account", held.beneficiary(0));
    let account = json!({ "bank_name": "BRI", "bank_code": "002", "account_number": number,
        "account_holder_name": "Siti Aminah" });
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &account).await.expect(200);
    stage.read(held).await
}

/// A second person decides upon it.
async fn decides(stage: &Stage, held: &Held, action: &str, body: &Value) -> Held {
    let path = format!("{}/payout-account/{action}", held.beneficiary(0));
    stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), body).await.expect(200);
    stage.read(held).await
}

/// State of what is told of accounts.
async fn of_accounts(stage: &Stage, held: &Held) -> Vec<String> {
    let mut all = states(stage, held).await;
    all.retain(|one| one.starts_with("account_changed"));
    all
}

#[tokio::test]
async fn a_request_for_another_account_is_not_told_once_it_is_decided() {
    let stage = Stage::set().await;
    let (waits, over) = ("account_changed ready -", "account_changed cancelled superseded");
    let held = asks(&stage, &stage.approved().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, [waits]);
    let held = decides(&stage, &held, "reject", &json!({ "reason": "Tidak diminta." })).await;
    assert_eq!(of_accounts(&stage, &held).await, [over]);
    let held = asks(&stage, &held, "99987654322").await;
    assert_eq!(of_accounts(&stage, &held).await, [over, waits]);
    // Another one is asked for instead.
    let held = asks(&stage, &held, "99987654323").await;
    assert_eq!(of_accounts(&stage, &held).await, [over, over, waits]);
    // The account that she has is stated: what was asked for is taken back.
    let held = stage.give_account_as(&stage.officer, &held, 0).await;
    assert_eq!(of_accounts(&stage, &held).await, [over, over, over]);
    let held = asks(&stage, &held, "99987654324").await;
    let held = decides(&stage, &held, "approve", &json!({})).await;
    let found = told(&stage.app, "?kind=account_changed&status=ready").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let text = found[0]["text"]["id"].as_str().unwrap();
    assert!(text.starts_with("Rekening Anda diganti") && text.contains("yang berakhir 324."), "{text}");
    // That her account was changed stays true while something else is asked for, and no longer.
    let held = asks(&stage, &held, "99987654325").await;
    let ready = async || told(&stage.app, "?kind=account_changed&status=ready").await.len();
    assert_eq!(ready().await, 2);
    decides(&stage, &held, "approve", &json!({})).await;
    assert_eq!(ready().await, 1);
}

#[tokio::test]
async fn a_request_for_another_account_is_not_told_once_the_claim_is_taken_back() {
    let stage = Stage::set().await;
    let held = asks(&stage, &stage.sent().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed ready -"]);
    stage.step(&held, &stage.operator, "withdraw", why()).await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed cancelled superseded"]);
}

#[tokio::test]
async fn the_same_number_at_another_bank_is_another_account_and_told_as_one() {
    let stage = Stage::set().await;
    let held = asks(&stage, &stage.approved().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed ready -"]);
    let held = decides(&stage, &held, "approve", &json!({})).await;
    assert_eq!(of_accounts(&stage, &held).await.len(), 2);
    let path = format!("{}/payout-account", held.beneficiary(0));
    let elsewhere = json!({ "bank_name": "BCA", "bank_code": "014", "account_number": "99987654321",
        "account_holder_name": "Siti Aminah" });
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &elsewhere).await.expect(200);
    let held = stage.read(&held).await;
    let ready = async || {
        let found = told(&stage.app, "?kind=account_changed&status=ready").await;
        let text = |one: &Value| one["text"]["id"].as_str().unwrap().to_owned();
        found.iter().map(text).collect::<Vec<String>>()
    };
    let [changed, asked] = ["BRI", "BCA"].map(|bank| format!("menjadi {bank} yang berakhir 321."));
    let texts = ready().await;
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].starts_with("Rekening Anda diganti") && texts[0].contains(&changed), "{texts:?}");
    assert!(texts[1].starts_with("Ada permintaan mengganti") && texts[1].contains(&asked), "{texts:?}");
    decides(&stage, &held, "approve", &json!({})).await;
    let texts = ready().await;
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert!(texts[0].starts_with("Rekening Anda diganti") && texts[0].contains(&asked), "{texts:?}");
}

#[tokio::test]
async fn that_an_account_was_changed_stays_told_where_only_its_holder_is_called_otherwise() {
    let stage = Stage::set().await;
    let held = asks(&stage, &stage.approved().await, "99987654321").await;
    assert_eq!(of_accounts(&stage, &held).await, ["account_changed ready -"]);
    let held = decides(&stage, &held, "approve", &json!({})).await;
    let over = "account_changed cancelled superseded";
    assert_eq!(of_accounts(&stage, &held).await.len(), 2);
    let path = format!("{}/payout-account", held.beneficiary(0));
    let renamed = json!({ "bank_name": "BRI", "bank_code": "002", "account_number": "99987654321",
        "account_holder_name": "SITI AMINA" });
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &renamed).await.expect(200);
    let held = stage.read(&held).await;
    assert_eq!(of_accounts(&stage, &held).await.len(), 3);
    let held = decides(&stage, &held, "approve", &json!({})).await;
    let mut all = of_accounts(&stage, &held).await;
    all.sort_unstable();
    assert_eq!(all, [over, over, "account_changed ready -"]);
}
