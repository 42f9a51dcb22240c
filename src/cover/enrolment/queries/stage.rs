//! Judged people on their way into the candidates: staged part by part, ranked by one statement.

use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::Outcome;
use crate::domain::{RegionCode, Rupiah, Segment};
use crate::platform::db::columns::AsText;

/// Somebody who was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedPerson {
    /// The registration.
    pub worker_id: Uuid,
    /// Where the worker lives.
    pub village: RegionCode,
    /// The group of workers.
    pub segment: Segment,
    /// Whether nothing is in the way.
    pub is_eligible: bool,
    /// Whether a membership would be continued.
    pub is_continuation: bool,
    /// By which people are ranked.
    pub keys: Vec<i64>,
    /// What all months of the plan cost; none for who is excluded.
    pub cost: Option<Rupiah>,
    /// Why.
    pub reasons: Value,
}

/// Stages people.
pub async fn stage(
    mut conn: &AsyncPgConnection,
    plan: &PlanRow,
    people: &[StagedPerson],
) -> QueryResult<usize> {
    // An array of arrays loses its inner ones in unnest, so that keys travel as text.
    let keys = |person: &StagedPerson| {
        let keys: Vec<String> = person.keys.iter().map(i64::to_string).collect();
        format!("{{{}}}", keys.join(","))
    };
    sql_query(
        "INSERT INTO staged_enrolment_candidates (plan_id, regency_id, worker_id, village_code, segment, is_eligible, \
           is_continuation, keys, cost_idr, reasons) \
         SELECT $1, $2, s.worker_id, s.village_code, s.segment, s.is_eligible, s.is_continuation, s.keys::bigint[], \
           s.cost_idr, s.reasons \
         FROM unnest($3, $4, $5, $6, $7, $8, $9, $10) AS s (worker_id, village_code, segment, is_eligible, \
           is_continuation, keys, cost_idr, reasons)",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<SqlUuid>, _>(people.iter().map(|person| person.worker_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(people.iter().map(|person| person.village.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(people.iter().map(|person| person.segment.as_str()).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(people.iter().map(|person| person.is_eligible).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(people.iter().map(|person| person.is_continuation).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(people.iter().map(keys).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(
        people.iter().map(|person| person.cost.map(Rupiah::amount)).collect::<Vec<_>>(),
    )
    .bind::<Array<Jsonb>, _>(people.iter().map(|person| &person.reasons).collect::<Vec<_>>())
    .execute(&mut conn)
    .await
}

/// So many people of a group with the same outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Ranked {
    /// What became of them.
    #[diesel(sql_type = Text)]
    pub outcome: AsText<Outcome>,
    /// The group of workers.
    #[diesel(sql_type = Text)]
    pub segment: AsText<Segment>,
    /// How many.
    #[diesel(sql_type = Integer)]
    pub people: i32,
    /// What they cost.
    #[diesel(sql_type = BigInt)]
    pub cost_idr: i64,
}

/// Turns the staged people of a plan into its candidates and takes them off the stage.
///
/// Who may be chosen is ranked. Of each village as many as its quota has stay in the queue; of the queue the first are
/// chosen, as many as places and budget bear. Nobody is passed over for somebody cheaper further down.
pub async fn rank(conn: &mut AsyncPgConnection, plan: &PlanRow, free_idr: i64) -> QueryResult<Vec<Ranked>> {
    let ranked = sql_query(
        "WITH ranked AS MATERIALIZED (\
           SELECT s.*, row_number() OVER (ORDER BY s.keys, s.worker_id) AS rank \
           FROM staged_enrolment_candidates AS s WHERE s.plan_id = $1 AND s.regency_id = $2 AND s.is_eligible), \
         within_village AS (\
           SELECT r.*, coalesce(q.places, $3) AS quota, \
             row_number() OVER (PARTITION BY r.village_code ORDER BY r.rank) AS number \
           FROM ranked AS r LEFT JOIN unnest($4, $5) AS q (village_code, places) USING (village_code)), \
         queue AS (\
           SELECT v.*, coalesce(v.number > v.quota, false) AS quota_full FROM within_village AS v), \
         counted AS (\
           SELECT q.*, \
             NOT quota_full AND coalesce(row_number() OVER queued > $6, false) AS places_full, \
             NOT quota_full AND sum(cost_idr) OVER queued > $7 AS budget_exhausted \
           FROM queue AS q \
           WINDOW queued AS (PARTITION BY quota_full ORDER BY rank ROWS UNBOUNDED PRECEDING)), \
         judged AS (\
           SELECT worker_id, village_code, segment, is_continuation, cost_idr, rank, \
             CASE WHEN quota_full OR places_full OR budget_exhausted THEN 'reserve' ELSE 'chosen' END AS outcome, \
             CASE WHEN quota_full OR places_full OR budget_exhausted THEN 2 ELSE 1 END AS part, \
             reasons \
               || CASE WHEN quota_full \
                  THEN jsonb_build_array(jsonb_build_object('code', 'quota_full', 'places', quota)) ELSE '[]' END \
               || CASE WHEN places_full \
                  THEN jsonb_build_array(jsonb_build_object('code', 'places_full', 'places', $6)) ELSE '[]' END \
               || CASE WHEN budget_exhausted \
                  THEN jsonb_build_array(jsonb_build_object('code', 'budget_exhausted', 'free_idr', $7)) \
                  ELSE '[]' END AS reasons \
           FROM counted \
           UNION ALL \
           SELECT worker_id, village_code, segment, false, NULL, NULL, 'excluded', 3, reasons \
           FROM staged_enrolment_candidates WHERE plan_id = $1 AND regency_id = $2 AND NOT is_eligible), \
         made AS (\
           INSERT INTO enrolment_candidates (plan_id, regency_id, worker_id, village_code, place, outcome, rank, \
             is_continuation, segment, cost_idr, reasons) \
           SELECT $1, $2, worker_id, village_code, row_number() OVER (ORDER BY part, rank, worker_id), outcome, rank, \
             is_continuation, segment, cost_idr, reasons FROM judged \
           RETURNING outcome, segment, cost_idr) \
         SELECT outcome, segment, count(*)::integer AS people, coalesce(sum(cost_idr), 0)::bigint AS cost_idr \
         FROM made GROUP BY outcome, segment",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Nullable<Integer>, _>(plan.default_village_quota)
    .bind::<Array<Text>, _>(&plan.quota_villages)
    .bind::<Array<Integer>, _>(&plan.quota_places)
    .bind::<Nullable<Integer>, _>(plan.places)
    .bind::<BigInt, _>(free_idr)
    .load(conn)
    .await?;
    sql_query("DELETE FROM staged_enrolment_candidates WHERE plan_id = $1 AND regency_id = $2")
        .bind::<SqlUuid, _>(plan.id)
        .bind::<Integer, _>(plan.regency_id)
        .execute(conn)
        .await?;
    Ok(ranked)
}
