//! `GET /v1/claims/{id}/timeline`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Stage};

#[tokio::test]
async fn a_claim_tells_its_story() {
    let stage = Stage::set().await;
    let name = "INSERT INTO users (id, regency_id, username, full_name, role, status, version, created_at, updated_at) \
        VALUES ($1, 1, 'insurer', 'Rahmat Hidayat', 'insurer', 'active', 1, now(), now())";
    stage.database.execute(name, &[&stage.insurer.id]).await.unwrap();
    let held = stage.rejected().await;
    let held = stage.step(&held, &stage.operator, "appeal", json!({"reason": "Iuran dibayar."})).await;
    let held = stage.step(&held, &stage.insurer, "record-decision", stage.approval(42_000_000)).await;
    let held = stage.step(&held, &stage.insurer, "record-payment", stage.transfer(&held, 0, "TRF-1")).await;

    let request = stage.app.get(&held.action("timeline")).as_(&stage.officer).header("accept-language", "en");
    let story = request.send().await.expect(200);
    let story = story["data"].as_array().unwrap();
    let told: Vec<&str> = story.iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        [
            "created",
            "beneficiary_added",
            "payout_account_set",
            "submitted",
            "verified",
            "sent_to_insurer",
            "rejected",
            "appealed",
            "approved",
            "payment_recorded",
        ]
    );
    assert_eq!(story[1]["beneficiary_name"], "Siti Aminah");
    assert_eq!((&story[7]["reason"], &story[7]["actor_name"]), (&json!("Iuran dibayar."), &Value::Null));
    assert_eq!(story[8]["amount_idr"], 42_000_000);
    let payment = &story[9];
    assert_eq!(payment["summary"], "A payment to a beneficiary was recorded.");
    assert_eq!(payment["actor_name"], "Rahmat Hidayat");
    assert_eq!(payment["beneficiary_id"], json!(held.beneficiary_id(0)));
    assert_eq!((&payment["amount_idr"], &payment["status"]), (&json!(42_000_000), &json!("paid")));

    // The worker's own story has the same sums.
    let path = format!("/v1/workers/{}/timeline", held.json["worker"]["id"].as_str().unwrap());
    let whole = stage.app.get(&path).as_(&stage.officer).send().await.expect(200);
    let of_claim = whole["data"].as_array().unwrap().iter().filter(|event| event["subject"] == "claim");
    let sums: Vec<(&str, Option<i64>)> = of_claim
        .map(|event| (event["action"].as_str().unwrap(), event["amount_idr"].as_i64()))
        .filter(|(_, amount)| amount.is_some())
        .collect();
    assert_eq!(sums, [("approved", Some(42_000_000)), ("payment_recorded", Some(42_000_000))]);

    let path = held.action("timeline?limit=1&count=exact");
    let page = stage.app.get(&path).as_(&stage.operator).send().await.expect(200);
    assert_eq!(page["data"][0]["summary"], "Konsep klaim dibuat.");
    assert_eq!(page["count"], 10);
    assert!(page["next_cursor"].is_string());
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("timeline");
    let call = Call {
        method: Method::GET,
        path: &path,
        body: Value::Null,
        allowed: Role::DistrictViewer,
        forbidden: &[Role::Admin, Role::PlatformAdmin],
    };
    stage.refuses_outsiders(&held, &call).await;
}
