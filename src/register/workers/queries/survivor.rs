//! Which registration stands for one that was merged into another: for statements that find people by what a file names.
//!
//! A NIK that was a slip stays with the tombstone, and whoever sends that NIK may mean the person under the registration that
//! stays, unless somebody was registered with it since. Or somebody else, who really has it: whoever asks says what else tells
//! the two apart.

use diesel::sql_types::{Array, Binary, Bool, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::access::caller::RegionScope;
use crate::domain::Nik;
use crate::platform::vault::LookupHash;
use crate::register::workers::model::WorkerRow;

/// The registration into which a row `w` of `workers` was merged in the end, over as many merges as there were; the row's own
/// id where it was not merged.
pub const SURVIVOR: &str = "\
    CASE WHEN w.merged_into_id IS NULL THEN w.id ELSE (\
      WITH RECURSIVE merges (id, next_id, depth) AS (\
        SELECT w.id, w.merged_into_id, 0 \
        UNION ALL SELECT t.id, t.merged_into_id, m.depth + 1 FROM merges AS m \
        JOIN workers AS t ON t.id = m.next_id AND t.regency_id = w.regency_id WHERE m.depth < 100) \
      SELECT m.id FROM merges AS m WHERE m.next_id IS NULL) END";

/// Whether a row `w` of `workers` is a tombstone whose NIK may mean the registration that stays.
pub const STANDS_FOR_ANOTHER: &str = "\
    w.status = 'merged' \
    AND NOT EXISTS (SELECT FROM workers AS o WHERE o.person_id = w.person_id AND o.status <> 'merged')";

/// Whether a row `w` of `workers` may be another registration of somebody, or somebody may go on in it: it is open, or a death
/// closed it.
pub const MAY_BE_THE_SAME: &str = "\
    (w.status IN ('registered', 'verified') OR w.status = 'inactive' AND w.status_reason = 'deceased')";

#[derive(QueryableByName)]
struct AnswerRow {
    #[diesel(sql_type = Bool)]
    is_so: bool,
}

/// Whether a registration of this person was merged into this one, over as many merges as there were.
pub async fn was_merged_into(
    conn: &mut AsyncPgConnection,
    person_id: Uuid,
    row: &WorkerRow,
) -> QueryResult<bool> {
    let answer: AnswerRow = sql_query(format!(
        "SELECT EXISTS (SELECT FROM workers AS w WHERE w.person_id = $1 AND w.regency_id = $2 AND w.status = 'merged' \
         AND {SURVIVOR} = $3) AS is_so"
    ))
    .bind::<SqlUuid, _>(person_id)
    .bind::<Integer, _>(row.regency_id)
    .bind::<SqlUuid, _>(row.id)
    .get_result(conn)
    .await?;
    Ok(answer.is_so)
}

#[derive(QueryableByName)]
struct SurvivorRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// The registrations that stand for tombstones with these NIKs, over all regencies: whoever shows one of them asks first whether
/// it lies in the caller's regions.
pub async fn survivors_with(
    conn: &mut AsyncPgConnection,
    nik_hashes: &[LookupHash<Nik>],
) -> QueryResult<Vec<Uuid>> {
    let hashes: Vec<&[u8]> = nik_hashes.iter().map(|hash| hash.as_bytes()).collect();
    let rows: Vec<SurvivorRow> = sql_query(format!(
        "SELECT DISTINCT f.id FROM (SELECT {SURVIVOR} AS id FROM workers AS w \
         WHERE w.nik_hash = ANY ($1) AND {STANDS_FOR_ANOTHER}) AS f WHERE f.id IS NOT NULL"
    ))
    .bind::<Array<Binary>, _>(hashes)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A registration that was merged into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Tombstone {
    /// The one that stays in the end, where it lies in the caller's regions.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub survivor: Option<Uuid>,
}

/// A registration of the caller's regions, if it was merged into another.
pub async fn tombstone(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<Tombstone>> {
    let found: Vec<Tombstone> = sql_query(format!(
        "SELECT s.id AS survivor FROM workers AS w \
         LEFT JOIN workers AS s ON s.id = {SURVIVOR} AND s.regency_id = w.regency_id AND s.village_code LIKE ANY ($3) \
         WHERE w.id = $1 AND w.regency_id = ANY ($2) AND w.village_code LIKE ANY ($3) AND w.status = 'merged'"
    ))
    .bind::<SqlUuid, _>(id)
    .bind::<Array<Integer>, _>(&scope.regency_ids)
    .bind::<Array<Text>, _>(scope.patterns())
    .load(conn)
    .await?;
    Ok(found.into_iter().next())
}

/// Whether a merge can still be taken back as far as registrations tell: the one that stayed was neither merged nor closed by a
/// death since, and the person of the tombstone was not registered again.
pub async fn can_be_parted(conn: &mut AsyncPgConnection, row: &WorkerRow) -> QueryResult<bool> {
    let answer: AnswerRow = sql_query(
        "SELECT NOT EXISTS (SELECT FROM workers AS o WHERE o.id = $1 AND o.regency_id = $2 \
           AND (o.status = 'merged' OR o.status = 'inactive' AND o.status_reason = 'deceased')) \
         AND NOT EXISTS (SELECT FROM workers AS o WHERE o.person_id = $3 AND o.id <> $4) AS is_so",
    )
    .bind::<Nullable<SqlUuid>, _>(row.merged_into_id)
    .bind::<Integer, _>(row.regency_id)
    .bind::<SqlUuid, _>(row.person_id)
    .bind::<SqlUuid, _>(row.id)
    .get_result(conn)
    .await?;
    Ok(answer.is_so)
}
