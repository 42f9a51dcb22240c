//! Filling a batch: one statement for any number of lines.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::model::BatchRow;
use super::super::rules::{RefusalAction, RefusalReason};
use super::lines::Totals;
use crate::cover::funding::budget::SourceKey;
use crate::domain::RegionCode;
use crate::platform::db::schema::contribution_batches as batches;

/// Which due months a batch takes up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of workers in this region.
    pub region: Option<RegionCode>,
    /// Of so many people at most: a tranche.
    pub people_max: Option<i64>,
    /// Also months outside those asked for whose last attempt was refused.
    pub carry_refused: bool,
    /// Also months whose last refusal says that the period should end.
    pub include_to_be_ended: bool,
}

/// The number of a source's next batch. The caller holds the source's lock.
pub async fn next_number(conn: &mut AsyncPgConnection, source: SourceKey) -> QueryResult<i32> {
    let last: Option<i32> = batches::table
        .filter(batches::funding_source_id.eq(source.0))
        .filter(batches::regency_id.eq(source.1))
        .select(max(batches::number))
        .first(conn)
        .await?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Takes up the due months of the batch's source that are in no other batch under way. The caller holds the
/// source's lock, under which months become due and are waived.
pub async fn fill(conn: &mut AsyncPgConnection, batch: &BatchRow, wanted: &Wanted) -> QueryResult<Totals> {
    let within = wanted.region.as_ref().map(|region| format!("{}.%", region.as_str()));
    sql_query(
        "WITH due AS (\
           SELECT o.person_id, o.programme, o.month, o.worker_id, o.amount_idr, \
             dense_rank() OVER (ORDER BY o.worker_id, o.person_id) AS place \
           FROM contribution_obligations AS o \
           JOIN workers AS w ON w.id = o.worker_id AND w.regency_id = o.regency_id \
           LEFT JOIN LATERAL (\
             SELECT l.refusal_reason FROM contribution_batch_lines AS l \
             JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
             WHERE l.person_id = o.person_id AND l.programme = o.programme AND l.month = o.month \
               AND l.regency_id = o.regency_id AND l.status = 'refused' \
             ORDER BY b.reconciled_at DESC NULLS FIRST, b.created_at DESC LIMIT 1) AS refused ON true \
           WHERE o.funding_source_id = $1 AND o.regency_id = $2 AND o.status = 'due' \
             AND (o.month = ANY ($3) OR ($4 AND refused.refusal_reason IS NOT NULL)) \
             AND ($5 OR refused.refusal_reason IS NULL OR refused.refusal_reason <> ALL ($6)) \
             AND ($7 IS NULL OR w.village_code = $7 OR w.village_code LIKE $8) \
             AND NOT EXISTS (SELECT FROM contribution_batch_lines AS l \
               WHERE l.person_id = o.person_id AND l.programme = o.programme AND l.month = o.month \
                 AND l.regency_id = o.regency_id AND l.is_open)), \
         lines AS (\
           INSERT INTO contribution_batch_lines (batch_id, regency_id, line_number, person_id, programme, month, \
             worker_id, amount_idr, status, is_open) \
           SELECT $9, $2, row_number() OVER (ORDER BY due.place, due.programme, due.month), due.person_id, \
             due.programme, due.month, due.worker_id, due.amount_idr, 'sent', true \
           FROM due WHERE $10 IS NULL OR due.place <= $10 \
           RETURNING person_id, amount_idr) \
         SELECT count(*)::integer AS lines, count(DISTINCT person_id)::integer AS people, \
           coalesce(sum(amount_idr), 0)::bigint AS amount_idr FROM lines",
    )
    .bind::<SqlUuid, _>(batch.funding_source_id)
    .bind::<Integer, _>(batch.regency_id)
    .bind::<Array<Date>, _>(&batch.months)
    .bind::<Bool, _>(wanted.carry_refused)
    .bind::<Bool, _>(wanted.include_to_be_ended)
    .bind::<Array<Text>, _>(RefusalReason::of_action(RefusalAction::End))
    .bind::<Nullable<Text>, _>(wanted.region.as_ref().map(RegionCode::as_str))
    .bind::<Nullable<Text>, _>(within)
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Nullable<BigInt>, _>(wanted.people_max)
    .get_result(conn)
    .await
}
