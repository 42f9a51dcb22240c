//! The roster, page by page in the order of ids.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::row::WholeRow;
use crate::access::caller::RegionScope;
use crate::domain::{Decile, Occupation, RegionCode, RegionLevel, Segment, Sex};
use crate::platform::db::schema::workers;
use crate::register::workers::model::WorkerRow;
use crate::register::workers::rules::WorkerStatus;

/// Which registrations.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// In this region of any level.
    pub region: Option<RegionCode>,
    /// In this state.
    pub status: Option<WorkerStatus>,
    /// Of this contribution segment.
    pub segment: Option<Segment>,
    /// With this occupation.
    pub occupation: Option<Occupation>,
    /// Of this sex.
    pub sex: Option<Sex>,
    /// Of this decile or a higher one.
    pub decile_min: Option<Decile>,
    /// Of this decile or a lower one.
    pub decile_max: Option<Decile>,
    /// With a NIK, or without.
    pub has_nik: Option<bool>,
}

impl ListFilter {
    /// Whether few registrations have to be looked at, whatever else is filtered: those of one village.
    pub fn is_narrow(&self) -> bool {
        self.region.as_ref().is_some_and(|region| region.level() == RegionLevel::Village)
    }
}

/// Registrations in the caller's regions, after an id.
pub async fn list(
    mut conn: &AsyncPgConnection,
    scope: &RegionScope,
    filter: &ListFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<WorkerRow>> {
    let mut query = filtered(scope, filter);
    if let Some(after) = after {
        query = query.filter(workers::id.gt(after));
    }
    query.order(workers::id).limit(limit).select(WholeRow).load(&mut conn).await
}

/// How many there are in the caller's regions.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &ListFilter,
) -> QueryResult<i64> {
    filtered(scope, filter).count().get_result(conn).await
}

/// The caller's registrations that the filter lets through.
pub(super) fn filtered(scope: &RegionScope, filter: &ListFilter) -> workers::BoxedQuery<'static, Pg> {
    let mut query =
        workers::table.filter(scope.filter(workers::regency_id, workers::village_code)).into_boxed();
    if let Some(region) = &filter.region {
        query = match region.level() {
            RegionLevel::Village => query.filter(workers::village_code.eq(region.as_str().to_owned())),
            // A range serves the index under a generic plan, which a pattern cannot: the slash follows the dot.
            _ => query
                .filter(workers::village_code.ge(format!("{region}.")))
                .filter(workers::village_code.lt(format!("{region}/"))),
        };
    }
    if let Some(status) = filter.status {
        query = query.filter(workers::status.eq(status.as_str()));
    }
    if let Some(segment) = filter.segment {
        query = query.filter(workers::segment.eq(segment.as_str()));
    }
    if let Some(occupation) = filter.occupation {
        query = query.filter(workers::occupation.eq(occupation.as_str()));
    }
    if let Some(sex) = filter.sex {
        query = query.filter(workers::sex.eq(sex.as_str()));
    }
    if let Some(decile) = filter.decile_min {
        query = query.filter(workers::poverty_decile.ge(decile.number()));
    }
    if let Some(decile) = filter.decile_max {
        query = query.filter(workers::poverty_decile.le(decile.number()));
    }
    match filter.has_nik {
        Some(true) => query.filter(workers::nik_hash.is_not_null()),
        Some(false) => query.filter(workers::nik_hash.is_null()),
        None => query,
    }
}
