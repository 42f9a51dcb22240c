//! Every late change of what a close has read reopens it, and says what it was.

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{Close, closed, create};
use crate::support::TestApp;
use crate::support::contributions::{Batch, PAYMENTS, claim, decide, end, funded, paid, workers};
use crate::support::cover::{
    Coverage, Worker, active, apbd, approved, approver, given, one, proposal, settle, source, start, with,
    worker,
};

/// State and cause of a close.
async fn stands(app: &TestApp, close: &Close) -> (String, Value) {
    let shown = close.read(app).await.shown;
    (shown["status"].as_str().unwrap().to_owned(), shown["reopen_cause"].clone())
}

/// May stays closed, June is reopened for this cause; both are closed again.
async fn reopened(app: &TestApp, closes: &mut [Close; 2], cause: &str) {
    assert_eq!(stands(app, &closes[0]).await, ("closed".to_owned(), closes[0].shown["reopen_cause"].clone()));
    assert_eq!(stands(app, &closes[1]).await, ("reopened".to_owned(), json!(cause)));
    let answer = closes[1].read(app).await.act(app, &app.officer(), "close", &json!(null)).await;
    answer.expect(200);
    closes[1] = Close::of(&answer);
}

async fn only_period(app: &TestApp, worker: &Worker) -> Coverage {
    let listed = app.get(&format!("/v1/coverages?worker_id={}", worker.id)).as_(&app.officer()).send().await;
    let path = format!("/v1/coverages/{}", listed.expect(200)["data"][0]["id"].as_str().unwrap());
    Coverage::of(&app.get(&path).as_(&app.officer()).send().await)
}

#[tokio::test]
async fn periods_and_deaths_reopen_the_months_of_their_days() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let newcomer = worker(&app, 2).await;
    let waiting = approved(&app, &proposal(&newcomer, source)).await;
    let mut closes = [closed(&app, "2026-05").await, closed(&app, "2026-06").await];
    let officer = app.officer();

    end(&app, &people[0], "wage_worker", "2026-06-10").await;
    reopened(&app, &mut closes, "coverage_ended").await;
    let ended = only_period(&app, &people[0]).await;
    ended.act(&app, &officer, "reopen", &json!({ "reason": "an error" })).await.expect(200);
    reopened(&app, &mut closes, "coverage_reopened").await;

    let body = with(given("26000000002"), json!({ "effective_on": "2026-06-01" }));
    waiting.act(&app, &officer, "activate", &body).await.expect(200);
    reopened(&app, &mut closes, "coverage_activated").await;

    let registration = people[0].path("");
    let deceased = json!({ "reason": "deceased", "on": "2026-06-20" });
    decide(&app, &registration, "deactivate", &deceased).await;
    reopened(&app, &mut closes, "death").await;
    // A claim for the same death tells nothing new, and neither does its withdrawal.
    let claim = claim(&app, &people[0], "2026-06-20").await;
    assert_eq!(stands(&app, &closes[1]).await.0, "closed");
    decide(&app, &claim, "withdraw", &json!({ "reason": "another person" })).await;
    assert_eq!(stands(&app, &closes[1]).await.0, "closed");
    decide(&app, &registration, "reopen", &json!({ "reason": "another person" })).await;
    reopened(&app, &mut closes, "death").await;
    // Who leaves the register alive is a member as before.
    let moved = json!({ "reason": "moved_out", "on": "2026-06-20" });
    decide(&app, &registration, "deactivate", &moved).await;
    assert_eq!(stands(&app, &closes[1]).await.0, "closed");
}

#[tokio::test]
async fn a_period_that_never_was_active_concerns_no_close() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let newcomer = worker(&app, 2).await;
    let waiting = approved(&app, &proposal(&newcomer, source)).await;
    let close = closed(&app, "2026-06").await;
    let body = json!({ "reason": "withdrew", "ended_on": "2026-06-10" });
    waiting.act(&app, &app.officer(), "end", &body).await.expect(200);
    assert_eq!(stands(&app, &close).await, ("closed".to_owned(), Value::Null));
}

#[tokio::test]
async fn answers_that_are_taken_back_reopen_the_month_of_the_transfer_and_transfers_none() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-02"], "926011").await;
    let mut closes = [closed(&app, "2026-02").await, closed(&app, "2026-03").await];
    let file = "line_number,status\n1,ok\n2,ok\n";
    batch.reconcile(&app, &app.account(Role::Insurer, &["35.29"]), "", file).await.expect(200);
    reopened(&app, &mut closes, "payment").await;
    let approver = approver(&app);
    let reason = json!({ "reason": "a mistake" });
    Batch::read(&app, &batch.path).await.act(&app, &approver, "reopen", &reason).await.expect(200);
    reopened(&app, &mut closes, "answer_taken_back").await;
    let path = format!("{PAYMENTS}/{}/void", batch.shown["payment_id"].as_str().unwrap());
    let request = app.post(&path).as_(&approver).header("If-Match", "\"1.vu\"");
    request.json(&reason).send().await.expect(200);
    // Nothing of it was paid any more.
    assert_eq!(stands(&app, &closes[1]).await.0, "closed");
}

/// Paid until March she lapses in July, unless she was a wage worker before: a close of July finds one or the other.
#[tokio::test]
async fn a_close_and_a_late_end_at_once_leave_no_closed_month_without_the_end() {
    for _ in 0..4 {
        let app = start().await;
        let people = workers(&app, 1).await;
        funded(&app, &[&people[0]]).await;
        settle(&app, &people[0], "2026-01", "2026-03", "2026-02-10").await;
        let officer = app.officer();
        let (answer, ()) = futures_util::join!(
            create(&app, &officer, "2026-07"),
            end(&app, &people[0], "wage_worker", "2026-05-10"),
        );
        answer.expect(201);
        let close = Close::of(&answer).read(&app).await;
        let stands = (close.shown["status"].as_str().unwrap(), close.shown["lapses_total"].as_i64().unwrap());
        match stands {
            // The end was known, or it came after the close and is told.
            ("closed", 0) => {}
            ("reopened", 1) => {
                assert_eq!(close.shown["reopen_cause"], "coverage_ended");
                let again = close.act(&app, &officer, "close", &json!(null)).await;
                assert_eq!(again.expect(200)["lapses_total"], 0);
            }
            other => panic!("a close that does not hold the end: {other:?}"),
        }
    }
}

/// A reopening locks the person, of whom the close writes that she lapsed: neither waits for the other for ever.
#[tokio::test]
async fn a_close_and_a_late_reopening_at_once_leave_no_closed_month_without_it() {
    for _ in 0..4 {
        let app = start().await;
        let people = workers(&app, 1).await;
        funded(&app, &[&people[0]]).await;
        settle(&app, &people[0], "2026-01", "2026-03", "2026-02-10").await;
        end(&app, &people[0], "wage_worker", "2026-05-10").await;
        let ended = only_period(&app, &people[0]).await;
        let officer = app.officer();
        let reason = json!({ "reason": "an error" });
        let (answer, reopened) = futures_util::join!(
            create(&app, &officer, "2026-07"),
            ended.act(&app, &officer, "reopen", &reason),
        );
        answer.expect(201);
        reopened.expect(200);
        let close = Close::of(&answer).read(&app).await;
        let stands = (close.shown["status"].as_str().unwrap(), close.shown["lapses_total"].as_i64().unwrap());
        assert!(matches!(stands, ("closed", 1) | ("reopened", 0)), "{stands:?}");
        let reopenings: i64 = one(
            &app,
            "select count(*) from changes where subject = 'monthly_close' \
            and action = 'reopened'",
        )
        .await;
        assert_eq!(reopenings, i64::from(stands.0 == "reopened"));
    }
}

/// Paid until March, she lapsed in July by what we knew.
async fn lapsed_in_july(app: &TestApp) -> (Worker, [Close; 2]) {
    let worker = worker(app, 1).await;
    active(app, &proposal(&worker, source(app, apbd()).await), "26000000001").await;
    settle(app, &worker, "2026-01", "2026-03", "2026-02-10").await;
    let closes = [closed(app, "2026-06").await, closed(app, "2026-07").await];
    assert_eq!(closes.each_ref().map(|close| close.shown["lapses_total"].clone()), [json!(0), json!(1)]);
    (worker, closes)
}

async fn close_again(app: &TestApp, close: &Close) -> Value {
    close.read(app).await.act(app, &app.officer(), "close", &json!(null)).await.expect(200)
}

#[tokio::test]
async fn a_word_of_a_membership_that_ran_takes_back_the_lapse_of_a_closed_month() {
    let app = start().await;
    let (worker, closes) = lapsed_in_july(&app).await;
    let said = json!({
        "worker_id": worker.id, "state": "active", "programmes": ["jkk", "jkm"], "since_on": "2026-01-01",
        "paid_until": "2026-08", "as_of": "2026-09-05", "evidence": "list",
    });
    app.post("/v1/memberships").as_(&app.officer()).json(&said).send().await.expect(201);
    assert_eq!(stands(&app, &closes[0]).await.0, "closed");
    assert_eq!(stands(&app, &closes[1]).await, ("reopened".to_owned(), json!("insurer_word")));
    assert_eq!(close_again(&app, &closes[1]).await["lapses_total"], 0);
}

/// Two unpaid months end a membership since July: then she has lapsed on its first day, and it is the close of July that says so.
#[tokio::test]
async fn another_rule_of_when_a_membership_lapses_reopens_the_months_of_its_days() {
    let app = start().await;
    let (_, closes) = lapsed_in_july(&app).await;
    let list = "/v1/rules/parameters";
    let [first, second] = [(); 2].map(|()| app.account(Role::PlatformAdmin, &[]));
    let approve = async |proposal: &crate::support::request::Answer| {
        proposal.expect(201);
        let path = format!("{}/approve", proposal.header("location").unwrap());
        let request = app.post(&path).as_(&second).header("If-Match", proposal.header("etag").unwrap());
        request.send().await.expect(200);
    };
    let listed =
        app.get(&format!("{list}?key=lapse_after_unpaid_months")).as_(&first).send().await.expect(200);
    let old = format!("{list}/{}", listed["data"][0]["id"].as_str().unwrap());
    let etag = app.get(&old).as_(&first).send().await.header("etag").unwrap().to_owned();
    let ended = json!({ "valid_until": "2026-06-30", "reason": "another regulation" });
    approve(&app.patch(&old).as_(&first).header("If-Match", &etag).json(&ended).send().await).await;
    assert_eq!(stands(&app, &closes[0]).await.0, "closed");
    assert_eq!(stands(&app, &closes[1]).await, ("reopened".to_owned(), json!("rule_changed")));
    let two = json!({
        "key": "lapse_after_unpaid_months", "value": 2, "valid_from": "2026-07-01", "legal_reference": "a regulation",
        "confidence": "low",
    });
    approve(&app.post(list).as_(&first).json(&two).send().await).await;
    assert_eq!(close_again(&app, &closes[1]).await["lapses_total"], 1);
}
