//! Reconciling a batch with the insurer's answer, and taking that back.

mod reopen;

use std::collections::{HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use serde_json::{Value, json};
use uuid::Uuid;

pub use reopen::reopen;

use super::columns::Mapping;
use super::model::ReconciliationRow;
use super::queries::{self, Match};
use super::receive::PROBLEMS_MAX;
use super::rows::{ResultRow, Verdict};
use super::rules::{Answered, tally};
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::{self, Action, BatchStatus};
use crate::cover::contributions::batches::service::{lock_for, source_of, write_telling};
use crate::cover::contributions::obligations;
use crate::cover::funding::budget::{self, Move};
use crate::cover::trail;
use crate::domain::{Month, new_id};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::db::transaction::take_time;
use crate::platform::http::{FieldError, IfMatch, Issues, Problem, Text};

/// How a file is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Headings that the caller names.
    pub mapping: Mapping,
    /// What separates the columns, where it is known.
    pub separator: Option<u8>,
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
    /// The record of the file.
    pub reconciliation: ReconciliationRow,
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
    take_time(conn).await?;
    let matches = queries::matches(conn, &before, &file.rows).await?;
    let skipped_rows = check(&file.rows, &matches, file.skip_unmatched)?;
    let by_row: HashMap<i32, Verdict> = file.rows.iter().map(|row| (row.row_number, row.verdict)).collect();
    let answers = || matches.iter().filter_map(|found| Some((found, *by_row.get(&found.row_number)?)));
    let answered = tally(answers().map(|(found, verdict)| (verdict, found.amount_idr)));
    let number = queries::next_number(conn, &before).await?;
    let reconciliation = recorded(&before, number, file, answered, skipped_rows, origin);
    queries::insert(conn, &reconciliation).await?;
    let verdicts: Vec<(i32, Verdict)> =
        answers().map(|(found, verdict)| (found.line_number, verdict)).collect();
    let written = queries::answer(conn, &before, reconciliation.id, &verdicts).await?;
    if written != verdicts.len() {
        return Err(Problem::internal("an open line of a locked batch was not answered"));
    }
    let after = advanced(&before, answered, origin)?;
    let told = ("reconciliation", told(&reconciliation));
    let batch = write_telling(conn, origin, &before, after, Action::Reconcile, None, told).await?;
    let settled = ((batch.id, batch.regency_id), source_of(&batch));
    obligations::service::settle(conn, origin, settled, reconciliation.id, paid_on).await?;
    if answered.accepted_lines > 0 {
        let month = Month::from_date(paid_on);
        came_late(conn, origin, batch.regency_id, month, ReopenCause::Payment).await?;
    }
    // Read again: what was waived, and what is excess, has moved the sums.
    let locked = budget::lock(conn, &[source_of(&batch)]).await?;
    let credit = Move { credit_idr: answered.refused_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(source_of(&batch), credit)]).await?;
    Ok(Outcome { batch, reconciliation })
}

fn recorded(
    batch: &BatchRow,
    number: i32,
    file: &ResultFile,
    answered: Answered,
    skipped_rows: usize,
    origin: &Origin,
) -> ReconciliationRow {
    ReconciliationRow {
        id: new_id(origin.now),
        regency_id: batch.regency_id,
        batch_id: batch.id,
        number,
        file_name: file.file_name.clone(),
        file_digest: Some(file.digest.to_vec()),
        accepted_lines: answered.accepted_lines,
        accepted_idr: answered.accepted_idr,
        refused_lines: answered.refused_lines,
        refused_idr: answered.refused_idr,
        skipped_rows: i32::try_from(skipped_rows).unwrap_or(i32::MAX),
        recorded_by: origin.actor.id(),
        recorded_at: trail::instant(origin),
        taken_back_by: None,
        taken_back_at: None,
        taken_back_reason: None,
    }
}

/// What the history of the batch says of a file.
fn told(row: &ReconciliationRow) -> Value {
    json!({
        "id": row.id,
        "number": row.number,
        "file_name": row.file_name,
        "file_sha256": row.file_digest.as_deref().map(hex),
        "accepted_lines": row.accepted_lines,
        "accepted_idr": row.accepted_idr,
        "refused_lines": row.refused_lines,
        "refused_idr": row.refused_idr,
    })
}

/// A digest in the digits in which people compare it.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The batch with what was answered now.
fn advanced(before: &BatchRow, answered: Answered, origin: &Origin) -> Result<BatchRow, Problem> {
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
        if unmatched.len() > PROBLEMS_MAX {
            issues.left_off();
            return Err(issues.into_problem());
        }
    }
    let mut answered: HashSet<i32> = HashSet::with_capacity(matches.len());
    let mut twice = matches.iter().filter(|found| !answered.insert(found.line_number));
    for found in twice.by_ref().take(PROBLEMS_MAX) {
        issues.push(format!("/rows/{}", found.row_number), "line_answered_twice", ANSWERED_TWICE);
    }
    if twice.next().is_some() {
        issues.left_off();
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
