//! Exactly one winner, also when everybody comes at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::contributions::{billed, draft, end, funded, prepare, sums, wanted, workers};
use crate::support::cover::{approver, one, start};

#[tokio::test]
async fn of_eight_batches_for_the_same_months_one_wins() {
    let app = start().await;
    let workers = workers(&app, 3).await;
    let source = funded(&app, &[&workers[0], &workers[1], &workers[2]]).await;
    let (officer, body) = (app.officer(), wanted(source, &["2026-01"]));
    let answers = join_all((0..8).map(|_| prepare(&app, &officer, &body))).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 201).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 201) {
        answer.expect_problem(409, "conflict");
    }
    let state: String = one(
        &app,
        "select concat_ws(' ', count(*), (select count(*) from contribution_batches)) from contribution_batch_lines",
    )
    .await;
    assert_eq!(state, "6 1");
}

#[tokio::test]
async fn of_an_approval_and_a_cancellation_one_wins() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = draft(&app, source, &["2026-01"]).await;
    let (officer, approver) = (app.officer(), approver(&app));
    let (reason, note) = (json!({ "reason": "a mistake" }), json!({}));
    let (cancelled, approved) = futures_util::join!(
        batch.act(&app, &officer, "cancel", &reason),
        batch.act(&app, &approver, "approve", &note),
    );
    let mut statuses = [cancelled.status.as_u16(), approved.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn an_end_and_a_batch_at_once_leave_nothing_both_waived_and_under_way() {
    let app = start().await;
    let workers = workers(&app, 4).await;
    let source = funded(&app, &workers.iter().collect::<Vec<_>>()).await;
    let months = ["2026-01", "2026-02", "2026-03"];
    let (officer, body) = (app.officer(), wanted(source, &months));
    let ((), (), answer) = futures_util::join!(
        end(&app, &workers[0], "death", "2026-01-20"),
        end(&app, &workers[1], "moved_out", "2026-01-20"),
        prepare(&app, &officer, &body),
    );
    answer.expect(201);
    let both: i64 = one(
        &app,
        "select count(*) from contribution_batch_lines l join contribution_obligations o using \
         (person_id, programme, month, regency_id) where l.is_open and o.status = 'waived'",
    )
    .await;
    assert_eq!(both, 0);
    let owed: i64 =
        one(&app, "select sum(amount_idr)::bigint from contribution_obligations where status <> 'waived'")
            .await;
    assert_eq!(sums(&app, source).await[0], owed);
}

#[tokio::test]
async fn of_two_result_files_at_once_one_is_taken() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = crate::support::contributions::paid(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let files = [
        "line_number,status\n1,accepted\n2,accepted\n",
        "line_number,status,reason\n1,refused,system_error\n2,ok,\n",
    ];
    let answers = join_all(files.map(|file| batch.reconcile(&app, &officer, "", file))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    billed(&app, source, &["2026-02"], "926012").await;
}
