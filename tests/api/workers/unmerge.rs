//! `POST /v1/workers/{id}/unmerge`

use payung::access::caller::Role;
use serde_json::json;

use super::merge::{etag, merge, paid_twice, send, with_a_life};
use crate::deaths::{Report, of};
use crate::support::TestApp;
use crate::support::contributions::{csr, draft, end, funded};
use crate::support::cover::{
    HOME, Worker, active, found, one, proposal, settle, source, start, statuses_by_role, stranger, worker,
};
use crate::support::enrolment::execute;
use crate::support::request::Answer;

pub async fn part(app: &TestApp, worker: &Worker) -> Answer {
    let etag = etag(app, worker).await;
    send(app, &app.officer(), worker, "unmerge", &etag, &json!({ "reason": "two people" })).await
}

/// Everything that a merge may move, but versions and instants.
pub async fn everything(app: &TestApp) -> String {
    one(
        app,
        "select string_agg(line, e'\\n' order by line) from (\
         select concat_ws(' ', 'coverage', id, worker_id, person_id, from_month, last_month, status, \
             encode(member_number_hash, 'hex')) as line from coverages \
         union all select concat_ws(' ', 'month', person_id, worker_id, programme, month, coverage_id, status, \
             waived_reason, is_credit) from contribution_obligations \
         union all select concat_ws(' ', 'line', batch_id, line_number, person_id, worker_id, programme, month) \
             from contribution_batch_lines \
         union all select concat_ws(' ', 'membership', id, worker_id, person_id, encode(member_number_hash, 'hex')) \
             from memberships \
         union all select concat_ws(' ', 'claim', id, worker_id, person_id) from claims \
         union all select concat_ws(' ', 'work', id, worker_id, role, since_on, until_on) from warung_workers \
         union all select concat_ws(' ', 'worker', id, person_id, status, status_reason, status_on, merged_into_id) \
             from workers \
         union all select concat_ws(' ', 'source', id, committed_idr, paid_idr, credit_idr) from funding_sources) as all_of_it",
    )
    .await
}

#[tokio::test]
async fn parting_restores_everything() {
    let app = start().await;
    let into = worker(&app, 1).await;
    let (from, _) = with_a_life(&app, 2).await;
    let before = everything(&app).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    assert_ne!(everything(&app).await, before);
    let parted = part(&app, &from).await.expect(200);
    assert_eq!(
        ["status", "merged_into", "status_on"].map(|name| parted[name].clone()),
        [json!("verified"), json!(null), json!("2026-01-02")]
    );
    assert_eq!(everything(&app).await, before);
    let kept: String =
        one(&app, "select status || ' ' || unmerged_reason || ' ' || version from worker_merges").await;
    assert_eq!(kept, "unmerged two people 2");
    // And it can be merged again.
    merge(&app, &from, &into, json!({})).await.expect(200);
    part(&app, &from).await.expect(200);
    assert_eq!(everything(&app).await, before);
}

#[tokio::test]
async fn months_that_were_decided_are_as_they_were() {
    for (ended, stands) in [(vec![1], "into"), (vec![0, 1], "into"), (vec![0, 1], "merged")] {
        let app = start().await;
        let (into, from, _) = paid_twice(&app, &ended).await;
        let before = everything(&app).await;
        merge(&app, &from, &into, json!({ "paid_months": stands })).await.expect(200);
        part(&app, &from).await.expect(200);
        assert_eq!(everything(&app).await, before, "{ended:?} {stands}");
    }
}

#[tokio::test]
async fn what_was_owed_twice_is_owed_twice_again_and_what_was_paid_since_goes_by_its_period() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    funded(&app, &[&into, &from]).await;
    end(&app, &from, "double_funding", "2026-03-31").await;
    let before = everything(&app).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    part(&app, &from).await.expect(200);
    assert_eq!(everything(&app).await, before);

    let third = worker(&app, 3).await;
    let other = source(&app, csr()).await;
    active(&app, &proposal(&third, other), "26000000003").await;
    let fourth = worker(&app, 4).await;
    merge(&app, &third, &fourth, json!({})).await.expect(200);
    settle(&app, &fourth, "2026-02", "2026-05", "2026-05-10").await;
    part(&app, &third).await.expect(200);
    let paid = format!(
        "select count(*) from contribution_obligations where person_id = '{}' and status = 'paid'",
        third.person_id
    );
    assert_eq!(one::<i64>(&app, &paid).await, 8);
}

#[tokio::test]
async fn what_changed_since_is_named() {
    let app = start().await;
    let (into, from, source) = paid_twice(&app, &[1]).await;
    merge(&app, &from, &into, json!({ "paid_months": "into" })).await.expect(200);
    execute(&app, "update coverages set version = version + 1", &[]).await;
    let changed = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&changed), [("", "changed_since")]);
    execute(&app, "update coverages set version = version - 1", &[]).await;
    // The credit was spent meanwhile.
    execute(&app, "update funding_sources set credit_idr = 0 where id = $1", &[&source]).await;
    let spent = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&spent), [("", "credit_used")]);
}

#[tokio::test]
async fn later_merges_batches_and_registrations_come_first() {
    let app = start().await;
    let (into, from, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    let source = funded(&app, &[&from]).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let batch = draft(&app, source, &["2026-05"]).await;
    let away = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&away), [("", "month_in_batch")]);
    batch.act(&app, &app.officer(), "cancel", &json!({ "reason": "part first" })).await.expect(200);
    merge(&app, &into, &third, json!({})).await.expect(200);
    let further = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&further), [("", "survivor_merged")]);
    part(&app, &into).await.expect(200);
    execute(
        &app,
        "update persons set open_worker_id = $1, open_regency_id = 1 where id = $2",
        &[&third.id, &from.person_id],
    )
    .await;
    part(&app, &from).await.expect_problem(409, "conflict");
}

#[tokio::test]
async fn of_somebody_who_died_since_the_death_is_taken_back_first() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    funded(&app, &[&from]).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let report = Report::recorded(&app, &of(&into)).await;
    let died = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&died), [("", "survivor_died")]);
    let because = json!({ "reason": "it is not clear yet which of them" });
    report.act(&app, &app.officer(), "revoke", &because).await.expect(200);
    part(&app, &from).await.expect(200);
    let lasting =
        format!("select status || ' ' || last_month from coverages where worker_id = '{}'", from.id);
    assert_eq!(one::<String>(&app, &lasting).await, "active 2026-12-01");
}

#[tokio::test]
async fn what_cannot_be_taken_back_is_not_offered() {
    let app = start().await;
    let officer = app.officer();
    let (into, from, third) = (worker(&app, 1).await, worker(&app, 2).await, worker(&app, 3).await);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let open = etag(&app, &from).await;
    let last = format!("{}-final\"", open.trim_end_matches('"'));
    // Nothing of the tombstone itself changes: the entity tag tells what may be done apart.
    let offered = async || {
        let read = async |held: &str| {
            app.get(&from.path("")).as_(&officer).header("If-None-Match", held).send().await
        };
        let (held, other) = match etag(&app, &from).await == open {
            true => (open.as_str(), last.as_str()),
            false => (last.as_str(), open.as_str()),
        };
        assert_eq!(read(held).await.status, 304);
        let answer = read(other).await;
        assert_eq!(answer.header("etag"), Some(held));
        answer.expect(200)["allowed_actions"].clone()
    };
    assert_eq!(offered().await, json!(["unmerge"]));
    assert_eq!(etag(&app, &from).await, open);
    merge(&app, &into, &third, json!({})).await.expect(200);
    assert_eq!(offered().await, json!([]));
    assert_eq!(etag(&app, &from).await, last);
    part(&app, &into).await.expect(200);
    assert_eq!(offered().await, json!(["unmerge"]));
    let report = Report::recorded(&app, &of(&into)).await;
    assert_eq!(offered().await, json!([]));
    report.act(&app, &officer, "revoke", &json!({ "reason": "somebody else" })).await.expect(200);
    assert_eq!(offered().await, json!(["unmerge"]));
    let body = json!({ "village_code": HOME, "name": "Sri Wahyuni", "nik": from.nik.as_str() });
    app.post("/v1/workers").as_(&officer).json(&body).send().await.expect(201);
    assert_eq!(offered().await, json!([]));
    let listed = app.get("/v1/workers?status=merged").as_(&officer).send().await.expect(200);
    assert_eq!(listed["data"][0]["allowed_actions"], json!(["unmerge"]));
}

#[tokio::test]
async fn whoever_really_has_the_nik_keeps_what_is_written_under_it() {
    let app = start().await;
    let officer = app.officer();
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    merge(&app, &from, &into, json!({})).await.expect(200);
    let body = json!({ "village_code": HOME, "name": "Sri Wahyuni", "nik": from.nik.as_str() });
    let real = app.post("/v1/workers").as_(&officer).json(&body).send().await.expect(201);
    let id = real["id"].as_str().unwrap().parse().unwrap();
    let real = Worker { id, person_id: from.person_id, nik: from.nik.clone() };
    let confirmed = json!({ "confirm_warnings": true });
    send(&app, &officer, &real, "verify", &etag(&app, &real).await, &confirmed).await.expect(200);
    funded(&app, &[&real]).await;
    let before = everything(&app).await;
    let open = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&open), [("", "registered_again")]);
    assert_eq!(everything(&app).await, before);
    let gone = json!({ "reason": "moved_out", "on": "2026-11-20" });
    send(&app, &officer, &real, "deactivate", &etag(&app, &real).await, &gone).await.expect(200);
    let closed = part(&app, &from).await.expect_problem(409, "conflict");
    assert_eq!(found(&closed), [("", "registered_again")]);
}

#[tokio::test]
async fn where_the_wrong_nik_stayed_they_are_parted_and_merged_the_other_way_round() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    funded(&app, &[&into]).await;
    merge(&app, &from, &into, json!({})).await.expect(200);
    let read = etag(&app, &into).await;
    let body = json!({ "nik": from.nik.as_str(), "confirm_warnings": true });
    let corrected =
        app.patch(&into.path("")).as_(&app.officer()).header("If-Match", &read).json(&body).send();
    let refused = corrected.await.expect_problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains("/unmerge"), "{refused}");
    part(&app, &from).await.expect(200);
    merge(&app, &into, &from, json!({})).await.expect(200);
    let funded = format!("select count(*) from coverages where worker_id = '{}'", from.id);
    assert_eq!(one::<i64>(&app, &funded).await, 1);
}

#[tokio::test]
async fn only_the_office_parts_what_is_merged() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let open = part(&app, &from).await.expect_problem(409, "invalid_state");
    assert_eq!(open["allowed_actions"], json!(["update", "deactivate", "merge"]));
    merge(&app, &from, &into, json!({})).await.expect(200);
    let body = json!({ "reason": "two people" });
    let etag = etag(&app, &from).await;
    let path = from.path("/unmerge");
    app.post(&path).as_(&app.officer()).json(&body).send().await.expect_problem(428, "precondition_required");
    let stale = send(&app, &app.officer(), &from, "unmerge", "\"1.masked-wv\"", &body).await;
    stale.expect_problem(412, "version_mismatch");
    let blank = send(&app, &app.officer(), &from, "unmerge", &etag, &json!({ "reason": "" })).await;
    blank.expect_problem(422, "validation_failed");
    send(&app, &stranger(&app), &from, "unmerge", &etag, &body).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => send(&app, account, &from, "unmerge", &etag, &body).await,
        None => app.post(&path).header("If-Match", &etag).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
}
