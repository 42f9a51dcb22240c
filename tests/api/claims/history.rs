//! `GET /v1/claims/{id}/history`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, Stage};

#[tokio::test]
async fn every_version_is_kept_with_who_and_what_and_no_secret() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body =
        json!({"name": "Siti", "relation": "spouse", "share_basis_points": 10000, "nik": "3529015708850001"});
    let held = stage.add(&draft, body).await;
    let held = stage.give_account(&held, 0).await;
    stage.step(&held, &stage.operator, "submit", json!({"note": "Lengkap."})).await;

    let answer = stage.app.get(&held.action("history?count=exact")).as_(&stage.officer).send().await;
    let history = answer.expect(200);
    assert_eq!(history["count"], 4);
    let versions: Vec<(&Value, &Value)> =
        history["data"].as_array().unwrap().iter().map(|one| (&one["version"], &one["action"])).collect();
    let expected = [(1, "created"), (2, "beneficiary_added"), (3, "payout_account_set"), (4, "submitted")];
    let expected = expected.map(|(version, action)| (json!(version), json!(action)));
    assert_eq!(versions, expected.iter().map(|(version, action)| (version, action)).collect::<Vec<_>>());
    let last = &history["data"][3];
    assert_eq!(last["actor_id"], json!(stage.operator.id));
    assert_eq!(last["reason"], "Lengkap.");
    assert_eq!(last["before"]["status"], "draft");
    assert_eq!(last["after"]["status"], "submitted");
    let widow = &last["after"]["beneficiaries"][0];
    assert_eq!(
        (&widow["nik_mask"], &widow["account_mask"]),
        (&json!("3529************"), &json!("*******000"))
    );
    let text = answer.text();
    assert!(!text.contains("_sealed") && !text.contains("_hash"), "{text}");
}

#[tokio::test]
async fn history_comes_in_pages() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let first = stage.app.get(&held.action("history?limit=2")).as_(&stage.officer).send().await.expect(200);
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    let cursor = first["next_cursor"].as_str().unwrap();
    let path = held.action(&format!("history?limit=2&cursor={cursor}"));
    let second = stage.app.get(&path).as_(&stage.officer).send().await.expect(200);
    assert_eq!((&second["data"][0]["version"], &second["next_cursor"]), (&json!(3), &Value::Null));
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("history");
    let call = Call {
        method: Method::GET,
        path: &path,
        body: Value::Null,
        allowed: Role::VillageOperator,
        forbidden: &[Role::Admin, Role::PlatformAdmin],
    };
    stage.refuses_outsiders(&held, &call).await;
}
