//! Somebody who moves between regencies in the middle of a year: no month is owed or paid by both.

use futures_util::future::join_all;
use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{Batch, draft, end, funded, paid, prepare, sums, wanted, workers};
use crate::support::cover::{
    Coverage, Worker, approved, approver, decree, found, one, proposal, registered_abroad, source_abroad,
    start, stranger, with,
};

/// A period abroad from a month on, proposed.
async fn proposed_abroad(app: &TestApp, worker: &Worker, source: Uuid, from: &str) -> Coverage {
    let body = with(proposal(worker, source), json!({ "from_month": from }));
    let answer = app.post("/v1/coverages").as_(&stranger(app)).json(&body).send().await;
    answer.expect(201);
    Coverage::of(&answer)
}

fn approver_abroad(app: &TestApp) -> Account {
    app.account(Role::Approver, &["35.28"])
}

/// The months and codes of a refusal.
fn refused(problem: &Value) -> Vec<(&str, bool, bool)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    let months = |text: &str| (text.contains("2026-02"), text.contains("2026-03"));
    errors
        .map(|error| {
            let (february, march) = months(error["detail"].as_str().unwrap());
            (error["code"].as_str().unwrap(), february, march)
        })
        .collect()
}

#[tokio::test]
async fn months_that_the_old_regency_has_under_way_or_paid_are_not_owed_by_the_new_one() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    // January is the last month; February and March are with the insurer all the same.
    end(&app, &workers[0], "moved_out", "2026-01-20").await;
    let there = registered_abroad(&app, &workers[0]).await;
    let abroad = source_abroad(&app).await;
    let coverage = proposed_abroad(&app, &there, abroad, "2026-02").await;
    let approver = approver_abroad(&app);

    let answer = coverage.act(&app, &approver, "approve", &decree()).await;
    let problem = answer.expect_problem(409, "conflict");
    assert_eq!(refused(&problem), [("month_in_batch", true, false), ("month_in_batch", false, true)]);
    assert!(!answer.text().contains("35.29") && !answer.text().contains("Sumenep"), "{}", answer.text());

    let batch = Batch::read(&app, &batch.path).await;
    batch
        .reconcile(&app, &app.officer(), "", "line_number,status\n1,ok\n2,ok\n3,ok\n4,ok\n5,ok\n6,ok\n")
        .await;
    let answer = coverage.act(&app, &approver, "approve", &decree()).await;
    let problem = answer.expect_problem(409, "conflict");
    assert_eq!(refused(&problem), [("month_paid", true, false), ("month_paid", false, true)]);
    let owed = "select count(*) from contribution_obligations where regency_id = 2";
    assert_eq!(one::<i64>(&app, owed).await, 0);

    // From April on nobody has paid: 9 months of 16,800.
    let body = json!({ "from_month": "2026-04" });
    let request = app.patch(&coverage.path).as_(&stranger(&app)).header("If-Match", &coverage.etag);
    let coverage = Coverage::of(&request.json(&body).send().await);
    coverage.act(&app, &approver, "approve", &decree()).await.expect(200);
    let committed: i64 = one(&app, "select committed_idr from funding_sources where regency_id = 2").await;
    assert_eq!(committed, 9 * 16_800);
}

#[tokio::test]
async fn a_move_and_a_cancelled_batch_at_once_leave_each_month_owed_by_one_regency() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-02", "2026-03"]).await;
    end(&app, &workers[0], "moved_out", "2026-01-20").await;
    let there = registered_abroad(&app, &workers[0]).await;
    let coverage = proposed_abroad(&app, &there, source_abroad(&app).await, "2026-02").await;
    let (officer, approver) = (app.officer(), approver_abroad(&app));
    let (reason, decree) = (json!({ "reason": "moved out" }), decree());
    let (cancelled, taken) = futures_util::join!(
        batch.act(&app, &officer, "cancel", &reason),
        coverage.act(&app, &approver, "approve", &decree),
    );
    cancelled.expect(200);
    let twice: i64 = one(
        &app,
        "select count(*) from (select from contribution_obligations where status <> 'waived' \
         group by person_id, programme, month having count(*) > 1) as twice",
    )
    .await;
    assert_eq!(twice, 0);
    let owed: i64 = one(&app, "select count(*) from contribution_obligations where regency_id = 2").await;
    assert_eq!(owed, if taken.status.as_u16() == 200 { 22 } else { 0 });
    assert_eq!(sums(&app, source).await[0], 16_800);
}

/// Two regencies that owe the same months, as they could before this was refused.
async fn owed_twice(app: &TestApp) -> (Uuid, Uuid) {
    let workers = workers(app, 1).await;
    let source = funded(app, &[&workers[0]]).await;
    end(app, &workers[0], "moved_out", "2026-01-20").await;
    let there = registered_abroad(app, &workers[0]).await;
    let abroad = source_abroad(app).await;
    let coverage = proposed_abroad(app, &there, abroad, "2026-02").await;
    coverage.act(app, &approver_abroad(app), "approve", &decree()).await.expect(200);
    let client = app.database().owner().client().await.unwrap();
    let again = "update contribution_obligations set status = 'due', waived_reason = null where regency_id = 1; \
                 update coverages set status = 'active', last_month = until_month, ended_on = null, end_reason = null \
                 where regency_id = 1";
    client.batch_execute(again).await.unwrap();
    (source, abroad)
}

#[tokio::test]
async fn no_batch_takes_up_a_month_that_another_regency_has_under_way_or_paid() {
    let app = start().await;
    let (source, abroad) = owed_twice(&app).await;
    let neighbour = stranger(&app);
    let answer = prepare(&app, &neighbour, &wanted(abroad, &["2026-02"])).await;
    answer.expect(201);
    let theirs = Batch::of(&answer);
    let problem = prepare(&app, &app.officer(), &wanted(source, &["2026-02"])).await;
    assert_eq!(found(&problem.expect_problem(409, "conflict")), [("/months", "nothing_due")]);
    // March is free as long as nobody takes it.
    let both = prepare(&app, &app.officer(), &wanted(source, &["2026-02", "2026-03"])).await;
    assert_eq!(both.expect(201)["lines"], 2);
    theirs.act(&app, &neighbour, "cancel", &json!({ "reason": "a trial" })).await.expect(200);
    let client = app.database().owner().client().await.unwrap();
    let paid = "update contribution_obligations set status = 'paid', paid_on = '2026-03-10' \
                where regency_id = 2 and month = '2026-02-01'";
    client.batch_execute(paid).await.unwrap();
    let problem = prepare(&app, &app.officer(), &wanted(source, &["2026-02"])).await;
    problem.expect_problem(409, "conflict");
}

#[tokio::test]
async fn a_batch_whose_months_another_regency_has_under_way_or_paid_is_not_approved() {
    let app = start().await;
    let (source, _) = owed_twice(&app).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    // What the neighbour had in a batch, or paid, when this draft was made.
    let client = app.database().owner().client().await.unwrap();
    let paid = "insert into contribution_obligations select person_id, programme, '2026-01-01', regency_id, coverage_id, \
                worker_id, funding_source_id, rate_id, relief, wage_base_idr, amount_idr, 'paid', null, '2026-03-10', 1, \
                now(), now() from contribution_obligations where regency_id = 2 and month = '2026-02-01'";
    client.batch_execute(paid).await.unwrap();
    let problem =
        batch.act(&app, &approver(&app), "approve", &json!({})).await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "paid_elsewhere")]);
    assert_eq!(one::<String>(&app, "select status from contribution_batches").await, "draft");
}

#[tokio::test]
async fn of_two_regencies_that_pay_the_same_month_at_once_one_is_approved_at_most() {
    let app = start().await;
    let (source, abroad) = owed_twice(&app).await;
    let (officer, neighbour) = (app.officer(), stranger(&app));
    let (ours, theirs) = (wanted(source, &["2026-02"]), wanted(abroad, &["2026-02"]));
    let answers = join_all([prepare(&app, &officer, &ours), prepare(&app, &neighbour, &theirs)]).await;
    let approvers = [approver(&app), approver_abroad(&app)];
    let batches: Vec<(Batch, &Account)> = answers
        .iter()
        .zip(&approvers)
        .filter(|(answer, _)| answer.status.as_u16() == 201)
        .map(|(answer, approver)| (Batch::of(answer), approver))
        .collect();
    let note = json!({});
    let approvals = join_all(batches.iter().map(|(batch, by)| batch.act(&app, by, "approve", &note))).await;
    let won = approvals.iter().filter(|answer| answer.status.as_u16() == 200).count();
    assert_eq!(won, usize::from(batches.len() == 1), "who both have a draft must cancel one first");
    if let [(ours, _), (theirs, _)] = batches.as_slice() {
        let reason = json!({ "reason": "the neighbour pays" });
        theirs.act(&app, &neighbour, "cancel", &reason).await.expect(200);
        ours.act(&app, &approvers[0], "approve", &note).await.expect(200);
    }
}

#[tokio::test]
async fn a_return_within_the_regency_keeps_what_is_paid() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02"], "926011").await;
    end(&app, &workers[0], "wage_worker", "2026-01-20").await;
    let batch = Batch::read(&app, &batch.path).await;
    let file = "line_number,status\n1,ok\n2,ok\n3,ok\n4,ok\n";
    batch.reconcile(&app, &app.officer(), "", file).await.expect(200);
    approved(&app, &with(proposal(&workers[0], source), json!({ "from_month": "2026-02" }))).await;
    // Twelve months, each owed once: January and February are paid.
    assert_eq!(sums(&app, source).await[..2], [201_600, 33_600]);
}
