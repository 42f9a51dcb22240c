//! `POST /v1/claims/{id}/children/{child_id}/lapse` and `/reinstate`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::child_path;
use crate::claims::stage::{Call, Held, READERS_ONLY, Stage, field_errors, pairs};
use crate::support::request::Answer;

async fn act(stage: &Stage, held: &Held, child: &Value, action: &str, body: &Value) -> Answer {
    let path = format!("{}/{action}", child_path(held, child));
    stage.send(Method::POST, &path, &stage.operator, Some(&held.etag), body).await
}

#[tokio::test]
async fn a_child_that_marries_claims_no_more_until_that_is_taken_back() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    stage.in_september(1);
    let wedding = json!({"reason": "married", "lapsed_on": stage.today, "note": "Menikah di KUA."});
    let lapsed = act(&stage, &held, &child, "lapse", &wedding).await.expect(200);
    assert_eq!(
        (&lapsed["lapse"]["reason"], &lapsed["lapse"]["lapsed_on"], &lapsed["lapse"]["by"]),
        (&json!("married"), &json!(stage.today), &json!(stage.operator.id))
    );
    assert_eq!((&lapsed["may_be_due"], &lapsed["lapse"]["note"]), (&json!(false), &json!("Menikah di KUA.")));
    assert_eq!(lapsed["allowed_actions"], json!(["edit", "claim_scholarship", "reinstate"]));
    let held = stage.read(&held).await;
    let again = act(&stage, &held, &child, "lapse", &wedding).await.expect_problem(409, "invalid_state");
    assert_eq!(again["allowed_actions"], json!(["edit", "claim_scholarship", "reinstate"]));
    // The year that began before the wedding is still due, the next one is not.
    let problem = stage.try_year(&held, &child, &stage.school_year(1), "primary").await;
    let problem = problem.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/child_id", "child_lapsed")]));
    let (held, scholarship) = stage.year(&held, &child).await;
    assert_eq!(scholarship["status"], "claimed");

    let reason = json!({"reason": "Saudaranya yang menikah."});
    let back = act(&stage, &held, &child, "reinstate", &reason).await.expect(200);
    assert_eq!((&back["lapse"], &back["may_be_due"]), (&Value::Null, &json!(true)));
    stage.try_year(&held, &child, &stage.school_year(1), "primary").await.expect(201);
    let told = ["child_lapsed", "scholarship_claimed", "child_reinstated", "scholarship_claimed"];
    assert!(stage.recorded(&held).await.ends_with(&told.map(str::to_owned)));
}

#[tokio::test]
async fn the_day_is_no_day_ahead_and_none_before_the_birth() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    for day in [stage.tomorrow(), "2016-02-28".to_owned()] {
        let body = json!({"reason": "working", "lapsed_on": day});
        let problem = act(&stage, &held, &child, "lapse", &body).await;
        let problem = problem.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/lapsed_on", "lapse_day")]));
    }
    let unknown = json!({"reason": "bored", "lapsed_on": stage.today});
    act(&stage, &held, &child, "lapse", &unknown).await.expect_problem(422, "invalid_shape");
    let reason = json!({"reason": "Salah."});
    act(&stage, &held, &child, "reinstate", &reason).await.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    for (action, body) in [
        ("lapse", json!({"reason": "working", "lapsed_on": stage.today})),
        ("reinstate", json!({"reason": "Salah."})),
    ] {
        let path = format!("{}/{action}", child_path(&held, &child));
        let call = Call {
            method: Method::POST,
            path: &path,
            body,
            allowed: Role::VillageOperator,
            forbidden: READERS_ONLY,
        };
        stage.refuses_outsiders(&held, &call).await;
        stage.refuses_other_versions(&held, &call).await;
    }
}
