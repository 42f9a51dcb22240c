//! The statements of this room. The caller's scope comes first, so that none can be written without it.

mod insert;
mod list;
mod row;
mod search;
mod survivor;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use insert::insert;
pub use list::{ListFilter, count, list};
pub use search::{Ranked, count_matches, search_names};
pub use survivor::{
    MAY_BE_THE_SAME, STANDS_FOR_ANOTHER, SURVIVOR, Tombstone, can_be_parted, survivors_with, tombstone,
    was_merged_into,
};

use row::WholeRow;

use super::model::WorkerRow;
use super::rules::Action;
use crate::access::caller::RegionScope;
use crate::domain::Nik;
use crate::platform::changes::Subject;
use crate::platform::db::schema::{changes, claims, coverages, deaths, memberships, workers};
use crate::platform::vault::LookupHash;

/// A registration in the caller's regions.
pub async fn find(
    mut conn: &AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<WorkerRow>> {
    workers::table
        .filter(workers::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select(WholeRow)
        .first(&mut conn)
        .await
        .optional()
}

/// Like [`find`], and nobody else changes the registration until the transaction ends.
pub async fn find_for_update(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<WorkerRow>> {
    workers::table
        .filter(workers::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .for_no_key_update()
        .select(WorkerRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Like [`find_for_update`] for many registrations, in the order of their ids.
pub async fn list_for_update(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<WorkerRow>> {
    workers::table
        .filter(workers::id.eq_any(ids))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .for_no_key_update()
        .select(WorkerRow::as_select())
        .load(conn)
        .await
}

/// Whether a registration lies in the caller's regions.
pub async fn is_within(conn: &mut AsyncPgConnection, scope: &RegionScope, id: Uuid) -> QueryResult<bool> {
    let own = workers::table
        .filter(workers::id.eq(id))
        .filter(scope.filter(workers::regency_id, workers::village_code));
    diesel::select(exists(own)).get_result(conn).await
}

/// The registrations of this NIK in the caller's regions, after an id.
pub async fn list_by_nik(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<Nik>,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<WorkerRow>> {
    workers::table
        .filter(workers::nik_hash.eq(nik_hash))
        .filter(workers::id.gt(after.unwrap_or(Uuid::nil())))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .limit(limit)
        .select(WorkerRow::as_select())
        .load(conn)
        .await
}

/// How many registrations of this NIK lie in the caller's regions.
pub async fn count_by_nik(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<i64> {
    workers::table
        .filter(workers::nik_hash.eq(nik_hash))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .count()
        .get_result(conn)
        .await
}

/// Writes the whole row over the version before it. The caller holds the row's lock.
pub async fn update(mut conn: &AsyncPgConnection, row: &WorkerRow) -> QueryResult<()> {
    let before = workers::table
        .filter(workers::id.eq(row.id))
        .filter(workers::regency_id.eq(row.regency_id))
        .filter(workers::version.eq(row.version - 1));
    match diesel::update(before).set(row).execute(&mut conn).await? {
        1 => Ok(()),
        _ => Err(diesel::result::Error::NotFound),
    }
}

/// Whether claims, funded periods or what the insurer said stand under the registration.
pub async fn carries_cover_or_claims(conn: &mut AsyncPgConnection, row: &WorkerRow) -> QueryResult<bool> {
    let claimed = claims::table
        .filter(claims::worker_id.eq(row.id))
        .filter(claims::regency_id.eq(row.regency_id))
        .select(claims::id);
    let funded = coverages::table
        .filter(coverages::worker_id.eq(row.id))
        .filter(coverages::regency_id.eq(row.regency_id))
        .select(coverages::id);
    let said = memberships::table
        .filter(memberships::worker_id.eq(row.id))
        .filter(memberships::regency_id.eq(row.regency_id))
        .select(memberships::id);
    diesel::select(exists(claimed).or(exists(funded)).or(exists(said))).get_result(conn).await
}

/// Whether the office ever verified the registration, so that it may have been funded.
pub async fn was_ever_verified(conn: &mut AsyncPgConnection, row: &WorkerRow) -> QueryResult<bool> {
    let verified = changes::table
        .filter(changes::subject_id.eq(row.id))
        .filter(changes::regency_id.eq(row.regency_id))
        .filter(changes::subject.eq(Subject::Worker.as_str()))
        .filter(changes::action.eq(Action::Verify.done()));
    diesel::select(exists(verified)).get_result(conn).await
}

/// Whether a report of a person's death stands, in any regency. Nothing of it comes back.
pub async fn has_recorded_death(conn: &mut AsyncPgConnection, person_id: Uuid) -> QueryResult<bool> {
    let standing =
        deaths::table.filter(deaths::person_id.eq(person_id)).filter(deaths::status.eq("recorded"));
    diesel::select(exists(standing)).get_result(conn).await
}
