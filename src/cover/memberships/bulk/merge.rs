//! Merging a staged list into the facts, in the caller's transaction.

use chrono::{DateTime, SubsecRound as _, Utc};
use diesel::dsl::{max, min};
use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Integer, Text, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryResult, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use uuid::Uuid;

use super::super::model::MembershipRow;
use super::Load;
use crate::cover::closes::queries as closes;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late;
use crate::cover::member_numbers;
use crate::cover::merged::INSURER_KNEW;
use crate::domain::{Day, Month};
use crate::platform::changes::{self, Change};
use crate::platform::db::schema::{memberships, staged_memberships as staged, workers};
use crate::platform::http::Problem;
use crate::register::workers::queries::{STANDS_FOR_ANOTHER, SURVIVOR};

/// What became of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// Rows whose facts stand now, also those that stood before.
    pub applied: i32,
    /// Rows that were refused.
    pub refused: i32,
}

/// How many facts are read back at a time to record their changes: keeps the memory constant.
const RECORDED_AT_ONCE: i32 = 2_000;

/// Records the fact of every row without objection and marks the others with what is wrong. The staged rows stay, so
/// that the caller can keep a verdict for each, until [`clear_rows`].
pub async fn merge(conn: &mut AsyncPgConnection, load: &Load) -> Result<Merged, Problem> {
    // The list of a regency may have a hundred thousand rows.
    conn.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    find_persons(conn, load).await?;
    find_workers(conn, load).await?;
    member_numbers::lock_regency(conn, load.regency_id).await?;
    refuse_foreign_numbers(conn, load).await?;
    refuse_repeated(conn, load).await?;
    if insert(conn, load).await? > 0 {
        record_changes(conn, load).await?;
        reopen(conn, load).await?;
    }
    Ok(count(conn, load).await?)
}

/// Takes the rows of a load out of the staging table.
pub async fn clear_rows(conn: &mut AsyncPgConnection, load_id: Uuid, regency_id: i32) -> QueryResult<usize> {
    diesel::delete(
        staged::table.filter(staged::load_id.eq(load_id)).filter(staged::regency_id.eq(regency_id)),
    )
    .execute(conn)
    .await
}

/// Takes away staged rows of uploads that broke off before this instant, whose job was never made.
pub async fn sweep(conn: &mut AsyncPgConnection, before: DateTime<Utc>) -> QueryResult<usize> {
    sql_query(
        "DELETE FROM staged_memberships AS s WHERE NOT EXISTS (\
           SELECT FROM imports AS i WHERE i.id = s.load_id AND i.regency_id = s.regency_id) \
         AND to_timestamp(('x' || substr(replace(s.load_id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) < $1",
    )
    .bind::<Timestamptz, _>(before)
    .execute(conn)
    .await
}

/// The person behind each row, by NIK and by a member number that the regency knows already. Where both are given and
/// mean different people the row is refused: one of them is wrong, and a guess would make two memberships one. The NIK of a
/// registration that was merged means the person under the one that stays where the insurer knew it by that NIK, or where the
/// member number says so as well; else whoever really has that NIK is nobody here, and the row is refused.
async fn find_persons(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(format!(
        "WITH numbers AS MATERIALIZED (\
           SELECT DISTINCT s.row_number, k.person_id FROM staged_memberships AS s JOIN (\
             SELECT member_number_hash, person_id FROM memberships \
             WHERE regency_id = $2 AND member_number_hash IS NOT NULL \
             UNION SELECT member_number_hash, person_id FROM coverages \
             WHERE regency_id = $2 AND member_number_hash IS NOT NULL) AS k \
             ON k.member_number_hash = s.member_number_hash \
           WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL), \
         tombstones AS MATERIALIZED (\
           SELECT DISTINCT w.person_id, {SURVIVOR} AS survivor_id, {INSURER_KNEW} AS is_known \
           FROM staged_memberships AS s \
           JOIN persons AS p ON p.nik_hash = s.nik_hash \
           JOIN workers AS w ON w.person_id = p.id AND w.regency_id = s.regency_id AND {STANDS_FOR_ANOTHER} \
           WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL), \
         merged AS MATERIALIZED (\
           SELECT DISTINCT ON (t.person_id) t.person_id, b.person_id AS survivor, t.is_known FROM tombstones AS t \
           JOIN workers AS b ON b.id = t.survivor_id AND b.regency_id = $2 \
           ORDER BY t.person_id, t.is_known DESC, b.id), \
         found AS MATERIALIZED (\
           SELECT s.row_number, coalesce(g.survivor, p.id) AS by_nik, n.person_id AS by_number, \
             g.survivor IS NOT NULL AND NOT g.is_known AND n.person_id IS NULL AS is_slip \
           FROM staged_memberships AS s \
           LEFT JOIN persons AS p ON p.nik_hash = s.nik_hash \
           LEFT JOIN merged AS g ON g.person_id = p.id \
           LEFT JOIN numbers AS n ON n.row_number = s.row_number \
           WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL) \
         UPDATE staged_memberships AS s SET \
           person_id = CASE WHEN s.nik_hash IS NULL THEN f.by_number ELSE f.by_nik END, \
           problems = CASE WHEN s.nik_hash IS NOT NULL AND f.by_number IS NOT NULL \
               AND f.by_nik IS DISTINCT FROM f.by_number \
             THEN jsonb_build_array(jsonb_build_object('field', 'member_number', 'code', 'different_persons', \
               'received_number_sealed', encode(s.member_number_sealed, 'base64'))) \
             WHEN f.is_slip THEN jsonb_build_array(jsonb_build_object('field', 'nik', 'code', 'nik_of_merged', \
               'received_nik_sealed', encode(s.nik_sealed, 'base64'))) END \
         FROM found AS f WHERE s.load_id = $1 AND s.regency_id = $2 AND s.row_number = f.row_number"
    ))
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// The registration of each row's person where the caller may see it, the open one before others and none that was merged,
/// held as it is until the transaction ends. Who has none there is refused as if unknown.
async fn find_workers(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "WITH held AS MATERIALIZED (\
           SELECT w.id, w.person_id FROM workers AS w \
           WHERE w.regency_id = $2 AND w.village_code LIKE ANY ($3) AND w.status <> 'merged' AND w.person_id IN (\
             SELECT person_id FROM staged_memberships \
             WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL AND person_id IS NOT NULL) \
           ORDER BY w.id FOR SHARE), \
         best AS MATERIALIZED (\
           SELECT DISTINCT ON (h.person_id) h.person_id, h.id FROM held AS h JOIN persons AS p ON p.id = h.person_id \
           ORDER BY h.person_id, (h.id IS NOT DISTINCT FROM p.open_worker_id) DESC, h.id DESC) \
         UPDATE staged_memberships AS s SET worker_id = b.id, \
           problems = CASE WHEN b.id IS NULL THEN jsonb_build_array(CASE WHEN s.nik_hash IS NULL \
             THEN jsonb_build_object('field', 'member_number', 'code', 'unknown_member_number', \
               'received_number_sealed', encode(s.member_number_sealed, 'base64')) \
             ELSE jsonb_build_object('field', 'nik', 'code', 'not_registered', \
               'received_nik_sealed', encode(s.nik_sealed, 'base64')) END) END \
         FROM staged_memberships AS r LEFT JOIN best AS b ON b.person_id = r.person_id \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           AND r.load_id = s.load_id AND r.regency_id = s.regency_id AND r.row_number = s.row_number",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Array<Text>, _>(&load.patterns)
    .execute(conn)
    .await
}

/// Looks again under the lock of the numbers: somebody may have got one since the persons were looked for.
async fn refuse_foreign_numbers(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "UPDATE staged_memberships AS s SET problems = jsonb_build_array(jsonb_build_object(\
           'field', 'member_number', 'code', 'different_persons', \
           'received_number_sealed', encode(s.member_number_sealed, 'base64'))) \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL AND (\
           EXISTS (SELECT FROM memberships AS m WHERE m.regency_id = s.regency_id \
             AND m.member_number_hash = s.member_number_hash AND m.person_id <> s.person_id) \
           OR EXISTS (SELECT FROM coverages AS c WHERE c.regency_id = s.regency_id \
             AND c.member_number_hash = s.member_number_hash AND c.person_id <> s.person_id))",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// Refuses every further row about a person of an earlier one, and every further row with another person's number.
async fn refuse_repeated(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "UPDATE staged_memberships AS s SET problems = jsonb_build_array(jsonb_build_object(\
           'field', CASE WHEN s.nik_hash IS NULL THEN 'member_number' ELSE 'nik' END, \
           'code', 'duplicate_in_file', 'first_row_number', f.first_row)) \
         FROM (\
           SELECT row_number, least(min(row_number) OVER (PARTITION BY person_id), \
             CASE WHEN member_number_hash IS NOT NULL \
               THEN min(row_number) OVER (PARTITION BY member_number_hash) END) AS first_row \
           FROM staged_memberships WHERE load_id = $1 AND regency_id = $2 AND problems IS NULL) AS f \
         WHERE s.load_id = $1 AND s.regency_id = $2 AND s.row_number = f.row_number \
           AND f.row_number > f.first_row",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .execute(conn)
    .await
}

/// Writes the facts. What is recorded already, to the letter, is left as it is, so that the same list can come twice.
async fn insert(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO memberships (id, regency_id, worker_id, person_id, member_number_sealed, member_number_mask, \
           member_number_hash, state, programmes, since_on, paid_until, as_of, evidence, import_id, version, \
           created_at, updated_at) \
         SELECT s.membership_id, s.regency_id, s.worker_id, s.person_id, s.member_number_sealed, \
           s.member_number_mask, s.member_number_hash, s.state, s.programmes, s.since_on, s.paid_until, s.as_of, \
           format('%s, baris %s, SHA-256 %s', $3, s.row_number, encode($4, 'hex')), s.load_id, 1, $5, $5 \
         FROM staged_memberships AS s WHERE s.load_id = $1 AND s.regency_id = $2 AND s.problems IS NULL \
           AND NOT EXISTS (SELECT FROM memberships AS m WHERE m.person_id = s.person_id \
             AND m.regency_id = s.regency_id AND m.worker_id = s.worker_id AND m.as_of = s.as_of \
             AND m.state = s.state AND m.programmes = s.programmes \
             AND m.since_on IS NOT DISTINCT FROM s.since_on AND m.paid_until IS NOT DISTINCT FROM s.paid_until \
             AND m.member_number_hash IS NOT DISTINCT FROM s.member_number_hash)",
    )
    .bind::<SqlUuid, _>(load.id)
    .bind::<Integer, _>(load.regency_id)
    .bind::<Text, _>(&load.file_name)
    .bind::<Binary, _>(&load.file_digest)
    .bind::<Timestamptz, _>(load.origin.now.trunc_subsecs(6))
    .execute(conn)
    .await
}

/// Records the creation of every new fact, so many at a time.
async fn record_changes(conn: &mut AsyncPgConnection, load: &Load) -> Result<(), Problem> {
    let last: Option<i32> = staged::table
        .filter(staged::load_id.eq(load.id))
        .filter(staged::regency_id.eq(load.regency_id))
        .select(max(staged::row_number))
        .get_result(conn)
        .await?;
    let mut done = 0;
    while done < last.unwrap_or(0) {
        let until = done + RECORDED_AT_ONCE;
        let rows: Vec<(MembershipRow, String)> = memberships::table
            .inner_join(staged::table.on(
                staged::membership_id.eq(memberships::id).and(staged::regency_id.eq(memberships::regency_id)),
            ))
            .inner_join(workers::table.on(
                workers::id.eq(memberships::worker_id).and(workers::regency_id.eq(memberships::regency_id)),
            ))
            .filter(staged::load_id.eq(load.id))
            .filter(staged::regency_id.eq(load.regency_id))
            .filter(staged::row_number.gt(done))
            .filter(staged::row_number.le(until))
            .filter(staged::problems.is_null())
            .order(staged::row_number)
            .select((MembershipRow::as_select(), workers::village_code))
            .load(conn)
            .await?;
        let change = |(row, village): &(MembershipRow, String)| {
            let change = Change::created(row)?;
            Ok(Change { region_code: Some(village.clone()), ..change })
        };
        let changes = rows.iter().map(change).collect::<Result<Vec<_>, serde_json::Error>>();
        changes::record(conn, &load.origin, &changes.map_err(Problem::internal)?).await?;
        done = until;
    }
    Ok(())
}

/// Reopens the closed months from the earliest of which the list speaks, and from the first with a lapse of somebody whose
/// membership ran then, as it says.
async fn reopen(conn: &mut AsyncPgConnection, load: &Load) -> Result<(), Problem> {
    let earliest: Option<Day> = staged::table
        .filter(staged::load_id.eq(load.id))
        .filter(staged::regency_id.eq(load.regency_id))
        .filter(staged::problems.is_null())
        .select(min(staged::as_of))
        .get_result(conn)
        .await?;
    // No close begins between what it is asked and what is reopened.
    closes::hold_open(conn, load.regency_id).await?;
    let lapse = closes::first_lapse_of_list(conn, load.regency_id, load.id).await?;
    if let Some(day) = earliest.into_iter().chain(lapse).min() {
        let month = Month::from_date(day);
        came_late(conn, &load.origin, load.regency_id, month, ReopenCause::InsurerWord).await?;
    }
    Ok(())
}

async fn count(conn: &mut AsyncPgConnection, load: &Load) -> QueryResult<Merged> {
    let of_load =
        staged::table.filter(staged::load_id.eq(load.id)).filter(staged::regency_id.eq(load.regency_id));
    let refused: i64 = of_load.filter(staged::problems.is_not_null()).count().get_result(conn).await?;
    let total: i64 = of_load.count().get_result(conn).await?;
    // A file of more than 2^31 rows is refused at its reception.
    let number = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Merged { applied: number(total - refused), refused: number(refused) })
}
