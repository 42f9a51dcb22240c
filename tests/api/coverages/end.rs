//! Ending and reopening.

use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::cover::{
    Coverage, active, apbd, approved, found, given, one, proposal, proposed, source, start, statuses_by_role,
    with, worker,
};

fn ending(reason: &str, on: &str) -> Value {
    json!({ "reason": reason, "ended_on": on })
}

#[tokio::test]
async fn an_active_period_keeps_the_month_of_its_end_and_frees_the_rest() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let source = source(&app, apbd()).await;
    let coverage = active(&app, &proposal(&worker, source), "26000000001").await;
    let body = with(ending("moved_out", "2026-07-10"), json!({ "note": "to Surabaya" }));
    let answer = coverage.act(&app, &app.officer(), "end", &body).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["last_month"]), (&json!("ended"), &json!("2026-07")));
    assert_eq!((&shown["end_reason"], &shown["end_note"]), (&json!("moved_out"), &json!("to Surabaya")));
    assert_eq!(shown["allowed_actions"], json!(["reopen", "replace"]));
    let again = |from: &str| with(proposal(&worker, source), json!({ "from_month": from }));
    let taken = app.post("/v1/coverages").as_(&app.officer()).json(&again("2026-07")).send().await;
    taken.expect_problem(409, "already_funded");
    let next = proposed(&app, &again("2026-08")).await;
    // Its months are taken meanwhile, so the end stands.
    let ended = Coverage::of(&answer);
    let reason = json!({ "reason": "came back" });
    ended.act(&app, &app.officer(), "reopen", &reason).await.expect_problem(409, "already_funded");
    next.act(&app, &app.officer(), "end", &ending("withdrew", "2026-11-01")).await.expect(200);
    let reopened = ended.act(&app, &app.officer(), "reopen", &reason).await.expect(200);
    assert_eq!((&reopened["status"], &reopened["last_month"]), (&json!("active"), &json!("2026-12")));
    assert_eq!((&reopened["ended_on"], &reopened["end_reason"]), (&json!(null), &json!(null)));
    let trace: String = one(
        &app,
        "select string_agg(action || coalesce(':' || reason, ''), ' ' order by version) from changes \
         where subject_id = (select id from coverages where status = 'active')",
    )
    .await;
    assert_eq!(trace, "created approved activated ended:moved_out reopened:came back");
}

/// Who moved away in December was never to be funded from January on; but nobody gives up in December what began in January.
#[tokio::test]
async fn only_what_was_true_of_the_person_ends_a_period_before_it_began() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let body = proposal(&worker, source(&app, apbd()).await);
    let coverage = active(&app, &body, "26000000001").await;
    for reason in ["lapsed", "quota_cut", "withdrew"] {
        let early = coverage.act(&app, &app.officer(), "end", &ending(reason, "2025-12-31")).await;
        let problem = early.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/ended_on", "ended_before_start")]);
    }
    let shown =
        coverage.act(&app, &app.officer(), "end", &ending("moved_out", "2025-12-20")).await.expect(200);
    assert_eq!((&shown["status"], &shown["last_month"]), (&json!("ended"), &Value::Null));
}

#[tokio::test]
async fn what_never_was_active_takes_no_month_and_is_approved_again_when_reopened() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let body = proposal(&worker, source(&app, apbd()).await);
    let officer = app.officer();
    let reason = json!({ "reason": "error" });
    let coverage = approved(&app, &body).await;
    let answer = coverage.act(&app, &officer, "end", &ending("quota_cut", "2026-06-10")).await;
    let shown = answer.expect(200);
    assert_eq!(
        (&shown["last_month"], &shown["allowed_actions"]),
        (&Value::Null, &json!(["reopen", "replace"]))
    );
    let owed = "select count(*) from contribution_obligations where status = 'due'";
    assert_eq!(one::<i64>(&app, owed).await, 0);
    // Its months are free for another period, and for itself once that is over.
    let other = approved(&app, &body).await;
    let ended = Coverage::of(&answer);
    ended.act(&app, &officer, "reopen", &reason).await.expect_problem(409, "already_funded");
    let answer = other.act(&app, &officer, "end", &ending("quota_cut", "2026-06-10")).await;
    answer.expect(200);
    assert_eq!(one::<i64>(&app, "select count(*) from coverages where isempty(slots)").await, 2);
    let answer = ended.act(&app, &officer, "reopen", &reason).await;
    let shown = answer.expect(200);
    assert_eq!((&shown["status"], &shown["last_month"]), (&json!("approved"), &json!("2026-12")));
    assert_eq!(shown["allowed_actions"], json!(["activate", "end", "replace"]));
    assert_eq!(one::<i64>(&app, owed).await, 24);
    let reopened = Coverage::of(&answer);
    let active = reopened.act(&app, &officer, "activate", &given("26000000001")).await;
    assert_eq!(active.expect(200)["status"], "active");
}

#[tokio::test]
async fn a_proposal_that_was_ended_is_not_reopened() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = proposed(&app, &proposal(&worker, source(&app, apbd()).await)).await;
    let answer = coverage.act(&app, &app.officer(), "end", &ending("withdrew", "2026-06-10")).await;
    assert_eq!(answer.expect(200)["allowed_actions"], json!(["replace"]));
    let reopen =
        Coverage::of(&answer).act(&app, &app.officer(), "reopen", &json!({ "reason": "error" })).await;
    assert_eq!(reopen.expect_problem(409, "invalid_state")["allowed_actions"], json!(["replace"]));
}

#[tokio::test]
async fn only_officers_end_and_reopen() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    let body = ending("death", "2026-07-10");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => coverage.act(&app, account, "end", &body).await,
        None => app.post(&format!("{}/end", coverage.path)).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
    let ended = Coverage::of(&app.get(&coverage.path).as_(&app.officer()).send().await);
    let reason = json!({ "reason": "another person of the same name died" });
    let foreign = app.account(Role::Officer, &["35.28"]);
    ended.act(&app, &foreign, "reopen", &reason).await.expect_problem(404, "not_found");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => ended.act(&app, account, "reopen", &reason).await,
        None => app.post(&format!("{}/reopen", ended.path)).json(&reason).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200)]);
}

#[tokio::test]
async fn reason_day_version_and_state_must_be_right() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    let officer = app.officer();
    let wrong = coverage.act(&app, &officer, "end", &ending("boredom", "2026-11-24")).await;
    let problem = wrong.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "unknown_code"), ("/ended_on", "day_in_future")]);
    let path = format!("{}/end", coverage.path);
    let body = ending("death", "2026-07-10");
    app.post(&path).as_(&officer).json(&body).send().await.expect_problem(428, "precondition_required");
    let stale = app.post(&path).as_(&officer).header("If-Match", "\"1.v\"").json(&body).send().await;
    stale.expect_problem(412, "version_mismatch");
    let open = coverage.act(&app, &officer, "reopen", &json!({ "reason": "?" })).await;
    assert_eq!(open.expect_problem(409, "invalid_state")["allowed_actions"], json!(["end", "replace"]));
}

#[tokio::test]
async fn the_period_of_somebody_who_died_is_not_reopened() {
    let app = start().await;
    let worker = worker(&app, 1).await;
    let coverage = active(&app, &proposal(&worker, source(&app, apbd()).await), "26000000001").await;
    let answer = coverage.act(&app, &app.officer(), "end", &ending("death", "2026-07-10")).await;
    answer.expect(200);
    let ended = Coverage::of(&answer);
    let client = app.database().owner().client().await.unwrap();
    client.execute("update workers set status = 'inactive', status_reason = 'deceased'", &[]).await.unwrap();
    let reason = json!({ "reason": "wrong person" });
    let refused = ended.act(&app, &app.officer(), "reopen", &reason).await;
    let problem = refused.expect_problem(409, "not_eligible");
    assert_eq!(found(&problem), [("", "not_verified"), ("", "deceased")]);
    // Once the office takes the worker up again, so is the period.
    client.execute("update workers set status = 'registered', status_reason = null", &[]).await.unwrap();
    ended.act(&app, &app.officer(), "reopen", &reason).await.expect(200);
}
