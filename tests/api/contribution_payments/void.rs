//! `POST /v1/contribution-payments/{id}/void`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, PAYMENTS, billed, funded, paid, pay, sums, transfer, workers};
use crate::support::cover::{approver, found, one, start, statuses_by_role, with};
use crate::support::request::{Answer, Request};

async fn void(app: &TestApp, account: &Account, id: &Value, tag: &str) -> Answer {
    let path = format!("{PAYMENTS}/{}/void", id.as_str().unwrap());
    let request = app.post(&path).as_(account).header("If-Match", tag);
    request.json(&json!({ "reason": "it was for another batch" })).send().await
}

async fn shown(app: &TestApp, account: &Account, id: &Value) -> Value {
    app.get(&format!("{PAYMENTS}/{}", id.as_str().unwrap())).as_(account).send().await.expect(200)
}

async fn statement(app: &TestApp) -> Value {
    let file = "tanggal;debet;keterangan\n10/03/2026;33.600;SP2D-1\n";
    let request = app.post(&format!("{PAYMENTS}/bank-statement")).as_(&app.officer());
    Request(request.header("content-type", "text/csv").0.body(file)).send().await.expect(200)
}

#[tokio::test]
async fn a_transfer_recorded_in_error_is_taken_back_and_recorded_anew() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    // The insurer holds 6,800 of January, which the transfer for February uses.
    let january = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,ok,\n3,ok,\n4,refused,data_incomplete\n";
    january.reconcile(&app, &app.officer(), "", file).await.expect(200);
    let february = billed(&app, source, &["2026-02"], "926012").await;
    let officer = app.officer();
    let body = with(transfer(&[&february], 33_600, "SP2D-1"), json!({ "credit_used_idr": 6_800 }));
    let wrong = pay(&app, &officer, &body).await.expect(201);
    assert_eq!(sums(&app, source).await[..3], [403_200, 67_200, 0]);
    assert_eq!(statement(&app).await["confirmed"][0]["payment_id"], wrong["id"]);
    let approver = approver(&app);
    assert_eq!(shown(&app, &approver, &wrong["id"]).await["allowed_actions"], json!(["void"]));
    assert_eq!(shown(&app, &officer, &wrong["id"]).await["allowed_actions"], json!([]));

    let after = void(&app, &approver, &wrong["id"], "\"2.vu\"").await.expect(200);
    assert_eq!(
        (&after["voided_by"], &after["void_reason"]),
        (&json!(approver.id), &json!("it was for another batch"))
    );
    // It still tells which batch it had covered.
    assert_eq!((&after["version"], &after["batches"]), (&json!(3), &wrong["batches"]));
    assert_eq!(after["batches"][0]["id"], json!(february.id()));
    assert_eq!((&after["allowed_actions"], &after["bank_confirmation"]), (&json!([]), &Value::Null));
    assert_eq!(shown(&app, &approver, &wrong["id"]).await, after);
    assert_eq!(sums(&app, source).await[..3], [403_200, 33_600, 6_800]);
    let february = Batch::read(&app, &february.path).await;
    let batch = &february.shown;
    assert_eq!(
        (&batch["status"], &batch["billing_code"], &batch["payment_id"], &batch["paid_on"]),
        (&json!("billing_code_issued"), &json!("926012"), &Value::Null, &Value::Null)
    );
    let path = format!("{PAYMENTS}/{}/history", wrong["id"].as_str().unwrap());
    let history = app.get(&path).as_(&officer).send().await.expect(200);
    let entries: Vec<(&Value, &Value)> = history["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (&entry["version"], &entry["action"]))
        .collect();
    assert_eq!(
        entries,
        [
            (&json!(1), &json!("created")),
            (&json!(2), &json!("confirmed_by_bank")),
            (&json!(3), &json!("voided"))
        ]
    );
    assert_eq!(history["data"][2]["after"]["batches"][0]["id"], json!(february.id()));
    let trace: String = one(
        &app,
        "select string_agg(action, ' ' order by version) from changes where subject_id = \
         (select id from contribution_batches where number = 2)",
    )
    .await;
    assert_eq!(trace, "created approved billing_code_issued paid payment_voided");

    // The same reference, and the same line of the same statement, for the transfer as it was.
    let right = pay(&app, &officer, &with(body, json!({ "batches": [february.to_pay()] }))).await.expect(201);
    assert_eq!(statement(&app).await["confirmed"][0]["payment_id"], right["id"]);
    assert_eq!(sums(&app, source).await[..3], [403_200, 67_200, 0]);
    let listed = app.get(&format!("{PAYMENTS}?voided=true")).as_(&officer).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 1);
    assert_eq!((&listed["data"][0]["id"], &listed["data"][0]["batches"]), (&wrong["id"], &wrong["batches"]));
    let both = app.get(PAYMENTS).as_(&officer).send().await.expect(200);
    let covering: Vec<&Value> = both["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|payment| payment["batches"][0]["id"] == json!(february.id()))
        .map(|payment| &payment["id"])
        .collect();
    assert_eq!(covering, [&wrong["id"], &right["id"]], "the one that was taken back, and the one that holds");
    let listed = app.get(&format!("{PAYMENTS}?voided=false")).as_(&officer).send().await.expect(200);
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_the_insurer_has_answered_is_not_taken_back() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let first = billed(&app, source, &["2026-01"], "926011").await;
    let second = billed(&app, source, &["2026-02"], "926012").await;
    let body = transfer(&[&first, &second], 33_600, "SP2D-1");
    let payment = pay(&app, &app.officer(), &body).await.expect(201);
    let second = Batch::read(&app, &second.path).await;
    second.reconcile(&app, &app.officer(), "", "line_number,status\n1,ok\n").await.expect(200);
    let approver = approver(&app);
    let problem = void(&app, &approver, &payment["id"], "\"1.v\"").await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "batch_answered")]);
    assert_eq!(problem["allowed_actions"], json!([]));
    assert!(problem["errors"][0]["detail"].as_str().unwrap().contains('2'), "{problem}");
    assert_eq!(shown(&app, &approver, &payment["id"]).await["allowed_actions"], json!([]));
    assert_eq!(sums(&app, source).await[1], 33_600);
}

#[tokio::test]
async fn a_second_person_takes_it_back_once() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let id = &batch.shown["payment_id"];
    let path = format!("{PAYMENTS}/{}/void", id.as_str().unwrap());
    let bare = app.post(&path).as_(&approver(&app)).json(&json!({ "reason": "x" })).send().await;
    bare.expect_problem(428, "precondition_required");
    let request = app.post(&path).as_(&approver(&app)).header("If-Match", "\"1.v\"");
    let problem =
        request.json(&json!({ "reason": "" })).send().await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "text_empty")]);
    let foreign = app.account(Role::Approver, &["35.28"]);
    void(&app, &foreign, id, "\"1.v\"").await.expect_problem(404, "not_found");
    // Whoever recorded it is no second person.
    let recorder = approver(&app);
    let client = app.database().owner().client().await.unwrap();
    client.execute("update contribution_payments set recorded_by = $1", &[&recorder.id]).await.unwrap();
    void(&app, &recorder, id, "\"1.v\"").await.expect_problem(409, "second_person_required");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => void(&app, account, id, "\"1.v\"").await,
        None => app.post(&path).json(&json!({ "reason": "x" })).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 200)]);
    void(&app, &approver(&app), id, "\"2.v\"").await.expect_problem(409, "invalid_state");
    let service = app.database().service().client().await.unwrap();
    let forged = service.batch_execute("update contribution_payments set amount_idr = 1").await;
    assert_eq!(forged.unwrap_err().code().unwrap().code(), "42501");
}

#[tokio::test]
async fn of_an_answer_and_two_that_take_the_transfer_back_one_wins() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let id = &batch.shown["payment_id"];
    let (officer, approvers) = (app.officer(), [approver(&app), approver(&app)]);
    let (answered, voided) = futures_util::join!(
        batch.reconcile(&app, &officer, "", "line_number,status\n1,ok\n2,ok\n"),
        join_all(approvers.iter().map(|approver| void(&app, approver, id, "\"1.v\""))),
    );
    let statuses: Vec<u16> =
        std::iter::once(&answered).chain(&voided).map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    let status: String = one(&app, "select status from contribution_batches").await;
    let (expected, paid_idr) =
        if answered.status.as_u16() == 200 { ("reconciled", 16_800) } else { ("billing_code_issued", 0) };
    assert_eq!((status.as_str(), sums(&app, source).await[1]), (expected, paid_idr));
}
