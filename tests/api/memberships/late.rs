//! `POST /v1/memberships/{id}/correct-late-months` and `/withdraw-late-months`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{fact, recorded};
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::cover::{
    Worker, active, apbd, found, one, proposal, settle, source, start, statuses_by_role, stranger, with,
    worker,
};
use crate::support::request::Answer;

/// A worker whose months from March to July were paid in July, after the membership had lapsed.
async fn late() -> (TestApp, Worker) {
    let app = start().await;
    let worker = worker(&app, 1).await;
    active(&app, &proposal(&worker, source(&app, apbd()).await), "26012345678").await;
    settle(&app, &worker, "2026-02", "2026-02", "2026-02-10").await;
    settle(&app, &worker, "2026-03", "2026-07", "2026-07-10").await;
    (app, worker)
}

async fn correct(app: &TestApp, account: &Account, path: &str, etag: &str, body: &Value) -> Answer {
    let path = format!("{path}/correct-late-months");
    app.post(&path).as_(account).header("If-Match", etag).json(body).send().await
}

fn months(from: &str, until: &str) -> Value {
    json!({ "from_month": from, "until_month": until })
}

/// Standing and consecutive months of the death programme.
async fn on(app: &TestApp, worker: &Worker, day: &str) -> (String, i64) {
    let path = worker.path(&format!("/standing?on={day}"));
    let shown = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let months = shown["clocks"][1]["consecutive_paid_months"].as_i64().unwrap();
    (shown["standing"].as_str().unwrap().to_owned(), months)
}

#[tokio::test]
async fn the_insurer_counts_late_public_money_in_time_and_can_take_that_back() {
    let (app, worker) = late().await;
    assert_eq!(on(&app, &worker, "2026-06-15").await, ("lapsed".to_owned(), 0));
    let word = with(fact(&worker), json!({ "since_on": null, "paid_until": null, "as_of": "2026-08-01" }));
    let (path, etag) = recorded(&app, &word).await;
    let insurer = app.account(Role::Insurer, &["35.29"]);
    let answer = correct(&app, &insurer, &path, &etag, &months("2026-03", "2026-06")).await;
    let shown = answer.expect(200);
    assert_eq!(
        (&shown["corrected_from_month"], &shown["corrected_until_month"], &shown["allowed_actions"]),
        (&json!("2026-03"), &json!("2026-06"), &json!(["withdraw_late_months"]))
    );
    assert_eq!(on(&app, &worker, "2026-06-15").await, ("active".to_owned(), 5));
    let marked: i64 = one(
        &app,
        "select count(*) from contribution_obligations o join memberships m on m.id = o.correction_id \
         and m.regency_id = o.regency_id where o.status = 'paid' and o.month between '2026-03-01' and '2026-06-01'",
    )
    .await;
    assert_eq!(marked, 8, "four months of two programmes");
    let told: String = one(
        &app,
        "select string_agg(action, ' ' order by version) from changes where subject = 'membership'",
    )
    .await;
    assert_eq!(told, "created late_months_corrected");
    // The fact is evidence now and does not change.
    let etag = answer.header("etag").unwrap().to_owned();
    let patch = app.patch(&path).as_(&insurer).header("If-Match", &etag);
    let refused = patch.json(&json!({ "evidence": "another" })).send().await;
    assert_eq!(
        refused.expect_problem(409, "invalid_state")["allowed_actions"],
        json!(["withdraw_late_months"])
    );
    let back = app.post(&format!("{path}/withdraw-late-months")).as_(&insurer).header("If-Match", &etag);
    back.send().await.expect(200);
    assert_eq!(on(&app, &worker, "2026-06-15").await, ("lapsed".to_owned(), 0));
    assert_eq!(one::<i64>(&app, "select count(correction_id) from contribution_obligations").await, 0);
}

#[tokio::test]
async fn only_months_that_are_paid_and_were_paid_late_are_corrected() {
    let (app, worker) = late().await;
    let (path, etag) =
        recorded(&app, &with(fact(&worker), json!({ "as_of": "2026-08-01", "paid_until": null }))).await;
    let officer = app.officer();
    for (from, until, wrong) in [("2026-02", "2026-03", "2026-02"), ("2026-07", "2026-08", "2026-07")] {
        let answer = correct(&app, &officer, &path, &etag, &months(from, until)).await;
        let problem = answer.expect_problem(422, "validation_failed");
        assert!(answer.text().contains(wrong), "{}", answer.text());
        assert!(found(&problem).iter().all(|error| *error == ("/from_month", "month_not_late")));
    }
    let future = correct(&app, &officer, &path, &etag, &months("2026-08", "2026-09")).await;
    assert_eq!(found(&future.expect_problem(422, "validation_failed")), [("/until_month", "after_as_of")]);
    let long = correct(&app, &officer, &path, &etag, &months("2024-01", "2026-01")).await;
    assert_eq!(found(&long.expect_problem(422, "validation_failed")), [("/until_month", "too_many_months")]);
    let lapsed = with(fact(&worker), json!({ "state": "lapsed", "as_of": "2026-08-02" }));
    let (lapsed, lapsed_etag) = recorded(&app, &lapsed).await;
    let answer = correct(&app, &officer, &lapsed, &lapsed_etag, &months("2026-03", "2026-04")).await;
    assert_eq!(answer.expect_problem(409, "invalid_state")["allowed_actions"], json!(["update"]));
    assert_eq!(one::<i64>(&app, "select count(correction_id) from contribution_obligations").await, 0);
    correct(&app, &officer, &path, "\"9.written\"", &months("2026-03", "2026-04"))
        .await
        .expect_problem(412, "version_mismatch");
    correct(&app, &stranger(&app), &path, &etag, &months("2026-03", "2026-04"))
        .await
        .expect_problem(404, "not_found");
    app.post(&format!("{path}/withdraw-late-months"))
        .as_(&officer)
        .header("If-Match", &etag)
        .send()
        .await
        .expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn of_two_facts_at_once_one_counts_the_months() {
    let (app, worker) = late().await;
    let word = |as_of: &str| with(fact(&worker), json!({ "as_of": as_of, "paid_until": null }));
    let (first, second) =
        (recorded(&app, &word("2026-08-01")).await, recorded(&app, &word("2026-08-02")).await);
    let officer = app.officer();
    let body = months("2026-03", "2026-06");
    let (one_answer, other) = tokio::join!(
        correct(&app, &officer, &first.0, &first.1, &body),
        correct(&app, &officer, &second.0, &second.1, &body)
    );
    let mut statuses = [one_answer.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
    let winners: i64 = one(&app, "select count(distinct correction_id) from contribution_obligations").await;
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn office_and_insurer_may() {
    let (app, worker) = late().await;
    let (path, _) = recorded(&app, &with(fact(&worker), json!({ "as_of": "2026-08-01" }))).await;
    for action in ["correct-late-months", "withdraw-late-months"] {
        let path = format!("{path}/{action}");
        let body = months("2026-03", "2026-04");
        let statuses = statuses_by_role(&app, async |account| {
            let request = app.post(&path).header("If-Match", "\"9.written\"").json(&body);
            match account {
                Some(account) => request.as_(account).send().await,
                None => request.send().await,
            }
        })
        .await;
        assert_eq!(statuses, [(Role::Officer, 412), (Role::Insurer, 412)]);
    }
}
