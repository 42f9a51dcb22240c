//! The credit of months that are no excess any more, while it is used or the budget is promised to others.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::{
    Batch, PAYMENTS, billed, claim, csr, decide, end, funded, paid, pay, sums, transfer, workers,
};
use crate::support::cover::{
    Coverage, Worker, approved, approver, decree, found, proposal, proposed, source as enter, start, with,
};

/// Two people, of whom the insurer took January to March; a claim says of the first that she died in January.
async fn claimed(app: &TestApp) -> (Vec<Worker>, Uuid, String) {
    let people = workers(app, 2).await;
    let source = funded(app, &[&people[0], &people[1]]).await;
    let batch = paid(app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    let file = format!("nik,status\n{},ok\n{},ok\n", people[0].nik.as_str(), people[1].nik.as_str());
    batch.reconcile(app, &app.officer(), "", &file).await.expect(200);
    let claim = claim(app, &people[0], "2026-01-20").await;
    assert_eq!(sums(app, source).await[..3], [403_200 - 33_600, 100_800, 33_600]);
    (people, source, claim)
}

/// April of the second is paid with half of the credit; then the claim turns out to be an error.
async fn used(app: &TestApp) -> (Vec<Worker>, Uuid, Value) {
    let (people, source, claim) = claimed(app).await;
    let april = billed(app, source, &["2026-04"], "926012").await;
    let body = with(transfer(&[&april], 0, "SP2D-2"), json!({ "credit_used_idr": 16_800 }));
    let payment = pay(app, &app.officer(), &body).await.expect(201);
    withdraw(app, &claim).await;
    // The half that is left is February's; of March nothing is held.
    assert_eq!(sums(app, source).await[..3], [403_200 - 16_800, 100_800, 0]);
    (people, source, payment)
}

async fn withdraw(app: &TestApp, claim: &str) {
    decide(app, claim, "withdraw", &json!({ "reason": "another person" })).await;
}

/// What the last change of a source was, and why.
async fn last_change(app: &TestApp, source: Uuid) -> (Value, Value, Value) {
    let path = format!("/v1/funding-sources/{source}/history?limit=500");
    let history = app.get(&path).as_(&app.officer()).send().await.expect(200);
    let entry = history["data"].as_array().unwrap().last().unwrap().clone();
    (entry["action"].clone(), entry["reason"].clone(), entry["after"]["credit"].clone())
}

#[tokio::test]
async fn a_credit_that_is_there_again_pays_the_months_that_are_no_excess_any_more() {
    let app = start().await;
    let (_, source, payment) = used(&app).await;
    let half = json!({ "gained_idr": 0, "lost_idr": 16_800 });
    assert_eq!(last_change(&app, source).await, (json!("credit_followed"), json!("death"), half.clone()));
    let path = format!("{PAYMENTS}/{}/void", payment["id"].as_str().unwrap());
    let request = app.post(&path).as_(&approver(&app)).header("If-Match", "\"1.vu\"");
    request.json(&json!({ "reason": "a mistake" })).send().await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [403_200, 100_800, 0]);
    assert_eq!(last_change(&app, source).await, (json!("credit_followed"), json!("credit_restored"), half));
}

#[tokio::test]
async fn a_refund_that_is_taken_back_pays_the_months_that_are_no_excess_any_more() {
    let app = start().await;
    let (_, source, claim) = claimed(&app).await;
    let body = json!({
        "amount_idr": 33_600, "refunded_on": "2026-04-02", "bank_reference": "RTR-1", "reason": "after a death",
    });
    let request = app.post(&format!("/v1/funding-sources/{source}/record-refund")).as_(&app.officer());
    let shown = request.header("If-Match", "\"2.x\"").json(&body).send().await.expect(200);
    withdraw(&app, &claim).await;
    assert_eq!(sums(&app, source).await[..3], [403_200 - 33_600, 100_800, 0]);
    let id = shown["refund"]["id"].as_str().unwrap();
    let request = app.post(&format!("/v1/funding-sources/{source}/refunds/{id}/void")).as_(&approver(&app));
    let reason = json!({ "reason": "a mistake" });
    let shown = request.header("If-Match", "\"3.x\"").json(&reason).send().await.expect(200);
    let after = &shown["funding_source"];
    assert_eq!((&after["credit_idr"], &after["committed_idr"]), (&json!(0), &json!(403_200)));
    assert_eq!(sums(&app, source).await[..3], [403_200, 100_800, 0]);
}

#[tokio::test]
async fn a_credit_is_not_used_while_the_budget_of_its_months_is_promised_to_others() {
    let app = start().await;
    let (_, source, claim) = claimed(&app).await;
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 369600").await.unwrap();
    withdraw(&app, &claim).await;
    assert_eq!(sums(&app, source).await[..3], [369_600, 100_800, 33_600]);
    let april = billed(&app, source, &["2026-04"], "926012").await;
    let officer = app.officer();
    let body = with(transfer(&[&april], 33_599, "SP2D-2"), json!({ "credit_used_idr": 1 }));
    let problem = pay(&app, &officer, &body).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/credit_used_idr", "credit_not_held")]);
    let body = json!({
        "amount_idr": 1, "refunded_on": "2026-04-02", "bank_reference": "RTR-1", "reason": "after a death",
    });
    let request = app.post(&format!("/v1/funding-sources/{source}/record-refund")).as_(&officer);
    let answer = request.header("If-Match", "\"2.x\"").json(&body).send().await;
    assert_eq!(found(&answer.expect_problem(409, "conflict")), [("/amount_idr", "credit_not_held")]);
    pay(&app, &officer, &transfer(&[&april], 33_600, "SP2D-2")).await.expect(201);
}

#[tokio::test]
async fn a_period_answers_for_the_credit_of_its_own_months_only() {
    let app = start().await;
    let (people, source, _) = used(&app).await;
    // March is still marked. An end in error of later months is taken back, and another source takes them.
    end(&app, &people[0], "quota_cut", "2026-06-20").await;
    let listed =
        app.get(&format!("/v1/coverages?worker_id={}", people[0].id)).as_(&app.officer()).send().await;
    let path = format!("/v1/coverages/{}", listed.expect(200)["data"][0]["id"].as_str().unwrap());
    let ended = Coverage::of(&app.get(&path).as_(&app.officer()).send().await);
    ended.act(&app, &app.officer(), "reopen", &json!({ "reason": "an error" })).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [403_200 - 16_800, 100_800, 0]);
    end(&app, &people[0], "quota_cut", "2026-06-20").await;
    let other = enter(&app, csr()).await;
    approved(&app, &with(proposal(&people[0], other), json!({ "from_month": "2026-07" }))).await;
    assert_eq!(sums(&app, other).await[0], 6 * 16_800);
}

/// An approval takes months whose credit another source has, while a transfer covers batches of both sources.
#[tokio::test]
async fn an_approval_and_a_transfer_of_both_sources_do_not_wait_for_each_other() {
    let app = start().await;
    let people = workers(&app, 6).await;
    let first = funded(&app, &people.iter().skip(1).collect::<Vec<_>>()).await;
    let second = enter(&app, csr()).await;
    approved(&app, &proposal(&people[0], second)).await;
    let batch = paid(&app, first, &["2026-01", "2026-02"], "926011").await;
    let rows = (1..=batch.shown["lines"].as_i64().unwrap()).map(|line| format!("{line},ok\n"));
    let file = format!("line_number,status\n{}", rows.collect::<String>());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let (officer, approver) = (app.officer(), approver(&app));
    let mut proposals = Vec::new();
    for worker in &people[1..5] {
        end(&app, worker, "quota_cut", "2026-01-20").await;
        let body = with(proposal(worker, second), json!({ "from_month": "2026-02" }));
        proposals.push(proposed(&app, &body).await);
    }
    for (month, waiting) in ["2026-03", "2026-04", "2026-05", "2026-06"].iter().zip(proposals) {
        let mine = billed(&app, first, &[month], &format!("9260{}1", &month[5..])).await;
        let other = billed(&app, second, &[month], &format!("9260{}2", &month[5..])).await;
        let both: Vec<&Batch> = vec![&mine, &other];
        let sum = both.iter().map(|batch| batch.shown["amount_idr"].as_i64().unwrap()).sum();
        let body = transfer(&both, sum, &format!("SP2D-{month}"));
        let decree = decree();
        let (approval, payment) = futures_util::join!(
            waiting.act(&app, &approver, "approve", &decree),
            pay(&app, &officer, &body),
        );
        approval.expect(200);
        payment.expect(201);
    }
    assert_eq!(sums(&app, first).await[2], 0);
}
