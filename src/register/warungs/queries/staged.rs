//! The rows of a load of workers that name a warung. A warung is known by its name within its village, in
//! whatever case; of several open ones the oldest is meant.

use chrono::{DateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::platform::db::schema::{staged_workers, warung_workers, warungs};
use crate::register::warungs::model::{LinkRow, WarungRow};
use crate::register::workers::bulk::Load;

/// The work that a row brings.
#[derive(QueryableByName)]
pub struct StagedJob {
    /// Who.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// Where.
    #[diesel(sql_type = Text)]
    pub village_code: String,
    /// In which warung.
    #[diesel(sql_type = Text)]
    pub warung_name: String,
    /// Under which all spellings of the name are one.
    #[diesel(sql_type = Text)]
    pub warung_key: String,
    /// As what.
    #[diesel(sql_type = Text)]
    pub warung_role: String,
    /// The warung, if there is one already.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub warung_id: Option<Uuid>,
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Locks the warungs that a load names, in one order for all loads. Returns how many there are.
pub async fn lock_named(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<i64> {
    let locked: Locked = sql_query(
        "WITH locked AS MATERIALIZED (\
           SELECT w.id FROM warungs AS w WHERE w.regency_id = $2 AND w.status = 'open' \
             AND (w.village_code, lower(w.name)) IN (\
               SELECT village_code, lower(warung_name) FROM staged_workers \
               WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL AND warung_name IS NOT NULL) \
           ORDER BY w.id FOR NO KEY UPDATE) \
         SELECT count(*) AS number FROM locked",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .get_result(conn)
    .await?;
    Ok(locked.number)
}

/// Marks the rows of owners whose warung has an owner already, there or in an earlier row.
pub async fn refuse_second_owners(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "WITH named AS (\
           SELECT DISTINCT ON (village_code, lower(name)) id, village_code, lower(name) AS name FROM warungs \
           WHERE regency_id = $2 AND status = 'open' ORDER BY village_code, lower(name), id), \
         owners AS (\
           SELECT s.row_number, \
             row_number() OVER (PARTITION BY s.village_code, lower(s.warung_name) ORDER BY s.row_number) AS place, \
             EXISTS (SELECT FROM warung_workers AS l WHERE l.warung_id = named.id AND l.regency_id = $2 \
               AND l.role = 'owner' AND (l.until_on IS NULL OR l.until_on >= $3)) AS is_taken \
           FROM staged_workers AS s LEFT JOIN named \
             ON named.village_code = s.village_code AND named.name = lower(s.warung_name) \
           WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL AND s.warung_role = 'owner') \
         UPDATE staged_workers AS s \
         SET problems = jsonb_build_array(jsonb_build_object('field', 'role', 'code', 'owner_exists')) \
         FROM owners WHERE s.load_id = $1 AND s.regency_id = $2 AND s.row_number = owners.row_number \
           AND (owners.place > 1 OR owners.is_taken)",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Date, _>(load.today)
    .execute(conn)
    .await
}

/// The number of a load's last row that brings work.
pub async fn last_staged(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<Option<i32>> {
    staged_workers::table
        .filter(staged_workers::load_id.eq(load.id))
        .filter(staged_workers::regency_id.eq(load.regency_id))
        .filter(staged_workers::warung_name.is_not_null())
        .select(max(staged_workers::row_number))
        .get_result(conn)
        .await
}

/// The work that a load brings in the rows after one and up to another.
pub async fn staged_jobs(
    conn: &mut AsyncPgConnection,
    load: &Load,
    after: i32,
    until: i32,
) -> QueryResult<Vec<StagedJob>> {
    sql_query(
        "SELECT s.worker_id, s.village_code, s.warung_name, lower(s.warung_name) AS warung_key, s.warung_role, \
           named.id AS warung_id \
         FROM staged_workers AS s LEFT JOIN LATERAL (\
           SELECT w.id FROM warungs AS w WHERE w.regency_id = s.regency_id AND w.village_code = s.village_code \
             AND w.status = 'open' AND lower(w.name) = lower(s.warung_name) ORDER BY w.id LIMIT 1) AS named ON true \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.row_number > $3 AND s.row_number <= $4 \
           AND s.problems IS NULL AND s.warung_name IS NOT NULL ORDER BY s.row_number",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Integer, _>(after)
    .bind::<Integer, _>(until)
    .load(conn)
    .await
}

/// These warungs of a regency, locked in one order for all.
pub async fn lock_all(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    ids: Vec<Uuid>,
) -> QueryResult<Vec<WarungRow>> {
    warungs::table
        .filter(warungs::id.eq_any(ids))
        .filter(warungs::regency_id.eq(regency_id))
        .order(warungs::id)
        .for_no_key_update()
        .select(WarungRow::as_select())
        .load(conn)
        .await
}

/// Writes new warungs.
pub async fn insert_all(mut conn: &AsyncPgConnection, rows: &[WarungRow]) -> QueryResult<usize> {
    diesel::insert_into(warungs::table).values(rows).execute(&mut conn).await
}

/// Gives locked warungs their next version.
pub async fn bump_all(
    mut conn: &AsyncPgConnection,
    regency_id: i32,
    ids: Vec<Uuid>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    let locked = warungs::table.filter(warungs::id.eq_any(ids)).filter(warungs::regency_id.eq(regency_id));
    diesel::update(locked)
        .set((warungs::version.eq(warungs::version + 1), warungs::updated_at.eq(now)))
        .execute(&mut conn)
        .await
}

/// Writes new links.
pub async fn insert_links(mut conn: &AsyncPgConnection, rows: &[LinkRow]) -> QueryResult<usize> {
    diesel::insert_into(warung_workers::table).values(rows).execute(&mut conn).await
}
