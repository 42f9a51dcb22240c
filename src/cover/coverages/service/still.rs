//! Whether a period may go on: between one step and the next people die, leave the register, and budgets close.

use std::collections::HashSet;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Behind};
use super::super::rules::Action;
use crate::cover::eligibility::queries::deceased;
use crate::cover::eligibility::rules::Reason;
use crate::cover::funding::budget::SourceKey;
use crate::cover::funding::queries::lock_many;
use crate::cover::funding::rules::SourceStatus;
use crate::domain::Coded as _;
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::workers::rules::WorkerStatus;

/// Checks what stands behind periods whose rows, and whose workers' rows, the caller has locked: the worker lives and
/// is in the register, verified where money is promised, which then still has to be there.
pub(super) async fn check(
    conn: &mut AsyncPgConnection,
    rows: &[&CoverageRow],
    action: Action,
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let persons: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    // The lock under which budgets are kept, before the weaker one below: two steps at once would each wait for the other
    // to give up the weaker one.
    let sources: Vec<SourceKey> = rows.iter().map(|row| (row.funding_source_id, row.regency_id)).collect();
    lock_many(conn, &sources).await?;
    let dead = deceased(conn, &persons).await?;
    for behind in queries::hold_behind(conn, &ids).await? {
        check_worker(&behind, &dead, action)?;
        if action == Action::Approve && behind.source_status != SourceStatus::Active.as_str() {
            return Err(source_closed());
        }
    }
    Ok(())
}

fn check_worker(behind: &Behind, dead: &HashSet<Uuid>, action: Action) -> Result<(), Problem> {
    let status = WorkerStatus::parse(&behind.worker_status).map_err(Problem::internal)?;
    let registered =
        if action == Action::Approve { status == WorkerStatus::Verified } else { status.is_open() };
    let left = (!registered).then(|| Reason::NotVerified {
        status: behind.worker_status.clone(),
        reason: behind.worker_status_reason.clone(),
    });
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

fn source_closed() -> Problem {
    let text = Text::fixed("Sumber pendanaan ini sudah ditutup.", "This funding source is closed.");
    Problem::new(Code::Conflict).detail(text.clone()).errors(vec![FieldError::new(
        "",
        "funding_source_closed",
        text,
    )])
}
