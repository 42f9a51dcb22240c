//! Nobody is given work whose link is closed to them

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, items, kinds, only};
use crate::messages::made;
use crate::support::TestApp;
use crate::support::cover::{HOME, NEXT_DOOR, active, apbd, approver, proposal, source, start, worker};
use crate::support::enrolment::execute;

/// A member of whom another village asks, and to whom a letter is to be printed.
async fn busy() -> TestApp {
    let app = start().await;
    let member = worker(&app, 1).await;
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&member, budget), "26000000001").await;
    let open = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
    execute(&app, open, &[&member.id, &member.person_id]).await;
    let there = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    let wanted = json!({ "nik": member.nik.as_str(), "to_village_code": NEXT_DOOR, "reason": "Ikut suami" });
    app.post("/v1/transfers").as_(&there).json(&wanted).send().await.expect(201);
    made(&app).await;
    app
}

#[tokio::test]
async fn letters_and_transfers_are_listed_to_who_may_open_them() {
    let app = busy().await;
    let (letters, transfer) = ("letters_to_print", "transfer_to_answer");
    let expected = [
        (Role::VillageOperator, HOME, vec![letters, transfer]),
        (Role::DistrictViewer, "35.29.01", vec![letters, transfer]),
        (Role::Officer, "35.29", vec![letters, transfer]),
        (Role::Approver, "35.29", vec![letters]),
        (Role::Insurer, "35.29", vec![]),
        (Role::Auditor, "35.29", vec![letters, transfer]),
    ];
    for (role, region, expected) in expected {
        let account = app.account(role, &[region]);
        let mut found = kinds(&app, &account, "").await;
        found.retain(|kind| kind == letters || kind == transfer);
        assert_eq!(found, expected, "{role}");
        // Every link that is listed can be followed, and the count is that of the list.
        let all = items(&app, &account, "").await;
        for item in &all {
            let link = item["link"].as_str().unwrap();
            app.get(link).as_(&account).send().await.expect(200);
        }
        let counted = app.get(&format!("{PATH}?limit=1&count=exact")).as_(&account).send().await.expect(200);
        assert_eq!(counted["count"], json!(all.len()), "{role}");
    }
}

#[tokio::test]
async fn systems_are_shown_what_their_scopes_open() {
    let app = busy().await;
    let (letters, transfer) = ("letters_to_print", "transfer_to_answer");
    let key = only(&app, &app.officer(), transfer).await["key"].as_str().unwrap().to_owned();
    for (scope, expected) in [
        ("work-items:read", vec![]),
        ("workers:read", vec![]),
        ("transfers:read", vec![transfer]),
        ("messages:read", vec![letters]),
    ] {
        let system = app.system(&["work-items:read", scope], "35.29");
        let mut found = kinds(&app, &system, "").await;
        assert!(scope != "work-items:read" || found.is_empty(), "{found:?}");
        let all = found.len();
        found.retain(|kind| kind == letters || kind == transfer);
        assert_eq!(found, expected, "{scope}");
        let counted = app.get(&format!("{PATH}?limit=1&count=exact")).as_(&system).send().await.expect(200);
        assert_eq!(counted["count"], json!(all), "{scope}");
        let read = app.get(&format!("{PATH}/{key}")).as_(&system).send().await;
        assert_eq!(read.status.as_u16(), if expected == [transfer] { 200 } else { 404 }, "{scope}");
    }
}

#[tokio::test]
async fn what_is_not_listed_is_not_read_nor_noted_upon() {
    let app = busy().await;
    let key = |item: &Value| item["key"].as_str().unwrap().to_owned();
    let keys: Vec<String> =
        items(&app, &app.officer(), "?owner=village_operator").await.iter().map(key).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    let insurer = app.account(Role::Insurer, &["35.29"]);
    for key in &keys {
        let path = format!("{PATH}/{key}");
        app.get(&path).as_(&insurer).send().await.expect_problem(404, "not_found");
        let note = app.post(&format!("{path}/snooze")).as_(&insurer).json(&json!({ "until": "2026-12-01" }));
        note.send().await.expect_problem(404, "not_found");
    }
    assert_eq!(items(&app, &insurer, "?kind=letters_to_print").await, [json!(null); 0]);
    let transfer = keys.iter().find(|key| key.starts_with("transfer_to_answer")).unwrap();
    let path = format!("{PATH}/{transfer}");
    app.get(&path).as_(&approver(&app)).send().await.expect_problem(404, "not_found");
    app.get(&path).as_(&app.officer()).send().await.expect(200);
}
