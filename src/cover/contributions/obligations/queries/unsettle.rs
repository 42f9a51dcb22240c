//! What an answer of the insurer settled and that is taken back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

/// What is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Again {
    /// What is owed more by it: of months that were waived, and of accepted ones that were excess.
    #[diesel(sql_type = BigInt)]
    pub owed_idr: i64,
    /// What of that was a credit as excess.
    #[diesel(sql_type = BigInt)]
    pub excess_idr: i64,
}

/// Makes the months due again that a file of the insurer settled: those that it accepted, and those that were waived since
/// it refused them.
pub async fn unsettle(
    conn: &mut AsyncPgConnection,
    (reconciliation_id, regency_id): (Uuid, i32),
    now: DateTime<Utc>,
) -> QueryResult<Again> {
    sql_query(
        "WITH again AS (\
           UPDATE contribution_obligations AS o SET status = 'due', paid_on = NULL, waived_reason = NULL, \
             is_credit = false, version = o.version + 1, updated_at = $3 \
           FROM contribution_batch_lines AS l \
           JOIN contribution_obligations AS was ON was.person_id = l.person_id AND was.programme = l.programme \
             AND was.month = l.month AND was.regency_id = l.regency_id \
           WHERE l.reconciliation_id = $1 AND l.regency_id = $2 AND o.person_id = was.person_id \
             AND o.programme = was.programme AND o.month = was.month AND o.regency_id = was.regency_id \
             AND (l.status = 'accepted' AND o.status = 'paid' OR l.status = 'refused' AND o.status = 'waived') \
           RETURNING l.status, was.is_credit AS was_credit, o.amount_idr) \
         SELECT coalesce(sum(amount_idr) FILTER (WHERE status = 'refused' OR was_credit), 0)::bigint AS owed_idr, \
           coalesce(sum(amount_idr) FILTER (WHERE was_credit), 0)::bigint AS excess_idr FROM again",
    )
    .bind::<SqlUuid, _>(reconciliation_id)
    .bind::<Integer, _>(regency_id)
    .bind::<Timestamptz, _>(now)
    .get_result(conn)
    .await
}
