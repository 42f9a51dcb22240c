//! The statements of merges.

mod alike;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use alike::{Alike, Sought, alike};

use super::model::MergeRow;
use super::rules::MergeStatus;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::worker_merges;

/// The merge by which a locked registration of the caller's regions became a tombstone.
pub async fn of_tombstone(
    conn: &mut AsyncPgConnection,
    (worker_id, regency_id): (Uuid, i32),
) -> QueryResult<Option<MergeRow>> {
    worker_merges::table
        .filter(worker_merges::worker_id.eq(worker_id))
        .filter(worker_merges::regency_id.eq(regency_id))
        .filter(worker_merges::status.eq(AsText(MergeStatus::Merged)))
        .select(MergeRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a new merge.
pub async fn insert(conn: &mut AsyncPgConnection, row: &MergeRow) -> QueryResult<()> {
    diesel::insert_into(worker_merges::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked merge.
pub async fn update(conn: &mut AsyncPgConnection, row: &MergeRow) -> QueryResult<()> {
    let own = worker_merges::table.find((row.id, row.regency_id));
    diesel::update(own).set(row).execute(conn).await.map(|_| ())
}
