//! Months paid for time after a death are a credit of their source, whichever fact comes first.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::contributions::{
    Batch, PAYMENTS, billed, csr, end, funded, paid, pay, sums, transfer, workers,
};
use crate::support::cover::{
    Worker, active, found, one, proposal, source as enter, start, with, worker as register,
};

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

/// The office takes her out of the register, or back into it.
async fn decide(app: &TestApp, worker: &Worker, action: &str, body: &Value) {
    let etag = app.get(&worker.path("")).as_(&app.officer()).send().await.header("etag").unwrap().to_owned();
    let path = worker.path(&format!("/{action}"));
    app.post(&path).as_(&app.officer()).header("If-Match", &etag).json(body).send().await.expect(200);
}

async fn deactivate(app: &TestApp, worker: &Worker) {
    decide(app, worker, "deactivate", &json!({ "reason": "deceased", "on": "2026-01-20" })).await;
}

/// Her family claims; gives the path of the claim.
async fn claim(app: &TestApp, worker: &Worker) -> String {
    let officer = app.officer();
    let body = json!({ "kind": "death", "worker_id": worker.id, "event_on": "2026-01-20" });
    let draft = app.post("/v1/claims").as_(&officer).json(&body).send().await.expect(201);
    let path = format!("/v1/claims/{}", draft["id"].as_str().unwrap());
    let heir = json!({ "name": "Ahmad", "relation": "spouse", "share_basis_points": 10000 });
    app.post(&format!("{path}/beneficiaries")).as_(&officer).json(&heir).send().await.expect(201);
    act(app, &path, "submit", &json!({})).await;
    path
}

async fn act(app: &TestApp, path: &str, action: &str, body: &Value) {
    let officer = app.officer();
    let etag = app.get(path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let request = app.post(&format!("{path}/{action}")).as_(&officer).header("If-Match", &etag);
    request.json(body).send().await.expect(200);
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
                "claimed" => drop(claim(&app, &worker).await),
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
async fn a_refusal_of_the_insurer_makes_what_it_took_of_later_months_a_credit() {
    let app = start().await;
    let (worker, source, batch) = transferred(&app).await;
    let file = format!(
        "nik,month,status,reason\n{0},2026-01,ok,\n{0},2026-02,refused,deceased\n{0},2026-03,ok,\n",
        worker.nik.as_str()
    );
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    // February was refused, and March is excess by the same word.
    let [source_idr, transfer_idr, lines_idr, ledger_idr] = credits(&app, source, &batch, &worker).await;
    assert_eq!((source_idr, transfer_idr), (33_600, 33_600));
    assert_eq!((lines_idr, ledger_idr), (16_800, 16_800));
}

#[tokio::test]
async fn a_death_that_was_none_takes_the_credit_back() {
    let app = start().await;
    let (worker, source, batch) = transferred(&app).await;
    accept(&app, &batch, &worker).await;
    let claim = claim(&app, &worker).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4]);
    act(&app, &claim, "withdraw", &json!({ "reason": "another person" })).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [0; 4]);
    assert_eq!(sums(&app, source).await[0], 201_600);
    deactivate(&app, &worker).await;
    assert_eq!(credits(&app, source, &batch, &worker).await, [33_600; 4]);
    decide(&app, &worker, "reopen", &json!({ "reason": "another person" })).await;
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
        app.post(&path).as_(&officer).header("If-Match", "\"1.x\"").json(body).send().await
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
