//! The statements of this room. The caller's scope comes first, so that none can be written without it;
//! what takes a whole row instead was found within the scope before.

mod leave;
mod links;
mod list;
mod parameters;
mod staffed;
mod staged;

use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use leave::{all_work, is_owned_since, lock_workplaces, work_among, work_beyond};
pub use links::{
    Job, ListedLink, LockedWorker, count_links, end_links, find_link, insert_link, jobs_of, links_beyond,
    list_links, lock_linked_worker, lock_worker, other_jobs, other_owners, update_link,
};
pub use list::{WarungFilter, count, count_matches, list, search_names};
pub use parameters::jobs_maximum;
pub use staffed::{jobs_of_all, lock_workers};
pub use staged::{
    StagedJob, bump_all, insert_all, insert_links, last_staged, lock_all, lock_named, refuse_second_owners,
    staged_jobs,
};

use super::model::WarungRow;
use crate::access::caller::RegionScope;
use crate::platform::db::schema::warungs;

/// A warung in the caller's regions.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<WarungRow>> {
    warungs::table
        .filter(warungs::id.eq(id))
        .filter(scope.filter(warungs::regency_id, warungs::village_code))
        .select(WarungRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Like [`find`], and nobody else changes the warung, or who works there, until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<WarungRow>> {
    warungs::table
        .filter(warungs::id.eq(id))
        .filter(scope.filter(warungs::regency_id, warungs::village_code))
        .for_no_key_update()
        .select(WarungRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Writes a new warung.
pub async fn insert(mut conn: &AsyncPgConnection, row: &WarungRow) -> QueryResult<()> {
    diesel::insert_into(warungs::table).values(row).execute(&mut conn).await.map(|_| ())
}

/// Writes the whole row over the version before it. The caller holds the row's lock.
pub async fn update(mut conn: &AsyncPgConnection, row: &WarungRow) -> QueryResult<()> {
    let before = warungs::table
        .filter(warungs::id.eq(row.id))
        .filter(warungs::regency_id.eq(row.regency_id))
        .filter(warungs::version.eq(row.version - 1));
    exactly_one(diesel::update(before).set(row).execute(&mut conn).await?)
}

/// A locked row cannot be gone or have another version: that would be our mistake and not the caller's.
fn exactly_one(rows: usize) -> QueryResult<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}
