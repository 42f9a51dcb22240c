//! `GET /v1/claims/{id}/beneficiaries` and one of them.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Call, Stage};

#[tokio::test]
async fn beneficiaries_are_listed_in_the_order_of_entry() {
    let stage = Stage::set().await;
    let held = stage.with_family().await;
    let all = stage
        .app
        .get(&held.action("beneficiaries?count=exact"))
        .as_(&stage.operator)
        .send()
        .await
        .expect(200);
    assert_eq!(all["data"], held.json["beneficiaries"]);
    assert_eq!((&all["count"], &all["next_cursor"]), (&json!(3), &Value::Null));

    let first = stage.app.get(&held.action("beneficiaries?limit=2")).as_(&stage.operator).send().await;
    let link = first.header("link").unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    assert_eq!(first.expect(200)["data"].as_array().unwrap().len(), 2);
    let rest = stage.app.get(&link).as_(&stage.operator).send().await.expect(200);
    assert_eq!(rest["data"], json!([held.json["beneficiaries"][2]]));
}

#[tokio::test]
async fn one_beneficiary_is_read_with_the_claims_version() {
    let stage = Stage::set().await;
    let held = stage.with_family().await;
    let answer = stage.app.get(&held.beneficiary(1)).as_(&stage.operator).send().await;
    assert_eq!(answer.expect(200), held.json["beneficiaries"][1]);
    assert_eq!(answer.header("etag"), Some(held.etag.as_str()));
    let request = stage.app.get(&held.beneficiary(1)).as_(&stage.operator);
    request.header("if-none-match", &held.etag).send().await.expect(304);

    let nobody = format!("{}/beneficiaries/{}", held.path(), Uuid::now_v7());
    stage.app.get(&nobody).as_(&stage.operator).send().await.expect_problem(404, "not_found");
    let other = stage.draft().await;
    let elsewhere = held.beneficiary(0).replace(&held.id, &other.id);
    stage.app.get(&elsewhere).as_(&stage.operator).send().await.expect_problem(404, "not_found");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    for path in [held.action("beneficiaries"), held.beneficiary(0)] {
        let call = Call {
            method: Method::GET,
            path: &path,
            body: Value::Null,
            allowed: Role::VillageOperator,
            forbidden: &[Role::Admin, Role::PlatformAdmin],
        };
        stage.refuses_outsiders(&held, &call).await;
    }
}
