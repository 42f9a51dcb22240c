//! Matching a result file with the open lines of a batch, and writing what it says.

mod reconciliations;
mod taking_back;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Date, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use reconciliations::{count, insert, list, next_number};
pub use taking_back::{Hindrance, hindrances, last_held, refused_persons, take_back};

use super::rows::{ResultRow, Verdict, first_day};
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::RefusalReason;
use crate::domain::Programme;
use crate::register::workers::queries::{STANDS_FOR_ANOTHER, SURVIVOR};

/// Which row speaks of which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Match {
    /// The row of the file.
    #[diesel(sql_type = Integer)]
    pub row_number: i32,
    /// The line of the batch.
    #[diesel(sql_type = Integer)]
    pub line_number: i32,
    /// What the line comes to.
    #[diesel(sql_type = BigInt)]
    pub amount_idr: i64,
}

/// The open lines of a batch that the rows speak of. A row that gives more than one identifier is matched by all. The NIK of a
/// registration that was merged since means the one that stays.
pub async fn matches(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    rows: &[ResultRow],
) -> QueryResult<Vec<Match>> {
    let niks: Vec<Option<&[u8]>> =
        rows.iter().map(|row| row.nik.as_ref().map(|hash| hash.as_bytes())).collect();
    let members: Vec<Option<&[u8]>> =
        rows.iter().map(|row| row.member_number.as_ref().map(|hash| hash.as_bytes())).collect();
    sql_query(format!(
        "WITH given AS (SELECT g.row_number, g.line_number, coalesce(t.nik_hash, g.nik_hash) AS nik_hash, g.member_hash, \
             g.programme, g.month \
           FROM unnest($3, $4, $5, $6, $7, $8) AS g (row_number, line_number, nik_hash, member_hash, programme, month) \
           LEFT JOIN LATERAL (\
             SELECT b.nik_hash FROM workers AS w JOIN workers AS b ON b.id = {SURVIVOR} AND b.regency_id = w.regency_id \
             WHERE w.nik_hash = g.nik_hash AND w.regency_id = $2 AND {STANDS_FOR_ANOTHER} \
             ORDER BY b.id LIMIT 1) AS t ON true), \
         lines AS (SELECT l.line_number, l.programme, l.month, l.amount_idr, w.nik_hash, c.member_number_hash \
           FROM contribution_batch_lines AS l \
           JOIN workers AS w ON w.id = l.worker_id AND w.regency_id = l.regency_id \
           JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
             AND o.month = l.month AND o.regency_id = l.regency_id \
           JOIN coverages AS c ON c.id = o.coverage_id AND c.regency_id = o.regency_id \
           WHERE l.batch_id = $1 AND l.regency_id = $2 AND l.is_open), \
         found AS (\
           SELECT g.*, l.line_number AS found_number, l.programme AS found_programme, l.month AS found_month, \
             l.nik_hash AS found_nik, l.member_number_hash AS found_member, l.amount_idr \
           FROM given AS g JOIN lines AS l ON l.line_number = g.line_number \
           UNION ALL \
           SELECT g.*, l.line_number, l.programme, l.month, l.nik_hash, l.member_number_hash, l.amount_idr \
           FROM given AS g JOIN lines AS l ON l.nik_hash = g.nik_hash WHERE g.line_number IS NULL \
           UNION ALL \
           SELECT g.*, l.line_number, l.programme, l.month, l.nik_hash, l.member_number_hash, l.amount_idr \
           FROM given AS g JOIN lines AS l ON l.member_number_hash = g.member_hash \
           WHERE g.line_number IS NULL AND g.nik_hash IS NULL) \
         SELECT row_number, found_number AS line_number, amount_idr FROM found \
         WHERE (programme IS NULL OR programme = found_programme) AND (month IS NULL OR month = found_month) \
           AND (nik_hash IS NULL OR nik_hash = found_nik) \
           AND (member_hash IS NULL OR found_member IS NULL OR member_hash = found_member) \
         ORDER BY row_number, line_number"
    ))
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Integer, _>(batch.regency_id)
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.row_number).collect::<Vec<_>>())
    .bind::<Array<Nullable<Integer>>, _>(rows.iter().map(|row| row.line_number).collect::<Vec<_>>())
    .bind::<Array<Nullable<Binary>>, _>(niks)
    .bind::<Array<Nullable<Binary>>, _>(members)
    .bind::<Array<Nullable<Text>>, _>(
        rows.iter().map(|row| row.programme.map(Programme::as_str)).collect::<Vec<_>>(),
    )
    .bind::<Array<Nullable<Date>>, _>(rows.iter().map(first_day).collect::<Vec<_>>())
    .load(conn)
    .await
}

/// Writes the verdicts of a file on open lines, which name it from then on. Gives how many lines it wrote. The caller holds
/// the lock of the batch.
pub async fn answer(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    reconciliation_id: Uuid,
    verdicts: &[(i32, Verdict)],
) -> QueryResult<usize> {
    let accepted: Vec<bool> = verdicts.iter().map(|(_, verdict)| verdict.is_ok()).collect();
    let reasons: Vec<Option<&str>> =
        verdicts.iter().map(|(_, verdict)| verdict.err().map(RefusalReason::as_str)).collect();
    sql_query(
        "UPDATE contribution_batch_lines AS l \
         SET status = CASE WHEN v.accepted THEN 'accepted' ELSE 'refused' END, refusal_reason = v.reason, \
           is_open = false, reconciliation_id = $6 \
         FROM unnest($3, $4, $5) AS v (line_number, accepted, reason) \
         WHERE l.batch_id = $1 AND l.regency_id = $2 AND l.line_number = v.line_number AND l.is_open",
    )
    .bind::<SqlUuid, _>(batch.id)
    .bind::<Integer, _>(batch.regency_id)
    .bind::<Array<Integer>, _>(verdicts.iter().map(|(line, _)| *line).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(accepted)
    .bind::<Array<Nullable<Text>>, _>(reasons)
    .bind::<SqlUuid, _>(reconciliation_id)
    .execute(conn)
    .await
}
