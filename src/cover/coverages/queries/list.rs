//! Lists of funded periods.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::rules::CoverageStatus;
use crate::access::caller::RegionScope;
use crate::domain::{Month, RegionCode};
use crate::platform::db::columns::AsFirstDay;
use crate::platform::db::schema::{coverages, workers};

/// Which periods a list shows.
#[derive(Debug, Clone, Default)]
pub struct CoverageFilter {
    /// Of workers in this region.
    pub region: Option<RegionCode>,
    /// In this state.
    pub status: Option<CoverageStatus>,
    /// Of this worker.
    pub worker_id: Option<Uuid>,
    /// From this source.
    pub funding_source_id: Option<Uuid>,
    /// Which take this month.
    pub month: Option<Month>,
}

type Listed = coverages::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: &CoverageFilter) -> Listed {
    let worker = workers::table
        .filter(workers::id.eq(coverages::worker_id))
        .filter(workers::regency_id.eq(coverages::regency_id));
    let mut query = coverages::table.filter(scope.filter_regency(coverages::regency_id)).into_boxed();
    if !scope.whole_regencies() {
        let own = worker.filter(scope.filter(workers::regency_id, workers::village_code));
        query = query.filter(exists(own));
    }
    if let Some(region) = &filter.region {
        let code = region.as_str().to_owned();
        let below = format!("{code}.%");
        let within = workers::village_code.eq(code).or(workers::village_code.like(below));
        query = query.filter(exists(worker.filter(within)));
    }
    if let Some(status) = filter.status {
        query = query.filter(coverages::status.eq(status.as_str()));
    }
    if let Some(worker_id) = filter.worker_id {
        query = query.filter(coverages::worker_id.eq(worker_id));
    }
    if let Some(source) = filter.funding_source_id {
        query = query.filter(coverages::funding_source_id.eq(source));
    }
    if let Some(month) = filter.month {
        let month = AsFirstDay(month);
        query = query.filter(coverages::from_month.le(month)).filter(coverages::last_month.ge(month));
    }
    query
}

/// A page of periods in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &CoverageFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<CoverageRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(coverages::id.gt(after));
    }
    query.order(coverages::id).limit(limit).select(CoverageRow::as_select()).load(conn).await
}

/// How many periods a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &CoverageFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}
