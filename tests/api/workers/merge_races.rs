//! What happens to merges at the same time as something else has one outcome.

use futures_util::future::join_all;
use serde_json::json;
use uuid::Uuid;

use super::merge::{etag, merge, send};
use crate::claims::stage::{Stage, VILLAGE};
use crate::deaths::{of, registration, send as report};
use crate::support::TestApp;
use crate::support::contributions::{Batch, draft, funded, paid, pay, prepare, sums, transfer, wanted};
use crate::support::cover::{Worker, approver, found, nik, one, start, worker};

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
        let lines = |worker: Uuid| {
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

/// Whatever becomes of a batch in that moment, nobody whose months it has is merged.
#[tokio::test]
async fn a_batch_that_is_approved_or_paid_for_at_once_with_a_merge_keeps_its_months() {
    let app = start().await;
    let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = funded(&app, &[&from]).await;
    let batch = draft(&app, source, &["2026-02"]).await;
    let (officer, second, note) = (app.officer(), approver(&app), json!({}));
    let (read, body) = (etag(&app, &from).await, json!({ "into": into.id, "reason": "registered twice" }));
    let (approved, merged) = tokio::join!(
        batch.act(&app, &second, "approve", &note),
        send(&app, &officer, &from, "merge", &read, &body)
    );
    approved.expect(200);
    assert_eq!(found(&merged.expect_problem(409, "conflict")), [("/into", "month_in_batch")]);
    let code = json!({ "billing_code": "926011" });
    let billed = Batch::of(&approved).act(&app, &officer, "issue-billing-code", &code).await;
    billed.expect(200);
    let money = transfer(&[&Batch::of(&billed)], 16_800, "SP2D-1");
    let (paid, merged) =
        tokio::join!(pay(&app, &officer, &money), send(&app, &officer, &from, "merge", &read, &body));
    paid.expect(201);
    assert_eq!(found(&merged.expect_problem(409, "conflict")), [("/into", "month_in_batch")]);
    let state: String = one(
        &app,
        "select concat_ws(' ', (select count(*) from contribution_payments), (select status from contribution_batches), \
         (select string_agg(distinct worker_id::text, ',') from contribution_batch_lines), \
         (select string_agg(distinct worker_id::text, ',') from contribution_obligations))",
    )
    .await;
    assert_eq!(state, format!("1 paid {0} {0}", from.id));
    assert_eq!(sums(&app, source).await[1], 16_800);
}

#[tokio::test]
async fn a_batch_that_is_called_off_at_once_with_a_merge_leaves_every_month_with_one_person() {
    for _ in 0..3 {
        let app = start().await;
        let (into, from) = (worker(&app, 1).await, worker(&app, 2).await);
        let source = funded(&app, &[&from]).await;
        let batch = draft(&app, source, &["2026-02", "2026-03"]).await;
        let committed = sums(&app, source).await;
        let (officer, why) = (app.officer(), json!({ "reason": "merge first" }));
        let (read, body) =
            (etag(&app, &from).await, json!({ "into": into.id, "reason": "registered twice" }));
        let (cancelled, merged) = tokio::join!(
            batch.act(&app, &officer, "cancel", &why),
            send(&app, &officer, &from, "merge", &read, &body)
        );
        cancelled.expect(200);
        if merged.status != 200 {
            assert_eq!(found(&merged.expect_problem(409, "conflict"))[0].1, "month_in_batch");
            // Once the batch is called off nothing stands in the way.
            merge(&app, &from, &into, json!({})).await.expect(200);
        }
        let owed = "select string_agg(distinct worker_id::text, ',') from contribution_obligations";
        assert_eq!(one::<String>(&app, owed).await, into.id.to_string());
        assert_eq!(sums(&app, source).await, committed);
    }
}

#[tokio::test]
async fn a_transfer_to_the_family_at_once_with_a_merge_is_recorded_once_of_the_one_that_stays() {
    for _ in 0..3 {
        let stage = Stage::set().await;
        let held = stage.approved().await;
        let filed_for = stage.column("select worker_id::text from claims").await.remove(0);
        let from = of_nobody(filed_for.parse().unwrap());
        let into = of_nobody(stage.worker(VILLAGE).await);
        let (read, body) =
            (etag(&stage.app, &from).await, json!({ "into": into.id, "reason": "registered twice" }));
        let transfer = stage.transfer(&held, 0, "TRF-1");
        let (paid, merged) = tokio::join!(
            stage.try_step(&held, &stage.insurer, "record-payment", &transfer),
            send(&stage.app, &stage.officer, &from, "merge", &read, &body)
        );
        merged.expect(200);
        if paid.status != 200 {
            paid.expect_problem(412, "version_mismatch");
            let seen = stage.read(&held).await;
            stage.step(&seen, &stage.insurer, "record-payment", transfer).await;
        }
        let payments = "select concat_ws(' ', c.worker_id, c.status, count(*), sum(p.amount_idr)) from claims c \
            join claim_payments p on p.claim_id = c.id group by c.worker_id, c.status";
        assert_eq!(stage.column(payments).await, [format!("{} paid 1 42000000", into.id)]);
        let told = stage.recorded(&held).await;
        let count = |done: &str| told.iter().filter(|action| *action == done).count();
        assert_eq!((count("payment_recorded"), count("merged")), (1, 1), "{told:?}");
    }
}

/// A registration of which nothing but its id is asked for.
fn of_nobody(id: Uuid) -> Worker {
    Worker { id, person_id: Uuid::nil(), nik: nik(1982, 1) }
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
