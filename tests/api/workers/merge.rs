//! `POST /v1/workers/{id}/merge`

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, draft, end, funded, paid, sums};
use crate::support::cover::{
    ABROAD, HOME, Worker, active, apbd, found, one, proposal, settle, source, start, statuses_by_role,
    stranger, with, worker,
};
use crate::support::enrolment::execute;
use crate::support::request::Answer;

/// Merges one registration into another, as it stands.
pub async fn merge(app: &TestApp, from: &Worker, into: &Worker, more: Value) -> Answer {
    let officer = app.officer();
    let etag = etag(app, from).await;
    let body = with(json!({ "into": into.id, "reason": "registered twice" }), more);
    send(app, &officer, from, "merge", &etag, &body).await
}

/// Takes an action on a version of a registration.
pub async fn send(
    app: &TestApp,
    account: &Account,
    worker: &Worker,
    action: &str,
    etag: &str,
    body: &Value,
) -> Answer {
    let request = app.post(&worker.path(&format!("/{action}"))).as_(account).header("If-Match", etag);
    request.json(body).send().await
}

pub async fn etag(app: &TestApp, worker: &Worker) -> String {
    let answer = app.get(&worker.path("")).as_(&app.officer()).send().await;
    answer.expect(200);
    answer.header("etag").unwrap().to_owned()
}

/// The ids of a list of a worker's.
async fn listed(app: &TestApp, list: &str, worker: &Worker) -> usize {
    let path = format!("/v1/{list}?worker_id={}", worker.id);
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    shown["data"].as_array().unwrap().len()
}

/// Somebody with work in a warung, a funded period of which two months are paid, a word of the insurer and a claim.
pub async fn with_a_life(app: &TestApp, serial: u32) -> (Worker, Uuid) {
    let worker = worker(app, serial).await;
    let officer = app.officer();
    let warung = json!({ "village_code": HOME, "name": "Warung Bu Siti" });
    let warung = app.post("/v1/warungs").as_(&officer).json(&warung).send().await.expect(201);
    let path = format!("/v1/warungs/{}/workers", warung["id"].as_str().unwrap());
    let link = json!({ "worker_id": worker.id, "role": "owner", "since_on": "2026-02-01" });
    app.post(&path).as_(&officer).json(&link).send().await.expect(201);
    let source = source(app, apbd()).await;
    active(app, &proposal(&worker, source), &format!("260000{serial:05}")).await;
    settle(app, &worker, "2026-02", "2026-03", "2026-03-10").await;
    for as_of in ["2026-03-31", "2026-04-30"] {
        let word = json!({
            "worker_id": worker.id, "member_number": format!("260000{serial:05}"), "state": "active",
            "programmes": ["jkk", "jkm"], "since_on": "2026-02-01", "paid_until": "2026-03", "as_of": as_of,
            "evidence": "Daftar BPJS",
        });
        app.post("/v1/memberships").as_(&officer).json(&word).send().await.expect(201);
    }
    let claim = json!({ "kind": "work_accident", "worker_id": worker.id, "event_on": "2026-11-20" });
    app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    (worker, source)
}

#[tokio::test]
async fn everything_of_a_double_registration_is_found_under_the_one_that_stays() {
    let app = start().await;
    let into = worker(&app, 1).await;
    let (from, source) = with_a_life(&app, 2).await;
    let before = sums(&app, source).await;
    let merged = merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(
        ["status", "merged_into", "status_on", "allowed_actions"].map(|name| merged[name].clone()),
        [json!("merged"), json!(into.id), json!("2026-11-23"), json!(["unmerge"])]
    );
    for list in ["coverages", "memberships", "claims"] {
        assert_eq!(listed(&app, list, &from).await, 0, "{list}");
        assert_eq!(listed(&app, list, &into).await, if list == "memberships" { 2 } else { 1 }, "{list}");
    }
    let officer = app.officer();
    let get = async |path: String| app.get(&path).as_(&officer).send().await.expect(200);
    let ledger = get(into.path("/ledger?limit=500")).await;
    let paid = ledger["data"].as_array().unwrap().iter().filter(|row| row["status"] == "paid").count();
    assert_eq!(paid, 4);
    assert_eq!(sums(&app, source).await, before);
    let warungs = get(into.path("?expand=warungs")).await;
    assert_eq!(warungs["expanded"]["warungs"].as_array().unwrap().len(), 1, "{warungs}");
    let story = get(into.path("/timeline?limit=500")).await;
    let told: Vec<(&str, &str)> = story["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["subject"].as_str().unwrap(), event["action"].as_str().unwrap()))
        .collect();
    for subject in ["worker", "warung_worker", "coverage", "claim", "membership"] {
        assert!(told.contains(&(subject, "merged")), "{told:?}");
    }
    let left: i64 = one(
        &app,
        &format!(
            "select (select count(*) from contribution_obligations where person_id = '{0}') \
             + (select count(*) from coverages where person_id = '{0}') \
             + (select count(*) from warung_workers where worker_id = '{1}')",
            from.person_id, from.id
        ),
    )
    .await;
    assert_eq!(left, 0);
    let recorded = "select count(*) from changes where subject = 'worker_merge' and action = 'created'";
    assert_eq!(one::<i64>(&app, recorded).await, 1);
    // Nothing can be written under a tombstone.
    let claim = json!({ "kind": "death", "worker_id": from.id, "event_on": "2026-11-20" });
    let refused = app.post("/v1/claims").as_(&officer).json(&claim).send().await;
    refused.expect_problem(422, "unknown_reference");
    let word = json!({
        "worker_id": from.id, "state": "active", "programmes": ["jkk"], "as_of": "2026-11-01", "evidence": "Daftar BPJS",
    });
    let refused = app.post("/v1/memberships").as_(&officer).json(&word).send().await;
    assert_eq!(found(&refused.expect_problem(422, "unknown_reference")), [("/worker_id", "unknown_worker")]);
    let body = json!({ "name": "Sri" });
    let refused = app.patch(&from.path("")).as_(&officer).header("If-Match", &etag(&app, &from).await);
    let refused = refused.json(&body).send().await.expect_problem(409, "invalid_state");
    assert_eq!(refused["allowed_actions"], json!(["unmerge"]));
}

/// Two people of one source, January to March paid for both, and the periods of these ended after that.
pub async fn paid_twice(app: &TestApp, ended: &[usize]) -> (Worker, Worker, Uuid) {
    let (into, from) = (worker(app, 1).await, worker(app, 2).await);
    let source = funded(app, &[&into, &from]).await;
    let batch = paid(app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    let file = format!("nik,status\n{},ok\n{},ok\n", into.nik.as_str(), from.nik.as_str());
    Batch::read(app, &batch.path).await.reconcile(app, &app.officer(), "", &file).await.expect(200);
    for (number, one) in [&into, &from].into_iter().enumerate() {
        if ended.contains(&number) {
            end(app, one, "double_funding", "2026-03-31").await;
        }
    }
    (into, from, source)
}

#[tokio::test]
async fn months_paid_for_both_need_a_word_and_the_others_are_a_credit() {
    for (ended, stands, committed) in
        [(vec![1], "into", 12 * 16_800), (vec![0, 1], "into", 3 * 16_800), (vec![0, 1], "merged", 3 * 16_800)]
    {
        let app = start().await;
        let (into, from, source) = paid_twice(&app, &ended).await;
        let undecided = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
        assert_eq!(found(&undecided), [("/paid_months", "month_paid_twice"); 3]);
        merge(&app, &from, &into, json!({ "paid_months": stands })).await.expect(200);
        assert_eq!(sums(&app, source).await[..3], [committed, 6 * 16_800, 3 * 16_800], "{stands}");
        let excess = format!(
            "select count(*) from contribution_obligations where person_id = '{}' and is_credit and status = 'paid'",
            from.person_id
        );
        assert_eq!(one::<i64>(&app, &excess).await, 6);
        let paid = format!(
            "select count(*) from contribution_obligations where person_id = '{}' and not is_credit and status = 'paid'",
            into.person_id
        );
        assert_eq!(one::<i64>(&app, &paid).await, 6);
    }
}

#[tokio::test]
async fn what_lasts_for_both_has_to_be_ended_first() {
    let app = start().await;
    let (into, from, _) = paid_twice(&app, &[]).await;
    let both = merge(&app, &from, &into, json!({ "paid_months": "into" })).await;
    assert_eq!(found(&both.expect_problem(409, "conflict")), [("/into", "periods_overlap")]);
    end(&app, &from, "double_funding", "2026-03-31").await;
    let other = merge(&app, &from, &into, json!({ "paid_months": "merged" })).await;
    let other = other.expect_problem(409, "conflict");
    assert_eq!(found(&other), [("/paid_months", "periods_overlap")]);
    let said = other["errors"][0]["detail"].as_str().unwrap();
    assert!(said.ends_with("kirim paid_months \"into\"."), "{said}");
    merge(&app, &from, &into, json!({ "paid_months": "into" })).await.expect(200);
}

#[tokio::test]
async fn what_is_owed_twice_is_owed_once() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = funded(&app, &[&into, &from]).await;
    end(&app, &from, "double_funding", "2026-03-31").await;
    assert_eq!(sums(&app, source).await[0], 15 * 16_800);
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_eq!(sums(&app, source).await[0], 12 * 16_800);
}

#[tokio::test]
async fn what_stands_in_the_way_is_named() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let nobody = Worker { id: Uuid::now_v7(), person_id: Uuid::now_v7(), nik: into.nik.clone() };
    let unknown = merge(&app, &from, &nobody, json!({})).await.expect_problem(422, "unknown_reference");
    assert_eq!(found(&unknown), [("/into", "unknown_worker")]);
    let itself = merge(&app, &from, &from, json!({})).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&itself), [("/into", "same_worker")]);
    let vague = merge(&app, &from, &into, json!({ "reason": " ", "paid_months": "x" })).await;
    let vague = vague.expect_problem(422, "validation_failed");
    assert_eq!(vague["errors"].as_array().unwrap().len(), 2, "{vague}");

    let source = funded(&app, &[&from]).await;
    let batch = draft(&app, source, &["2026-02"]).await;
    let away = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&away), [("/into", "month_in_batch")]);
    batch.act(&app, &app.officer(), "cancel", &json!({ "reason": "merge first" })).await.expect(200);

    let officer = app.officer();
    for worker in [&from, &into] {
        let claim = json!({ "kind": "death", "worker_id": worker.id, "event_on": "2026-11-20" });
        app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    }
    let claimed = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&claimed), [("/into", "same_event_claimed")]);
    let accident = "update claims set kind = 'work_accident' where person_id = $1";
    execute(&app, accident, &[&from.person_id]).await;
    let claimed = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&claimed), [("/into", "claims_open")]);

    let without = "update workers set nik_sealed = null, nik_mask = null, nik_hash = null where id = $1";
    execute(&app, without, &[&into.id]).await;
    let turned = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&turned), [("/into", "nik_missing")]);
    execute(&app, "update workers set status = 'rejected' where id = $1", &[&into.id]).await;
    let closed = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&closed), [("/into", "worker_not_open")]);
    let backwards = merge(&app, &into, &from, json!({})).await.expect_problem(409, "invalid_state");
    assert_eq!(backwards["allowed_actions"], json!(["reopen"]));
}

#[tokio::test]
async fn somebody_known_from_other_registrations_is_the_one_who_stays() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let elsewhere = crate::support::cover::registered_abroad(&app, &from).await;
    execute(&app, "update workers set status = 'inactive' where id = $1", &[&elsewhere.id]).await;
    let refused = merge(&app, &from, &into, json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&refused), [("/into", "known_elsewhere")]);
    merge(&app, &into, &from, json!({})).await.expect(200);
}

#[tokio::test]
async fn only_the_office_merges_what_it_has_read() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let body = json!({ "into": into.id, "reason": "registered twice" });
    let etag = etag(&app, &from).await;
    let path = from.path("/merge");
    app.post(&path).as_(&app.officer()).json(&body).send().await.expect_problem(428, "precondition_required");
    let stale = send(&app, &app.officer(), &from, "merge", "\"9.masked-wv\"", &body).await;
    stale.expect_problem(412, "version_mismatch");
    send(&app, &stranger(&app), &from, "merge", &etag, &body).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => send(&app, account, &from, "merge", &etag, &body).await,
        None => app.post(&path).header("If-Match", &etag).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let abroad = app.account(Role::Officer, &[ABROAD]);
    app.get(&from.path("")).as_(&abroad).send().await.expect_problem(404, "not_found");
}
