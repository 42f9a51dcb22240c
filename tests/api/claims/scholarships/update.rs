//! `PATCH /v1/claims/{id}/children/{child_id}`.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ani, child_path};
use crate::claims::stage::{Held, Stage, field_errors, pairs};
use crate::support::app::Account;
use crate::support::request::Answer;

async fn patch(stage: &Stage, held: &Held, child: &Value, by: &Account, body: &Value) -> Answer {
    stage.send(Method::PATCH, &child_path(held, child), by, Some(&held.etag), body).await
}

#[tokio::test]
async fn a_child_is_corrected_and_what_is_absent_stays() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let changes = json!({"name": "Ani Hasan", "nik": null, "level_year": 6});
    let edited = patch(&stage, &held, &child, &stage.operator, &changes).await.expect(200);
    assert_eq!(
        (&edited["name"], &edited["nik"], &edited["birth_on"], &edited["entitlement"][0]["years"]),
        (&json!("Ani Hasan"), &Value::Null, &json!("2016-03-01"), &json!(1))
    );
    assert_eq!(stage.recorded(&held).await.last().unwrap(), "child_edited");
    // The same again is no new version.
    let held = stage.read(&held).await;
    let same = patch(&stage, &held, &child, &stage.operator, &json!({"level_year": 6})).await;
    same.expect(200);
    assert_eq!(same.header("etag"), Some(held.etag.as_str()));
    let wrong = json!({"name": null, "level": null, "birth_on": "x", "level_year": 0});
    let problem = patch(&stage, &held, &child, &stage.operator, &wrong).await;
    let problem = problem.expect_problem(422, "validation_failed");
    let found: Vec<String> = field_errors(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(found, ["/name", "/birth_on", "/level", "/level_year"]);
}

#[tokio::test]
async fn where_a_child_stood_is_settled_by_the_first_year_that_is_claimed() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let (held, scholarship) = stage.year(&held, &child).await;
    let earlier = json!({"level_year": 1});
    patch(&stage, &held, &child, &stage.operator, &earlier).await.expect_problem(409, "conflict");
    let reason = json!({"reason": "Kelas salah."});
    let (held, _) = stage.year_step(&held, &stage.operator, (&scholarship, "withdraw"), reason).await;
    let edited = patch(&stage, &held, &child, &stage.operator, &earlier).await.expect(200);
    assert_eq!(edited["entitlement"][0]["years"], 6);
}

/// The second person has seen to whom it goes.
#[tokio::test]
async fn who_is_paid_is_the_offices_business_and_settled_once_a_year_is_confirmed() {
    let stage = Stage::set().await;
    let held = stage.approved_family(42_000_000).await;
    let [widow, son] = [0, 1].map(|place| held.beneficiary_id(place));
    let (held, child) = stage.child(&held, ani(None)).await;
    // The first one is named by whoever cares for the family.
    let named = patch(&stage, &held, &child, &stage.operator, &json!({"payee_id": widow})).await.expect(200);
    assert_eq!(named["payee_id"], json!(widow));
    let held = stage.read(&held).await;
    let other = json!({"payee_id": son});
    patch(&stage, &held, &child, &stage.operator, &other).await.expect_problem(403, "forbidden");
    patch(&stage, &held, &child, &stage.officer, &other).await.expect(200);

    let (held, scholarship) = stage.verified_year().await;
    let child = json!({"id": scholarship["child_id"]});
    let nobody = json!({"payee_id": null});
    patch(&stage, &held, &child, &stage.officer, &nobody).await.expect_problem(409, "conflict");
    let stranger = json!({"payee_id": son});
    let problem = patch(&stage, &held, &child, &stage.officer, &stranger).await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/payee_id", "not_a_beneficiary")]));
}
