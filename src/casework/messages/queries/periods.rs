//! The funded periods of which messages tell.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::cover::coverages::model::CoverageRow;
use crate::platform::db::schema::coverages;

/// Every period of registrations, as it is now, in the order of their ids.
pub async fn of_workers(
    conn: &mut AsyncPgConnection,
    registrations: &[(Uuid, i32)],
) -> QueryResult<Vec<CoverageRow>> {
    let (ids, regencies): (Vec<Uuid>, Vec<i32>) = registrations.iter().copied().unzip();
    coverages::table
        .filter(coverages::worker_id.eq_any(ids))
        .filter(coverages::regency_id.eq_any(regencies))
        .order(coverages::id)
        .select(CoverageRow::as_select())
        .load(conn)
        .await
}
