//! What deaths reach, over all regencies, for who locks all of it before anything of it is written.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::Nik;
use crate::platform::db::schema::workers;
use crate::platform::vault::LookupHash;
use crate::register::workers::queries::survivors_with;

/// Makes everybody wait who records the death of one of these people, whichever regency it is. The turns are taken in the
/// order of the people's ids.
pub async fn take_turns(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<()> {
    let turns = sql_query(
        "SELECT pg_advisory_xact_lock(hashtextextended('death ' || id, 0)) \
         FROM (SELECT id FROM unnest($1) AS id ORDER BY id) AS ids",
    );
    let ids: Vec<String> = persons.iter().map(Uuid::to_string).collect();
    turns.bind::<Array<Text>, _>(ids).execute(conn).await.map(|_| ())
}

/// The regions of these people's registrations over all regencies: what a death ends is wherever the dead were.
pub async fn scope_of(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<(i32, String)>> {
    workers::table
        .filter(workers::person_id.eq_any(persons))
        .select((workers::regency_id, workers::village_code))
        .distinct()
        .load(conn)
        .await
}

/// All registrations of these people over all regencies, whatever their state.
pub async fn registrations(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    workers::table
        .filter(workers::person_id.eq_any(persons))
        .order(workers::id)
        .select(workers::id)
        .load(conn)
        .await
}

/// The people behind the registrations with these NIKs in the caller's regions, and behind those into which registrations with
/// them were merged.
pub async fn persons_with(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    nik_hashes: &[LookupHash<Nik>],
) -> QueryResult<Vec<Uuid>> {
    let survivors = survivors_with(conn, nik_hashes).await?;
    workers::table
        .filter(workers::nik_hash.eq_any(nik_hashes).or(workers::id.nullable().eq_any(survivors)))
        .filter(workers::status.ne("merged"))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .select(workers::person_id)
        .distinct()
        .load(conn)
        .await
}
