//! The statements of enrolment plans. A plan names people of the whole regency: a caller with less than a regency has none.

mod candidates;
mod costs;
mod people;
mod places;
mod stage;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use candidates::{
    CandidateFilter, CandidateRow, ReasonCount, clear, count_candidates, list_candidates, mark_come, summary,
};
pub use costs::{insert_costs, list_costs};
pub use people::{PersonRow, candidates_after, chosen_after, hold_chosen, people_of};
pub use places::PLACES;
pub use stage::{Ranked, StagedPerson, rank, stage};

use super::model::PlanRow;
use super::rules::PlanStatus;
use crate::access::caller::RegionScope;
use crate::domain::RegionCode;
use crate::platform::db::schema::{enrolment_plans as plans, funding_sources};

/// Which plans a list shows.
#[derive(Debug, Clone, Default)]
pub struct PlanFilter {
    /// Of this source.
    pub funding_source_id: Option<Uuid>,
    /// Renewing this plan.
    pub renews_plan_id: Option<Uuid>,
    /// In this state.
    pub status: Option<PlanStatus>,
    /// Of sources of this fiscal year.
    pub fiscal_year: Option<i32>,
    /// Of sources of this region and those in it.
    pub region: Option<RegionCode>,
}

type Listed = plans::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &PlanFilter) -> Listed {
    let source = funding_sources::table
        .filter(funding_sources::id.eq(plans::funding_source_id))
        .filter(funding_sources::regency_id.eq(plans::regency_id));
    let mut query = plans::table.filter(scope.filter_whole_regency(plans::regency_id)).into_boxed();
    if let Some(source) = filter.funding_source_id {
        query = query.filter(plans::funding_source_id.eq(source));
    }
    if let Some(renewed) = filter.renews_plan_id {
        query = query.filter(plans::renews_plan_id.eq(renewed));
    }
    if let Some(status) = filter.status {
        query = query.filter(plans::status.eq(status.as_str()));
    }
    if let Some(year) = filter.fiscal_year {
        query = query.filter(diesel::dsl::exists(source.filter(funding_sources::fiscal_year.eq(year))));
    }
    if let Some(region) = &filter.region {
        let code = region.as_str().to_owned();
        let below = format!("{code}.%");
        let within = funding_sources::region_code.eq(code).or(funding_sources::region_code.like(below));
        query = query.filter(diesel::dsl::exists(source.filter(within)));
    }
    query
}

/// A page of plans in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &PlanFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<PlanRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(plans::id.gt(after));
    }
    query.order(plans::id).limit(limit).select(PlanRow::as_select()).load(conn).await
}

/// How many plans a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &PlanFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// One plan of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<PlanRow>> {
    plans::table
        .filter(plans::id.eq(id))
        .filter(scope.filter_whole_regency(plans::regency_id))
        .select(PlanRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// One plan of the caller's regencies, locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<PlanRow>> {
    plans::table
        .filter(plans::id.eq(id))
        .filter(scope.filter_whole_regency(plans::regency_id))
        .select(PlanRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a new plan.
pub async fn insert(conn: &mut AsyncPgConnection, row: &PlanRow) -> QueryResult<()> {
    diesel::insert_into(plans::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked plan.
pub async fn update(conn: &mut AsyncPgConnection, row: &PlanRow) -> QueryResult<()> {
    diesel::update(plans::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}
