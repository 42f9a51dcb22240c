//! Filling a batch: one statement for any number of lines.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::model::BatchRow;
use super::super::rules::{RefusalAction, RefusalReason};
use super::{ELSEWHERE, after_death};
use crate::cover::funding::budget::SourceKey;
use crate::domain::RegionCode;
use crate::platform::db::columns::AsText;
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
    /// Also months of people of whom the insurer said with a refusal that the period should end, and took nothing since.
    pub include_to_be_ended: bool,
}

/// What a batch was filled with, and whom it left out.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Filled {
    /// How many lines.
    #[diesel(sql_type = Integer)]
    pub lines: i32,
    /// About how many people.
    #[diesel(sql_type = Integer)]
    pub people: i32,
    /// How much.
    #[diesel(sql_type = BigInt)]
    pub amount_idr: i64,
    /// Why people were left out by whose earlier refusal the period should end: each reason once.
    #[diesel(sql_type = Array<Text>)]
    barred_for: Vec<AsText<RefusalReason>>,
    /// How many people by each of these reasons.
    #[diesel(sql_type = Array<BigInt>)]
    barred_people: Vec<i64>,
}

impl Filled {
    /// How many people were left out by which reason of an earlier refusal.
    pub fn left_out(&self) -> Vec<(RefusalReason, i64)> {
        let reasons = self.barred_for.iter().map(|reason| reason.0);
        reasons.zip(self.barred_people.iter().copied()).collect()
    }
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

/// Takes up the due months of the batch's source that are in no other batch under way: none after the month of a death
/// that any regency knows of, none that another regency pays, and, unless asked for, none of somebody whose period should end
/// by the insurer's last word. That counts no longer once the end of the period of the refused month was recorded and taken
/// back as an error, and not for a period that a second person has approved since. Those whom only that keeps out are counted by
/// the reason of the last refusal.
/// The caller holds the source's lock, under which months become due and are waived.
pub async fn fill(conn: &mut AsyncPgConnection, batch: &BatchRow, wanted: &Wanted) -> QueryResult<Filled> {
    let within = wanted.region.as_ref().map(|region| format!("{}.%", region.as_str()));
    let is_after_death = after_death();
    sql_query(format!(
        "WITH barred AS MATERIALIZED (\
           SELECT DISTINCT ON (l.person_id) l.person_id, coalesce(r.recorded_at, b.created_at) AS said_at, \
             l.refusal_reason AS reason FROM contribution_batch_lines AS l \
           JOIN contribution_batches AS b ON b.id = l.batch_id AND b.regency_id = l.regency_id \
           LEFT JOIN contribution_reconciliations AS r ON r.id = l.reconciliation_id AND r.regency_id = l.regency_id \
           WHERE l.regency_id = $2 AND l.status = 'refused' AND l.refusal_reason = ANY ($6) AND NOT $5 \
             AND NOT EXISTS (SELECT FROM coverages AS e WHERE e.person_id = l.person_id \
               AND e.regency_id = l.regency_id AND e.reopened_at >= coalesce(r.recorded_at, b.created_at) \
               AND l.programme = ANY (e.programmes) AND l.month BETWEEN e.from_month AND e.until_month) \
             AND NOT EXISTS (SELECT FROM contribution_batch_lines AS n \
               JOIN contribution_batches AS nb ON nb.id = n.batch_id AND nb.regency_id = n.regency_id \
               WHERE n.person_id = l.person_id AND n.regency_id = l.regency_id AND n.status = 'accepted' \
                 AND nb.created_at > b.created_at) \
           ORDER BY l.person_id, said_at DESC, reason), \
         wanted AS (\
           SELECT o.person_id, o.programme, o.month, o.worker_id, o.amount_idr, o.coverage_id \
           FROM contribution_obligations AS o \
           WHERE o.funding_source_id = $1 AND o.regency_id = $2 AND o.status = 'due' AND o.month = ANY ($3) \
           UNION ALL \
           SELECT o.person_id, o.programme, o.month, o.worker_id, o.amount_idr, o.coverage_id \
           FROM (SELECT DISTINCT person_id, programme, month FROM contribution_batch_lines \
             WHERE $4 AND regency_id = $2 AND status = 'refused' AND month <> ALL ($3)) AS r \
           JOIN contribution_obligations AS o ON o.person_id = r.person_id AND o.programme = r.programme \
             AND o.month = r.month AND o.regency_id = $2 \
           WHERE o.funding_source_id = $1 AND o.status = 'due'), \
         found AS MATERIALIZED (\
           SELECT o.*, CASE WHEN bar.holds THEN b.reason END AS barred_for \
           FROM wanted AS o \
           JOIN workers AS w ON w.id = o.worker_id AND w.regency_id = $2 \
           LEFT JOIN barred AS b ON b.person_id = o.person_id \
           LEFT JOIN LATERAL (SELECT true AS holds FROM coverages AS c WHERE b.person_id IS NOT NULL \
             AND c.id = o.coverage_id AND c.regency_id = $2 AND c.approved_at <= b.said_at OFFSET 0) AS bar ON true \
           WHERE ($7 IS NULL OR w.village_code = $7 OR w.village_code LIKE $8) \
             AND NOT EXISTS (SELECT FROM contribution_batch_lines AS l \
               WHERE l.person_id = o.person_id AND l.programme = o.programme AND l.month = o.month \
                 AND l.regency_id = $2 AND l.is_open) \
             AND NOT {is_after_death} AND NOT {ELSEWHERE}), \
         due AS (\
           SELECT f.*, dense_rank() OVER (ORDER BY f.worker_id, f.person_id) AS place FROM found AS f \
           WHERE f.barred_for IS NULL), \
         kept_out AS (\
           SELECT f.barred_for, count(DISTINCT f.person_id) AS people FROM found AS f \
           WHERE f.barred_for IS NOT NULL GROUP BY f.barred_for), \
         lines AS (\
           INSERT INTO contribution_batch_lines (batch_id, regency_id, line_number, person_id, programme, month, \
             worker_id, amount_idr, status, is_open) \
           SELECT $9, $2, row_number() OVER (ORDER BY due.place, due.programme, due.month), due.person_id, \
             due.programme, due.month, due.worker_id, due.amount_idr, 'sent', true \
           FROM due WHERE $10 IS NULL OR due.place <= $10 \
           RETURNING person_id, amount_idr) \
         SELECT count(*)::integer AS lines, count(DISTINCT person_id)::integer AS people, \
           coalesce(sum(amount_idr), 0)::bigint AS amount_idr, \
           array(SELECT k.barred_for FROM kept_out AS k ORDER BY k.barred_for) AS barred_for, \
           array(SELECT k.people FROM kept_out AS k ORDER BY k.barred_for) AS barred_people FROM lines"
    ))
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
