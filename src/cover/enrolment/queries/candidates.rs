//! The candidates of plans.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::Outcome;
use crate::domain::{RegionCode, Segment};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{
    enrolment_candidates as candidates, enrolment_plan_costs as costs, workers,
};

/// Which candidates a list shows.
#[derive(Debug, Clone, Default)]
pub struct CandidateFilter {
    /// With this outcome.
    pub outcome: Option<Outcome>,
    /// For this reason, among others.
    pub reason: Option<String>,
    /// In this region.
    pub region: Option<RegionCode>,
}

/// A candidate with the worker.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CandidateRow {
    /// The place in the list.
    pub place: i32,
    /// The registration.
    pub worker_id: Uuid,
    /// What the worker is called.
    pub name: String,
    /// What may be shown of the NIK.
    pub nik_mask: Option<String>,
    /// Where the worker lived.
    pub village_code: String,
    /// What the computation made of the worker.
    pub outcome: AsText<Outcome>,
    /// The place among all who may be chosen.
    pub rank: Option<i32>,
    /// Whether a membership is continued.
    pub is_continuation: bool,
    /// The group of workers.
    pub segment: AsText<Segment>,
    /// What all months of the plan cost.
    pub cost_idr: Option<i64>,
    /// Why.
    pub reasons: Value,
    /// The funded period that the approval made, or with which somebody of the reserve list came into a free place.
    pub coverage_id: Option<Uuid>,
    /// When a place was free and could not be taken.
    pub passed_over_at: Option<DateTime<Utc>>,
    /// Why it could not.
    pub passed_over_reasons: Option<Value>,
}

type Listed = candidates::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(plan: &PlanRow, filter: &CandidateFilter) -> Listed {
    let mut query = candidates::table
        .filter(candidates::plan_id.eq(plan.id))
        .filter(candidates::regency_id.eq(plan.regency_id))
        .into_boxed();
    if let Some(outcome) = filter.outcome {
        query = query.filter(candidates::outcome.eq(outcome.as_str()));
    }
    if let Some(reason) = &filter.reason {
        query = query.filter(candidates::reasons.contains(json!([{ "code": reason }])));
    }
    if let Some(region) = &filter.region {
        query = query.filter(candidates::village_code.like(region.prefix_pattern()));
    }
    query
}

/// A page of candidates in the order of the computation. The caller has found the plan in its own regencies.
pub async fn list_candidates(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    filter: &CandidateFilter,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<CandidateRow>> {
    let worker = workers::table
        .filter(workers::id.eq(candidates::worker_id))
        .filter(workers::regency_id.eq(candidates::regency_id));
    listed(plan, filter)
        .filter(candidates::place.gt(after))
        .order(candidates::place)
        .limit(limit)
        .select((
            candidates::place,
            candidates::worker_id,
            worker.select(workers::name).single_value().assume_not_null(),
            worker.select(workers::nik_mask).single_value(),
            candidates::village_code,
            candidates::outcome,
            candidates::rank,
            candidates::is_continuation,
            candidates::segment,
            candidates::cost_idr,
            candidates::reasons,
            candidates::coverage_id,
            candidates::passed_over_at,
            candidates::passed_over_reasons,
        ))
        .load(conn)
        .await
}

/// How many candidates a list has.
pub async fn count_candidates(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    filter: &CandidateFilter,
) -> QueryResult<i64> {
    listed(plan, filter).count().get_result(conn).await
}

/// So many candidates with the same outcome for a reason.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ReasonCount {
    /// The outcome.
    #[diesel(sql_type = Text)]
    pub outcome: AsText<Outcome>,
    /// The reason as one of them has it.
    #[diesel(sql_type = Jsonb)]
    pub sample: Value,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// How many candidates have which reason. Whoever has several is counted under each.
pub async fn summary(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<Vec<ReasonCount>> {
    sql_query(
        "SELECT outcome, (array_agg(reason))[1] AS sample, count(*) AS people \
         FROM enrolment_candidates CROSS JOIN LATERAL jsonb_array_elements(reasons) AS reason \
         WHERE plan_id = $1 AND regency_id = $2 \
         GROUP BY outcome, reason ->> 'code' \
         ORDER BY array_position(ARRAY['chosen', 'reserve', 'excluded'], outcome), people DESC, reason ->> 'code'",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .load(conn)
    .await
}

/// Takes away what the last computation of a plan made.
pub async fn clear(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<()> {
    diesel::delete(candidates::table)
        .filter(candidates::plan_id.eq(plan.id))
        .filter(candidates::regency_id.eq(plan.regency_id))
        .execute(conn)
        .await?;
    diesel::delete(costs::table)
        .filter(costs::plan_id.eq(plan.id))
        .filter(costs::regency_id.eq(plan.regency_id))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Keeps beside candidates the funded periods with which they came into a place: by the approval, or from the reserve list.
pub async fn mark_come(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    workers: Vec<Uuid>,
    coverages: Vec<Uuid>,
) -> QueryResult<usize> {
    sql_query(
        "UPDATE enrolment_candidates AS k \
         SET coverage_id = e.coverage_id, passed_over_at = NULL, passed_over_reasons = NULL \
         FROM unnest($3, $4) AS e (worker_id, coverage_id) \
         WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.worker_id = e.worker_id",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<SqlUuid>, _>(workers)
    .bind::<Array<SqlUuid>, _>(coverages)
    .execute(conn)
    .await
}
