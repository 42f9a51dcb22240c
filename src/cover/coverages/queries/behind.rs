//! What stands behind periods: their worker's registration.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::with_worker;
use crate::platform::db::schema::{coverages, workers};

/// The registration behind a period.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Registration {
    /// The person who is covered.
    pub person_id: Uuid,
    /// The state of the registration.
    pub status: String,
    /// The reason of that state.
    pub status_reason: Option<String>,
}

/// The registrations behind these periods, which the caller has locked, and their workers with them.
pub async fn registrations(conn: &mut AsyncPgConnection, ids: &[Uuid]) -> QueryResult<Vec<Registration>> {
    with_worker()
        .filter(coverages::id.eq_any(ids))
        .order(coverages::id)
        .select((coverages::person_id, workers::status, workers::status_reason))
        .load(conn)
        .await
}
