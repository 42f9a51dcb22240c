//! `DELETE /v1/claims/{id}/beneficiaries/{beneficiary_id}`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::stage::{Call, READERS_ONLY, Stage};

#[tokio::test]
async fn a_beneficiary_is_removed_and_stays_in_the_history() {
    let stage = Stage::set().await;
    let held = stage.with_family().await;
    let path = held.beneficiary(1);
    let answer = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    assert!(answer.expect(204).is_null());
    let left = stage.read(&held).await;
    assert_eq!(answer.header("etag"), Some(left.etag.as_str()));
    let names: Vec<&str> = left.json["beneficiaries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Siti Aminah", "Nur Hasanah"]);
    stage.app.get(&path).as_(&stage.operator).send().await.expect_problem(404, "not_found");
    let kept = "SELECT before->'beneficiaries'->1->>'name' FROM changes WHERE action = 'beneficiary_removed'";
    assert_eq!(stage.column(kept).await, ["Ahmad Hasan"]);

    let again = stage.send(Method::DELETE, &path, &stage.operator, Some(&left.etag), &Value::Null).await;
    again.expect_problem(404, "not_found");
    let next =
        stage.add(&left, json!({"name": "Ali", "relation": "child", "share_basis_points": 2500})).await;
    assert_eq!(next.json["beneficiaries"][2]["name"], "Ali");
}

#[tokio::test]
async fn after_verification_nobody_is_removed() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let answer = stage
        .send(Method::DELETE, &held.beneficiary(0), &stage.officer, Some(&held.etag), &Value::Null)
        .await;
    answer.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = held.beneficiary(0);
    let call = Call {
        method: Method::DELETE,
        path: &path,
        body: Value::Null,
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["beneficiaries"], held.json["beneficiaries"]);
}
