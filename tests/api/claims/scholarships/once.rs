//! Who is a child of the claim's worker, and stands in the claim once: `POST` and `PATCH /v1/claims/{id}/children`.

use chrono::{Days, NaiveDate};
use futures_util::future::join_all;
use payung::domain::Nik;
use reqwest::Method;
use serde_json::{Value, json};

use super::{ani, child_path};
use crate::claims::stage::{Held, Stage, field_errors, pairs};
use crate::support::request::Answer;

async fn state(stage: &Stage, held: &Held, body: &Value) -> Answer {
    stage.app.post(&held.action("children")).as_(&stage.operator).json(body).send().await
}

async fn patch(stage: &Stage, held: &Held, child: &Value, body: &Value) -> Answer {
    stage.send(Method::PATCH, &child_path(held, child), &stage.operator, Some(&held.etag), body).await
}

/// Checks that an answer names the entry that is there, and the field by which it was known.
fn is_known(answer: &Answer, child: &Value, pointer: &str) {
    let problem = answer.expect_problem(409, "already_exists");
    assert_eq!(problem["existing_id"], child["id"]);
    assert_eq!(field_errors(&problem), pairs(&[(pointer, "already_exists")]));
}

fn born(name: &str, birth_on: &str) -> Value {
    json!({"name": name, "birth_on": birth_on, "level": "primary", "level_year": 5})
}

#[tokio::test]
async fn who_is_born_on_the_same_day_and_called_alike_is_the_same_child() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let (held, child) = stage.child(&held, born("Ani Hasanah", "2016-03-01")).await;
    for name in ["Ani Hasanah", "ANI  HASSANAH", "Ani Hasana"] {
        let mut again = born(name, "2016-03-01");
        is_known(&state(&stage, &held, &again).await, &child, "/name");
        // The NIK of one of them tells nothing.
        again["nik"] = json!("3529014103160001");
        is_known(&state(&stage, &held, &again).await, &child, "/name");
    }
    let (held, other) = stage.child(&held, born("Ani Hasanah", "2018-03-01")).await;
    let same_day = json!({"birth_on": "2016-03-01"});
    is_known(&patch(&stage, &held, &other, &same_day).await, &child, "/name");
    assert_eq!(stage.read(&held).await.etag, held.etag);
    patch(&stage, &held, &other, &json!({"birth_on": "2017-03-01"})).await.expect(200);
}

#[tokio::test]
async fn twins_who_are_called_alike_are_told_apart_by_the_nik_of_both() {
    let stage = Stage::set().await;
    let (held, child) = stage.child(&stage.bereaved().await, ani(None)).await;
    let mut same = born("Budi Hasan", "2017-03-01");
    same["nik"] = json!("3529014103160001");
    is_known(&state(&stage, &held, &same).await, &child, "/nik");
    let mut twin = born("Ani Hasana", "2016-03-01");
    twin["nik"] = json!("3529014103160002");
    let (held, twin) = stage.child(&held, twin).await;
    is_known(&patch(&stage, &held, &twin, &json!({"nik": null})).await, &child, "/name");
    is_known(&patch(&stage, &held, &twin, &json!({"nik": "3529014103160001"})).await, &child, "/nik");
}

#[tokio::test]
async fn of_eight_statements_of_one_child_one_stands() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let body = born("Ani Hasanah", "2016-03-01");
    let answers = join_all((0..8).map(|_| state(&stage, &held, &body))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for loser in answers.iter().filter(|answer| answer.status != 201) {
        loser.expect_problem(409, "already_exists");
    }
    assert_eq!(stage.column("SELECT count(*)::text FROM claim_children").await, ["1"]);
}

#[tokio::test]
async fn the_dead_are_not_their_own_children() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let nik = Nik::parse("3529015708850001").unwrap();
    let vault = &stage.app.state.vault;
    let (sealed, hash) = (vault.seal(&nik).unwrap(), vault.lookup_hash(&nik).unwrap());
    let known = "UPDATE workers SET nik_sealed = $1, nik_mask = '3529************', nik_hash = $2";
    stage.database.execute(known, &[&sealed.as_bytes(), &hash.as_bytes()]).await.unwrap();
    let own = json!({"nik": "3529015708850001"});
    let is_refused = |answer: Answer| {
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/nik", "nik_of_the_worker")]));
    };
    let mut body = ani(None);
    body["nik"] = own["nik"].clone();
    is_refused(state(&stage, &held, &body).await);
    let (held, child) = stage.child(&held, ani(None)).await;
    is_refused(patch(&stage, &held, &child, &own).await);
}

/// As many as the dated rule says: article 255 of the Civil Code.
#[tokio::test]
async fn a_child_is_born_no_later_than_three_hundred_days_after_the_death() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let died_on: NaiveDate = stage.days_ago(9).parse().unwrap();
    let after = |days: u64| died_on.checked_add_days(Days::new(days)).unwrap().to_string();
    stage.in_september(2);
    let is_refused = |answer: Answer| {
        let problem = answer.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/birth_on", "born_too_late")]));
    };
    is_refused(state(&stage, &held, &born("Ani Hasanah", &after(301))).await);
    let (held, child) = stage.child(&held, born("Ani Hasanah", &after(300))).await;
    is_refused(patch(&stage, &held, &child, &json!({"birth_on": after(301)})).await);
}
