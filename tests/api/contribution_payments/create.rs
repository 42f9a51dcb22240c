//! `POST /v1/contribution-payments`

use payung::access::caller::Role;
use payung::domain::{Rupiah, new_id};
use serde_json::{Value, json};

use crate::support::contributions::{
    Batch, approved, billed, csr, funded, paid, pay, sums, transfer, workers,
};
use crate::support::cover::{active, day, found, one, proposal, source, start, statuses_by_role, with};

#[tokio::test]
async fn one_transfer_covers_batches_of_several_sources() {
    let app = start().await;
    let workers = workers(&app, 2).await;
    let first = funded(&app, &[&workers[0]]).await;
    let second = source(&app, csr()).await;
    active(&app, &proposal(&workers[1], second), "26000000099").await;
    let january = billed(&app, first, &["2026-01"], "926011").await;
    let february = billed(&app, first, &["2026-02"], "926012").await;
    let other = billed(&app, second, &["2026-01"], "926013").await;
    let officer = app.officer();
    let body =
        with(transfer(&[&january, &february, &other], 50_400, "SP2D-1"), json!({ "note": "triwulan I" }));
    let answer = pay(&app, &officer, &body).await;
    let shown = answer.expect(201);
    assert_eq!((&shown["amount_idr"], &shown["credit_used_idr"]), (&json!(50_400), &json!(0)));
    assert_eq!((&shown["recorded_by"], &shown["paid_on"]), (&json!(officer.id), &json!("2026-03-10")));
    let numbers: Vec<&Value> =
        shown["batches"].as_array().unwrap().iter().map(|batch| &batch["amount_idr"]).collect();
    assert_eq!(numbers, [&json!(16_800); 3]);
    for batch in [&january, &february, &other] {
        let now = Batch::read(&app, &batch.path).await;
        assert_eq!((&now.shown["status"], &now.shown["paid_on"]), (&json!("paid"), &json!("2026-03-10")));
        assert_eq!(now.shown["payment_id"], shown["id"]);
    }
    assert_eq!(sums(&app, first).await[..3], [201_600, 33_600, 0]);
    assert_eq!(sums(&app, second).await[..3], [201_600, 16_800, 0]);
    assert_eq!(app.get(answer.header("location").unwrap()).as_(&officer).send().await.expect(200), shown);
}

#[tokio::test]
async fn a_transfer_that_is_not_what_its_batches_come_to_is_refused_with_both_sums() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    for amount in [16_799, 16_801, 0] {
        let problem = pay(&app, &officer, &transfer(&[&batch], amount, "SP2D-1")).await;
        let problem = problem.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/amount_idr", "amount_mismatch")]);
        let text = problem["errors"][0]["detail"].as_str().unwrap();
        let shown = Rupiah::new(amount).indonesian();
        assert!(text.contains("Rp 16.800") && text.contains(&shown), "{text}");
    }
    let state: String = one(
        &app,
        "select concat_ws(' ', (select count(*) from contribution_payments), status) from contribution_batches",
    )
    .await;
    assert_eq!(state, "0 billing_code_issued");
}

#[tokio::test]
async fn what_the_insurer_holds_is_used_before_new_money() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let first = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,data_incomplete\n";
    first.reconcile(&app, &app.officer(), "", file).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [201_600, 16_800, 6_800]);
    // February and the refused line of January.
    let second = billed(&app, source, &["2026-02"], "926012").await;
    let officer = app.officer();
    let body =
        |amount, credit| with(transfer(&[&second], amount, "SP2D-2"), json!({ "credit_used_idr": credit }));
    let problem = pay(&app, &officer, &body(16_799, 6_801)).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/credit_used_idr", "credit_not_held")]);
    pay(&app, &officer, &body(16_800, 6_800)).await.expect(201);
    assert_eq!(sums(&app, source).await[..3], [201_600, 33_600, 0]);
}

#[tokio::test]
async fn a_request_that_cannot_be_is_refused() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let wrong = json!({
        "batches": [batch.to_pay(), batch.to_pay()], "amount_idr": -1, "paid_on": "2026-11-24", "transfer_reference": "",
    });
    let problem = pay(&app, &officer, &wrong).await.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/batches/1/id", "/amount_idr", "/paid_on", "/transfer_reference"]);
    let nobodys = json!({ "id": new_id(app.state.clock.now()), "version": 1 });
    let unknown = with(transfer(&[&batch], 16_800, "x"), json!({ "batches": [batch.to_pay(), nobodys] }));
    let problem = pay(&app, &officer, &unknown).await.expect_problem(422, "unknown_reference");
    assert_eq!(found(&problem), [("/batches/1/id", "unknown_batch")]);
    let stale =
        with(transfer(&[&batch], 16_800, "x"), json!({ "batches": [{ "id": batch.id(), "version": 1 }] }));
    pay(&app, &officer, &stale).await.expect_problem(412, "version_mismatch");
    let early = approved(&app, source, &["2026-02"]).await;
    let problem =
        pay(&app, &officer, &transfer(&[&early], 16_800, "x")).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "issue_billing_code", "cancel"]));
    let foreign = app.account(Role::Officer, &["35.28"]);
    pay(&app, &foreign, &transfer(&[&batch], 16_800, "x")).await.expect_problem(422, "unknown_reference");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => pay(&app, account, &transfer(&[&batch], 16_800, "x")).await,
        None => app.post("/v1/contribution-payments").json(&json!({})).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 201)]);
    let next = billed(&app, source, &["2026-03"], "926013").await;
    let problem =
        pay(&app, &officer, &transfer(&[&next], 16_800, "x")).await.expect_problem(409, "already_exists");
    assert_eq!(found(&problem), [("/transfer_reference", "already_exists")]);
}

#[tokio::test]
async fn no_transfer_goes_beyond_the_budget() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 201600, paid_idr = 190000").await.unwrap();
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let problem = pay(&app, &app.officer(), &transfer(&[&batch], 16_800, "x")).await;
    let problem = problem.expect_problem(409, "budget_exceeded");
    assert_eq!(found(&problem), [("/amount_idr", "budget_exceeded")]);
    assert!(problem["detail"].as_str().unwrap().contains("11.600"), "{problem}");
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_payments").await, 0);
}

/// A mistyped year would make late months count as paid in time.
#[tokio::test]
async fn money_of_a_year_is_not_transferred_before_it() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    for day in ["1990-01-01", "2025-12-31"] {
        let body = with(transfer(&[&batch], 16_800, "SP2D-1"), json!({ "paid_on": day }));
        let problem = pay(&app, &officer, &body).await.expect_problem(422, "validation_failed");
        assert_eq!(found(&problem), [("/paid_on", "before_fiscal_year")], "{day}");
    }
    app.state.clock.set_today(day("2025-12-31"));
    let early = app.get(&batch.path).as_(&officer).send().await.expect(200);
    assert_eq!(early["allowed_actions"], json!(["update", "revoke_billing_code", "cancel"]));
    app.state.clock.set_today(day("2026-11-23"));
    let body = with(transfer(&[&batch], 16_800, "SP2D-1"), json!({ "paid_on": "2026-01-01" }));
    pay(&app, &officer, &body).await.expect(201);
}

#[tokio::test]
async fn a_code_that_had_expired_on_the_day_of_the_transfer_needs_a_new_one() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let officer = app.officer();
    let good = billed(&app, source, &["2026-01"], "926011").await;
    let batch = approved(&app, source, &["2026-02"]).await;
    let code = json!({ "billing_code": "926012", "expires_on": "2026-11-23" });
    let answer = batch.act(&app, &officer, "issue-billing-code", &code).await;
    let batch = Batch::of(&{
        answer.expect(200);
        answer
    });
    // On its last day a code is good; here it expires a day before the transfer.
    app.state.clock.set_today(day("2026-11-24"));
    let late = with(transfer(&[&good, &batch], 33_600, "SP2D-1"), json!({ "paid_on": "2026-11-24" }));
    let problem = pay(&app, &officer, &late).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/batches/1/id", "billing_code_expired")]);
    assert_eq!(problem["allowed_actions"], json!(["issue_billing_code", "revoke_billing_code", "cancel"]));
    assert_eq!(one::<i64>(&app, "select count(*) from contribution_payments").await, 0);
    let answer = batch.act(&app, &officer, "issue-billing-code", &json!({ "billing_code": "926013" })).await;
    answer.expect(200);
    let body =
        with(transfer(&[&good, &Batch::of(&answer)], 33_600, "SP2D-1"), json!({ "paid_on": "2026-11-24" }));
    pay(&app, &officer, &body).await.expect(201);

    let march = approved(&app, source, &["2026-03"]).await;
    let code = json!({ "billing_code": "926014", "expires_on": "2026-11-24" });
    let answer = march.act(&app, &officer, "issue-billing-code", &code).await;
    answer.expect(200);
    app.state.clock.set_today(day("2026-11-26"));
    // A transfer of the last day may be recorded later.
    let body = with(transfer(&[&Batch::of(&answer)], 16_800, "SP2D-2"), json!({ "paid_on": "2026-11-24" }));
    pay(&app, &officer, &body).await.expect(201);
}
