//! `PATCH /v1/claims/{id}`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, READERS_ONLY, Stage, VILLAGE, field_errors, pairs};

#[tokio::test]
async fn facts_of_a_draft_are_corrected() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let body = json!({"event_on": stage.days_ago(12), "circumstances": "Sakit."});
    let answer = stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &body).await;
    let claim = answer.expect(200);
    assert_eq!(answer.header("etag"), Some("\"2.masked-w1\""));
    assert_eq!(claim["event_on"], json!(stage.days_ago(12)));
    assert_eq!(claim["circumstances"], "Sakit.");
    assert_eq!(claim["reported_on"], held.json["reported_on"]);
    assert_eq!(stage.recorded(&held).await, ["created", "edited"]);
    let stored = stage.column("SELECT event_on::text FROM claims").await;
    assert_eq!(stored, [stage.days_ago(12)]);

    let held = stage.read(&held).await;
    let clear = json!({"circumstances": null});
    let answer = stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &clear).await;
    assert_eq!(answer.expect(200)["circumstances"], Value::Null);
}

#[tokio::test]
async fn an_accident_does_not_end_in_a_death_that_is_claimed_already() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let accident = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5)});
    let accident = stage.file(accident).await;
    let death = json!({"kind": "death", "worker_id": worker, "event_on": stage.days_ago(4)});
    let death = stage.file(death).await;
    let died = json!({"died_on": stage.days_ago(4)});
    let path = accident.path();
    let edit = || stage.send(Method::PATCH, &path, &stage.operator, Some(&accident.etag), &died);
    edit().await.expect_problem(409, "already_exists");
    stage.step(&death, &stage.operator, "withdraw", json!({"reason": "Kecelakaan kerja."})).await;
    edit().await.expect(200);
}

#[tokio::test]
async fn a_patch_that_changes_nothing_makes_no_version() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    for body in [json!({}), json!({"event_on": held.json["event_on"]})] {
        let answer = stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &body).await;
        assert_eq!(answer.expect(200), held.json);
    }
    assert_eq!(stage.recorded(&held).await, ["created"]);
}

#[tokio::test]
async fn facts_that_do_not_fit_are_refused_together() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let patch = async |body: Value| {
        let answer = stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &body).await;
        field_errors(&answer.expect_problem(422, "validation_failed"))
    };
    assert_eq!(
        patch(json!({"event_on": null, "reported_on": "x", "circumstances": ""})).await,
        pairs(&[("/event_on", "required"), ("/reported_on", "day_format"), ("/circumstances", "text_empty")])
    );
    assert_eq!(
        patch(json!({"died_on": stage.today, "reported_on": stage.days_ago(11)})).await,
        pairs(&[("/reported_on", "report_before_event"), ("/died_on", "death_only_with_work_accident")])
    );
    let kind = json!({"kind": "work_accident"});
    let answer = stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &kind).await;
    answer.expect_problem(422, "unknown_field");
}

#[tokio::test]
async fn an_event_that_is_claimed_already_cannot_be_moved_onto() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let accident =
        |days| json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(days)});
    stage.file(accident(30)).await;
    let other = stage.file(accident(20)).await;
    let body = json!({"event_on": stage.days_ago(30)});
    let answer = stage.send(Method::PATCH, &other.path(), &stage.operator, Some(&other.etag), &body).await;
    answer.expect_problem(409, "already_exists");
}

#[tokio::test]
async fn only_drafts_and_returned_claims_are_corrected() {
    let stage = Stage::set().await;
    let body = json!({"circumstances": "Sakit."});
    let submitted = stage.submitted().await;
    let answer =
        stage.send(Method::PATCH, &submitted.path(), &stage.operator, Some(&submitted.etag), &body).await;
    let problem = answer.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], submitted.json["allowed_actions"]);
    let missing = json!({"missing": ["Akta kematian"]});
    let returned = stage.step(&submitted, &stage.officer, "return", missing).await;
    let answer =
        stage.send(Method::PATCH, &returned.path(), &stage.operator, Some(&returned.etag), &body).await;
    assert_eq!(answer.expect(200)["returned_missing"], json!(["Akta kematian"]));
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.path();
    let call = Call {
        method: Method::PATCH,
        path: &path,
        body: json!({"circumstances": "Sakit."}),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.recorded(&held).await, ["created"]);
}
