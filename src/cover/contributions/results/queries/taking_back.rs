//! Taking back what a file said.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::ReconciliationRow;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::LineStatus;
use crate::platform::db::schema::{
    contribution_batch_lines as lines, contribution_reconciliations as reconciliations,
};

/// The last file of a batch that was not taken back.
pub async fn last_held(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
) -> QueryResult<Option<ReconciliationRow>> {
    reconciliations::table
        .filter(reconciliations::batch_id.eq(batch.id))
        .filter(reconciliations::regency_id.eq(batch.regency_id))
        .filter(reconciliations::taken_back_at.is_null())
        .order(reconciliations::number.desc())
        .select(ReconciliationRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The people of whom a file refused something.
pub async fn refused_persons(conn: &mut AsyncPgConnection, of: &ReconciliationRow) -> QueryResult<Vec<Uuid>> {
    lines::table
        .filter(lines::reconciliation_id.eq(of.id))
        .filter(lines::regency_id.eq(of.regency_id))
        .filter(lines::status.eq(LineStatus::Refused.as_str()))
        .select(lines::person_id)
        .distinct()
        .load(conn)
        .await
}

/// A later fact that hangs on what a file said.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Hindrance {
    /// Which kind of fact.
    #[diesel(sql_type = Text)]
    pub what: String,
    /// The number of the batch that it is in.
    #[diesel(sql_type = Nullable<Integer>)]
    pub number: Option<i32>,
    /// How many lines are concerned.
    #[diesel(sql_type = BigInt)]
    pub lines: i64,
}

/// The later facts that hang on what a file said: refused lines that a later batch has taken up; accepted months that the
/// insurer counts as paid in time, or that another period than the one that owed them takes by now: nobody would pay them,
/// since they are owed to the first one, which has ended; refused months that are owed by another period or at another rate by
/// now, or that another regency owes or has paid. The caller holds the locks of persons, source and batch.
pub async fn hindrances(conn: &mut AsyncPgConnection, of: &ReconciliationRow) -> QueryResult<Vec<Hindrance>> {
    sql_query(
        "WITH answered AS (\
           SELECT l.*, b.created_at, b.funding_source_id FROM contribution_batch_lines AS l \
           JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
           WHERE l.reconciliation_id = $1 AND l.regency_id = $2) \
         SELECT 'later_batch' AS what, nb.number, count(*) AS lines FROM answered AS a \
         JOIN contribution_batch_lines AS n ON n.person_id = a.person_id AND n.programme = a.programme \
           AND n.month = a.month AND n.regency_id = a.regency_id AND n.batch_id <> a.batch_id \
         JOIN contribution_batches AS nb ON nb.id = n.batch_id AND nb.regency_id = n.regency_id \
         WHERE a.status = 'refused' AND nb.status <> 'cancelled' \
           AND (nb.created_at, nb.id) > (a.created_at, a.batch_id) \
         GROUP BY nb.number \
         UNION ALL \
         SELECT 'corrected', NULL, count(*) FROM answered AS a \
         JOIN contribution_obligations AS o ON o.person_id = a.person_id AND o.programme = a.programme \
           AND o.month = a.month AND o.regency_id = a.regency_id \
         WHERE a.status = 'accepted' AND o.correction_id IS NOT NULL HAVING count(*) > 0 \
         UNION ALL \
         SELECT 'taken_over', NULL, count(*) FROM answered AS a \
         JOIN contribution_obligations AS o ON o.person_id = a.person_id AND o.programme = a.programme \
           AND o.month = a.month AND o.regency_id = a.regency_id \
         WHERE a.status = 'accepted' AND EXISTS (SELECT FROM coverages AS c WHERE c.person_id = a.person_id \
           AND c.regency_id = a.regency_id AND c.id <> o.coverage_id AND c.status IN ('approved', 'active', 'ended') \
           AND a.programme = ANY (c.programmes) AND a.month BETWEEN c.from_month AND c.last_month) \
         HAVING count(*) > 0 \
         UNION ALL \
         SELECT 'taken_again', NULL, count(*) FROM answered AS a \
         JOIN contribution_obligations AS o ON o.person_id = a.person_id AND o.programme = a.programme \
           AND o.month = a.month AND o.regency_id = a.regency_id \
         WHERE a.status = 'refused' AND (o.worker_id <> a.worker_id OR o.amount_idr <> a.amount_idr \
           OR o.funding_source_id <> a.funding_source_id \
           OR EXISTS (SELECT FROM contribution_obligations AS x WHERE x.person_id = a.person_id \
             AND x.programme = a.programme AND x.month = a.month AND x.regency_id <> a.regency_id \
             AND x.status IN ('due', 'paid'))) HAVING count(*) > 0 \
         ORDER BY 1, 2 LIMIT 20",
    )
    .bind::<SqlUuid, _>(of.id)
    .bind::<Integer, _>(of.regency_id)
    .load(conn)
    .await
}

/// Lets the lines that a file answered wait for the insurer again, keeps what it had said of them, and marks it as taken
/// back.
pub async fn take_back(
    conn: &mut AsyncPgConnection,
    of: &ReconciliationRow,
    by: Uuid,
    at: DateTime<Utc>,
    reason: &str,
) -> QueryResult<()> {
    sql_query(
        "WITH kept AS (\
           INSERT INTO contribution_verdicts_taken_back (reconciliation_id, regency_id, line_number, status, refusal_reason) \
           SELECT reconciliation_id, regency_id, line_number, status, refusal_reason FROM contribution_batch_lines \
           WHERE reconciliation_id = $1 AND regency_id = $2) \
         UPDATE contribution_batch_lines SET status = 'sent', refusal_reason = NULL, is_open = true, \
           reconciliation_id = NULL \
         WHERE reconciliation_id = $1 AND regency_id = $2",
    )
    .bind::<SqlUuid, _>(of.id)
    .bind::<Integer, _>(of.regency_id)
    .execute(conn)
    .await?;
    sql_query(
        "UPDATE contribution_reconciliations SET taken_back_by = $3, taken_back_at = $4, taken_back_reason = $5 \
         WHERE id = $1 AND regency_id = $2",
    )
    .bind::<SqlUuid, _>(of.id)
    .bind::<Integer, _>(of.regency_id)
    .bind::<SqlUuid, _>(by)
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(reason)
    .execute(conn)
    .await
    .map(|_| ())
}
