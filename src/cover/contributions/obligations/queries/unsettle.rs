//! What an answer of the insurer settled and that is taken back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

#[derive(QueryableByName)]
struct Again {
    #[diesel(sql_type = BigInt)]
    amount_idr: i64,
}

/// Makes the months due again that a file of the insurer settled: those that it accepted, and those that were waived since
/// it refused them. Gives what is owed more by it.
pub async fn unsettle(
    conn: &mut AsyncPgConnection,
    (reconciliation_id, regency_id): (Uuid, i32),
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    let again: Again = sql_query(
        "WITH again AS (\
           UPDATE contribution_obligations AS o SET status = 'due', paid_on = NULL, waived_reason = NULL, \
             version = o.version + 1, updated_at = $3 \
           FROM contribution_batch_lines AS l \
           WHERE l.reconciliation_id = $1 AND l.regency_id = $2 AND o.person_id = l.person_id \
             AND o.programme = l.programme AND o.month = l.month AND o.regency_id = l.regency_id \
             AND (l.status = 'accepted' AND o.status = 'paid' OR l.status = 'refused' AND o.status = 'waived') \
           RETURNING l.status, o.amount_idr) \
         SELECT coalesce(sum(amount_idr) FILTER (WHERE status = 'refused'), 0)::bigint AS amount_idr FROM again",
    )
    .bind::<SqlUuid, _>(reconciliation_id)
    .bind::<Integer, _>(regency_id)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await?;
    Ok(again.amount_idr)
}
