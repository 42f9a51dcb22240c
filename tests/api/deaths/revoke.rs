//! `POST /v1/deaths/{id}/revoke`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{Report, claims, death, of, registration};
use crate::support::contributions::{funded, paid, sums};
use crate::support::cover::{
    HOME, active, apbd, found, one, proposal, proposed, settle, source, start, statuses_by_role, worker,
};
use crate::support::enrolment::execute;
use crate::support::places::period;

fn because() -> Value {
    json!({ "reason": "it was her sister" })
}

#[tokio::test]
async fn a_death_recorded_in_error_leaves_everything_as_it_was() {
    let app = start().await;
    let (alive, officer) = (worker(&app, 1).await, app.officer());
    let budget = source(&app, apbd()).await;
    active(&app, &proposal(&alive, budget), "26000000001").await;
    settle(&app, &alive, "2026-02", "2026-10", "2026-10-10").await;
    let warung = json!({ "village_code": HOME, "name": "Warung Bu Siti" });
    let warung = app.post("/v1/warungs").as_(&officer).json(&warung).send().await.expect(201);
    let jobs = format!("/v1/warungs/{}/workers", warung["id"].as_str().unwrap());
    let job = json!({ "worker_id": alive.id, "role": "owner", "since_on": "2026-01-02" });
    app.post(&jobs).as_(&officer).json(&job).send().await.expect(201);
    let before =
        (registration(&app, &alive).await, period(&app, &alive).await.shown, sums(&app, budget).await);
    let report = Report::recorded(&app, &of(&alive)).await;
    // Nobody is opened again beside the report.
    let path = format!("/v1/workers/{}", alive.id);
    let closed = app.get(&path).as_(&officer).send().await;
    let etag = closed.header("etag").unwrap().to_owned();
    assert_eq!(closed.expect(200)["allowed_actions"], json!([]));
    let reopened = app.post(&format!("{path}/reopen")).as_(&officer).header("If-Match", &etag);
    reopened.json(&because()).send().await.expect_problem(409, "conflict");
    let works = async || app.get(&jobs).as_(&officer).send().await.expect(200)["data"][0]["until_on"].clone();
    assert_eq!(works().await, "2026-11-02");
    let shown = report.act(&app, &officer, "revoke", &because()).await.expect(200);
    assert_eq!(
        ["status", "revoked_by", "revoked_reason", "allowed_actions", "coverage_ids"]
            .map(|name| shown[name].clone()),
        [json!("revoked"), json!(officer.id), json!("it was her sister"), json!(["decide"]), json!([])]
    );
    let after = period(&app, &alive).await.shown;
    for name in ["status", "last_month", "ended_on", "end_reason"] {
        assert_eq!(after[name], before.1[name], "{name}");
    }
    assert_eq!((registration(&app, &alive).await, sums(&app, budget).await), (before.0, before.2));
    assert_eq!(works().await, Value::Null);
    assert_eq!(claims(&app, &alive).await[0][1], "withdrawn");
    let told: String = one(
        &app,
        "select string_agg(action || coalesce(':' || reason, ''), ' ' order by version) from changes \
             where subject = 'coverage'",
    )
    .await;
    assert_eq!(told, "created approved activated ended:death reopened:it was her sister");
    // She may die later all the same.
    Report::recorded(&app, &of(&alive)).await;
}

#[tokio::test]
async fn whoever_works_twice_in_one_warung_stops_twice_and_goes_on_twice() {
    let app = start().await;
    let (alive, officer) = (worker(&app, 1).await, app.officer());
    let warung = json!({ "village_code": HOME, "name": "Warung Bu Siti" });
    let warung = app.post("/v1/warungs").as_(&officer).json(&warung).send().await.expect(201);
    let jobs = format!("/v1/warungs/{}/workers", warung["id"].as_str().unwrap());
    for since_on in ["2026-01-02", "2026-11-11"] {
        let job = json!({ "worker_id": alive.id, "role": "owner", "since_on": since_on });
        app.post(&jobs).as_(&officer).json(&job).send().await.expect(201);
        execute(&app, "update warung_workers set until_on = '2026-11-10' where since_on < '2026-11-10'", &[])
            .await;
    }
    let work =
        "select string_agg(concat_ws(' ', since_on, until_on), ', ' order by since_on) from warung_workers";
    let before: String = one(&app, work).await;
    let report = Report::recorded(&app, &of(&alive)).await;
    assert_eq!(one::<String>(&app, work).await, "2026-01-02 2026-11-02, 2026-11-11 2026-11-11");
    report.act(&app, &officer, "revoke", &because()).await.expect(200);
    assert_eq!(one::<String>(&app, work).await, before);
}

#[tokio::test]
async fn a_period_that_never_began_goes_on_too() {
    let app = start().await;
    let alive = worker(&app, 1).await;
    let period = proposed(&app, &proposal(&alive, source(&app, apbd()).await)).await;
    let report = Report::recorded(&app, &of(&alive)).await;
    report.act(&app, &app.officer(), "revoke", &because()).await.expect(200);
    let shown = app.get(&period.path).as_(&app.officer()).send().await.expect(200);
    assert_eq!((&shown["status"], &shown["last_month"]), (&json!("proposed"), &json!("2026-12")));
}

#[tokio::test]
async fn a_place_that_somebody_else_has_by_now_stays_ended_and_is_named() {
    let app = start().await;
    let (alive, next) = (worker(&app, 1).await, worker(&app, 2).await);
    active(&app, &proposal(&alive, source(&app, apbd()).await), "26000000001").await;
    let report = Report::recorded(&app, &of(&alive)).await;
    let ended = period(&app, &alive).await;
    ended.act(&app, &app.officer(), "replace", &json!({ "worker_id": next.id })).await.expect(201);
    let shown = report.act(&app, &app.officer(), "revoke", &because()).await.expect(200);
    assert_eq!(shown["coverage_ids"], json!([ended.shown["id"]]));
    assert_eq!(period(&app, &alive).await.shown["status"], "ended");
    assert_eq!(registration(&app, &alive).await[0], "verified");
}

#[tokio::test]
async fn a_claim_under_way_stands_in_the_way_until_it_is_withdrawn() {
    let app = start().await;
    let (alive, officer) = (worker(&app, 1).await, app.officer());
    let report = Report::recorded(&app, &of(&alive)).await;
    let path = format!("/v1/claims/{}", report.shown["claim_id"].as_str().unwrap());
    let heir = json!({ "name": "Moh. Rasyid", "relation": "spouse", "share_basis_points": 10_000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    let act = async |action: &str, body: Value| {
        let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
        let request = app.post(&format!("{path}/{action}")).as_(&officer).header("If-Match", &etag);
        request.json(&body).send().await.expect(200)
    };
    act("submit", json!({})).await;
    let read = app.get(&report.path).as_(&officer).send().await.expect(200);
    let listed = app.get("/v1/deaths").as_(&officer).send().await.expect(200);
    for shown in [&read, &listed["data"][0]] {
        assert_eq!(shown["allowed_actions"], json!(["update"]));
    }
    let refused = report.act(&app, &officer, "revoke", &because()).await;
    assert_eq!(refused.expect_problem(409, "invalid_state")["allowed_actions"], json!(["update"]));
    assert_eq!(registration(&app, &alive).await[1], "deceased");
    act("withdraw", json!({ "reason": "she lives" })).await;
    report.act(&app, &officer, "revoke", &because()).await.expect(200);
    assert_eq!(registration(&app, &alive).await[0], "verified");
}

#[tokio::test]
async fn a_paid_claim_is_not_taken_back() {
    let app = start().await;
    let alive = worker(&app, 1).await;
    let report = Report::recorded(&app, &of(&alive)).await;
    // How a claim comes to be paid has tests of its own.
    let paid = "update claims set status = 'paid', submitted_at = now(), submitted_by = $2, verified_at = now(), \
                verified_by = $1, documents_complete_at = now(), sent_to_insurer_at = now(), \
                decided_on = '2026-11-20', approved_amount_idr = 42000000 where worker_id = $1";
    execute(&app, paid, &[&alive.id, &alive.person_id]).await;
    let refused = report.act(&app, &app.officer(), "revoke", &because()).await;
    assert_eq!(refused.expect_problem(409, "invalid_state")["allowed_actions"], json!(["update"]));
}

/// The insurer refused, and then she turned out to live: the claim does not keep her dead, nor from another one when she dies.
#[tokio::test]
async fn a_refused_claim_goes_with_the_death_that_was_none() {
    let app = start().await;
    let (alive, officer) = (worker(&app, 1).await, app.officer());
    let budget = funded(&app, &[&alive]).await;
    let months =
        ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11"].map(|month| format!("2026-{month}"));
    let batch = paid(&app, budget, &months.each_ref().map(String::as_str), "926011").await;
    let file = format!("nik,status\n{},ok\n", alive.nik.as_str());
    batch.reconcile(&app, &officer, "", &file).await.expect(200);
    let known = async || {
        let read = async |path: &str| app.get(&alive.path(path)).as_(&officer).send().await.expect(200);
        let (standing, may) = (read("/standing?on=2026-11-23").await, read("/eligibility").await);
        (standing["standing"].clone(), may["continuation"]["verdict"].clone(), sums(&app, budget).await)
    };
    let before = known().await;
    let told = json!({ "worker_id": alive.id, "died_on": "2026-09-20" });
    let report = Report::recorded(&app, &death(told)).await;
    assert_eq!(sums(&app, budget).await[2], 2 * 16_800, "October and November");
    let refused = "update claims set status = 'rejected', submitted_at = now(), submitted_by = $2, verified_at = now(), \
                   verified_by = $1, documents_complete_at = now(), sent_to_insurer_at = now(), \
                   decided_on = '2026-11-20', rejection_reason = 'Bukan peserta.' where worker_id = $1";
    execute(&app, refused, &[&alive.id, &alive.person_id]).await;
    report.act(&app, &officer, "revoke", &because()).await.expect(200);
    assert_eq!(registration(&app, &alive).await[0], "verified");
    assert_eq!(known().await, before);
    let refused =
        app.get(&format!("/v1/claims/{}", report.shown["claim_id"].as_str().unwrap())).as_(&officer);
    let refused = refused.send().await.expect(200);
    assert_eq!(
        (&refused["status"], &refused["status_reason"], &refused["decided_on"]),
        (&json!("withdrawn"), &json!("it was her sister"), &json!("2026-11-20"))
    );
    // Nobody reopens it for the living.
    let path = format!("/v1/claims/{}", refused["id"].as_str().unwrap());
    let held = app.get(&path).as_(&officer).send().await;
    let reopened = app.post(&format!("{path}/reopen")).as_(&officer);
    let reopened = reopened.header("If-Match", held.header("etag").unwrap()).json(&because()).send().await;
    assert_eq!(found(&reopened.expect_problem(409, "conflict")), [("", "death_revoked")]);
    // The same death recorded once more: what the insurer said of it stands again, and can be disputed.
    let again =
        Report::recorded(&app, &death(json!({ "worker_id": alive.id, "died_on": "2026-09-20" }))).await;
    assert_eq!(again.shown["claim_id"], refused["id"]);
    let stands = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!(
        (&stands["status"], &stands["rejection_reason"], &stands["status_reason"]),
        (&json!("rejected"), &json!("Bukan peserta."), &Value::Null)
    );
    assert_eq!(sums(&app, budget).await[2], 2 * 16_800);
    again.act(&app, &officer, "revoke", &because()).await.expect(200);
    assert_eq!(known().await, before);
    let again =
        Report::recorded(&app, &death(json!({ "worker_id": alive.id, "died_on": "2026-11-20" }))).await;
    assert_ne!(again.shown["claim_id"], refused["id"]);
    let statuses: Vec<_> = claims(&app, &alive).await.iter().map(|claim| claim[1].clone()).collect();
    assert_eq!(statuses, ["withdrawn", "draft"]);
}

/// An accident that was survived after all is no longer its heirs': it is claimed anew by whoever had it.
#[tokio::test]
async fn a_refused_accident_goes_with_the_death_that_was_none_and_is_claimed_anew() {
    let app = start().await;
    let (alive, officer) = (worker(&app, 1).await, app.officer());
    let claim = json!({ "kind": "death", "worker_id": alive.id, "event_on": "2026-09-20" });
    app.post("/v1/claims").as_(&officer).json(&claim).send().await.expect(201);
    let told = death(json!({ "worker_id": alive.id, "died_on": "2026-09-20" }));
    let report = Report::recorded(&app, &told).await;
    let refused = "update claims set kind = 'work_accident', event_on = '2026-09-18', died_on = '2026-09-20', \
                   status = 'rejected', submitted_at = now(), submitted_by = $2, verified_at = now(), \
                   verified_by = $1, documents_complete_at = now(), sent_to_insurer_at = now(), \
                   decided_on = '2026-11-20', rejection_reason = 'Bukan kecelakaan kerja.' where worker_id = $1";
    execute(&app, refused, &[&alive.id, &alive.person_id]).await;
    report.act(&app, &officer, "revoke", &because()).await.expect(200);
    let statuses =
        async || claims(&app, &alive).await.iter().map(|claim| claim[1].clone()).collect::<Vec<_>>();
    assert_eq!(statuses().await, ["withdrawn"]);
    let again = Report::recorded(&app, &told).await;
    assert_eq!(again.shown["claim_id"], report.shown["claim_id"]);
    assert_eq!(statuses().await, ["rejected"]);
    again.act(&app, &officer, "revoke", &because()).await.expect(200);
    let accident = json!({ "kind": "work_accident", "worker_id": alive.id, "event_on": "2026-09-18" });
    app.post("/v1/claims").as_(&officer).json(&accident).send().await.expect(201);
    let last = Report::recorded(&app, &told).await;
    assert_ne!(last.shown["claim_id"], report.shown["claim_id"]);
    assert_eq!(statuses().await, ["withdrawn", "draft", "draft"]);
}

#[tokio::test]
async fn a_report_of_nobody_is_revoked_too_and_only_the_office_does_it() {
    let app = start().await;
    let body = death(json!({ "name": "Bambang Susilo", "village_code": HOME }));
    let report = Report::recorded(&app, &body).await;
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => report.act(&app, account, "revoke", &because()).await,
        None => app.post(&format!("{}/revoke", report.path)).json(&because()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let answer = report.act(&app, &app.officer(), "revoke", &json!({ "reason": "" })).await;
    assert_eq!(found(&answer.expect(422)), [("/reason", "text_empty")]);
}
