//! The places that became free, and who waits for them.

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries::PLACES;
use crate::domain::{Month, RegionCode};
use crate::platform::db::columns::AsText;

/// A place that became free.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct FreedRow {
    /// The period that ended.
    #[diesel(sql_type = SqlUuid)]
    pub coverage_id: Uuid,
    /// The village of the worker who was chosen for the place.
    #[diesel(sql_type = Text)]
    pub village_code: AsText<RegionCode>,
    /// How many places are free, with those that are not listed.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

/// The places of a plan that ended early, have months left from this month on and were given to nobody; the earliest first. A
/// place that was cut is none any more.
pub async fn freed(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    not_before: Month,
    limit: i64,
) -> QueryResult<Vec<FreedRow>> {
    sql_query(format!(
        "{PLACES}, freed AS (\
           SELECT id, village_code, until_month, greatest((last_month + interval '1 month')::date, $3) AS from_month \
           FROM places WHERE status = 'ended' AND replaced_by_id IS NULL AND last_month < until_month \
             AND end_reason <> 'quota_cut') \
         SELECT id AS coverage_id, village_code, count(*) OVER () AS total FROM freed \
         WHERE from_month <= until_month ORDER BY from_month, id LIMIT $4"
    ))
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Date, _>(not_before.first_day())
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// How many places people of a village hold.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct HeldRow {
    /// The village as the plan was computed, or where somebody lives who was not among its candidates.
    #[diesel(sql_type = Text)]
    pub village_code: AsText<RegionCode>,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub places: i64,
}

/// How many places of a plan people of each village hold, approved or proposed.
pub async fn held(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<Vec<HeldRow>> {
    sql_query(format!(
        "{PLACES} SELECT coalesce(k.village_code, w.village_code) AS village_code, count(*) AS places \
         FROM places AS p JOIN workers AS w ON w.id = p.worker_id AND w.regency_id = $2 \
         LEFT JOIN enrolment_candidates AS k ON k.plan_id = $1 AND k.regency_id = $2 AND k.worker_id = p.worker_id \
         WHERE p.replaced_by_id IS NULL AND p.last_month = p.until_month GROUP BY 1"
    ))
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .load(conn)
    .await
}

/// Somebody on the reserve list.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ReserveRow {
    /// The place in the list of candidates.
    #[diesel(sql_type = Integer)]
    pub place: i32,
    /// The rank among all who could be chosen.
    #[diesel(sql_type = Integer)]
    pub rank: i32,
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// The person behind it.
    #[diesel(sql_type = SqlUuid)]
    pub person_id: Uuid,
    /// The village as the plan was computed.
    #[diesel(sql_type = Text)]
    pub village_code: AsText<RegionCode>,
}

/// The next people on the reserve list of a plan, by rank, who have not come into a place yet: of these villages, or of any.
/// `taken` come just now.
pub async fn reserve_after(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    villages: Option<&[String]>,
    taken: &[Uuid],
    after: i32,
    limit: i64,
) -> QueryResult<Vec<ReserveRow>> {
    sql_query(
        "SELECT k.place, k.rank, k.worker_id, w.person_id, k.village_code FROM enrolment_candidates AS k \
         JOIN workers AS w ON w.id = k.worker_id AND w.regency_id = k.regency_id \
         WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.place > $3 AND k.outcome = 'reserve' AND k.coverage_id IS NULL \
           AND ($4::text[] IS NULL OR k.village_code = ANY ($4)) AND k.worker_id <> ALL ($5) \
         ORDER BY k.place LIMIT $6",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Integer, _>(after)
    .bind::<Nullable<Array<Text>>, _>(villages)
    .bind::<Array<SqlUuid>, _>(taken)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}

/// Keeps beside people of the reserve list why they could not come.
pub async fn mark_passed_over(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    at: DateTime<Utc>,
    people: &[(Uuid, Value)],
) -> QueryResult<usize> {
    sql_query(
        "UPDATE enrolment_candidates AS k SET passed_over_at = $3, passed_over_reasons = p.reasons \
         FROM unnest($4, $5) AS p (worker_id, reasons) \
         WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.worker_id = p.worker_id",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Timestamptz, _>(at)
    .bind::<Array<SqlUuid>, _>(people.iter().map(|(worker, _)| *worker).collect::<Vec<_>>())
    .bind::<Array<Jsonb>, _>(people.iter().map(|(_, reasons)| reasons).collect::<Vec<_>>())
    .execute(conn)
    .await
}

/// Somebody who could not come.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct PassedOverRow {
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// The rank among all who could be chosen.
    #[diesel(sql_type = Integer)]
    pub rank: i32,
    /// Why.
    #[diesel(sql_type = Jsonb)]
    pub reasons: Value,
    /// How many there are, with those that are not listed.
    #[diesel(sql_type = BigInt)]
    pub total: i64,
}

/// Who was passed over at this instant, by rank.
pub async fn passed_over(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    at: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<PassedOverRow>> {
    sql_query(
        "SELECT worker_id, rank, passed_over_reasons AS reasons, count(*) OVER () AS total FROM enrolment_candidates \
         WHERE plan_id = $1 AND regency_id = $2 AND outcome = 'reserve' AND passed_over_at = $3 \
         ORDER BY rank LIMIT $4",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Timestamptz, _>(at)
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await
}
