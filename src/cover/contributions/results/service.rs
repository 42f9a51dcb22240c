//! Reconciling a batch with the insurer's answer.

use std::collections::{HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::columns::Mapping;
use super::queries::{self, Match};
use super::receive::PROBLEMS_MAX;
use super::rows::ResultRow;
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::{self, Action, BatchStatus};
use crate::cover::contributions::batches::service::{lock_for, source_of, write};
use crate::cover::contributions::obligations;
use crate::cover::funding::budget::{self, Move};
use crate::cover::trail;
use crate::domain::Month;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{FieldError, IfMatch, Issues, Problem, Text};

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Headings that the caller names.
    pub mapping: Mapping,
    /// Whether rows that speak of no open line of this batch are passed over.
    pub skip_unmatched: bool,
    /// What the file is called.
    pub file_name: Option<String>,
}

/// A result file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultFile {
    /// Its rows.
    pub rows: Vec<ResultRow>,
    /// Whether rows that speak of no open line of this batch are passed over.
    pub skip_unmatched: bool,
    /// What the file is called.
    pub file_name: Option<String>,
    /// SHA-256 of the file.
    pub digest: [u8; 32],
}

/// What a file did to a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The batch after it.
    pub batch: BatchRow,
    /// What the file said.
    pub answered: queries::Answered,
    /// How many rows spoke of no open line.
    pub skipped_rows: usize,
}

/// Writes what the insurer made of a batch's lines: accepted months are paid, refused ones are due again in their
/// month, and their money stays with the insurer as a credit of the source. All of the file or nothing.
pub async fn reconcile(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    file: &ResultFile,
) -> Result<Outcome, Problem> {
    let before = lock_for(conn, scope, id, held, Action::Reconcile).await?;
    let paid_on = before.paid_on.ok_or_else(|| Problem::internal("a paid batch without its day"))?;
    let matches = queries::matches(conn, &before, &file.rows).await?;
    let skipped_rows = check(&file.rows, &matches, file.skip_unmatched)?;
    let verdicts: HashMap<i32, _> = file.rows.iter().map(|row| (row.row_number, row.verdict)).collect();
    let of_lines = matches
        .iter()
        .filter_map(|found| verdicts.get(&found.row_number).map(|verdict| (found.line_number, *verdict)));
    let answered = queries::answer(conn, &before, &of_lines.collect::<Vec<_>>()).await?;
    let after = advanced(&before, answered, origin)?;
    let batch = write(conn, origin, &before, after, Action::Reconcile, None).await?;
    obligations::service::settle(conn, origin, (batch.id, batch.regency_id), paid_on).await?;
    if answered.accepted_lines > 0 {
        let month = Month::from_date(paid_on);
        came_late(conn, origin, batch.regency_id, month, ReopenCause::Payment).await?;
    }
    // Read again: what was waived has moved the sums.
    let locked = budget::lock(conn, &[source_of(&batch)]).await?;
    let credit = Move { credit_idr: answered.refused_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(source_of(&batch), credit)]).await?;
    Ok(Outcome { batch, answered, skipped_rows })
}

/// The batch with what was answered now.
fn advanced(before: &BatchRow, answered: queries::Answered, origin: &Origin) -> Result<BatchRow, Problem> {
    let mut after = BatchRow {
        accepted_lines: before.accepted_lines + answered.accepted_lines,
        accepted_idr: before.accepted_idr + answered.accepted_idr,
        refused_lines: before.refused_lines + answered.refused_lines,
        refused_idr: before.refused_idr + answered.refused_idr,
        ..before.clone()
    };
    let status = rules::after(before.status.0, Action::Reconcile, after.open_lines() > 0);
    after.status = AsText(status.ok_or_else(|| Problem::internal("a batch was locked for another action"))?);
    after.reconciled_at = (after.status.0 == BatchStatus::Reconciled).then(|| trail::instant(origin));
    Ok(after)
}

/// Every row speaks of a line, and no line is answered twice. Gives how many rows were passed over.
fn check(rows: &[ResultRow], matches: &[Match], skip_unmatched: bool) -> Result<usize, Problem> {
    let mut issues = Issues::new();
    let matched: HashSet<i32> = matches.iter().map(|found| found.row_number).collect();
    let unmatched: Vec<i32> =
        rows.iter().map(|row| row.row_number).filter(|row| !matched.contains(row)).collect();
    if !skip_unmatched {
        for row in unmatched.iter().take(PROBLEMS_MAX) {
            issues.push(format!("/rows/{row}"), "no_such_line", NO_SUCH_LINE);
        }
    }
    let mut answered: HashSet<i32> = HashSet::with_capacity(matches.len());
    let twice = matches.iter().filter(|found| !answered.insert(found.line_number));
    for found in twice.take(PROBLEMS_MAX) {
        issues.push(format!("/rows/{}", found.row_number), "line_answered_twice", ANSWERED_TWICE);
    }
    issues.finish()?;
    if matches.is_empty() {
        return Err(Problem::invalid_field(FieldError::new("", "no_such_line", NO_SUCH_LINE)));
    }
    Ok(unmatched.len())
}

const NO_SUCH_LINE: Text = Text::fixed(
    "Tidak ada baris terbuka dalam kelompok iuran ini yang dimaksud.",
    "No open line of this batch is meant.",
);
const ANSWERED_TWICE: Text = Text::fixed(
    "Baris iuran ini sudah dijawab oleh baris lain dalam berkas.",
    "Another row of the file answers this line already.",
);
