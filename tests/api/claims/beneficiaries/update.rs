//! `PATCH /v1/claims/{id}/beneficiaries/{beneficiary_id}`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::stage::{Call, READERS_ONLY, Stage, field_errors, pairs};

#[tokio::test]
async fn a_beneficiary_is_corrected() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = held.beneficiary(0);
    let body = json!({"relation": "child", "birth_on": "2015-01-01", "guardian_name": "Rahmah", "nik": "3529010101150002"});
    let answer = stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &body).await;
    let child = answer.expect(200);
    assert_eq!(child["guardian_name"], "Rahmah");
    assert_eq!((&child["name"], &child["relation"]), (&json!("Siti Aminah"), &json!("child")));
    assert_eq!(child["nik"], "3529************");
    let seen = stage.read(&held).await;
    assert_eq!(answer.header("etag"), Some(seen.etag.as_str()));
    assert_eq!(seen.json["beneficiaries"][0], child);
    assert_eq!(stage.recorded(&held).await.last().map(String::as_str), Some("beneficiary_edited"));

    let clear = json!({"nik": null, "guardian_name": null});
    let answer = stage.send(Method::PATCH, &path, &stage.operator, Some(&seen.etag), &clear).await;
    let cleared = answer.expect(200);
    assert_eq!((&cleared["nik"], &cleared["guardian_name"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_patch_that_changes_nothing_makes_no_version() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let body =
        json!({"name": "Siti", "relation": "spouse", "share_basis_points": 1, "nik": "3529015708850001"});
    let held = stage.add(&draft, body.clone()).await;
    let answer =
        stage.send(Method::PATCH, &held.beneficiary(0), &stage.operator, Some(&held.etag), &body).await;
    answer.expect(200);
    assert_eq!(answer.header("etag"), Some(held.etag.as_str()));
    assert_eq!(stage.recorded(&held).await.len(), 2);
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let body = json!({
        "name": null, "relation": null, "nik": "x", "birth_on": "2199-01-01", "share_basis_points": 0,
    });
    let answer =
        stage.send(Method::PATCH, &held.beneficiary(0), &stage.operator, Some(&held.etag), &body).await;
    assert_eq!(
        field_errors(&answer.expect_problem(422, "validation_failed")),
        pairs(&[
            ("/name", "required"),
            ("/nik", "nik_not_digits"),
            ("/birth_on", "birth_in_future"),
            ("/relation", "required"),
            ("/share_basis_points", "share_out_of_range"),
        ])
    );
}

#[tokio::test]
async fn after_verification_nothing_is_corrected() {
    let stage = Stage::set().await;
    let held = stage.verified().await;
    let body = json!({"share_basis_points": 5000});
    let answer =
        stage.send(Method::PATCH, &held.beneficiary(0), &stage.officer, Some(&held.etag), &body).await;
    answer.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.with_widow().await;
    let path = held.beneficiary(0);
    let call = Call {
        method: Method::PATCH,
        path: &path,
        body: json!({"name": "Siti"}),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["beneficiaries"], held.json["beneficiaries"]);
}
