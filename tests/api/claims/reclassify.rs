//! `POST /v1/claims/{id}/reclassify`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::stage::{Call, FOREIGN_VILLAGE, READERS_ONLY, Stage, VILLAGE, field_errors, pairs};

fn to_accident(accident_on: Option<String>) -> Value {
    json!({"kind": "work_accident", "accident_on": accident_on, "reason": "Terjatuh saat bekerja."})
}

#[tokio::test]
async fn a_death_at_the_stall_becomes_a_work_accident_and_back() {
    let stage = Stage::set().await;
    let draft = stage.draft().await;
    let accident_on = stage.days_ago(12);
    let accident =
        stage.step(&draft, &stage.operator, "reclassify", to_accident(Some(accident_on.clone()))).await;
    assert_eq!(accident.json["kind"], "work_accident");
    assert_eq!(accident.json["event_on"], json!(accident_on));
    assert_eq!(accident.json["died_on"], draft.json["event_on"]);
    assert_eq!(accident.json["status"], "draft");

    let back = json!({"kind": "death", "reason": "Bukan kecelakaan."});
    let death = stage.step(&accident, &stage.operator, "reclassify", back).await;
    for field in ["kind", "event_on", "died_on", "reported_on"] {
        assert_eq!(death.json[field], draft.json[field], "{field}");
    }
    let reasons = "SELECT reason FROM changes WHERE action = 'reclassified' ORDER BY version";
    assert_eq!(stage.column(reasons).await, ["Terjatuh saat bekerja.", "Bukan kecelakaan."]);
}

#[tokio::test]
async fn a_verified_claim_is_verified_again() {
    let stage = Stage::set().await;
    let verified = stage.verified().await;
    let accident = stage.step(&verified, &stage.officer, "reclassify", to_accident(None)).await;
    assert_eq!(accident.json["status"], "submitted");
    assert_eq!(accident.json["verified_by"], Value::Null);
    // Whoever made it an accident does not confirm that it was one.
    let answer = stage.try_step(&accident, &stage.officer, "verify", &json!({})).await;
    answer.expect_problem(409, "second_person_required");
}

#[tokio::test]
async fn what_became_an_accident_is_not_confirmed_without_its_circumstances() {
    let stage = Stage::set().await;
    let submitted = stage.submitted().await;
    let accident = stage.step(&submitted, &stage.operator, "reclassify", to_accident(None)).await;
    assert_eq!(accident.json["status"], "submitted");
    let answer = stage.try_step(&accident, &stage.officer, "verify", &json!({})).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/circumstances", "required")]));
    let missing = json!({"missing": ["Kronologi"]});
    let returned = stage.step(&accident, &stage.officer, "return", missing).await;
    let told = json!({"circumstances": "Terjatuh dari tangga di warung."});
    stage
        .send(Method::PATCH, &returned.path(), &stage.operator, Some(&returned.etag), &told)
        .await
        .expect(200);
    let told = stage.read(&returned).await;
    let submitted = stage.step(&told, &stage.operator, "submit", json!({})).await;
    stage.step(&submitted, &stage.officer, "verify", json!({})).await;
}

#[tokio::test]
async fn only_a_death_and_a_fatal_accident_are_exchanged() {
    let stage = Stage::set().await;
    let refused = async |held, body: Value| {
        let answer = stage.try_step(held, &stage.operator, "reclassify", &body).await;
        field_errors(&answer.expect_problem(422, "validation_failed"))
    };
    let not_that = pairs(&[("/kind", "not_reclassifiable")]);
    let death = stage.draft().await;
    assert_eq!(refused(&death, json!({"kind": "death", "reason": "x"})).await, not_that);
    assert_eq!(refused(&death, json!({"kind": "old_age", "reason": "x"})).await, not_that);
    assert_eq!(
        refused(&death, json!({"kind": "death", "accident_on": stage.today, "reason": ""})).await,
        pairs(&[("/accident_on", "does_not_apply"), ("/reason", "text_empty")])
    );
    assert_eq!(
        refused(&death, to_accident(Some(stage.days_ago(9)))).await,
        pairs(&[("/died_on", "death_before_event")])
    );
    let worker = stage.worker(VILLAGE).await;
    let body = json!({"kind": "work_accident", "worker_id": worker, "event_on": stage.days_ago(5)});
    let survived = stage.file(body).await;
    let may = survived.json["allowed_actions"].as_array().unwrap();
    assert!(!may.contains(&json!("reclassify")), "{may:?}");
    assert_eq!(refused(&survived, json!({"kind": "death", "reason": "x"})).await, not_that);
}

#[tokio::test]
async fn a_person_does_not_die_a_second_time_by_reclassification() {
    let stage = Stage::set().await;
    let person = uuid::Uuid::now_v7();
    let here = stage.worker_of(person, VILLAGE, "inactive").await;
    let there = stage.worker_of(person, FOREIGN_VILLAGE, "verified").await;
    let draft = stage.file(json!({"kind": "death", "worker_id": here, "event_on": stage.days_ago(4)})).await;
    // As it could be before the rule reached across regencies.
    let copied = "INSERT INTO claims SELECT (jsonb_populate_record(c, jsonb_build_object('id', $1::uuid, \
                  'worker_id', $2::uuid, 'regency_id', w.regency_id))).* FROM claims c, workers w WHERE w.id = $2";
    stage.database.execute(copied, &[&uuid::Uuid::now_v7(), &there]).await.unwrap();
    let answer = stage.try_step(&draft, &stage.operator, "reclassify", &to_accident(None)).await;
    answer.expect_problem(409, "already_exists");
}

#[tokio::test]
async fn what_was_sent_keeps_its_kind() {
    let stage = Stage::set().await;
    for held in [stage.sent().await, stage.approved().await] {
        let answer = stage.try_step(&held, &stage.officer, "reclassify", &to_accident(None)).await;
        answer.expect_problem(409, "invalid_state");
    }
}

#[tokio::test]
async fn outsiders_and_other_versions_are_refused() {
    let stage = Stage::set().await;
    let held = stage.draft().await;
    let path = held.action("reclassify");
    let call = Call {
        method: Method::POST,
        path: &path,
        body: to_accident(None),
        allowed: Role::VillageOperator,
        forbidden: READERS_ONLY,
    };
    stage.refuses_outsiders(&held, &call).await;
    stage.refuses_other_versions(&held, &call).await;
    assert_eq!(stage.read(&held).await.json["kind"], "death");
}
