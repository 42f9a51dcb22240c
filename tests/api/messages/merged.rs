//! What was written under a registration that was merged since

use payung::access::caller::Role;
use payung::casework::messages::maker;
use serde_json::{Value, json};

use super::{covered, made, only, sender, take};
use crate::claims::stage::{Stage, VILLAGE};
use crate::deaths::{Report, of};
use crate::monthly_closes::closed;
use crate::support::TestApp;
use crate::support::cover::{HOME, Worker, active, apbd, proposal, settle, source, start, worker};
use crate::support::enrolment::execute;

/// News of a registration that was merged into a second one, and that into a third: the third.
async fn twice_merged() -> (TestApp, Worker) {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let first = covered(&app, 1, budget).await;
    made(&app).await;
    let (second, third) = (worker(&app, 2).await, worker(&app, 3).await);
    let merge = "update workers set status = 'merged', merged_into_id = $2 where id = $1";
    execute(&app, merge, &[&first.id, &second.id]).await;
    execute(&app, merge, &[&second.id, &third.id]).await;
    (app, third)
}

#[tokio::test]
async fn whoever_it_leads_to_dies_and_hears_nothing() {
    let (app, third) = twice_merged().await;
    let report = Report::recorded(&app, &of(&third)).await;
    let shown = only(&app, "cover_started").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("recipient_died")));
    report.act(&app, &app.officer(), "revoke", &json!({ "reason": "saudaranya" })).await.expect(200);
    let shown = only(&app, "cover_started").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("ready"), &Value::Null));
}

#[tokio::test]
async fn a_sender_gets_nothing_for_the_dead_and_the_rest_all_the_same() {
    let (app, third) = twice_merged().await;
    let client = sender(&app);
    let dead = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    execute(&app, dead, &[&third.id]).await;
    let budget = source(&app, crate::support::contributions::csr()).await;
    let other = covered(&app, 4, budget).await;
    made(&app).await;
    let taken = take(&app, &client, &json!({ "limit": 1 })).await.expect(200);
    let ids: Vec<&Value> = taken["data"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    let village = app.account(Role::VillageOperator, &[HOME]);
    let path = format!("/v1/messages?worker_id={}", other.id);
    let listed = app.get(&path).as_(&village).send().await.expect(200);
    assert_eq!(ids, [&listed["data"][0]["id"]]);
    let cancelled = app.get("/v1/messages?status=cancelled").as_(&village).send().await.expect(200);
    assert_eq!(cancelled["data"].as_array().unwrap().len(), 1);
    assert_eq!(cancelled["data"][0]["cancel_reason"], "recipient_died");
}

#[tokio::test]
async fn who_lives_on_under_another_registration_hears_of_it() {
    let (app, _) = twice_merged().await;
    let taken = take(&app, &sender(&app), &json!({})).await.expect(200);
    assert_eq!(taken["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_letter_to_the_dead_is_no_work_of_the_village() {
    let (app, third) = twice_merged().await;
    execute(&app, "update messages set channel = 'letter'", &[]).await;
    let village = app.account(Role::VillageOperator, &[HOME]);
    let people = async || {
        let path = "/v1/work-items?kind=letters_to_print";
        let shown = app.get(path).as_(&village).send().await.expect(200);
        shown["data"].as_array().unwrap().iter().map(|item| item["people"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(people().await, [json!(1)]);
    let dead = "update workers set status = 'inactive', status_reason = 'deceased' where id = $1";
    execute(&app, dead, &[&third.id]).await;
    assert_eq!(people().await, [Value::Null; 0]);
}

/// Somebody who is warned of a lapse, and by then was paid for further on under another registration, of which nobody knew yet
/// that it was of the same person: the service and both registrations.
async fn warned() -> (TestApp, Worker, Worker) {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let (late, other) = (covered(&app, 1, budget).await, worker(&app, 2).await);
    settle(&app, &late, "2026-01", "2026-09", "2026-02-10").await;
    active(&app, &proposal(&other, budget), "26000000002").await;
    settle(&app, &other, "2026-01", "2026-11", "2026-10-05").await;
    closed(&app, "2026-10").await;
    let warning = only(&app, "near_lapse").await;
    assert_eq!((&warning["status"], &warning["worker_id"]), (&json!("ready"), &json!(late.id)));
    (app, late, other)
}

/// The kinds of what a sender gets.
async fn taken(app: &TestApp) -> Vec<Value> {
    let taken = take(app, &sender(app), &json!({})).await.expect(200);
    taken["data"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect()
}

#[tokio::test]
async fn who_was_paid_for_under_another_registration_is_not_warned() {
    let (app, late, other) = warned().await;
    let merge = "update workers set status = 'merged', merged_into_id = $2 where id = $1";
    execute(&app, merge, &[&late.id, &other.id]).await;
    assert_eq!(taken(&app).await, ["cover_started"]);
    let mut conn = app.state.db.write().await.unwrap();
    let (now, today) = (app.state.clock.now(), app.state.clock.today());
    maker::expire(&mut conn, now, today).await.unwrap();
    drop(conn);
    let warning = only(&app, "near_lapse").await;
    assert_eq!((&warning["status"], &warning["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
}

#[tokio::test]
async fn of_whom_the_insurer_says_so_under_another_registration_nobody_is_warned() {
    let (app, late, other) = warned().await;
    let unpaid = "update contribution_obligations set status = 'due', paid_on = null \
                  where person_id = $1 and month >= '2026-10-01'";
    execute(&app, unpaid, &[&other.person_id]).await;
    let word = json!({ "worker_id": other.id, "member_number": "26000000002", "state": "active",
        "programmes": ["jkk", "jkm"], "since_on": "2026-02-01", "paid_until": "2026-11", "as_of": "2026-11-20",
        "evidence": "Daftar BPJS" });
    app.post("/v1/memberships").as_(&app.officer()).json(&word).send().await.expect(201);
    execute(&app, "update memberships set created_at = created_at - interval '1 day'", &[]).await;
    let merge = "update workers set status = 'merged', merged_into_id = $2 where id = $1";
    execute(&app, merge, &[&late.id, &other.id]).await;
    assert_eq!(taken(&app).await, ["cover_started"]);
}

#[tokio::test]
async fn who_is_not_paid_for_under_another_registration_is_warned_all_the_same() {
    let (app, late, other) = warned().await;
    let unpaid = "update contribution_obligations set status = 'due', paid_on = null \
                  where person_id = $1 and month >= '2026-10-01'";
    execute(&app, unpaid, &[&other.person_id]).await;
    let merge = "update workers set status = 'merged', merged_into_id = $2 where id = $1";
    execute(&app, merge, &[&late.id, &other.id]).await;
    assert_eq!(taken(&app).await, ["cover_started", "near_lapse"]);
}

#[tokio::test]
async fn what_was_told_under_a_registration_that_was_merged_since_is_taken_back_as_well() {
    let stage = Stage::set().await;
    let [first, second] = [stage.worker(VILLAGE).await, stage.worker(VILLAGE).await];
    let body = json!({ "kind": "work_accident", "worker_id": first, "event_on": stage.days_ago(10),
        "reported_on": stage.days_ago(9), "circumstances": "Tersiram minyak panas." });
    let draft = stage.file(body).await;
    let own = json!({ "name": "Moh. Hasan", "relation": "self", "share_basis_points": 10000 });
    let held = stage.give_account(&stage.add(&draft, own).await, 0).await;
    let held = stage.step(&held, &stage.operator, "submit", json!({})).await;
    let held = stage.step(&held, &stage.officer, "verify", json!({})).await;
    let held = stage.step(&held, &stage.officer, "send-to-insurer", json!({})).await;
    let approval = stage.approval(2_000_000);
    let held = stage.step(&held, &stage.insurer, "record-decision", approval).await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let paid = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    let shown = only(&stage.app, "claim_paid").await;
    assert_eq!((&shown["status"], &shown["worker_id"]), (&json!("ready"), &json!(first)));
    let merge = "update workers set status = 'merged', merged_into_id = $2 where id = $1";
    execute(&stage.app, merge, &[&first, &second]).await;
    let goes_over =
        "update claims set worker_id = $1, person_id = (select person_id from workers where id = $1)";
    execute(&stage.app, goes_over, &[&second]).await;
    let payment = paid.json["beneficiaries"][0]["payment"]["id"].as_str().unwrap();
    let reason = json!({ "reason": "Transfer klaim lain." });
    let void = format!("payments/{payment}/void");
    stage.step(&stage.read(&paid).await, &stage.second_insurer(), &void, reason).await;
    let shown = only(&stage.app, "claim_paid").await;
    assert_eq!((&shown["status"], &shown["cancel_reason"]), (&json!("cancelled"), &json!("superseded")));
}
