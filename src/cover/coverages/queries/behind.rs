//! What stands behind periods: their worker's registration and their source.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::platform::db::schema::{coverages, funding_sources, workers};

/// The registration and the source of a period.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Behind {
    /// The person who is covered.
    pub person_id: Uuid,
    /// The state of the registration.
    pub worker_status: String,
    /// The reason of that state.
    pub worker_status_reason: Option<String>,
    /// The state of the source.
    pub source_status: String,
}

/// What stands behind these periods, which the caller has found in the caller's regions; held as it is until the
/// transaction ends.
pub async fn hold_behind(conn: &mut AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<Behind>> {
    coverages::table
        .inner_join(
            workers::table
                .on(workers::id.eq(coverages::worker_id).and(workers::regency_id.eq(coverages::regency_id))),
        )
        .inner_join(
            funding_sources::table.on(funding_sources::id
                .eq(coverages::funding_source_id)
                .and(funding_sources::regency_id.eq(coverages::regency_id))),
        )
        .filter(coverages::id.eq_any(ids))
        .order(coverages::id)
        .select((coverages::person_id, workers::status, workers::status_reason, funding_sources::status))
        .for_share()
        .load(conn)
        .await
}
