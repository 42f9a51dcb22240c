//! What happens to merges at the same time as something else has one outcome.

use futures_util::future::join_all;
use serde_json::json;

use super::merge::{etag, merge, send};
use crate::deaths::{of, registration, send as report};
use crate::support::TestApp;
use crate::support::contributions::{Batch, funded, paid, prepare, wanted};
use crate::support::cover::{Worker, one, start, worker};

#[tokio::test]
async fn of_merges_in_both_directions_and_many_times_one_wins() {
    let app = start().await;
    let (one_of_them, other) = (worker(&app, 1).await, worker(&app, 2).await);
    let officer = app.officer();
    let (first, second) = (etag(&app, &one_of_them).await, etag(&app, &other).await);
    let (into_other, into_one) = (
        json!({ "into": other.id, "reason": "registered twice" }),
        json!({ "into": one_of_them.id, "reason": "registered twice" }),
    );
    let merges = (0..8).map(|number| match number % 2 {
        0 => send(&app, &officer, &one_of_them, "merge", &first, &into_other),
        _ => send(&app, &officer, &other, "merge", &second, &into_one),
    });
    let answers = join_all(merges).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 409, 412].contains(status)), "{statuses:?}");
    let merged: i64 = one(&app, "select count(*) from workers where status = 'merged'").await;
    assert_eq!(merged, 1);
}

#[tokio::test]
async fn a_merge_and_a_batch_of_the_same_months_do_not_part_a_month_from_its_line() {
    for _ in 0..3 {
        let app = start().await;
        let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
        let source = funded(&app, &[&from]).await;
        let officer = app.officer();
        let body = wanted(source, &["2026-02", "2026-03"]);
        let (batch, merged) =
            tokio::join!(prepare(&app, &officer, &body), merge(&app, &from, &into, json!({})));
        batch.expect(201);
        let lines = |worker: uuid::Uuid| {
            format!("select count(*) from contribution_batch_lines where worker_id = '{worker}'")
        };
        let under_tombstone: i64 = one(&app, &lines(from.id)).await;
        let under_survivor: i64 = one(&app, &lines(into.id)).await;
        match merged.status.as_u16() {
            200 => assert_eq!((under_tombstone, under_survivor), (0, 4)),
            _ => {
                merged.expect_problem(409, "conflict");
                assert_eq!((under_tombstone, under_survivor), (4, 0));
            }
        }
    }
}

#[tokio::test]
async fn a_merge_and_the_insurer_s_answer_leave_paid_months_with_one_person() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = funded(&app, &[&from]).await;
    let batch = paid(&app, source, &["2026-02"], "926011").await;
    let batch = Batch::read(&app, &batch.path).await;
    let file = format!("nik,status\n{},ok\n", from.nik.as_str());
    let officer = app.officer();
    let (answered, merged) =
        tokio::join!(batch.reconcile(&app, &officer, "", &file), merge(&app, &from, &into, json!({})));
    answered.expect(200);
    let stays = if merged.status == 200 { &into } else { &from };
    if merged.status != 200 {
        merged.expect_problem(409, "conflict");
    }
    let paid = format!(
        "select count(*) from contribution_obligations where person_id = '{}' and status = 'paid'",
        stays.person_id
    );
    assert_eq!(one::<i64>(&app, &paid).await, 2);
}

#[tokio::test]
async fn a_claim_of_the_same_moment_belongs_to_the_one_that_stays_or_is_refused() {
    for _ in 0..3 {
        let app = start().await;
        let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
        let officer = app.officer();
        let body = json!({ "kind": "death", "worker_id": from.id, "event_on": "2026-11-02" });
        let (filed, merged) = tokio::join!(
            app.post("/v1/claims").as_(&officer).json(&body).send(),
            merge(&app, &from, &into, json!({}))
        );
        merged.expect(200);
        if filed.status != 201 {
            filed.expect_problem(422, "unknown_reference");
        }
        let under = format!("select count(*) from claims where worker_id = '{}'", into.id);
        assert_eq!(one::<i64>(&app, &under).await, i64::from(filed.status == 201));
        assert_eq!(one::<i64>(&app, "select count(*) from claims").await, i64::from(filed.status == 201));
    }
}

#[tokio::test]
async fn a_death_and_a_merge_of_the_same_moment_leave_no_dead_tombstone() {
    for _ in 0..4 {
        let app = start().await;
        let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
        funded(&app, &[&from]).await;
        let officer = app.officer();
        let body = of(&from);
        let (recorded, merged) =
            tokio::join!(report(&app, &officer, &body), merge(&app, &from, &into, json!({})));
        match (recorded.status.as_u16(), merged.status.as_u16()) {
            (201, 409 | 412) => {
                assert_eq!(registration(&app, &from).await[1], "deceased");
                assert_eq!(ended_periods(&app).await, 1);
            }
            (409 | 422, 200) => nobody_died(&app, &from, &into).await,
            both => panic!("{both:?}"),
        }
    }
}

/// The death has found the registration when the merge is done, and waits for its locks.
#[tokio::test]
async fn a_death_that_waited_for_a_merge_is_told_again() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    funded(&app, &[&from]).await;
    let client = app.database().owner().client().await.unwrap();
    client.batch_execute("begin").await.unwrap();
    client.query_one("select 1 from workers where id = $1 for update", &[&from.id]).await.unwrap();
    let officer = app.officer();
    let body = of(&from);
    let death = async {
        until_waiting(&app, 1).await;
        report(&app, &officer, &body).await
    };
    let release = async {
        until_waiting(&app, 2).await;
        client.batch_execute("commit").await.unwrap();
    };
    let (merged, recorded, ()) = tokio::join!(merge(&app, &from, &into, json!({})), death, release);
    merged.expect(200);
    recorded.expect_problem(409, "conflict");
    assert!(recorded.header("retry-after").is_some());
    nobody_died(&app, &from, &into).await;
}

/// Returns once so many sessions of the app's database wait for a lock.
async fn until_waiting(app: &TestApp, sessions: i64) {
    let waiting = "select count(distinct w.pid) from pg_locks w join pg_locks d on d.pid = w.pid \
                   where not w.granted and d.database = (select oid from pg_database where datname = current_database())";
    for _ in 0..1_000 {
        if one::<i64>(app, waiting).await >= sessions {
            return;
        }
    }
    panic!("fewer than {sessions} sessions wait");
}

async fn ended_periods(app: &TestApp) -> i64 {
    one(app, "select count(*) from coverages where status = 'ended' and end_reason = 'death'").await
}

async fn nobody_died(app: &TestApp, from: &Worker, into: &Worker) {
    assert_eq!(registration(app, from).await[0], "merged");
    assert_eq!(registration(app, into).await[0], "verified");
    assert_eq!(one::<i64>(app, "select count(*) from deaths").await, 0);
    assert_eq!(ended_periods(app).await, 0);
}
