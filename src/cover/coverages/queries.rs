//! The statements of funded periods. The caller's scope comes first, and reaches a period through its worker.

mod behind;
mod conflicts;
mod list;
mod merge;
mod propose;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use futures_util::future::try_join_all;
use uuid::Uuid;

pub use behind::{Registration, registrations};
pub use conflicts::{Conflict, Wanted, all_conflicts, conflicts};
pub use list::{CoverageFilter, count, list};
pub use merge::{list_of_people, put_numbers_aside};
pub use propose::{ProposedWorker, hold_workers, insert, lock_persons};

use super::model::CoverageRow;
use crate::access::caller::RegionScope;
use crate::platform::db::columns::AsFirstDay;
use crate::platform::db::schema::{coverages, workers};

/// A period and the village of its worker.
pub type Placed = (CoverageRow, String);

/// Periods beside their workers: the one way from one to the other, which cannot forget the regency.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn with_worker() -> _ {
    coverages::table.inner_join(
        workers::table
            .on(workers::id.eq(coverages::worker_id).and(workers::regency_id.eq(coverages::regency_id))),
    )
}

/// A period whose worker lies in the caller's regions. The regency is asked of the period, not of its worker: in a
/// register that was just filled the planner would else read all workers of the regency.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Placed>> {
    with_worker()
        .filter(coverages::id.eq(id))
        .filter(scope.filter(coverages::regency_id, workers::village_code))
        .select((CoverageRow::as_select(), workers::village_code))
        .first(conn)
        .await
        .optional()
}

/// Periods whose workers lie in the caller's regions, in the order of their ids, locked until the transaction ends with their
/// workers: those in the order of their own ids, as whoever holds many registrations asks for them.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<Placed>> {
    let rows = lock_rows(conn, scope, ids).await?;
    let places: Vec<(Uuid, i32, String)> = workers::table
        .filter(workers::id.eq_any(rows.iter().map(|row| row.worker_id)))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .select((workers::id, workers::regency_id, workers::village_code))
        .for_no_key_update()
        .load(conn)
        .await?;
    let villages: HashMap<(Uuid, i32), String> =
        places.into_iter().map(|(id, regency_id, village)| ((id, regency_id), village)).collect();
    let placed = |row: CoverageRow| {
        let village = villages.get(&(row.worker_id, row.regency_id))?.clone();
        Some((row, village))
    };
    Ok(rows.into_iter().filter_map(placed).collect())
}

/// Periods of the caller's regencies alone, in the order of their ids, locked until the transaction ends: for who locks their
/// workers together with others.
pub async fn lock_rows(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<CoverageRow>> {
    coverages::table
        .filter(coverages::id.eq_any(ids))
        .filter(scope.filter_regency(coverages::regency_id))
        .order(coverages::id)
        .select(CoverageRow::as_select())
        .for_no_key_update()
        .load(conn)
        .await
}

/// The periods in whose places these come.
pub async fn replaced_by(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<Uuid>> {
    let before: Vec<Option<Uuid>> = with_worker()
        .filter(coverages::id.eq_any(ids))
        .filter(coverages::replaces_id.is_not_null())
        .filter(scope.filter(coverages::regency_id, workers::village_code))
        .select(coverages::replaces_id)
        .load(conn)
        .await?;
    Ok(before.into_iter().flatten().collect())
}

/// The first months of periods of the caller's regencies.
pub async fn first_months(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<HashMap<Uuid, AsFirstDay>> {
    let rows: Vec<(Uuid, AsFirstDay)> = coverages::table
        .filter(coverages::id.eq_any(ids))
        .filter(scope.filter_regency(coverages::regency_id))
        .select((coverages::id, coverages::from_month))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Writes locked rows, all at once down the connection.
pub async fn update(conn: &AsyncPgConnection, rows: &[&CoverageRow]) -> QueryResult<()> {
    let writes = rows.iter().map(|row| async move {
        let mut conn = conn;
        diesel::update(coverages::table.find((row.id, row.regency_id))).set(*row).execute(&mut conn).await
    });
    try_join_all(writes).await.map(|_| ())
}

/// Tells the database to check now what it would check at commit, so that a failure still has its meaning.
/// What comes after it in the transaction is checked at commit again: a roster replaces many.
pub async fn check_now(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    conn.batch_execute("set constraints all immediate; set constraints all deferred").await
}
