//! What a proposal reads and locks, in one order for everybody: workers, persons, then the periods.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::CoverageRow;
use crate::access::caller::RegionScope;
use crate::platform::db::schema::{coverages, persons, workers};

/// What a proposal needs of a registration.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = workers, check_for_backend(diesel::pg::Pg))]
pub struct ProposedWorker {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The person behind it.
    pub person_id: Uuid,
    /// Where the worker lives.
    pub village_code: String,
    /// Into which registration it was merged.
    pub merged_into_id: Option<Uuid>,
}

/// Registrations in the caller's regions, held as they are until the transaction ends.
pub async fn hold_workers(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> QueryResult<Vec<ProposedWorker>> {
    workers::table
        .filter(workers::id.eq_any(ids))
        .filter(scope.filter(workers::regency_id, workers::village_code))
        .order(workers::id)
        .select(ProposedWorker::as_select())
        .for_share()
        .load(conn)
        .await
}

/// Locks persons: what must be unique for one person across regencies is decided under this lock. Rows that only name a
/// person are written all the same, by a close above all, for which a holder of this lock may wait.
pub async fn lock_persons(conn: &mut AsyncPgConnection, ids: &[Uuid]) -> QueryResult<()> {
    let locked: Vec<Uuid> = persons::table
        .filter(persons::id.eq_any(ids))
        .order(persons::id)
        .select(persons::id)
        .for_no_key_update()
        .load(conn)
        .await?;
    debug_assert!(locked.len() == ids.iter().collect::<HashSet<_>>().len(), "a registration has its person");
    Ok(())
}

/// Rows of one statement: a statement carries at most 65,535 values.
const CHUNK: usize = 1_500;

/// Writes new periods.
pub async fn insert(conn: &mut AsyncPgConnection, rows: &[CoverageRow]) -> QueryResult<()> {
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(coverages::table).values(chunk).execute(conn).await?;
    }
    Ok(())
}
