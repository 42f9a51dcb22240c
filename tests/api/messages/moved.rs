//! What waits for whoever moves

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, act, covered, made, only, sender, take, told};
use crate::claims::stage::{Stage, VILLAGE};
use crate::support::TestApp;
use crate::support::cover::{HOME, Worker, apbd, source, start, worker};
use crate::support::enrolment::execute;
use crate::workers::merge::etag;

#[tokio::test]
async fn what_waits_for_whoever_moves_names_the_office_of_the_new_village() {
    let mut stage = Stage::set().await;
    stage.operator = stage.app.account(Role::VillageOperator, &[HOME]);
    let mover = worker(&stage.app, 1).await;
    let open = "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2";
    execute(&stage.app, open, &[&mover.id, &mover.person_id]).await;
    let body = json!({ "kind": "work_accident", "worker_id": mover.id, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Siti Aminah", "relation": "self", "share_basis_points": 10000 });
    let held = stage.add(&draft, own).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    let told_of = async || {
        let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let line = |one: &Value| {
            let office = text(&one["text"]["id"]).split_once("Bawa ke ").unwrap().1.to_owned();
            format!(
                "{} {} {} {office}",
                text(&one["region_code"]),
                text(&one["status"]),
                text(&one["cancel_reason"])
            )
        };
        found.iter().map(line).collect::<Vec<String>>()
    };
    assert_eq!(told_of().await, [format!("{HOME} ready - kantor kelurahan; dibantu tanpa biaya.")]);
    let there = stage.app.account(Role::VillageOperator, &[VILLAGE]);
    let wanted = json!({ "nik": mover.nik.as_str(), "to_village_code": VILLAGE, "reason": "Ikut suami" });
    let asked = stage.app.post("/v1/transfers").as_(&there).json(&wanted).send().await;
    let path = format!("/v1/transfers/{}/accept", asked.expect(201)["id"].as_str().unwrap());
    let accept = stage.app.post(&path).as_(&stage.operator).header("If-Match", asked.header("etag").unwrap());
    accept.json(&json!({})).send().await.expect(200);
    let moved = [
        format!("{HOME} cancelled superseded kantor kelurahan; dibantu tanpa biaya."),
        format!("{VILLAGE} ready - kantor desa; dibantu tanpa biaya."),
    ];
    assert_eq!(told_of().await, moved);
    let accepted = told(&stage.app, "?kind=transfer_accepted&status=ready").await;
    assert_eq!(accepted.len(), 1, "{accepted:?}");
    // It is completed: the letter of the new village is taken back as any other.
    let held = stage.read(&held).await;
    stage.operator = there;
    stage.step(&held, &stage.operator, "submit", json!({})).await;
    let ready = told(&stage.app, "?kind=claim_returned&status=ready").await;
    assert_eq!(ready, [json!(null); 0]);
}

/// Corrects where a worker lives.
async fn rehouse(app: &TestApp, worker: &Worker, village: &str) {
    let request =
        app.patch(&worker.path("")).as_(&app.officer()).header("If-Match", &etag(app, worker).await);
    request.json(&json!({ "village_code": village })).send().await.expect(200);
}

#[tokio::test]
async fn whose_village_is_corrected_hears_from_the_office_there() {
    let mut stage = Stage::set().await;
    stage.operator = stage.app.account(Role::VillageOperator, &[HOME]);
    let mover = worker(&stage.app, 1).await;
    let body = json!({ "kind": "work_accident", "worker_id": mover.id, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Siti Aminah", "relation": "self", "share_basis_points": 10000 });
    let held = stage.add(&draft, own).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    stage.step(&held, &stage.officer, "return", json!({ "missing": ["chronology"] })).await;
    let told_of = async || {
        let found = told(&stage.app, "?kind=claim_returned").await;
        let line = |one: &Value| {
            let text = one["text"]["id"].as_str().unwrap();
            let office = text.split_once("Bawa ke ").unwrap().1.split_once(';').unwrap().0;
            format!("{} {} {office}", one["region_code"], one["status"]).replace('"', "")
        };
        found.iter().map(line).collect::<Vec<String>>()
    };
    assert_eq!(told_of().await, [format!("{HOME} ready kantor kelurahan")]);
    rehouse(&stage.app, &mover, VILLAGE).await;
    let (first, second) =
        (format!("{HOME} cancelled kantor kelurahan"), format!("{VILLAGE} ready kantor desa"));
    assert_eq!(told_of().await, [first.clone(), second]);
    // And back, of which the letter for the first time knows nothing.
    rehouse(&stage.app, &mover, HOME).await;
    let second = format!("{VILLAGE} cancelled kantor desa");
    assert_eq!(told_of().await, [first, second, format!("{HOME} ready kantor kelurahan")]);
}

#[tokio::test]
async fn what_a_sender_had_meanwhile_becomes_a_letter_of_the_new_village() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let mover = covered(&app, 1, budget).await;
    made(&app).await;
    let client = sender(&app);
    let taken = take(&app, &client, &json!({})).await.expect(200);
    let id = taken["data"][0]["id"].clone();
    rehouse(&app, &mover, VILLAGE).await;
    let shown = only(&app, "cover_started").await;
    assert_eq!((&shown["status"], &shown["region_code"]), (&json!("taken"), &json!(HOME)));
    let body = json!({ "lease_id": taken["lease_id"], "reason": "Tidak terdaftar", "is_permanent": true });
    let shown = act(&app, &client, &id, "failed", &body).await.expect(200);
    assert_eq!((&shown["channel"], &shown["region_code"]), (&json!("letter"), &json!(VILLAGE)));
    let texts = [&shown["text"]["id"], &shown["text"]["en"]].map(|text| text.as_str().unwrap().to_owned());
    assert!(texts[0].ends_with("lapor ke kantor desa."), "{texts:?}");
    assert!(texts[1].ends_with("tell the village office."), "{texts:?}");
    let village = app.account(Role::VillageOperator, &[VILLAGE]);
    let listed = app.get(&format!("{PATH}?channel=letter")).as_(&village).send().await.expect(200);
    assert_eq!(listed["data"][0]["id"], id);
}
