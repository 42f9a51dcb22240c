//! `POST /v1/monthly-closes/{id}/reopen` and `/close`, and what reopens by itself

use payung::access::caller::Role;
use serde_json::json;

use super::{Close, closed, insurer};
use crate::support::contributions::{funded, paid, workers};
use crate::support::cover::{one, start, statuses_by_role, stranger};

#[tokio::test]
async fn a_late_payment_reopens_the_months_and_closing_again_records_what_changed() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let (before, close) = (closed(&app, "2026-02").await, closed(&app, "2026-06").await);
    let mut lapsed = [people[0].id.to_string(), people[1].id.to_string()];
    lapsed.sort_unstable();
    let first_run = lapsed.clone().map(|worker| (1, worker, "lapsed".to_owned()));
    assert_eq!(close.findings(&app).await, first_run);
    // A transfer of March, of which the insurer tells only now, and only for one of them.
    let batch = paid(&app, source, &["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"], "926011").await;
    let file = format!("nik;status\n{};accepted\n", people[0].nik.as_str());
    batch.reconcile(&app, &insurer(&app), "", &file).await.expect(200);
    assert_eq!(before.read(&app).await.shown["status"], "closed", "February was over before");
    let reopened = close.read(&app).await;
    assert_eq!(
        ["status", "reopen_cause", "allowed_actions"].map(|name| reopened.shown[name].clone()),
        [json!("reopened"), json!("payment"), json!(["close"])]
    );
    assert_eq!(reopened.shown["reopened_by"], json!(batch_reader(&app).await));
    let again = reopened.act(&app, &app.officer(), "close", &json!(null)).await;
    let again = Close::of(&{
        again.expect(200);
        again
    });
    assert_eq!((&again.shown["run"], &again.shown["lapses_total"]), (&json!(2), &json!(1)));
    let mut expected = first_run.to_vec();
    expected.push((2, people[0].id.to_string(), "restored".to_owned()));
    assert_eq!(again.findings(&app).await, expected);
    let told: String = one(
        &app,
        "select string_agg(h.action, ' ' order by h.version) from changes h join monthly_closes c \
         on c.id = h.subject_id where c.month = '2026-06-01'",
    )
    .await;
    assert_eq!(told, "created reopened closed");
    again.act(&app, &app.officer(), "close", &json!(null)).await.expect_problem(409, "invalid_state");
}

/// The account that sent the insurer's answer.
async fn batch_reader(app: &crate::support::TestApp) -> uuid::Uuid {
    one(app, "select actor_id from changes where action = 'reopened' limit 1").await
}

#[tokio::test]
async fn a_word_of_the_insurer_reopens_the_months_of_its_day_and_after() {
    let app = start().await;
    let people = workers(&app, 1).await;
    funded(&app, &[&people[0]]).await;
    let (may, june) = (closed(&app, "2026-05").await, closed(&app, "2026-06").await);
    let word = json!({
        "worker_id": people[0].id, "state": "active", "programmes": ["jkk", "jkm"], "as_of": "2026-06-20",
        "paid_until": "2026-06", "evidence": "list of June",
    });
    app.post("/v1/memberships").as_(&insurer(&app)).json(&word).send().await.expect(201);
    assert_eq!(may.read(&app).await.shown["status"], "closed");
    let june = june.read(&app).await;
    assert_eq!(
        (&june.shown["status"], &june.shown["reopen_cause"]),
        (&json!("reopened"), &json!("insurer_word"))
    );
    let again = june.act(&app, &app.officer(), "close", &json!(null)).await;
    assert_eq!(again.expect(200)["lapses_total"], 0);
}

#[tokio::test]
async fn the_office_reopens_with_a_reason() {
    let app = start().await;
    let close = closed(&app, "2026-06").await;
    let officer = app.officer();
    close
        .act(&app, &officer, "reopen", &json!({ "reason": " " }))
        .await
        .expect_problem(422, "validation_failed");
    let body = json!({ "reason": "a wrong transfer was recorded" });
    let answer = close.act(&app, &officer, "reopen", &body).await;
    let shown = answer.expect(200);
    assert_eq!(
        (&shown["reopen_cause"], &shown["reopen_reason"]),
        (&json!("manual"), &json!("a wrong transfer was recorded"))
    );
    close.act(&app, &officer, "reopen", &body).await.expect_problem(412, "version_mismatch");
    let now = Close::of(&answer);
    now.act(&app, &officer, "reopen", &body).await.expect_problem(409, "invalid_state");
    now.act(&app, &stranger(&app), "close", &json!(null)).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => now.act(&app, account, "reopen", &body).await,
        None => app.post(&format!("{}/reopen", now.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 409)]);
}

#[tokio::test]
async fn of_two_that_close_a_reopened_month_at_once_one_wins() {
    let app = start().await;
    let close = closed(&app, "2026-06").await;
    let officer = app.officer();
    let answer = close.act(&app, &officer, "reopen", &json!({ "reason": "a mistake" })).await;
    answer.expect(200);
    let now = Close::of(&answer);
    let nothing = json!(null);
    let (first, second) =
        tokio::join!(now.act(&app, &officer, "close", &nothing), now.act(&app, &officer, "close", &nothing));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    assert_eq!(now.read(&app).await.shown["run"], 2);
}

#[tokio::test]
async fn a_merge_reopens_the_months_and_a_lapse_goes_over_with_the_registration() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let (stays, merged) = (&people[0], &people[1]);
    funded(&app, &[merged]).await;
    let close = closed(&app, "2026-06").await;
    assert_eq!(close.findings(&app).await, [(1, merged.id.to_string(), "lapsed".to_owned())]);
    let officer = app.officer();
    let etag = app.get(&merged.path("")).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let merge = app.post(&merged.path("/merge")).as_(&officer).header("If-Match", &etag);
    merge.json(&json!({ "into": stays.id, "reason": "registered twice" })).send().await.expect(200);
    let reopened = close.read(&app).await;
    assert_eq!(
        (&reopened.shown["status"], &reopened.shown["reopen_cause"]),
        (&json!("reopened"), &json!("merge"))
    );
    let again = reopened.act(&app, &officer, "close", &json!(null)).await;
    assert_eq!(again.expect(200)["lapses_total"], 1);
    let mut found = Close::of(&again).findings(&app).await;
    found.sort_unstable();
    let mut second =
        [(2, stays.id.to_string(), "lapsed".to_owned()), (2, merged.id.to_string(), "restored".to_owned())];
    second.sort_unstable();
    assert_eq!(found[1..], second);
}
