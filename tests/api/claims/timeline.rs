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
    assert_eq!(story[1]["summary"], "A beneficiary was added: Widow or widower.");
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
async fn it_says_which_paper_and_what_was_missing_also_where_nobody_wrote_a_note() {
    let stage = Stage::set().await;
    let (held, paper) = stage.send_paper(&stage.with_widow().await, "death_certificate").await;
    let blurred = json!({"reason": "Foto buram."});
    stage.act_on_paper(&held, &stage.operator, (&paper, "withdraw"), &blurred).await.expect(200);
    let held = stage.read(&held).await;
    stage.act_on_paper(&held, &stage.operator, (&paper, "restore"), &json!({})).await.expect(200);
    let held = stage.step(&stage.read(&held).await, &stage.operator, "submit", json!({})).await;
    stage.act_on_paper(&held, &stage.officer, (&paper, "accept"), &json!({})).await.expect(200);
    let held = stage.read(&held).await;
    stage.act_on_paper(&held, &stage.approver, (&paper, "refuse"), &blurred).await.expect(200);
    let missing = json!({"missing": ["Akta kematian", "Surat pengantar RT"]});
    let held = stage.step(&stage.read(&held).await, &stage.officer, "return", missing).await;
    let accident = json!({"kind": "work_accident", "accident_on": null, "reason": "Jatuh di warung."});
    let held = stage.step(&held, &stage.operator, "reclassify", accident).await;

    let worker = format!("/v1/workers/{}/timeline", held.json["worker"]["id"].as_str().unwrap());
    let told = async |path: &str, language: &str| {
        let request = stage.app.get(path).as_(&stage.officer).header("accept-language", language);
        let story = request.send().await.expect(200)["data"].as_array().unwrap().clone();
        // A claim's own story is of nothing else.
        let own = |event: &Value| event["subject"].as_str().is_none_or(|what| what == "claim");
        story.into_iter().filter(own).collect::<Vec<Value>>()
    };
    let own = told(&held.action("timeline"), "en").await;
    let of_worker = told(&worker, "en").await;
    for story in [&own, &of_worker] {
        let said: Vec<&str> = story.iter().map(|event| event["summary"].as_str().unwrap()).collect();
        assert_eq!(
            said,
            [
                "The claim was drafted.",
                "A beneficiary was added: Widow or widower.",
                "The account of a beneficiary was recorded.",
                "A document was added: Death certificate.",
                "A document was taken back: Death certificate.",
                "A document was put back: Death certificate.",
                "The claim was submitted to the employment office.",
                "A document was accepted: Death certificate.",
                "A document was refused: Death certificate.",
                "The claim was returned for completion: Death certificate, Surat pengantar RT.",
                "The kind of the claim was changed: from Death (JKM) to Work accident (JKK).",
            ]
        );
        assert_eq!((&story[8]["reason"], &story[9]["reason"]), (&json!("Foto buram."), &Value::Null));
    }
    let own = told(&held.action("timeline"), "id").await;
    assert_eq!(own[8]["summary"], "Dokumen ditolak: Akta kematian.");
    assert_eq!(own[9]["summary"], "Klaim dikembalikan untuk dilengkapi: Akta kematian, Surat pengantar RT.");
    assert_eq!(own[10]["summary"], "Jenis klaim diubah: dari Kematian (JKM) menjadi Kecelakaan kerja (JKK).");
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
