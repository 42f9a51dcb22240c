//! The change feed loses nothing and reorders nothing per subject, whoever writes beside its reader.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::Utc;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use payung::platform::changes::{self, Actor, Change, Origin, Subject, WHOLE_DEPLOYMENT, sequencer};
use serde_json::json;
use uuid::Uuid;

use crate::support::TestDatabase;

const WRITERS: usize = 16;
const TRANSACTIONS: usize = 12;
const SUBJECTS_OF_A_WRITER: usize = 3;

fn origin() -> Origin {
    Origin { actor: Actor::System, request_id: None, import_id: None, now: Utc::now() }
}

fn change(subject_id: Uuid, version: i32) -> Change {
    Change {
        regency_id: WHOLE_DEPLOYMENT,
        region_code: None,
        subject: Subject::Regency,
        subject_id,
        version,
        action: "changed",
        reason: None,
        before: None,
        after: Some(json!({"version": version})),
    }
}

/// Writes versions of a few subjects in transactions of very different length. Every other writer
/// shares its subjects with its neighbour, so that versions of one subject come from two connections.
async fn write(mut conn: AsyncPgConnection, writer: usize) {
    for round in 0..TRANSACTIONS {
        conn.transaction::<_, diesel::result::Error, _>(async |conn| {
            for subject in 0..SUBJECTS_OF_A_WRITER {
                let subject_id = Uuid::from_u128(u128::try_from((writer / 2) * 100 + subject).unwrap());
                let version = next_version(conn, subject_id).await;
                let origin = origin();
                changes::record(conn, &origin, &[change(subject_id, version)]).await?;
                // The transaction stays open for a while after it has drawn its instant: the length is
                // made in the database and differs by writer and round.
                let length = (writer * 7 + round * 3) % 23;
                conn.batch_execute(&format!("SELECT pg_sleep({length} / 1000.0)")).await?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Locks the subject until the transaction ends and gives its next version.
async fn next_version(conn: &mut AsyncPgConnection, subject_id: Uuid) -> i32 {
    let lock = i64::try_from(subject_id.as_u128()).unwrap() + 1_000_000;
    sql_query("SELECT pg_advisory_xact_lock($1)").bind::<BigInt, _>(lock).execute(conn).await.unwrap();
    let last: Number =
        sql_query("SELECT coalesce(max(version), 0)::bigint AS number FROM changes WHERE subject_id = $1")
            .bind::<diesel::sql_types::Uuid, _>(subject_id)
            .get_result(conn)
            .await
            .unwrap();
    i32::try_from(last.number).unwrap() + 1
}

#[derive(QueryableByName)]
struct FeedRow {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    subject_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    version: i32,
}

async fn read_after(conn: &mut AsyncPgConnection, position: i64) -> Vec<FeedRow> {
    sql_query(
        "SELECT p.position, c.subject_id, c.version FROM change_positions AS p \
         JOIN changes AS c ON c.id = p.change_id AND c.regency_id = p.regency_id \
         WHERE p.position > $1 ORDER BY p.position LIMIT 40",
    )
    .bind::<BigInt, _>(position)
    .load(conn)
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_reader_beside_sixteen_writers_finds_every_change_once_and_in_order() {
    let database = TestDatabase::migrated().await;
    let connect = || async { database.service().connection().await.unwrap() };
    let written = Arc::new(AtomicBool::new(false));

    let mut sequencers = Vec::new();
    for _ in 0..2 {
        let (mut conn, written) = (connect().await, Arc::clone(&written));
        sequencers.push(tokio::spawn(async move {
            // Ends when all is written and a whole round found nothing left.
            loop {
                let done = AtomicBool::load(&written, Ordering::SeqCst);
                if sequencer::stamp_batch(&mut conn, Utc::now()).await.unwrap() == 0 && done {
                    return;
                }
                tokio::task::yield_now().await;
            }
        }));
    }
    let sequenced = Arc::new(AtomicBool::new(false));
    let reader = {
        let (mut conn, sequenced) = (connect().await, Arc::clone(&sequenced));
        tokio::spawn(async move {
            let (mut position, mut seen) = (0, Vec::new());
            loop {
                let done = AtomicBool::load(&sequenced, Ordering::SeqCst);
                let rows = read_after(&mut conn, position).await;
                if done && rows.is_empty() {
                    return seen;
                }
                // Positions are gapless, so a reader can never have been overtaken.
                for row in rows {
                    assert_eq!(row.position, position + 1);
                    position = row.position;
                    seen.push((row.subject_id, row.version));
                }
                tokio::task::yield_now().await;
            }
        })
    };
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        writers.push(tokio::spawn(write(connect().await, writer)));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    written.store(true, Ordering::SeqCst);
    for sequencer in sequencers {
        sequencer.await.unwrap();
    }

    sequenced.store(true, Ordering::SeqCst);

    let seen = reader.await.unwrap();
    assert_eq!(seen.len(), WRITERS * TRANSACTIONS * SUBJECTS_OF_A_WRITER);
    let mut versions: HashMap<Uuid, i32> = HashMap::new();
    for (subject, version) in seen {
        let last = versions.insert(subject, version).unwrap_or(0);
        assert_eq!(version, last + 1, "{subject} was seen out of order");
    }
    assert_eq!(versions.len(), WRITERS / 2 * SUBJECTS_OF_A_WRITER);
    let each = i32::try_from(2 * TRANSACTIONS).unwrap();
    assert!(versions.values().all(|last| *last == each));
}

#[tokio::test]
async fn a_change_that_is_rolled_back_leaves_no_trace_in_the_feed() {
    let database = TestDatabase::migrated().await;
    let mut conn = database.service().connection().await.unwrap();
    let rolled_back = conn
        .transaction::<(), diesel::result::Error, _>(async |conn| {
            changes::record(conn, &origin(), &[change(Uuid::from_u128(1), 1)]).await?;
            Err(diesel::result::Error::RollbackTransaction)
        })
        .await;
    assert_eq!(rolled_back, Err(diesel::result::Error::RollbackTransaction));
    changes::record(&conn, &origin(), &[change(Uuid::from_u128(2), 1)]).await.unwrap();
    assert_eq!(sequencer::stamp_batch(&mut conn, Utc::now()).await.unwrap(), 1);
    assert_eq!(sequencer::stamp_batch(&mut conn, Utc::now()).await.unwrap(), 0);
    let rows = read_after(&mut conn, 0).await;
    assert_eq!(rows.iter().map(|row| (row.position, row.version)).collect::<Vec<_>>(), [(1, 1)]);
}

#[tokio::test]
async fn one_subject_cannot_have_two_changes_of_the_same_version() {
    let database = TestDatabase::migrated().await;
    let conn = database.service().connection().await.unwrap();
    let twice = [change(Uuid::from_u128(3), 1), change(Uuid::from_u128(3), 1)];
    let error = changes::record(&conn, &origin(), &twice).await.unwrap_err();
    assert!(error.to_string().contains("changes_subject_version_key"), "{error}");
}
