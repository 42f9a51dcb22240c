//! Months paid for time after a death are a credit of their source, whichever fact comes first.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::{
    Batch, PAYMENTS, billed, claim, csr, decide, end, funded, paid, pay, sums, transfer, workers,
};
use crate::support::cover::{
    Worker, active, approver, found, one, proposal, source as enter, start, with, worker as register,
};

const DIED_ON: &str = "2026-01-20";

/// One person, of whom January to March are transferred.
async fn transferred(app: &TestApp) -> (Worker, Uuid, Batch) {
    let worker = workers(app, 1).await.remove(0);
    let source = funded(app, &[&worker]).await;
    let batch = paid(app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    (worker, source, batch)
}

/// The insurer takes everything.
async fn accept(app: &TestApp, batch: &Batch, worker: &Worker) {
    let file = format!("nik,status\n{},ok\n", worker.nik.as_str());
    Batch::read(app, &batch.path).await.reconcile(app, &app.officer(), "", &file).await.expect(200);
}

/// The office takes her out of the register.
async fn deactivate(app: &TestApp, worker: &Worker) {
    decide(app, &worker.path(""), "deactivate", &json!({ "reason": "deceased", "on": "2026-01-20" })).await;
}

/// Credit at the source, on the transfer, on the lines of the batch and in the ledger.
async fn credits(app: &TestApp, source: Uuid, batch: &Batch, worker: &Worker) -> [i64; 4] {
    let officer = app.officer();
    let get = async |path: String| app.get(&path).as_(&officer).send().await.expect(200);
    let sum = |page: &Value| -> i64 {
        page["data"].as_array().unwrap().iter().map(|row| row["credit_idr"].as_i64().unwrap()).sum()
    };
    let transfer = get(format!("{PAYMENTS}/{}", batch.shown["payment_id"].as_str().unwrap())).await;
    [
        sums(app, source).await[2],
        transfer["credit_idr"].as_i64().unwrap(),
        sum(&get(format!("{}/lines", batch.path)).await),
        sum(&get(worker.path("/ledger?limit=500")).await),
    ]
}

#[tokio::test]
async fn months_after_a_death_are_a_credit_in_every_order_of_the_facts() {
    type Order = (&'static str, i64);
    // What is owed afterwards: the month of the death, or all but the excess while the period still runs.
    let (ended, running) = (16_800, 10 * 16_800);
    let orders: [Order; 6] = [
        ("ended, answered", ended),
        ("answered, ended", ended),
        ("deactivated, answered", running),
        ("answered, deactivated", running),
        ("claimed, answered", running),
        ("answered, claimed", running),
    ];
    for (order, committed) in orders {
        let app = start().await;
        let (worker, source, batch) = transferred(&app).await;
        for fact in order.split(", ") {
            match fact {
                "ended" => end(&app, &worker, "death", "2026-01-20").await,
                "deactivated" => deactivate(&app, &worker).await,
                "claimed" => drop(claim(&app, &worker, DIED_ON).await),
                _ => accept(&app, &batch, &worker).await,
            }
        }
        assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4], "{order}");
        assert_eq!(sums(&app, source).await[..2], [committed, 50_400], "{order}");
        // A second fact of the same death changes nothing.
        match order.contains("ended") {
            true => deactivate(&app, &worker).await,
            false => end(&app, &worker, "death", "2026-01-20").await,
        }
        assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4], "{order}");
        assert_eq!(sums(&app, source).await[..2], [16_800, 50_400], "{order}");
    }
}

#[tokio::test]
async fn a_refusal_because_of_a_death_concerns_its_line_until_the_office_believes_it() {
    let app = start().await;
    let (worker, source, batch) = transferred(&app).await;
    let nik = worker.nik.as_str();
    let officer = app.officer();
    let taken = format!("nik,month,status\n{nik},2026-01,ok\n{nik},2026-03,ok\n");
    batch.reconcile(&app, &officer, "", &taken).await.expect(200);
    let refused = format!("nik,month,status,reason\n{nik},2026-02,refused,deceased\n");
    let answer = async || Batch::read(&app, &batch.path).await.reconcile(&app, &officer, "", &refused).await;
    answer().await.expect(200);
    assert_eq!(credits(&app, source, &batch, &worker).await, [16_800, 16_800, 0, 0]);
    // The word is taken back with its file, and leaves nothing behind.
    let reason = json!({ "reason": "the file was that of another batch" });
    let answered = Batch::read(&app, &batch.path).await;
    answered.act(&app, &approver(&app), "reopen", &reason).await.expect(200);
    assert_eq!(credits(&app, source, &batch, &worker).await, [0; 4]);
    assert_eq!(sums(&app, source).await[0], 201_600);
    answer().await.expect(200);
    // February was refused; March, which the insurer took, is excess once the period has ended.
    end(&app, &worker, "death", DIED_ON).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600, 33_600, 16_800, 16_800]);
}

#[tokio::test]
async fn a_death_that_was_none_takes_the_credit_back() {
    let app = start().await;
    let (worker, source, batch) = transferred(&app).await;
    accept(&app, &batch, &worker).await;
    let claim = claim(&app, &worker, DIED_ON).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4]);
    decide(&app, &claim, "withdraw", &json!({ "reason": "another person" })).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [0; 4]);
    assert_eq!(sums(&app, source).await[0], 201_600);
    deactivate(&app, &worker).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4]);
    decide(&app, &worker.path(""), "reopen", &json!({ "reason": "another person" })).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [0; 4]);
    assert_eq!(sums(&app, source).await[..2], [201_600, 50_400]);
}

#[tokio::test]
async fn the_credit_of_excess_months_pays_others_or_comes_back_and_frees_the_budget() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02"], "926011").await;
    accept(&app, &batch, &people[0]).await;
    accept(&app, &batch, &people[1]).await;
    // To the rupiah what both cost.
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 403200").await.unwrap();
    end(&app, &people[0], "death", "2026-01-20").await;
    assert_eq!(sums(&app, source).await, [16_800 + 201_600, 67_200, 16_800, 184_800]);
    let march = billed(&app, source, &["2026-03"], "926012").await;
    let officer = app.officer();
    let body = with(transfer(&[&march], 6_800, "SP2D-2"), json!({ "credit_used_idr": 10_000 }));
    pay(&app, &officer, &body).await.expect(201);
    let too_much = json!({
        "amount_idr": 6_801, "refunded_on": "2026-04-02", "bank_reference": "RTR-1", "reason": "after a death",
    });
    let path = format!("/v1/funding-sources/{source}/record-refund");
    let refund = async |body: &Value| {
        app.post(&path).as_(&officer).header("If-Match", "\"2.x\"").json(body).send().await
    };
    let problem = refund(&too_much).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/amount_idr", "credit_not_held")]);
    refund(&with(too_much, json!({ "amount_idr": 6_800 }))).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [16_800 + 201_600, 74_000, 0]);
    // What counts as paid or waits for the insurer is what was transferred, less what came back and what is held.
    let balanced: bool = one(
        &app,
        "select (select sum(amount_idr) from contribution_obligations where status = 'paid' and not is_credit) \
         + (select sum(amount_idr) from contribution_batches where status = 'paid') \
         = paid_idr - refunded_idr - credit_idr from funding_sources",
    )
    .await;
    assert!(balanced);
}

#[tokio::test]
async fn an_answer_and_a_death_at_once_lose_no_credit() {
    let app = start().await;
    let (worker, source, batch) = transferred(&app).await;
    let ((), ()) = futures_util::join!(accept(&app, &batch, &worker), deactivate(&app, &worker));
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4]);
    let other = register(&app, 7).await;
    let source = enter(&app, csr()).await;
    active(&app, &proposal(&other, source), "26000000077").await;
    let batch = paid(&app, source, &["2026-01", "2026-02", "2026-03"], "926017").await;
    let ((), ()) =
        futures_util::join!(accept(&app, &batch, &other), end(&app, &other, "death", "2026-01-20"),);
    assert_eq!(credits(&app, source, &batch, &other).await, [33_600; 4]);
}
