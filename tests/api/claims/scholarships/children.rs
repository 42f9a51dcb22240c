//! `POST`, `GET` and `DELETE /v1/claims/{id}/children`.

use payung::access::caller::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ani, child_path};
use crate::claims::stage::{Call, Held, READERS_ONLY, Stage, VILLAGE, field_errors, pairs};
use crate::support::app::Account;

#[tokio::test]
async fn a_child_is_stated_with_what_it_can_get_and_makes_a_version_of_the_claim() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let (id, widow) = (Uuid::now_v7(), held.beneficiary_id(0));
    let mut body = ani(Some(&widow));
    body["id"] = json!(id);
    let answer = stage.app.post(&held.action("children")).as_(&stage.operator).json(&body).send().await;
    let mut child = answer.expect(201);
    let location = format!("{}/children/{id}", held.path());
    assert_eq!(answer.header("location"), Some(location.as_str()));
    let read = stage.app.get(&location).as_(&stage.operator).send().await;
    assert_eq!((read.header("etag"), &read.expect(200)), (answer.header("etag"), &child));
    // Primary: six years, of which the fifth and sixth are left.
    let expected: Vec<(&str, i64, i64)> = vec![
        ("primary", 2, 1_500_000),
        ("junior", 3, 2_000_000),
        ("senior", 3, 3_000_000),
        ("higher", 5, 12_000_000),
    ];
    let entitlement = child["entitlement"].as_array().unwrap().clone();
    let shown = entitlement.iter().map(|one| {
        assert_eq!((&one["years_claimed"], &one["legal_reference"]), (&json!(0), &json!("PP 82/2019")));
        let level = one["level"].as_str().unwrap();
        (level, one["years"].as_i64().unwrap(), one["amount_idr"].as_i64().unwrap())
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected);
    for name in ["entitlement", "created_at", "updated_at"] {
        child.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        child,
        json!({
            "id": id, "claim_id": held.id, "name": "Ani Hasanah", "birth_on": "2016-03-01", "nik": "3529************",
            "level": "primary", "level_year": 5, "payee_id": widow, "payout_state": "ready", "may_be_due": true,
            "lapse": null, "scholarships": [], "allowed_actions": ["edit", "claim_scholarship", "lapse"],
        })
    );
    assert_eq!(stage.recorded(&held).await.last().unwrap(), "child_added");
    let stored = "SELECT format('%s %s %s', octet_length(nik_hash), octet_length(nik_sealed) > 16, place) FROM claim_children";
    assert_eq!(stage.column(stored).await, ["32 t 1"]);
    let history = stage.app.get(&held.action("history")).as_(&stage.officer).send().await.text();
    assert!(history.contains("Ani Hasanah") && !history.contains("3529014103160001"));
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    let send = async |body: &Value| {
        stage.app.post(&held.action("children")).as_(&stage.operator).json(body).send().await
    };
    let wrong =
        json!({"name": "", "birth_on": "2199-01-01", "nik": "123", "level": "primary", "level_year": 11});
    assert_eq!(
        field_errors(&send(&wrong).await.expect_problem(422, "validation_failed")),
        pairs(&[
            ("/name", "name_empty"),
            ("/birth_on", "birth_in_future"),
            ("/nik", "nik_length"),
            ("/level_year", "out_of_range"),
        ])
    );
    let mut unknown = ani(None);
    unknown["level"] = json!("nursery");
    send(&unknown).await.expect_problem(422, "invalid_shape");
    let mut extra = ani(None);
    extra["lapse"] = json!(null);
    send(&extra).await.expect_problem(422, "unknown_field");
    let stranger = ani(Some(&Uuid::now_v7().to_string()));
    let problem = send(&stranger).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/payee_id", "not_a_beneficiary")]));
    // Higher education has five years.
    let mut done = ani(None);
    (done["level"], done["level_year"]) = (json!("higher"), json!(6));
    let problem = send(&done).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/level", "level_without_scholarship")]));
}

#[tokio::test]
async fn two_children_are_the_most_and_none_stands_twice() {
    let stage = Stage::set().await;
    let held = stage.bereaved().await;
    stage.child(&held, ani(None)).await;
    let send = async |body: &Value| {
        stage.app.post(&held.action("children")).as_(&stage.operator).json(body).send().await
    };
    let problem = send(&ani(None)).await.expect_problem(409, "already_exists");
    assert_eq!(field_errors(&problem), pairs(&[("/nik", "already_exists")]));
    let mut budi = ani(None);
    (budi["name"], budi["nik"]) = (json!("Budi Hasan"), json!(null));
    send(&budi).await.expect(201);
    budi["name"] = json!("Rina Hasanah");
    let problem = send(&budi).await.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("", "too_many_children")]));
    let listed = stage.app.get(&held.action("children?limit=1&count=exact")).as_(&stage.insurer).send().await;
    let listed = listed.expect(200);
    assert_eq!((&listed["count"], &listed["data"][0]["name"]), (&json!(2), &json!("Ani Hasanah")));
    let cursor = listed["next_cursor"].as_str().unwrap();
    let path = held.action(&format!("children?limit=1&cursor={cursor}"));
    let second = stage.app.get(&path).as_(&stage.insurer).send().await.expect(200);
    assert_eq!((&second["data"][0]["name"], &second["next_cursor"]), (&json!("Budi Hasan"), &json!(null)));
}

#[tokio::test]
async fn old_age_and_claims_that_were_taken_back_have_no_children() {
    let stage = Stage::set().await;
    let worker = stage.worker(VILLAGE).await;
    let old =
        stage.file(json!({"kind": "old_age", "worker_id": worker, "event_on": stage.days_ago(3)})).await;
    let path = old.action("children");
    let answer = stage.app.post(&path).as_(&stage.operator).json(&ani(None)).send().await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/level", "level_without_scholarship")]));
    let draft = stage.draft().await;
    let gone = stage.step(&draft, &stage.operator, "withdraw", json!({"reason": "Salah orang."})).await;
    let path = gone.action("children");
    let answer = stage.app.post(&path).as_(&stage.operator).json(&ani(None)).send().await;
    answer.expect_problem(409, "invalid_state");
}

/// A death not at work asks for three years of contributions; of nobody's it is known that they were paid.
#[tokio::test]
async fn a_child_whose_gate_is_closed_is_kept_and_said_not_to_be_due() {
    let stage = Stage::set().await;
    let (_, child) = stage.child(&stage.draft().await, ani(None)).await;
    assert_eq!((&child["may_be_due"], &child["payout_state"]), (&json!(false), &json!("awaiting_account")));
    assert_eq!(child["allowed_actions"], json!(["edit", "delete", "lapse"]));
}

#[tokio::test]
async fn a_child_is_taken_out_as_long_as_nothing_refers_to_it() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let path = child_path(&held, &child);
    // Whoever is paid a scholarship stays in the claim.
    let draft = stage.with_widow().await;
    let (with_child, stated) = stage.child(&draft, ani(Some(&draft.beneficiary_id(0)))).await;
    let answer = stage
        .send(
            Method::DELETE,
            &with_child.beneficiary(0),
            &stage.operator,
            Some(&with_child.etag),
            &Value::Null,
        )
        .await;
    answer.expect_problem(409, "conflict");
    let (used, _) = stage.year(&held, &child).await;
    let answer = stage.send(Method::DELETE, &path, &stage.operator, Some(&used.etag), &Value::Null).await;
    answer.expect_problem(403, "forbidden");
    let answer = stage.send(Method::DELETE, &path, &stage.officer, Some(&used.etag), &Value::Null).await;
    answer.expect_problem(409, "invalid_state");

    let (held, child) = (with_child, stated);
    let path = child_path(&held, &child);
    let answer = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    answer.expect(204);
    stage.app.get(&path).as_(&stage.operator).send().await.expect_problem(404, "not_found");
    assert_eq!(stage.recorded(&held).await.last().unwrap(), "child_removed");
}

#[tokio::test]
async fn the_nik_is_opened_for_a_purpose_that_is_written_down() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let path = child_path(&held, &child);
    let read = async |by: &Account| {
        let request = stage.app.get(&path).as_(by).header("x-purpose", "claim_handling; buku tabungan");
        request.header("if-none-match", &held.etag).send().await
    };
    let answer = read(&stage.insurer).await;
    assert_eq!(answer.expect(200)["nik"], "3529014103160001");
    assert_eq!(answer.header("etag").map(|etag| etag.contains("open")), Some(true));
    let log =
        "SELECT format('%s %s %s', purpose, note, fields) FROM person_access_log WHERE purpose IS NOT NULL";
    assert_eq!(stage.column(log).await, ["claim_handling buku tabungan {child_nik}"]);
    // The village filed the claim, but others have worked on it since.
    read(&stage.operator).await.expect_problem(403, "forbidden");
    assert_eq!(stage.column(log).await.len(), 1);
    let masked = stage.app.get(&path).as_(&stage.insurer).send().await.expect(200);
    assert_eq!(masked["nik"], "3529************");
}

#[tokio::test]
async fn outsiders_are_refused() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let (all, one) = (held.action("children"), child_path(&held, &child));
    let operator = Role::VillageOperator;
    let nobody: &[Role] = &[Role::Admin, Role::PlatformAdmin];
    for (method, path, body, forbidden) in [
        (Method::POST, &all, ani(None), READERS_ONLY),
        (Method::GET, &all, Value::Null, nobody),
        (Method::GET, &one, Value::Null, nobody),
        (Method::PATCH, &one, json!({"name": "Ani"}), READERS_ONLY),
        (Method::DELETE, &one, Value::Null, READERS_ONLY),
    ] {
        let is_decided = matches!(method, Method::PATCH | Method::DELETE);
        let call = Call { method, path, body, allowed: operator, forbidden };
        stage.refuses_outsiders(&held, &call).await;
        if is_decided {
            stage.refuses_other_versions(&held, &call).await;
        }
    }
}

#[tokio::test]
async fn the_form_of_the_death_benefit_names_the_children_who_go_to_school() {
    let stage = Stage::set().await;
    let form = async |held: &Held| {
        let page = stage.app.get(&held.action("forms/death_benefit")).as_(&stage.operator).send().await;
        page.text()
    };
    let held = stage.with_widow().await;
    let blank = form(&held).await;
    assert!(blank.contains("&#9744; Ya") && blank.contains("Nama dan sekolah"), "{blank}");
    let (held, _) = stage.child(&held, ani(None)).await;
    let filled = form(&held).await;
    assert!(filled.contains("&#9746; Ya") && !filled.contains("Nama dan sekolah"), "{filled}");
    assert!(filled.contains("Ani Hasanah") && filled.contains("1 Maret 2016"), "{filled}");
}
