//! Gives committed changes their place in the feed and appends the audit chain.
//!
//! A sequence drawn inside the writing transaction would be seen out of order: a long transaction
//! commits its small number after readers have passed it. So positions are stamped afterwards, by one
//! process at a time (an advisory lock inside a short transaction), over what is committed. Positions
//! are gapless; the changes of one subject are stamped in the order of their versions. That costs
//! about a tenth of a second until a change appears in the feed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Binary, Bool, Integer, Timestamptz, Uuid as SqlUuid};
use diesel::{OptionalExtension, QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::digest;

/// How long the sequencer rests when nothing waits.
pub const REST: Duration = Duration::from_millis(100);

/// How many changes one transaction stamps at the most: keeps it short.
const BATCH: i32 = 5_000;

/// The advisory lock that elects the one stamping process. The number is arbitrary and never reused.
pub const LOCK: i64 = 0x0050_6179_756e_6701;

#[derive(QueryableByName)]
struct Elected {
    #[diesel(sql_type = Bool)]
    elected: bool,
}

#[derive(QueryableByName)]
struct Head {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Binary)]
    chain: Vec<u8>,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    change_id: Uuid,
    #[diesel(sql_type = Integer)]
    regency_id: i32,
    #[diesel(sql_type = Binary)]
    digest: Vec<u8>,
}

/// Stamps one batch of what is committed and waits. Returns how many were stamped: 0 also when
/// another process holds the office.
pub async fn stamp_batch(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    conn.transaction(async |conn| {
        if !elected(conn).await? {
            return Ok(0);
        }
        let waiting = waiting(conn).await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let head = head(conn).await?;
        append(conn, head, waiting, now).await
    })
    .await
}

async fn elected(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    let row: Elected = sql_query("SELECT pg_try_advisory_xact_lock($1) AS elected")
        .bind::<BigInt, _>(LOCK)
        .get_result(conn)
        .await?;
    Ok(row.elected)
}

/// What has waited longest, with everything of the same subjects that precedes it, per subject in version order. A subject's later version never sorts before an earlier
/// one, even where clocks of two processes disagree: the running maximum of the instants sees to it.
/// Both versions are always seen together or the earlier one alone, since the later one is written
/// under the subject's lock, after the earlier one is committed.
async fn waiting(conn: &mut AsyncPgConnection) -> QueryResult<Vec<Waiting>> {
    sql_query(
        "WITH eldest AS MATERIALIZED (\
           SELECT subject_id, max(version) AS version FROM (\
             SELECT subject_id, version FROM unsequenced_changes ORDER BY recorded_at LIMIT $1) AS waiting \
           GROUP BY subject_id) \
         SELECT u.change_id, u.regency_id, c.digest FROM (\
           SELECT q.change_id, q.regency_id, q.subject_id, q.version, \
                  max(q.recorded_at) OVER (PARTITION BY q.subject_id ORDER BY q.version) AS since \
           FROM eldest JOIN unsequenced_changes AS q \
             ON q.subject_id = eldest.subject_id AND q.version <= eldest.version) AS u \
         JOIN changes AS c ON c.id = u.change_id AND c.regency_id = u.regency_id \
         ORDER BY u.since, u.subject_id, u.version",
    )
    .bind::<Integer, _>(BATCH)
    .load(conn)
    .await
}

async fn head(conn: &mut AsyncPgConnection) -> QueryResult<Head> {
    let last: Option<Head> =
        sql_query("SELECT position, chain FROM change_positions ORDER BY position DESC LIMIT 1")
            .get_result(conn)
            .await
            .optional()?;
    Ok(last.unwrap_or_else(|| Head { position: 0, chain: digest::GENESIS.to_vec() }))
}

async fn append(
    conn: &mut AsyncPgConnection,
    head: Head,
    waiting: Vec<Waiting>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let Head { mut position, mut chain } = head;
    let mut positions = Vec::with_capacity(waiting.len());
    let mut change_ids = Vec::with_capacity(waiting.len());
    let mut regency_ids = Vec::with_capacity(waiting.len());
    let mut chains = Vec::with_capacity(waiting.len());
    for change in waiting {
        position += 1;
        chain = digest::next_link(&chain, position, &change.digest);
        positions.push(position);
        change_ids.push(change.change_id);
        regency_ids.push(change.regency_id);
        chains.push(chain.clone());
    }
    sql_query(
        "WITH taken AS (DELETE FROM unsequenced_changes WHERE change_id = ANY($2)) \
         INSERT INTO change_positions (position, change_id, regency_id, chain, stamped_at) \
         SELECT s.position, s.change_id, s.regency_id, s.chain, $5 \
         FROM unnest($1, $2, $3, $4) AS s (position, change_id, regency_id, chain)",
    )
    .bind::<Array<BigInt>, _>(positions)
    .bind::<Array<SqlUuid>, _>(change_ids)
    .bind::<Array<Integer>, _>(regency_ids)
    .bind::<Array<Binary>, _>(chains)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}
