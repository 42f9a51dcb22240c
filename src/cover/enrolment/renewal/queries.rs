//! Whom the old plan funded beside whom the new one chose.
//!
//! Of the old plan counts whoever had a month of it and was not ended before its last month for a reason of their own: who
//! lapsed or fell to a cut of the quota fell out, and may come back.

use chrono::NaiveDate;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Date, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries::PLACES;
use super::rules::Fate;
use crate::domain::{Day, RegionCode, Segment};
use crate::platform::db::columns::{AsFirstDay, AsText};

/// `people`: old plan $1, regency $2, new plan $3. Who is not among the candidates of the new plan has left the register or
/// the regions that it is for. Whose death was revoked and whose period stays ended by it was funded as far as the money went;
/// of others whose period ended by death nobody has said that they live.
const PEOPLE: &str = ", funded AS (\
      SELECT worker_id, max(last_month) AS last_month FROM places \
      WHERE status <> 'proposed' AND last_month >= from_month \
        AND (status <> 'ended' OR last_month = until_month OR end_reason IN ('lapsed', 'quota_cut') \
          OR end_reason = 'death' AND EXISTS (SELECT FROM workers AS w \
            JOIN deaths AS d ON d.person_id = w.person_id AND d.status = 'revoked' \
            WHERE w.id = places.worker_id AND w.regency_id = $2 AND w.status_reason IS DISTINCT FROM 'deceased' \
              AND NOT EXISTS (SELECT FROM deaths AS r WHERE r.person_id = w.person_id AND r.status = 'recorded'))) \
      GROUP BY worker_id), \
    people AS (\
      SELECT coalesce(f.worker_id, k.worker_id) AS worker_id, f.last_month, \
        CASE WHEN f.worker_id IS NULL THEN 'new' WHEN k.outcome = 'chosen' THEN 'returning' \
          WHEN k.outcome = 'reserve' THEN 'dropped' ELSE 'cannot_return' END AS fate, \
        CASE WHEN k.worker_id IS NOT NULL THEN k.reasons ELSE (\
          SELECT CASE WHEN w.status IN ('registered', 'verified') \
            THEN jsonb_build_array(jsonb_build_object('code', 'outside_plan_region')) \
            ELSE jsonb_build_array(jsonb_build_object('code', 'not_verified', 'status', w.status, \
              'reason', w.status_reason)) END \
          FROM workers AS w WHERE w.id = f.worker_id AND w.regency_id = $2) END AS reasons \
      FROM funded AS f FULL JOIN (SELECT worker_id, outcome, reasons FROM enrolment_candidates \
        WHERE plan_id = $3 AND regency_id = $2) AS k ON k.worker_id = f.worker_id \
      WHERE f.worker_id IS NOT NULL OR k.outcome = 'chosen')";

/// How many people have a fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct FateCount {
    /// The fate.
    #[diesel(sql_type = Text)]
    pub fate: AsText<Fate>,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// How many of them are past the age of entry.
    #[diesel(sql_type = BigInt)]
    pub past_entry_age: i64,
}

/// Counts people by what becomes of them. Whoever was born on the day `aged_since` or before is past the age of entry.
pub async fn fates(
    conn: &mut AsyncPgConnection,
    old: Uuid,
    plan: &PlanRow,
    aged_since: Option<Day>,
) -> QueryResult<Vec<FateCount>> {
    sql_query(format!(
        "{PLACES}{PEOPLE} SELECT p.fate, count(*) AS people, count(*) FILTER (WHERE w.birth_on <= $4) AS past_entry_age \
         FROM people AS p JOIN workers AS w ON w.id = p.worker_id AND w.regency_id = $2 GROUP BY p.fate"
    ))
    .bind::<SqlUuid, _>(old)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Nullable<Date>, _>(aged_since)
    .load(conn)
    .await
}

/// So many people who do not return for a reason.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct LossCount {
    /// What becomes of them.
    #[diesel(sql_type = Text)]
    pub fate: AsText<Fate>,
    /// The reason as one of them has it.
    #[diesel(sql_type = Jsonb)]
    pub sample: Value,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// Counts who does not return by reason. Whoever has several is counted under each; of who drops out, in which way they would
/// come in is none.
pub async fn losses(conn: &mut AsyncPgConnection, old: Uuid, plan: &PlanRow) -> QueryResult<Vec<LossCount>> {
    sql_query(format!(
        "{PLACES}{PEOPLE} SELECT p.fate, (array_agg(reason))[1] AS sample, count(*) AS people \
         FROM people AS p CROSS JOIN LATERAL jsonb_array_elements(p.reasons) AS reason \
         WHERE p.fate = 'cannot_return' \
           OR p.fate = 'dropped' AND reason ->> 'code' IN ('quota_full', 'places_full', 'budget_exhausted') \
         GROUP BY p.fate, reason ->> 'code' \
         ORDER BY p.fate, people DESC, reason ->> 'code'"
    ))
    .bind::<SqlUuid, _>(old)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .load(conn)
    .await
}

/// Which people a list shows.
#[derive(Debug, Clone, Default)]
pub struct PeopleFilter {
    /// With this fate.
    pub fate: Option<Fate>,
    /// In this region.
    pub region: Option<RegionCode>,
}

impl PeopleFilter {
    fn fates(&self) -> Vec<&'static str> {
        self.fate
            .map_or_else(|| Fate::ALL.iter().map(|fate| fate.as_str()).collect(), |fate| vec![fate.as_str()])
    }

    fn pattern(&self) -> Option<String> {
        self.region.as_ref().map(RegionCode::prefix_pattern)
    }
}

/// Somebody with what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct RenewalRow {
    /// The registration.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// What the worker is called.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What may be shown of the NIK.
    #[diesel(sql_type = Nullable<Text>)]
    pub nik_mask: Option<String>,
    /// Where the worker lives.
    #[diesel(sql_type = Text)]
    pub village_code: String,
    /// The group of workers.
    #[diesel(sql_type = Text)]
    pub segment: AsText<Segment>,
    /// The day of birth.
    #[diesel(sql_type = Nullable<Date>)]
    pub birth_on: Option<NaiveDate>,
    /// What becomes of the worker.
    #[diesel(sql_type = Text)]
    pub fate: AsText<Fate>,
    /// Why.
    #[diesel(sql_type = Jsonb)]
    pub reasons: Value,
    /// The last month that the old plan pays.
    #[diesel(sql_type = Nullable<Date>)]
    pub last_month: Option<AsFirstDay>,
    /// The first month after it, or after the new plan has begun, that nobody pays.
    #[diesel(sql_type = Nullable<Date>)]
    pub unfunded_from: Option<AsFirstDay>,
}

/// A page of people in the order of their registrations. Months that another source pays, in any regency, are funded too;
/// those of the new plan count for whom it chose, approved or not.
pub async fn people(
    conn: &mut AsyncPgConnection,
    old: Uuid,
    plan: &PlanRow,
    filter: &PeopleFilter,
    after: Uuid,
    limit: i64,
) -> QueryResult<Vec<RenewalRow>> {
    sql_query(format!(
        "{PLACES}{PEOPLE}, page AS (\
           SELECT p.*, w.person_id, w.name, w.nik_mask, w.village_code, w.segment, w.birth_on \
           FROM people AS p JOIN workers AS w ON w.id = p.worker_id AND w.regency_id = $2 \
           WHERE p.fate = ANY ($4) AND p.worker_id > $5 AND ($6::text IS NULL OR w.village_code LIKE $6) \
           ORDER BY p.worker_id LIMIT $7) \
         SELECT p.worker_id, p.name, p.nik_mask, p.village_code, p.segment, p.birth_on, p.fate, p.reasons, p.last_month, (\
           SELECT upper(r) FROM unnest((SELECT range_agg(t.months) FROM (\
             SELECT daterange(c.from_month, (c.last_month + interval '1 month')::date) AS months FROM coverages AS c \
             WHERE c.person_id = p.person_id AND c.status <> 'proposed' AND c.last_month >= c.from_month \
               AND c.programmes && $8 \
             UNION ALL \
             SELECT daterange($9, ($10 + interval '1 month')::date) WHERE p.fate IN ('returning', 'new')) AS t)) AS r \
           WHERE r @> coalesce(p.last_month, $9)) AS unfunded_from \
         FROM page AS p ORDER BY p.worker_id"
    ))
    .bind::<SqlUuid, _>(old)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Array<Text>, _>(filter.fates())
    .bind::<SqlUuid, _>(after)
    .bind::<Nullable<Text>, _>(filter.pattern())
    .bind::<BigInt, _>(limit)
    .bind::<Array<Text>, _>(plan.programmes.0.codes())
    .bind::<Date, _>(plan.from_month.0.first_day())
    .bind::<Date, _>(plan.until_month.0.first_day())
    .load(conn)
    .await
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    people: i64,
}

/// How many people a list has.
pub async fn count_people(
    conn: &mut AsyncPgConnection,
    old: Uuid,
    plan: &PlanRow,
    filter: &PeopleFilter,
) -> QueryResult<i64> {
    let found: Count = sql_query(format!(
        "{PLACES}{PEOPLE} SELECT count(*) AS people \
         FROM people AS p JOIN workers AS w ON w.id = p.worker_id AND w.regency_id = $2 \
         WHERE p.fate = ANY ($4) AND ($5::text IS NULL OR w.village_code LIKE $5)"
    ))
    .bind::<SqlUuid, _>(old)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Array<Text>, _>(filter.fates())
    .bind::<Nullable<Text>, _>(filter.pattern())
    .get_result(conn)
    .await?;
    Ok(found.people)
}
