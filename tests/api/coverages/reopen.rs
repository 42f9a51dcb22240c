//! `POST /v1/coverages/{id}/reopen`: what an end in error took away, and what it gave.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::{
    Batch, approved, billed, draft, end, funded, paid, pay, prepare, sums, transfer, wanted, workers,
};
use crate::support::cover::{Coverage, Worker, admin, approver, found, one, start, with};
use crate::support::request::Answer;

/// Reopens the only period of a worker.
async fn reopen(app: &TestApp, worker: &Worker) -> Answer {
    let listed = app.get(&format!("/v1/coverages?worker_id={}", worker.id)).as_(&app.officer()).send().await;
    let path = format!("/v1/coverages/{}", listed.expect(200)["data"][0]["id"].as_str().unwrap());
    let ended = Coverage::of(&app.get(&path).as_(&app.officer()).send().await);
    let reason = json!({ "reason": "another person of the same name died" });
    ended.act(app, &app.officer(), "reopen", &reason).await
}

/// How many months are due, paid and waived, and how many of the paid are a credit.
async fn ledger(app: &TestApp) -> String {
    one(
        app,
        "select concat_ws(' ', count(*) filter (where status = 'due'), count(*) filter (where status = 'paid'), \
         count(*) filter (where status = 'waived'), count(*) filter (where is_credit)) from contribution_obligations",
    )
    .await
}

#[tokio::test]
async fn every_month_that_an_end_in_error_left_out_is_owed_again_and_what_was_paid_stays_paid() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let officer = app.officer();
    let first = paid(&app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    let waiting = draft(&app, source, &["2026-04"]).await;
    let agreed = approved(&app, source, &["2026-05"]).await;
    end(&app, &people[0], "death", "2026-01-20").await;
    // The insurer takes January and February, and says of March that she is dead; what was prepared is held up.
    let file =
        "line_number,status,reason\n1,ok,\n2,ok,\n3,refused,deceased\n4,ok,\n5,ok,\n6,refused,deceased\n";
    first.reconcile(&app, &officer, "", file).await.expect(200);
    let note = json!({});
    let refused = waiting.act(&app, &approver(&app), "approve", &note).await;
    assert_eq!(found(&refused.expect_problem(409, "conflict")), [("", "period_ended_meanwhile")]);
    let code = json!({ "billing_code": "926012" });
    let refused = agreed.act(&app, &officer, "issue-billing-code", &code).await;
    assert_eq!(found(&refused.expect_problem(409, "conflict")), [("", "period_ended_meanwhile")]);
    // January is owed; April and May are under way. February is a credit like the refused March.
    assert_eq!(sums(&app, source).await[..3], [3 * 16_800, 3 * 16_800, 2 * 16_800]);
    assert_eq!(ledger(&app).await, "4 4 16 2");

    reopen(&app, &people[0]).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [201_600, 3 * 16_800, 16_800]);
    assert_eq!(ledger(&app).await, "20 4 0 0");
    waiting.act(&app, &approver(&app), "approve", &note).await.expect(200);
    agreed.act(&app, &officer, "issue-billing-code", &code).await.expect(200);
    // June to December, and March that was refused: her death was an error for the insurer's word too.
    let months = ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"];
    let rest = draft(&app, source, &months).await;
    assert_eq!(rest.shown["lines"], 16);
    let due = "select count(*) from contribution_obligations o where status = 'due' and not exists (select from \
               contribution_batch_lines l where l.person_id = o.person_id and l.programme = o.programme \
               and l.month = o.month and l.is_open)";
    assert_eq!(one::<i64>(&app, due).await, 0, "no month is left out of all batches");
}

#[tokio::test]
async fn a_cancelled_draft_loses_no_month_of_a_period_that_is_reopened() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = draft(&app, source, &["2026-02", "2026-03"]).await;
    end(&app, &people[0], "death", "2026-01-20").await;
    let officer = app.officer();
    batch.act(&app, &officer, "cancel", &json!({ "reason": "a death" })).await.expect(200);
    assert_eq!(ledger(&app).await, "2 0 22 0");
    reopen(&app, &people[0]).await.expect(200);
    assert_eq!(ledger(&app).await, "24 0 0 0");
    let again = prepare(&app, &officer, &wanted(source, &["2026-02", "2026-03"])).await;
    assert_eq!(again.expect(201)["lines"], 4);
}

#[tokio::test]
async fn a_cancellation_and_a_reopening_at_once_lose_no_month() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = draft(&app, source, &["2026-02", "2026-03"]).await;
    end(&app, &people[0], "death", "2026-01-20").await;
    let officer = app.officer();
    let reason = json!({ "reason": "a death" });
    let (cancelled, reopened) =
        futures_util::join!(batch.act(&app, &officer, "cancel", &reason), reopen(&app, &people[0]),);
    cancelled.expect(200);
    reopened.expect(200);
    assert_eq!((ledger(&app).await.as_str(), sums(&app, source).await[0]), ("24 0 0 0", 201_600));
}

/// Two people; the first died in January, and February of hers is a credit.
async fn with_excess(app: &TestApp) -> (Vec<Worker>, Uuid) {
    let people = workers(app, 2).await;
    let source = funded(app, &[&people[0], &people[1]]).await;
    let batch = paid(app, source, &["2026-01", "2026-02"], "926011").await;
    end(app, &people[0], "death", "2026-01-20").await;
    let file = format!("nik,status\n{},ok\n{},ok\n", people[0].nik.as_str(), people[1].nik.as_str());
    batch.reconcile(app, &app.officer(), "", &file).await.expect(200);
    assert_eq!(sums(app, source).await[..3], [16_800 + 201_600, 67_200, 16_800]);
    (people, source)
}

#[tokio::test]
async fn a_period_whose_credit_was_used_is_reopened_once_that_is_taken_back() {
    let app = start().await;
    let (people, source) = with_excess(&app).await;
    let march = billed(&app, source, &["2026-03"], "926012").await;
    let body = with(transfer(&[&march], 0, "SP2D-2"), json!({ "credit_used_idr": 16_800 }));
    let payment = pay(&app, &app.officer(), &body).await.expect(201);
    assert_eq!(sums(&app, source).await[..3], [16_800 + 201_600, 67_200, 0]);
    let problem = reopen(&app, &people[0]).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "credit_used")]);
    let path = format!("/v1/contribution-payments/{}/void", payment["id"].as_str().unwrap());
    let request = app.post(&path).as_(&approver(&app)).header("If-Match", "\"1.vu\"");
    request.json(&json!({ "reason": "the credit was none" })).send().await.expect(200);
    reopen(&app, &people[0]).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [403_200, 67_200, 0]);
    assert_eq!(ledger(&app).await, "40 8 0 0");
}

#[tokio::test]
async fn of_a_reopening_and_a_transfer_that_uses_the_credit_one_wins() {
    let app = start().await;
    let (people, source) = with_excess(&app).await;
    let march = billed(&app, source, &["2026-03"], "926012").await;
    let officer = app.officer();
    let body = with(transfer(&[&march], 0, "SP2D-2"), json!({ "credit_used_idr": 16_800 }));
    let (reopened, used) = futures_util::join!(reopen(&app, &people[0]), pay(&app, &officer, &body));
    let won = [reopened.status.as_u16() == 200, used.status.as_u16() == 201];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{} {}", reopened.text(), used.text());
    let (lost, code) = if won[0] { (&used, "credit_not_held") } else { (&reopened, "credit_used") };
    assert_eq!(found(&lost.expect_problem(409, "conflict"))[0].1, code);
    let committed = if won[0] { 403_200 } else { 16_800 + 201_600 };
    assert_eq!(sums(&app, source).await[..3], [committed, 67_200, 0]);
}

#[tokio::test]
async fn the_months_of_a_reopened_period_wait_with_the_insurer_when_its_answer_is_taken_back() {
    let app = start().await;
    let (people, source) = with_excess(&app).await;
    let batch: Value = app
        .get(&format!("/v1/contribution-batches?funding_source_id={source}"))
        .as_(&app.officer())
        .send()
        .await
        .expect(200);
    let path = format!("/v1/contribution-batches/{}", batch["data"][0]["id"].as_str().unwrap());
    let batch = Batch::read(&app, &path).await;
    let reason = json!({ "reason": "the file was that of another batch" });
    batch.act(&app, &approver(&app), "reopen", &reason).await.expect(200);
    // February of the dead is under way again and no credit.
    assert_eq!(sums(&app, source).await[..3], [2 * 16_800 + 201_600, 67_200, 0]);
    reopen(&app, &people[0]).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [403_200, 67_200, 0]);
    assert_eq!(ledger(&app).await, "48 0 0 0");
}

#[tokio::test]
async fn no_period_is_reopened_whose_source_pays_its_months_no_more() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    end(&app, &people[0], "quota_cut", "2026-03-20").await;
    let admin = admin(&app);
    let path = format!("/v1/funding-sources/{source}");
    let patch = async |until: &str, tag: &str| {
        let request = app.patch(&path).as_(&admin).header("If-Match", tag);
        request.json(&json!({ "until_month": until })).send().await.expect(200)
    };
    patch("2026-06", "\"1.managed\"").await;
    let problem = reopen(&app, &people[0]).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "outside_funding_source")]);
    patch("2026-12", "\"2.managed\"").await;
    let close = app.post(&format!("{path}/close")).as_(&admin).header("If-Match", "\"3.managed\"");
    close.json(&json!({ "reason": "the budget is used up" })).send().await.expect(200);
    let problem = reopen(&app, &people[0]).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "funding_source_closed")]);
    assert_eq!(sums(&app, source).await[0], 3 * 16_800);
}
