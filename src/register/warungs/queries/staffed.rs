//! What entering many warungs at once asks of those who are to work there.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::LockedWorker;
use crate::access::caller::RegionScope;
use crate::domain::Day;
use crate::platform::db::schema::{warung_workers, workers};
use crate::register::warungs::rules::Period;

/// Workers in the caller's regions with their regencies, in the order of their ids, whom nobody else gives
/// work or changes until the transaction ends.
pub async fn lock_workers(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<((Uuid, i32), LockedWorker)>> {
    workers::table
        .filter(workers::id.eq_any(ids))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .for_no_key_update()
        .select(((workers::id, workers::regency_id), LockedWorker::as_select()))
        .load(conn)
        .await
}

/// When locked workers work, and who.
pub async fn jobs_of_all(
    mut conn: &AsyncPgConnection,
    regency_ids: &[i32],
    worker_ids: &[Uuid],
) -> QueryResult<Vec<(Uuid, Period)>> {
    let jobs: Vec<(Uuid, Day, Option<Day>)> = warung_workers::table
        .filter(warung_workers::worker_id.eq_any(worker_ids))
        .filter(warung_workers::regency_id.eq_any(regency_ids))
        .select((warung_workers::worker_id, warung_workers::since_on, warung_workers::until_on))
        .load(&mut conn)
        .await?;
    Ok(jobs.into_iter().map(|(worker_id, since, until)| (worker_id, Period { since, until })).collect())
}
