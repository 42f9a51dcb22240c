//! `POST /v1/contribution-batches/{id}/reopen` and `/revoke-billing-code`

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};

use crate::support::contributions::{
    Batch, billed, draft, end, funded, paid, pay, prepare, sums, transfer, wanted, workers,
};
use crate::support::cover::{
    Coverage, approver, decree, found, one, proposal, registered_abroad, source_abroad, start,
    statuses_by_role, stranger, with,
};

fn reason() -> Value {
    json!({ "reason": "the file was that of another batch" })
}

/// Two people; January is paid. The first file is right, the second wrong: its refusals and acceptances are taken back one
/// file after the other, until the batch is as the transfer left it.
#[tokio::test]
async fn answers_are_taken_back_file_by_file() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let (officer, approver) = (app.officer(), approver(&app));
    batch.reconcile(&app, &officer, "", "line_number,status\n1,ok\n").await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    let file = "line_number,status,reason\n2,refused,deceased\n3,ok,\n4,ok,\n";
    batch.reconcile(&app, &officer, "", file).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [403_200, 33_600, 6_800]);

    let batch = Batch::read(&app, &batch.path).await;
    let answer = batch.act(&app, &approver, "reopen", &reason()).await;
    let shown = answer.expect(200);
    assert_eq!(
        (&shown["status"], &shown["accepted_lines"], &shown["accepted_idr"], &shown["open_lines"]),
        (&json!("paid"), &json!(1), &json!(10_000), &json!(3))
    );
    assert_eq!((&shown["refused_lines"], &shown["reconciled_at"]), (&json!(0), &Value::Null));
    assert_eq!(shown["allowed_actions"], json!(["reopen"]));
    assert_eq!(sums(&app, source).await[..3], [403_200, 33_600, 0]);
    let state: String = one(
        &app,
        "select concat_ws(' ', count(*) filter (where status = 'paid'), count(*) filter (where status = 'due')) \
         from contribution_obligations where month = '2026-01-01'",
    )
    .await;
    assert_eq!(state, "1 3");
    let kept: String = one(
        &app,
        "select string_agg(line_number || ' ' || status, ', ' order by line_number) from contribution_verdicts_taken_back",
    )
    .await;
    assert_eq!(kept, "2 refused, 3 accepted, 4 accepted");
    let path = format!("{}/reconciliations", batch.path);
    let files = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!(files["data"][0]["taken_back_by"], Value::Null);
    assert_eq!(
        (&files["data"][1]["taken_back_by"], &files["data"][1]["taken_back_reason"]),
        (&json!(approver.id), &reason()["reason"])
    );
    let history = app.get(&format!("{}/history", batch.path)).as_(&officer).send().await.expect(200);
    let last = history["data"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["action"], &last["reason"]), (&json!("reopened"), &reason()["reason"]));
    assert_eq!(last["after"]["reconciliation"]["number"], 2);

    let batch = Batch::of(&answer);
    let answer = batch.act(&app, &approver, "reopen", &reason()).await;
    assert_eq!((&answer.expect(200)["open_lines"], &answer.json()["accepted_idr"]), (&json!(4), &json!(0)));
    let batch = Batch::of(&answer);
    let problem = batch.act(&app, &approver, "reopen", &reason()).await.expect_problem(409, "invalid_state");
    assert_eq!(problem["allowed_actions"], json!(["update", "void_payment", "reconcile"]));
    // The right file is taken as if nothing had been.
    let file = "line_number,status\n1,ok\n2,ok\n3,ok\n4,ok\n";
    let shown = batch.reconcile(&app, &officer, "", file).await.expect(200);
    assert_eq!((&shown["batch"]["status"], &shown["accepted_idr"]), (&json!("reconciled"), &json!(33_600)));
    assert_eq!(sums(&app, source).await[..3], [403_200, 33_600, 0]);
}

#[tokio::test]
async fn what_a_later_fact_hangs_on_stays_and_the_refusal_says_which() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,system_error\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    let approver = approver(&app);
    let reopen = async || batch.act(&app, &approver, "reopen", &reason()).await;

    let next = draft(&app, source, &["2026-02"]).await;
    let problem = reopen().await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "carried_to_later_batch")]);
    assert_eq!(problem["allowed_actions"], json!(["reopen"]));
    assert!(problem["errors"][0]["detail"].as_str().unwrap().contains('2'), "{problem}");
    next.act(&app, &app.officer(), "cancel", &reason()).await.expect(200);

    // March is paid with the credit of the refusal.
    let apart = with(wanted(source, &["2026-03"]), json!({ "carry_refused": false }));
    let march = Batch::of(&prepare(&app, &app.officer(), &apart).await);
    let march = Batch::of(&march.act(&app, &approver, "approve", &json!({})).await);
    let code = json!({ "billing_code": "926013" });
    let march = Batch::of(&march.act(&app, &app.officer(), "issue-billing-code", &code).await);
    let body = with(transfer(&[&march], 16_799, "SP2D-3"), json!({ "credit_used_idr": 1 }));
    pay(&app, &app.officer(), &body).await.expect(201);
    let problem = reopen().await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "credit_used")]);

    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("update funding_sources set credit_idr = 6800").await.unwrap();
    client
        .batch_execute("update contribution_obligations set amount_idr = 7000 where programme = 'jkm' and month = '2026-01-01'")
        .await
        .unwrap();
    let problem = reopen().await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "month_taken_again")]);
    let state: String = one(
        &app,
        "select concat_ws(' ', status, accepted_lines, (select count(*) from contribution_verdicts_taken_back)) \
         from contribution_batches where number = 1",
    )
    .await;
    assert_eq!(state, "reconciled 1 0");
}

#[tokio::test]
async fn months_refused_and_waived_after_an_end_are_owed_again_while_they_wait() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02"], "926011").await;
    end(&app, &people[0], "death", "2026-01-20").await;
    let batch = Batch::read(&app, &batch.path).await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,deceased\n3,ok,\n4,refused,deceased\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [16_800, 33_600, 16_800]);
    let closed =
        app.post("/v1/monthly-closes").as_(&app.officer()).json(&json!({ "month": "2026-03" })).send().await;
    closed.expect(201);
    let batch = Batch::read(&app, &batch.path).await;
    batch.act(&app, &approver(&app), "reopen", &reason()).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [33_600, 33_600, 0]);
    let closes = app.get("/v1/monthly-closes").as_(&app.officer()).send().await.expect(200);
    assert_eq!(
        (&closes["data"][0]["status"], &closes["data"][0]["reopen_cause"]),
        (&json!("reopened"), &json!("answer_taken_back"))
    );
}

#[tokio::test]
async fn only_a_second_person_reopens_what_is_answered() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let waiting = billed(&app, source, &["2026-02"], "926012").await;
    waiting.act(&app, &approver(&app), "reopen", &reason()).await.expect_problem(409, "invalid_state");
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    batch.reconcile(&app, &app.officer(), "", "line_number,status\n1,ok\n2,ok\n").await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    let problem = batch.act(&app, &approver(&app), "reopen", &json!({ "reason": "" })).await;
    assert_eq!(found(&problem.expect_problem(422, "validation_failed")), [("/reason", "text_empty")]);
    let sender = approver(&app);
    let client = app.database().owner().client().await.unwrap();
    client.execute("update contribution_reconciliations set recorded_by = $1", &[&sender.id]).await.unwrap();
    batch.act(&app, &sender, "reopen", &reason()).await.expect_problem(409, "second_person_required");
    let foreign = app.account(Role::Approver, &["35.28"]);
    batch.act(&app, &foreign, "reopen", &reason()).await.expect_problem(404, "not_found");
    let bare = app.post(&format!("{}/reopen", batch.path)).as_(&approver(&app)).json(&reason()).send().await;
    bare.expect_problem(428, "precondition_required");
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => batch.act(&app, account, "reopen", &reason()).await,
        None => app.post(&format!("{}/reopen", batch.path)).json(&reason()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Approver, 200)]);
}

#[tokio::test]
async fn of_a_reopening_and_a_batch_that_carries_its_refusal_one_wins() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,system_error\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    let (officer, approvers) = (app.officer(), [approver(&app), approver(&app)]);
    let (body, reason) = (wanted(source, &["2026-01"]), reason());
    let (carried, reopened) = futures_util::join!(
        prepare(&app, &officer, &body),
        join_all(approvers.iter().map(|approver| batch.act(&app, approver, "reopen", &reason))),
    );
    let statuses: Vec<u16> =
        std::iter::once(&carried).chain(&reopened).map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status < 300).count(), 1, "{statuses:?}");
    let open: i64 = one(&app, "select count(*) from contribution_batch_lines where is_open").await;
    assert_eq!(open, if carried.status.as_u16() == 201 { 1 } else { 2 });
}

/// February was refused after a move and waived. Either the old regency waits for the insurer again, or the new one owes it.
#[tokio::test]
async fn of_a_reopening_and_the_new_regencys_approval_one_wins() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02"], "926011").await;
    end(&app, &people[0], "moved_out", "2026-01-20").await;
    let batch = Batch::read(&app, &batch.path).await;
    let file =
        "line_number,status,reason\n1,ok,\n2,refused,funded_elsewhere\n3,ok,\n4,refused,funded_elsewhere\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    let there = registered_abroad(&app, &people[0]).await;
    let body = with(proposal(&there, source_abroad(&app).await), json!({ "from_month": "2026-02" }));
    let answer = app.post("/v1/coverages").as_(&stranger(&app)).json(&body).send().await;
    answer.expect(201);
    let coverage = Coverage::of(&answer);
    let (ours, theirs) = (approver(&app), app.account(Role::Approver, &["35.28"]));
    let (reason, decree) = (reason(), decree());
    let (reopened, taken) = futures_util::join!(
        batch.act(&app, &ours, "reopen", &reason),
        coverage.act(&app, &theirs, "approve", &decree),
    );
    let mut statuses = [reopened.status.as_u16(), taken.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let twice: i64 = one(
        &app,
        "select count(*) from (select from contribution_obligations where status <> 'waived' \
         group by person_id, programme, month having count(*) > 1) as twice",
    )
    .await;
    assert_eq!(twice, 0);
}

#[tokio::test]
async fn a_billing_code_is_taken_back_and_free_for_another_batch() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let act = async |body: Value| batch.act(&app, &officer, "revoke-billing-code", &body).await;
    let problem = act(json!({ "reason": "" })).await.expect_problem(422, "validation_failed");
    assert_eq!(found(&problem), [("/reason", "text_empty")]);
    batch.act(&app, &stranger(&app), "revoke-billing-code", &reason()).await.expect_problem(404, "not_found");
    let answer = act(reason()).await;
    let shown = answer.expect(200);
    assert_eq!(
        (&shown["status"], &shown["billing_code"], &shown["billing_code_expires_on"]),
        (&json!("approved"), &Value::Null, &Value::Null)
    );
    act(reason()).await.expect_problem(412, "version_mismatch");
    let revoked = Batch::of(&answer);
    revoked.act(&app, &officer, "revoke-billing-code", &reason()).await.expect_problem(409, "invalid_state");
    billed(&app, source, &["2026-02"], "926011").await;
    let code = json!({ "billing_code": "926019" });
    let again = Batch::of(&revoked.act(&app, &officer, "issue-billing-code", &code).await);
    let statuses = statuses_by_role(&app, async |account| match account {
        Some(account) => again.act(&app, account, "revoke-billing-code", &reason()).await,
        None => app.post(&format!("{}/revoke-billing-code", again.path)).json(&reason()).send().await,
    })
    .await;
    assert_eq!(statuses, [(Role::Officer, 200), (Role::Insurer, 412)]);
    let trace: String = one(
        &app,
        "select string_agg(action, ' ' order by version) from changes where subject_id = \
         (select id from contribution_batches where number = 1)",
    )
    .await;
    let expected =
        "created approved billing_code_issued billing_code_revoked billing_code_issued billing_code_revoked";
    assert_eq!(trace, expected);
}

#[tokio::test]
async fn of_a_transfer_and_a_code_that_is_taken_back_one_wins() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let (body, reason) = (transfer(&[&batch], 16_800, "SP2D-1"), reason());
    let (paid, revoked) = futures_util::join!(
        pay(&app, &officer, &body),
        batch.act(&app, &officer, "revoke-billing-code", &reason),
    );
    let won = [paid.status.as_u16() == 201, revoked.status.as_u16() == 200];
    assert!(won[0] != won[1], "{} {}", paid.status, revoked.status);
    assert_eq!(sums(&app, source).await[1], if won[0] { 16_800 } else { 0 });
}
