//! Whom a NIK may mean that only a tombstone has: it was a slip, and stays with the registration that was merged. And which
//! report told the same before, where nobody in the register has the NIK.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::DeadCard;
use crate::access::caller::RegionScope;
use crate::domain::{Day, Nik, RegionCode};
use crate::platform::db::schema::{deaths, workers};
use crate::platform::vault::LookupHash;
use crate::register::workers::queries::survivors_with;

/// The registrations of the caller's regions into which registrations with this NIK were merged.
pub async fn merged_into(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hash: &LookupHash<Nik>,
) -> QueryResult<Vec<DeadCard>> {
    let survivors = survivors_with(conn, std::slice::from_ref(nik_hash)).await?;
    workers::table
        .filter(workers::id.eq_any(survivors))
        .filter(workers::status.ne("merged"))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .select(DeadCard::as_select())
        .load(conn)
        .await
}

/// The report of a regency that tells the same of whoever has this NIK, if there is one that was not taken back, with the village
/// it stands in.
pub async fn told_before(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    nik_hash: &LookupHash<Nik>,
    died_on: Day,
) -> QueryResult<Option<(Uuid, String)>> {
    deaths::table
        .filter(deaths::regency_id.eq(regency_id))
        .filter(deaths::died_on.eq(died_on))
        .filter(deaths::nik_hash.eq(nik_hash))
        .filter(deaths::status.ne("revoked"))
        .select((deaths::id, deaths::village_code))
        .first(conn)
        .await
        .optional()
}

/// The report of a regency that tells of somebody with this name in this village who died on this day, if there is one that was
/// not taken back, with the village it stands in: the same person in another list. The caller has the village.
pub async fn same_report(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    (name, village): (&str, &RegionCode),
    died_on: Day,
) -> QueryResult<Option<(Uuid, String)>> {
    deaths::table
        .filter(deaths::regency_id.eq(regency_id))
        .filter(deaths::village_code.eq(village.as_str()))
        .filter(deaths::died_on.eq(died_on))
        .filter(deaths::name.eq(name))
        .filter(deaths::status.ne("revoked"))
        .select((deaths::id, deaths::village_code))
        .first(conn)
        .await
        .optional()
}
