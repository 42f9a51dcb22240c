//! A batch is paid once, whoever comes at the same time.

use futures_util::future::join_all;

use serde_json::json;

use crate::support::contributions::{billed, funded, paid, pay, sums, transfer, workers};
use crate::support::cover::{found, one, start, with};

#[tokio::test]
async fn of_eight_transfers_for_one_batch_one_wins() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let batch = billed(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let bodies: Vec<_> =
        (0..8).map(|number| transfer(&[&batch], 16_800, &format!("SP2D-{}", number / 2))).collect();
    let answers = join_all(bodies.iter().map(|body| pay(&app, &officer, body))).await;
    let won = answers.iter().filter(|answer| answer.status.as_u16() == 201).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status.as_u16() != 201) {
        answer.expect_problem(412, "version_mismatch");
    }
    let state: String = one(
        &app,
        "select concat_ws(' ', (select count(*) from contribution_payments), \
         (select count(*) from changes where action = 'paid'), (select status from contribution_batches))",
    )
    .await;
    assert_eq!((state.as_str(), sums(&app, source).await[1]), ("1 1 paid", 16_800));
}

#[tokio::test]
async fn of_two_transfers_that_share_a_batch_one_wins_and_the_other_pays_nothing() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let first = billed(&app, source, &["2026-01"], "926011").await;
    let shared = billed(&app, source, &["2026-02"], "926012").await;
    let last = billed(&app, source, &["2026-03"], "926013").await;
    let officer = app.officer();
    let (one_way, other_way) =
        (transfer(&[&first, &shared], 33_600, "SP2D-1"), transfer(&[&last, &shared], 33_600, "SP2D-2"));
    let answers = [pay(&app, &officer, &one_way), pay(&app, &officer, &other_way)];
    let answers = join_all(answers).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 412]);
    let paid: i64 = one(&app, "select count(*) from contribution_batches where status = 'paid'").await;
    assert_eq!((paid, sums(&app, source).await[1]), (2, 33_600));
}

#[tokio::test]
async fn of_two_transfers_that_use_the_same_credit_one_wins() {
    let app = start().await;
    let workers = workers(&app, 1).await;
    let source = funded(&app, &[&workers[0]]).await;
    let officer = app.officer();
    let january = paid(&app, source, &["2026-01"], "926011").await;
    let file = "line_number,status,reason\n1,ok,\n2,refused,data_incomplete\n";
    january.reconcile(&app, &officer, "", file).await.expect(200);
    // February carries the 6,800 that were refused.
    let february = billed(&app, source, &["2026-02"], "926012").await;
    let march = billed(&app, source, &["2026-03"], "926013").await;
    let credit = json!({ "credit_used_idr": 6_800 });
    let bodies = [
        with(transfer(&[&february], 16_800, "SP2D-2"), credit.clone()),
        with(transfer(&[&march], 10_000, "SP2D-3"), credit),
    ];
    let answers = join_all(bodies.iter().map(|body| pay(&app, &officer, body))).await;
    let won: Vec<usize> = (0..2).filter(|place| answers[*place].status.as_u16() == 201).collect();
    assert_eq!(won.len(), 1);
    let problem = answers[1 - won[0]].expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("/credit_used_idr", "credit_not_held")]);
    let paid = [33_600, 26_800][won[0]];
    assert_eq!(sums(&app, source).await[..3], [201_600, paid, 0]);
}
