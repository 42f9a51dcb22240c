//! `POST /v1/funding-sources/{id}/record-refund`, `GET /v1/funding-sources/{id}/refunds` and
//! `POST /v1/funding-sources/{id}/refunds/{refund_id}/void`

mod void;

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{billed, funded, paid, pay, sums, transfer, workers};
use crate::support::cover::{apbd, found, one, source, start, statuses_by_role, with};
use crate::support::request::Answer;

fn refund(amount: i64, reference: &str) -> Value {
    json!({
        "amount_idr": amount, "refunded_on": "2026-04-02", "bank_reference": reference, "reason": "refused lines",
    })
}

async fn record(app: &TestApp, account: &Account, id: Uuid, tag: &str, body: &Value) -> Answer {
    let request = app.post(&format!("/v1/funding-sources/{id}/record-refund")).as_(account);
    request.header("If-Match", tag).json(body).send().await
}

/// A source of which the insurer holds 6,800: January was transferred, and its JKM was refused.
async fn with_credit(app: &TestApp) -> Uuid {
    let workers = workers(app, 1).await;
    let id = funded(app, &[&workers[0]]).await;
    let batch = paid(app, id, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,data_incomplete\n";
    batch.reconcile(app, &app.officer(), "", file).await.expect(200);
    assert_eq!(sums(app, id).await[..3], [201_600, 16_800, 6_800]);
    id
}

#[tokio::test]
async fn a_refund_takes_away_credit_and_frees_the_budget_for_a_new_transfer() {
    let app = start().await;
    let id = with_credit(&app).await;
    // The budget is the year to the rupiah: the refused month can be paid again only with what comes back.
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set budget_idr = 201600").await.unwrap();
    let officer = app.officer();
    let answer = record(&app, &officer, id, "\"1.x\"", &refund(6_000, "RTR-1")).await;
    let shown = answer.expect(200);
    let told = &shown["refund"];
    assert_eq!((&told["amount_idr"], &told["refunded_on"]), (&json!(6_000), &json!("2026-04-02")));
    assert_eq!((&told["bank_reference"], &told["recorded_by"]), (&json!("RTR-1"), &json!(officer.id)));
    let after = &shown["funding_source"];
    assert_eq!(
        (&after["paid_idr"], &after["refunded_idr"], &after["credit_idr"], &after["version"]),
        (&json!(16_800), &json!(6_000), &json!(800), &json!(2))
    );
    let tag = answer.header("etag").unwrap().to_owned();
    record(&app, &officer, id, &tag, &refund(800, "RTR-2")).await.expect(200);

    // February to December and the refused JKM of January: 11 x 16,800 + 6,800, all of it fresh money.
    let months: Vec<String> = (2..=12).map(|month| format!("2026-{month:02}")).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let rest = billed(&app, id, &months, "926012").await;
    pay(&app, &officer, &transfer(&[&rest], 191_600, "SP2D-2")).await.expect(201);
    assert_eq!(sums(&app, id).await[..3], [201_600, 208_400, 0]);

    let path = format!("/v1/funding-sources/{id}/refunds");
    let listed = app.get(&format!("{path}?limit=1&count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!((&listed["data"][0], &listed["count"]), (told, &json!(2)));
    let cursor = listed["next_cursor"].as_str().unwrap();
    let rest = app.get(&format!("{path}?limit=1&cursor={cursor}")).as_(&officer).send().await.expect(200);
    assert_eq!((&rest["data"][0]["amount_idr"], &rest["next_cursor"]), (&json!(800), &Value::Null));
    let history =
        app.get(&format!("/v1/funding-sources/{id}/history")).as_(&officer).send().await.expect(200);
    let entry = &history["data"][1];
    assert_eq!((&entry["action"], &entry["reason"]), (&json!("refund_recorded"), &json!("refused lines")));
    assert_eq!(entry["after"]["refund"]["bank_reference"], "RTR-1", "{entry}");
    let forecast = app.get(&format!("/v1/funding-sources/{id}/forecast")).as_(&officer).send().await;
    assert_eq!(forecast.expect(200)["refunded_idr"], 6_800);
}

#[tokio::test]
async fn no_more_comes_back_than_the_insurer_holds_and_each_reference_once() {
    let app = start().await;
    let id = with_credit(&app).await;
    let officer = app.officer();
    let problem = record(&app, &officer, id, "\"1.x\"", &refund(6_801, "RTR-1")).await;
    let problem = problem.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/amount_idr", "credit_not_held")]);
    assert_eq!(problem["allowed_actions"], json!(["update", "close", "reprice", "record_refund"]));
    record(&app, &officer, id, "\"1.x\"", &refund(1, "RTR-1")).await.expect(200);
    record(&app, &officer, id, "\"1.x\"", &refund(1, "RTR-2")).await.expect_problem(412, "version_mismatch");
    let problem = record(&app, &officer, id, "\"2.x\"", &refund(2, "RTR-1")).await;
    assert_eq!(
        found(&problem.expect_problem(409, "already_exists")),
        [("/bank_reference", "already_exists")]
    );
    let wrong = json!({
        "amount_idr": 0, "refunded_on": "2026-11-24", "bank_reference": "", "reason": "",
    });
    let problem =
        record(&app, &officer, id, "\"2.x\"", &wrong).await.expect_problem(422, "validation_failed");
    let pointers: Vec<&str> = found(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/amount_idr", "/refunded_on", "/bank_reference", "/reason"]);
    let bare = app.post(&format!("/v1/funding-sources/{id}/record-refund")).as_(&officer);
    bare.json(&refund(1, "RTR-3")).send().await.expect_problem(428, "precondition_required");
    let state: String = one(
        &app,
        "select concat_ws(' ', refunded_idr, credit_idr, (select count(*) from contribution_refunds)) \
         from funding_sources",
    )
    .await;
    assert_eq!(state, "1 6799 1");
}

#[tokio::test]
async fn only_officers_record_refunds_of_their_own_sources() {
    let app = start().await;
    let id = source(&app, with(apbd(), json!({}))).await;
    let body = refund(1, "RTR-1");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => record(&app, account, id, "\"1.x\"", &body).await,
        None => app.post(&format!("/v1/funding-sources/{id}/record-refund")).json(&body).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 409)]);
    let foreign = app.account(Role::Officer, &["35.28"]);
    record(&app, &foreign, id, "\"1.x\"", &body).await.expect_problem(404, "not_found");
    let path = format!("/v1/funding-sources/{id}/refunds");
    app.get(&path).as_(&foreign).send().await.expect_problem(404, "not_found");
    let readers = statuses_by_role(&app, async |account| match account {
        Some(account) => app.get(&path).as_(account).send().await,
        None => app.get(&path).send().await,
    })
    .await;
    let expected = [Role::Officer, Role::Approver, Role::Insurer, Role::Auditor].map(|role| (role, 200));
    assert_eq!(readers, expected);
}

#[tokio::test]
async fn of_eight_refunds_and_transfers_that_use_the_same_credit_one_wins() {
    let app = start().await;
    let id = with_credit(&app).await;
    let officer = app.officer();
    let mut batches = Vec::new();
    for (month, code) in [("2026-02", "926012"), ("2026-03", "926013"), ("2026-04", "926014")] {
        batches.push(billed(&app, id, &[month], code).await);
    }
    // February carries the refused JKM of January.
    let transfers = batches.iter().zip([16_800, 10_000, 10_000]).map(|(batch, amount)| {
        let body = transfer(&[batch], amount, &format!("SP2D-{}", batch.id()));
        with(body, json!({ "credit_used_idr": 6_800 }))
    });
    let transfers: Vec<Value> = transfers.collect();
    let refunds: Vec<Value> = (0..5).map(|number| refund(6_800, &format!("RTR-{number}"))).collect();
    let (paid, refunded) = futures_util::join!(
        join_all(transfers.iter().map(|body| pay(&app, &officer, body))),
        join_all(refunds.iter().map(|body| record(&app, &officer, id, "\"1.x\"", body))),
    );
    let statuses: Vec<u16> = paid.iter().chain(&refunded).map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status < 300).count(), 1, "{statuses:?}");
    for answer in paid.iter().chain(&refunded).filter(|answer| answer.status.as_u16() >= 300) {
        let problem = answer.json();
        let is_expected = problem["code"] == "version_mismatch"
            || found(&problem).iter().any(|(_, code)| *code == "credit_not_held");
        assert!(is_expected, "{problem}");
    }
    assert_eq!(sums(&app, id).await[2], 0);
}

#[tokio::test]
async fn a_refund_is_of_the_year_of_its_source_or_later() {
    let app = start().await;
    let id = with_credit(&app).await;
    let officer = app.officer();
    let early = with(refund(1, "RTR-1"), json!({ "refunded_on": "2025-12-31" }));
    let problem =
        record(&app, &officer, id, "\"1.x\"", &early).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/refunded_on", "before_fiscal_year")]);
    let first_day = with(refund(1, "RTR-1"), json!({ "refunded_on": "2026-01-01" }));
    record(&app, &officer, id, "\"1.x\"", &first_day).await.expect(200);
}
