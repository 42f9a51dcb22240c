//! Whether a period may go on: between one step and the next people die, leave the register, and budgets close.

use std::collections::{HashMap, HashSet};

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Registration};
use super::super::rules::Action;
use crate::cover::eligibility::queries::deceased;
use crate::cover::eligibility::rules::Reason;
use crate::cover::funding::budget::{self, SourceKey};
use crate::cover::funding::model::{Funded, SourceRow};
use crate::cover::funding::rules::SourceStatus;
use crate::domain::Coded as _;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::workers::rules::WorkerStatus;

/// Checks what stands behind periods whose rows, and whose workers' rows, the caller has locked: the worker lives and
/// is in the register, verified where money is promised. Where months are to be owed, also that the source still pays them;
/// then the caller has locked it, with all others that it will need.
pub(super) async fn check(
    conn: &mut AsyncPgConnection,
    rows: &[&CoverageRow],
    action: Action,
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let persons: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    if matches!(action, Action::Approve | Action::Reopen) {
        let sources: Vec<SourceKey> =
            rows.iter().map(|row| (row.funding_source_id, row.regency_id)).collect();
        let locked = budget::lock(conn, &sources).await?;
        if locked.values().any(|(source, _)| source.status.0 != SourceStatus::Active) {
            return Err(source_closed());
        }
        rows.iter().try_for_each(|row| check_within(row, &locked))?;
    }
    let dead = deceased(conn, &persons).await?;
    let registered = queries::registrations(conn, &ids).await?;
    registered.iter().try_for_each(|behind| check_worker(behind, &dead, action))
}

/// Checks that the sources of periods still pay their months, whatever else became of them, and locks the sources.
pub(super) async fn check_months(conn: &mut AsyncPgConnection, rows: &[CoverageRow]) -> Result<(), Problem> {
    let sources: Vec<SourceKey> = rows.iter().map(|row| (row.funding_source_id, row.regency_id)).collect();
    let locked = budget::lock(conn, &sources).await?;
    rows.iter().try_for_each(|row| check_within(row, &locked))
}

fn check_within(row: &CoverageRow, locked: &HashMap<SourceKey, Funded>) -> Result<(), Problem> {
    let source = locked.get(&(row.funding_source_id, row.regency_id)).map(|(source, _)| source);
    let source = source.ok_or_else(|| Problem::internal("a period without its source"))?;
    let is_outside = row.from_month.0 < source.from_month.0 || source.until_month.0 < row.until_month.0;
    if is_outside { Err(outside_source(source)) } else { Ok(()) }
}

fn check_worker(behind: &Registration, dead: &HashSet<Uuid>, action: Action) -> Result<(), Problem> {
    let status = WorkerStatus::parse(&behind.status).map_err(Problem::internal)?;
    let registered =
        if action == Action::Approve { status == WorkerStatus::Verified } else { status.is_open() };
    let left = (!registered)
        .then(|| Reason::NotVerified { status: behind.status.clone(), reason: behind.status_reason.clone() });
    let died = dead.contains(&behind.person_id).then_some(Reason::Deceased);
    let reasons: Vec<Reason> = left.into_iter().chain(died).collect();
    if reasons.is_empty() {
        return Ok(());
    }
    let error = |reason: &Reason| {
        FieldError::new("", reason.code(), Text::new(reason.indonesian(), reason.to_string()))
    };
    Err(Problem::new(Code::NotEligible)
        .detail(Text::fixed(
            "Keadaan pekerja berubah sejak diusulkan. Semua alasan ada di errors.",
            "The worker's situation has changed since the proposal. All reasons are listed in errors.",
        ))
        .errors(reasons.iter().map(error).collect()))
}

fn outside_source(source: &SourceRow) -> Problem {
    let (first, last) = (source.from_month.0, source.until_month.0);
    let text = Text::new(
        format!("Sumber ini sekarang membayar bulan {first} sampai {last}."),
        format!("This source pays from {first} to {last} now."),
    );
    Problem::new(Code::Conflict).errors(vec![FieldError::new("", "outside_funding_source", text)])
}

fn source_closed() -> Problem {
    let text = Text::fixed("Sumber pendanaan ini sudah ditutup.", "This funding source is closed.");
    Problem::new(Code::Conflict).detail(text.clone()).errors(vec![FieldError::new(
        "",
        "funding_source_closed",
        text,
    )])
}
