//! Verdicts of registries: matched with the people of a plan, written, and read again for its next computation.

use chrono::{DateTime, Utc};
use diesel::sql_query;
use diesel::sql_types::{
    Array, BigInt, Binary, Bool, Date, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid,
};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::PlanRow;
use super::intake::CheckFile;
use super::rows::CheckRow;
use super::rules::{CheckVerdict, PreCheckReason, Registry};
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::register::workers::queries::{STANDS_FOR_ANOTHER, SURVIVOR};

/// Which row speaks of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Match {
    /// The row of the file.
    #[diesel(sql_type = Integer)]
    pub row_number: i32,
    /// The candidate.
    #[diesel(sql_type = SqlUuid)]
    pub worker_id: Uuid,
    /// Whether the row has somebody else's NIK.
    #[diesel(sql_type = Bool)]
    pub nik_differs: bool,
    /// Whether the row is of a registration that was merged into the candidate.
    #[diesel(sql_type = Bool)]
    pub is_merged: bool,
    /// Whether that registration stood in the list that went out: the row has its id, or the plan has looked at it.
    #[diesel(sql_type = Bool)]
    pub is_listed: bool,
}

/// The candidates of a plan that rows speak of: chosen, on the reserve list or excluded. What is said of a registration that was
/// merged since may be said of the one that stays, where the plan has looked at that one.
pub async fn matches(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    rows: &[CheckRow],
) -> QueryResult<Vec<Match>> {
    let niks: Vec<Option<&[u8]>> =
        rows.iter().map(|row| row.nik.as_ref().map(|hash| hash.as_bytes())).collect();
    sql_query(format!(
        "WITH given AS (SELECT * FROM unnest($3, $4, $5) AS g (row_number, worker_id, nik_hash)), \
         named AS (\
           SELECT g.row_number, w.id, w.regency_id, w.person_id, w.status, w.merged_into_id, \
             coalesce(w.nik_hash IS DISTINCT FROM g.nik_hash AND g.nik_hash IS NOT NULL, false) AS nik_differs, \
             true AS is_listed \
           FROM given AS g JOIN workers AS w ON w.id = g.worker_id AND w.regency_id = $2 \
           UNION ALL \
           SELECT g.row_number, w.id, w.regency_id, w.person_id, w.status, w.merged_into_id, false, \
             EXISTS (SELECT FROM enrolment_candidates AS e \
               WHERE e.plan_id = $1 AND e.regency_id = w.regency_id AND e.worker_id = w.id) \
           FROM given AS g JOIN workers AS w ON w.nik_hash = g.nik_hash AND w.regency_id = $2 \
           WHERE g.worker_id IS NULL), \
         people AS (\
           SELECT w.row_number, {SURVIVOR} AS id, w.regency_id, w.nik_differs, w.is_listed, 0 AS rank FROM named AS w \
           WHERE {STANDS_FOR_ANOTHER} \
           UNION ALL \
           SELECT w.row_number, w.id, w.regency_id, w.nik_differs, w.is_listed, \
             CASE WHEN w.status = 'merged' THEN 2 ELSE 1 END \
           FROM named AS w) \
         SELECT DISTINCT ON (p.row_number) p.row_number, k.worker_id, p.nik_differs, p.rank = 0 AS is_merged, \
           p.is_listed \
         FROM people AS p \
         JOIN enrolment_candidates AS k ON k.worker_id = p.id AND k.regency_id = p.regency_id AND k.plan_id = $1 \
         ORDER BY p.row_number, p.rank, k.worker_id"
    ))
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row_number).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.worker_id).collect::<Vec<_>>())
    .bind::<Array<Nullable<Binary>>, _>(niks)
    .load(conn)
    .await
}

/// Writes down which file came.
pub async fn insert_file(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    id: Uuid,
    file: &CheckFile,
    by: (Option<Uuid>, DateTime<Utc>),
) -> QueryResult<()> {
    sql_query(
        "INSERT INTO enrolment_pre_check_files (id, regency_id, plan_id, against, checked_on, file_name, \
           file_sha256, verdicts, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind::<SqlUuid, _>(id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Text, _>(file.against.as_str())
    .bind::<Date, _>(file.checked_on)
    .bind::<Nullable<Text>, _>(file.name.as_deref())
    .bind::<Binary, _>(file.sha256.as_slice())
    .bind::<Integer, _>(i32::try_from(file.rows.len()).unwrap_or(i32::MAX))
    .bind::<Nullable<SqlUuid>, _>(by.0)
    .bind::<Timestamptz, _>(by.1)
    .execute(conn)
    .await
    .map(|_| ())
}

/// Writes verdicts on people. A verdict of a later day stands against an earlier one. Gives how many were written.
pub async fn record(
    conn: &mut AsyncPgConnection,
    plan: &PlanRow,
    (file_id, file): (Uuid, &CheckFile),
    rows: &[(Uuid, &CheckRow)],
) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO enrolment_pre_checks AS held (plan_id, regency_id, worker_id, against, verdict, note, checked_on, \
           file_id) \
         SELECT $1, $2, c.worker_id, $3, c.verdict, c.note, $4, $5 FROM unnest($6, $7, $8) AS c (worker_id, verdict, note) \
         ON CONFLICT (plan_id, regency_id, worker_id, against) DO UPDATE \
         SET verdict = excluded.verdict, note = excluded.note, checked_on = excluded.checked_on, \
           file_id = excluded.file_id \
         WHERE held.checked_on <= excluded.checked_on",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Text, _>(file.against.as_str())
    .bind::<Date, _>(file.checked_on)
    .bind::<SqlUuid, _>(file_id)
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|(worker, _)| *worker).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|(_, row)| row.verdict.as_str()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|(_, row)| row.note.as_deref()).collect::<Vec<_>>())
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct SaidRow {
    #[diesel(sql_type = SqlUuid)]
    worker_id: Uuid,
    #[diesel(sql_type = Text)]
    against: AsText<Registry>,
    #[diesel(sql_type = Text)]
    verdict: AsText<CheckVerdict>,
    #[diesel(sql_type = Date)]
    checked_on: Day,
}

/// What registries have to say of these people of a plan; nothing of whom nobody checked or who passed.
pub async fn said_of(
    mut conn: &AsyncPgConnection,
    (plan_id, regency_id): (Uuid, i32),
    workers: Vec<Uuid>,
) -> QueryResult<Vec<(Uuid, PreCheckReason)>> {
    let rows: Vec<SaidRow> = sql_query(
        "SELECT worker_id, against, verdict, checked_on FROM enrolment_pre_checks \
         WHERE plan_id = $1 AND regency_id = $2 AND worker_id = ANY ($3) AND verdict <> 'ok' \
         ORDER BY worker_id, against DESC",
    )
    .bind::<SqlUuid, _>(plan_id)
    .bind::<Integer, _>(regency_id)
    .bind::<Array<SqlUuid>, _>(workers)
    .load(&mut conn)
    .await?;
    let said = |row: SaidRow| {
        let reason =
            PreCheckReason { verdict: row.verdict.0, against: row.against.0, checked_on: row.checked_on };
        (row.worker_id, reason)
    };
    Ok(rows.into_iter().map(said).collect())
}

/// How far a registry has checked the people of a plan.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Progress {
    /// Which registry.
    #[diesel(sql_type = Text)]
    pub against: AsText<Registry>,
    /// How many of the chosen it has not checked.
    #[diesel(sql_type = BigInt)]
    pub chosen_unchecked: i64,
    /// For which day its last file speaks.
    #[diesel(sql_type = Nullable<Date>)]
    pub checked_on: Option<Day>,
    /// What that file is called.
    #[diesel(sql_type = Nullable<Text>)]
    pub file_name: Option<String>,
    /// SHA-256 of that file.
    #[diesel(sql_type = Nullable<Text>)]
    pub file_sha256: Option<String>,
    /// Who brought it.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub recorded_by: Option<Uuid>,
    /// When.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub recorded_at: Option<DateTime<Utc>>,
}

/// How far each registry has checked the people of a plan.
pub async fn progress(conn: &mut AsyncPgConnection, plan: &PlanRow) -> QueryResult<Vec<Progress>> {
    sql_query(
        "SELECT r.against, \
           (SELECT count(*) FROM enrolment_candidates AS k \
            WHERE k.plan_id = $1 AND k.regency_id = $2 AND k.outcome = 'chosen' AND NOT EXISTS (\
              SELECT FROM enrolment_pre_checks AS c WHERE c.plan_id = k.plan_id AND c.regency_id = k.regency_id \
                AND c.worker_id = k.worker_id AND c.against = r.against)) AS chosen_unchecked, \
           f.checked_on, f.file_name, encode(f.file_sha256, 'hex') AS file_sha256, f.recorded_by, f.recorded_at \
         FROM unnest($3) WITH ORDINALITY AS r (against, number) \
         LEFT JOIN LATERAL (SELECT * FROM enrolment_pre_check_files AS f \
           WHERE f.plan_id = $1 AND f.regency_id = $2 AND f.against = r.against \
           ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1) AS f ON true \
         ORDER BY r.number",
    )
    .bind::<SqlUuid, _>(plan.id)
    .bind::<Integer, _>(plan.regency_id)
    .bind::<Array<Text>, _>(Registry::ALL.iter().map(|registry| registry.as_str()).collect::<Vec<_>>())
    .load(conn)
    .await
}
