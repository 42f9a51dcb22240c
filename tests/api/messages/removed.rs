//! Who leaves a claim, and who comes in the place of another

use reqwest::Method;
use serde_json::{Value, json};

use super::told;
use crate::claims::stage::{Held, Stage};
use crate::support::enrolment::execute;

#[tokio::test]
async fn who_is_taken_out_of_a_claim_is_not_asked_for_its_papers() {
    let stage = Stage::set().await;
    let held = stage.step(&stage.with_family().await, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    let ready = async || {
        let found = told(&stage.app, &format!("?subject_id={}&status=ready", held.id)).await;
        let name = |one: &Value| one["recipient"]["name"].as_str().unwrap().to_owned();
        let mut names: Vec<String> = found.iter().map(name).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(ready().await, ["Ahmad Hasan", "Nur Hasanah", "Siti Aminah"]);
    let path = held.beneficiary(1);
    let gone = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    gone.expect(204);
    assert_eq!(ready().await, ["Nur Hasanah", "Siti Aminah"]);
}

/// A sender has sent everything.
const SENT: &str = "update messages set status = 'sent', sent_at = now()";

/// A claim with these heirs, given back for want of a paper.
async fn returned(heirs: &[Value]) -> (Stage, Held) {
    let stage = Stage::set().await;
    let mut held = stage.draft().await;
    for heir in heirs {
        held = stage.add(&held, heir.clone()).await;
    }
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    (stage, held)
}

fn widow(name: &str) -> Value {
    json!({ "name": name, "relation": "spouse", "share_basis_points": 10000 })
}

fn child(name: &str, guardian: &str, share: i32) -> Value {
    json!({ "name": name, "relation": "child", "birth_on": "2018-01-01", "guardian_name": guardian,
        "share_basis_points": share })
}

/// Who is told what is missing, and whether it goes out, by name.
async fn asked(stage: &Stage, held: &Held) -> Vec<String> {
    let found = told(&stage.app, &format!("?subject_id={}&kind=claim_returned", held.id)).await;
    let line = |one: &Value| format!("{} {}", one["recipient"]["name"], one["status"]).replace('"', "");
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort_unstable();
    lines
}

/// Takes the beneficiary at a place out.
async fn remove(stage: &Stage, held: &Held, place: usize) -> Held {
    let path = held.beneficiary(place);
    let gone = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    gone.expect(204);
    stage.read(held).await
}

/// Corrects the first beneficiary.
async fn edit(stage: &Stage, held: &Held, changes: &Value) -> Held {
    let path = held.beneficiary(0);
    stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), changes).await.expect(200);
    stage.read(held).await
}

#[tokio::test]
async fn who_comes_in_the_place_of_another_is_told_what_is_missing() {
    let (stage, held) = returned(&[widow("Siti Aminah")]).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah ready"]);
    let held = remove(&stage, &held, 0).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah cancelled"]);
    let held = stage.add(&held, widow("Siti Maimunah")).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah cancelled", "Siti Maimunah ready"]);
    let text = told(&stage.app, "?kind=claim_returned&status=ready").await[0]["text"]["id"].clone();
    assert!(text.as_str().unwrap().contains("Yang kurang: Akta kematian."), "{text}");
    // Handed in once more, nothing is missing for anybody.
    stage.step(&held, &stage.operator, "submit", json!({})).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah cancelled", "Siti Maimunah cancelled"]);
}

#[tokio::test]
async fn who_is_another_by_a_correction_is_told_what_is_missing() {
    let (stage, held) = returned(&[widow("Siti Aminah")]).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah ready"]);
    let held = edit(&stage, &held, &json!({ "birth_on": "1990-01-01" })).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah ready"]);
    let held = edit(&stage, &held, &json!({ "name": "Siti Maimunah" })).await;
    assert_eq!(asked(&stage, &held).await, ["Siti Aminah cancelled", "Siti Maimunah ready"]);
    // It was her after all.
    let held = edit(&stage, &held, &json!({ "name": "Siti Aminah" })).await;
    assert_eq!(
        asked(&stage, &held).await,
        ["Siti Aminah cancelled", "Siti Aminah ready", "Siti Maimunah cancelled"]
    );
}

#[tokio::test]
async fn whose_name_is_only_spelled_otherwise_is_not_told_twice() {
    for is_sent in [false, true] {
        let (stage, held) = returned(&[widow("Siti Aminah")]).await;
        assert_eq!(asked(&stage, &held).await, ["Siti Aminah ready"]);
        if is_sent {
            execute(&stage.app, SENT, &[]).await;
        }
        let expected = if is_sent { ["Siti Aminah sent"] } else { ["Siti Aminah ready"] };
        for name in ["Siti Amina", "Hj. St. Aminah"] {
            let held = edit(&stage, &stage.read(&held).await, &json!({ "name": name })).await;
            assert_eq!(asked(&stage, &held).await, expected, "{name}");
        }
    }
}

#[tokio::test]
async fn who_hears_already_is_not_told_twice() {
    let (stage, held) = returned(&[child("Rizky", "Nenek Sumiati", 10000)]).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati ready"]);
    execute(&stage.app, SENT, &[]).await;
    let held = edit(&stage, &held, &json!({ "share_basis_points": 5000 })).await;
    let held = stage.add(&held, child("Putri", "Nenek Sumiati", 5000)).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati sent"]);
}

#[tokio::test]
async fn what_was_told_before_the_claim_was_given_back_for_the_last_time_does_not_count() {
    let widow_of_half = json!({ "name": "Siti Aminah", "relation": "spouse", "share_basis_points": 5000 });
    let (stage, held) = returned(&[child("Rizky", "Nenek Sumiati", 5000), widow_of_half.clone()]).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati ready", "Siti Aminah ready"]);
    execute(&stage.app, SENT, &[]).await;
    let held = remove(&stage, &held, 1).await;
    let held = edit(&stage, &held, &json!({ "share_basis_points": 10000 })).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["Akta kematian"] })).await;
    let mut expected = vec!["Nenek Sumiati ready", "Nenek Sumiati sent", "Siti Aminah sent"];
    assert_eq!(asked(&stage, &held).await, expected);
    let held = stage.add(&held, widow_of_half).await;
    expected.insert(2, "Siti Aminah ready");
    assert_eq!(asked(&stage, &held).await, expected);
}

#[tokio::test]
async fn a_guardian_hears_for_whichever_child_is_left_and_no_longer() {
    let (stage, held) =
        returned(&[child("Rizky", "Nenek Sumiati", 5000), child("Putri", "Nenek Sumiati", 5000)]).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati ready"]);
    let held = remove(&stage, &held, 0).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati ready"]);
    let held = remove(&stage, &held, 0).await;
    assert_eq!(asked(&stage, &held).await, ["Nenek Sumiati cancelled"]);
}
