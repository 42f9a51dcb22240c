//! Merging a staged load into the register, in the caller's transaction.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{Array, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use uuid::Uuid;

use super::Load;
use crate::platform::changes::{self, Change};
use crate::platform::db::schema::{staged_workers, workers};
use crate::platform::http::problem::Problem;
use crate::register::warungs::bulk as warungs;
use crate::register::workers::model::WorkerRow;

/// What became of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    pub applied: i32,
    pub refused: i32,
}

/// How many rows are read back at a time to record their changes: keeps the memory constant.
const RECORDED_AT_ONCE: i32 = 2_000;

/// Applies every row without objection and marks the others with what is wrong. The staged rows
/// stay, so that the caller can keep a verdict for each, until [`clear`].
pub async fn merge(conn: &mut AsyncPgConnection, load: &Load) -> Result<Merged, Problem> {
    // A file may have a million rows.
    conn.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    refuse_repeated(conn, load).await?;
    identify_persons(conn, load).await?;
    refuse_registered(conn, load).await?;
    warungs::refuse_second_owners(conn, load).await?;
    insert_workers(conn, load).await?;
    point_persons(conn, load).await?;
    record_changes(conn, load).await?;
    warungs::apply(conn, load).await?;
    forget_persons(conn, load).await?;
    Ok(count(conn, load).await?)
}

/// Takes the load's rows out of the staging table.
pub async fn clear(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    clear_rows(conn, load.id, load.regency_id).await
}

/// Takes the rows of a load that is given up out of the staging table.
pub async fn clear_rows(conn: &mut AsyncPgConnection, load_id: Uuid, regency_id: i32) -> QueryResult<usize> {
    diesel::delete(
        staged_workers::table
            .filter(staged_workers::load_id.eq(load_id))
            .filter(staged_workers::regency_id.eq(regency_id)),
    )
    .execute(conn)
    .await
}

/// Refuses every further row with the NIK of an earlier one.
async fn refuse_repeated(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "UPDATE staged_workers AS s SET problems = jsonb_build_array(jsonb_build_object(\
           'field', 'nik', 'code', 'duplicate_in_file', 'first_row_number', f.first_row, 'received_nik_sealed', encode(s.nik_sealed, 'base64'))) \
         FROM (SELECT row_number, min(row_number) OVER (PARTITION BY nik_hash) AS first_row FROM staged_workers \
               WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL AND nik_hash IS NOT NULL) AS f \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.row_number = f.row_number \
           AND f.row_number > f.first_row",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// Finds or makes the person behind every row and locks the ones that were there, in one order for
/// all loads so that two of them cannot block each other.
async fn identify_persons(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<()> {
    sql_query(
        "INSERT INTO persons (id, nik_hash, created_at) \
         SELECT person_id, nik_hash, $3 FROM staged_workers \
         WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL \
         ORDER BY nik_hash ON CONFLICT (nik_hash) DO NOTHING",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Timestamptz, _>(load.origin.now)
    .execute(conn)
    .await?;
    sql_query(
        "WITH locked AS MATERIALIZED (\
           SELECT p.id, p.nik_hash FROM persons AS p \
           JOIN staged_workers AS s ON s.nik_hash = p.nik_hash \
           WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           ORDER BY p.nik_hash FOR NO KEY UPDATE OF p) \
         UPDATE staged_workers AS s SET person_id = locked.id FROM locked \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           AND s.nik_hash = locked.nik_hash",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
    .map(|_| ())
}

/// Refuses persons with an open registration. Where it lies outside what the caller may see, the
/// answer is the same for every place.
async fn refuse_registered(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "UPDATE staged_workers AS s SET problems = jsonb_build_array(jsonb_build_object('field', 'nik', \
           'code', CASE WHEN w.id IS NULL THEN 'transfer_needed' ELSE 'already_registered' END, \
           'received_nik_sealed', encode(s.nik_sealed, 'base64'))) \
         FROM persons AS p LEFT JOIN workers AS w ON w.id = p.open_worker_id \
           AND w.regency_id = p.open_regency_id AND w.regency_id = $2 AND w.village_code LIKE ANY ($3) \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           AND p.id = s.person_id AND p.open_worker_id IS NOT NULL",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Array<Text>, _>(&load.patterns)
    .execute(conn)
    .await
}

async fn insert_workers(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO workers (id, regency_id, person_id, village_code, name, nik_sealed, nik_mask, nik_hash, \
           nik_warnings, birth_on, sex, family_card_sealed, family_card_mask, family_card_hash, phone_sealed, \
           phone_mask, address, segment, occupation, occupation_source, next_of_kin_name, \
           next_of_kin_relation, next_of_kin_phone_sealed, next_of_kin_phone_mask, poverty_source, \
           poverty_decile, poverty_as_of, status, status_on, entered_by, import_id, version, created_at, \
           updated_at) \
         SELECT worker_id, regency_id, person_id, village_code, name, nik_sealed, nik_mask, nik_hash, \
           nik_warnings, birth_on, sex, family_card_sealed, family_card_mask, family_card_hash, phone_sealed, \
           phone_mask, address, segment, occupation, occupation_source, next_of_kin_name, \
           next_of_kin_relation, next_of_kin_phone_sealed, next_of_kin_phone_mask, poverty_source, \
           poverty_decile, poverty_as_of, 'registered', $3, $4, $1, 1, $5, $5 \
         FROM staged_workers WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Date, _>(load.today)
    .bind::<Nullable<SqlUuid>, _>(load.origin.actor.id())
    .bind::<Timestamptz, _>(load.origin.now)
    .execute(conn)
    .await
}

async fn point_persons(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "UPDATE persons AS p SET open_worker_id = s.worker_id, open_regency_id = s.regency_id \
         FROM staged_workers AS s WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           AND p.id = s.person_id",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// Forgets the persons that were made for rows which were refused after all.
async fn forget_persons(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "DELETE FROM persons AS p USING staged_workers AS s \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NOT NULL AND p.id = s.person_id \
           AND NOT EXISTS (SELECT FROM workers AS w WHERE w.person_id = p.id)",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// Records the creation of every applied row, so many at a time.
async fn record_changes(conn: &mut AsyncPgConnection, load: &Load) -> Result<(), Problem> {
    let last: Option<i32> = staged_workers::table
        .filter(staged_workers::load_id.eq(load.id))
        .filter(staged_workers::regency_id.eq(load.regency_id))
        .select(max(staged_workers::row_number))
        .get_result(conn)
        .await?;
    let mut done = 0;
    while done < last.unwrap_or(0) {
        let until = done + RECORDED_AT_ONCE;
        let rows: Vec<WorkerRow> = workers::table
            .inner_join(
                staged_workers::table.on(staged_workers::worker_id
                    .eq(workers::id)
                    .and(staged_workers::regency_id.eq(workers::regency_id))),
            )
            .filter(staged_workers::load_id.eq(load.id))
            .filter(staged_workers::regency_id.eq(load.regency_id))
            .filter(staged_workers::row_number.gt(done))
            .filter(staged_workers::row_number.le(until))
            .filter(staged_workers::problems.is_null())
            .order(staged_workers::row_number)
            .select(WorkerRow::as_select())
            .load(conn)
            .await?;
        let changes: Vec<Change> =
            rows.iter().map(Change::created).collect::<Result<_, _>>().map_err(Problem::internal)?;
        changes::record(conn, &load.origin, &changes).await?;
        done = until;
    }
    Ok(())
}

async fn count(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<Merged> {
    let of_load = staged_workers::table
        .filter(staged_workers::load_id.eq(load.id))
        .filter(staged_workers::regency_id.eq(load.regency_id));
    let refused: i64 =
        of_load.filter(staged_workers::problems.is_not_null()).count().get_result(conn).await?;
    let total: i64 = of_load.count().get_result(conn).await?;
    // A file of more than 2^31 rows is refused at its reception.
    let number = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Merged { applied: number(total - refused), refused: number(refused) })
}
