//! Taking back what a file of the insurer said of a batch: a wrong file, or one of another batch.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::ReconciliationRow;
use super::super::queries::{self, Hindrance};
use super::told;
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late;
use crate::cover::contributions::batches;
use crate::cover::contributions::batches::model::BatchRow;
use crate::cover::contributions::batches::rules::{Action, BatchStatus};
use crate::cover::contributions::batches::service::{lock_for, source_of, write_telling};
use crate::cover::contributions::obligations;
use crate::cover::coverages;
use crate::cover::funding::budget::{self, Move};
use crate::cover::trail;
use crate::domain::Month;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// Takes back the last file that answered a batch, as a person other than the one who sent it: its lines wait for the
/// insurer again, what it accepted is due again, and what it refused, and what was excess, is no credit any more. 409 with what
/// hangs on it where a later fact does.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<BatchRow, Problem> {
    let Actor::User(approver) = origin.actor else {
        return Err(Problem::new(Code::SecondPersonRequired));
    };
    let found = batches::queries::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    // What a person owes is decided under the person's lock: a month that was waived with the refusal may be owed by
    // somebody else by now, also in another regency. Persons are locked before sources and batches.
    if let Some(last) = queries::last_held(conn, &found).await? {
        let persons = queries::refused_persons(conn, &last).await?;
        coverages::queries::lock_persons(conn, &persons).await?;
    }
    let before = lock_for(conn, scope, id, held, Action::Reopen).await?;
    let last = queries::last_held(conn, &before).await?.ok_or_else(nothing_answered)?;
    if last.recorded_by == Some(approver) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    check(conn, &last).await?;
    let again = obligations::service::unsettle(conn, origin, (last.id, last.regency_id)).await?;
    queries::take_back(conn, &last, approver, trail::instant(origin), &reason).await?;
    let after = BatchRow {
        status: AsText(BatchStatus::Paid),
        accepted_lines: before.accepted_lines - last.accepted_lines,
        accepted_idr: before.accepted_idr - last.accepted_idr,
        refused_lines: before.refused_lines - last.refused_lines,
        refused_idr: before.refused_idr - last.refused_idr,
        reconciled_at: None,
        ..before.clone()
    };
    let told = ("reconciliation", told(&last));
    let batch =
        write_telling(conn, origin, &before, after, Action::Reopen, Some(reason.clone()), told).await?;
    if let Some(paid_on) = batch.paid_on.filter(|_| last.accepted_lines > 0) {
        let month = Month::from_date(paid_on);
        came_late(conn, origin, batch.regency_id, month, ReopenCause::AnswerTakenBack).await?;
    }
    let source = source_of(&batch);
    let locked = budget::lock(conn, &[source]).await?;
    let held_idr = locked.get(&source).map_or(0, |(_, money)| money.credit_idr);
    let credited_idr = last.refused_idr + again.excess_idr;
    if held_idr < credited_idr {
        return Err(obligations::service::credit_used(held_idr, credited_idr));
    }
    let moved = Move { credit_idr: -credited_idr, committed_idr: again.owed_idr, ..Move::default() };
    budget::apply(conn, &locked, &[(source, moved)]).await?;
    Ok(batch)
}

/// Whether nothing later hangs on what the file said.
async fn check(conn: &mut AsyncPgConnection, last: &ReconciliationRow) -> Result<(), Problem> {
    let hindrances = queries::hindrances(conn, last).await?;
    if hindrances.is_empty() {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict).errors(hindrances.iter().map(hindered).collect()))
}

fn hindered(hindrance: &Hindrance) -> FieldError {
    let lines = hindrance.lines;
    let (code, text) = match (hindrance.what.as_str(), hindrance.number) {
        ("later_batch", Some(number)) => (
            "carried_to_later_batch",
            Text::new(
                format!("{lines} baris yang ditolak sudah masuk kelompok iuran nomor {number}."),
                format!("{lines} refused lines are in batch number {number} by now."),
            ),
        ),
        ("corrected", _) => (
            "month_corrected",
            Text::new(
                format!("{lines} bulan yang diterima sudah diakui BPJS sebagai dibayar tepat waktu."),
                format!("{lines} accepted months are counted by the insurer as paid in time by now."),
            ),
        ),
        ("taken_over", _) => (
            "month_taken_over",
            Text::new(
                format!("{lines} bulan yang diterima sekarang termasuk periode lain."),
                format!("{lines} accepted months belong to another period by now."),
            ),
        ),
        _ => (
            "month_taken_again",
            Text::new(
                format!("{lines} bulan yang ditolak sudah terutang dengan cara lain."),
                format!("{lines} refused months are owed otherwise by now."),
            ),
        ),
    };
    FieldError::new("", code, text)
}

fn nothing_answered() -> Problem {
    Problem::invalid_state([Action::Update, Action::VoidPayment, Action::Reconcile].map(Action::as_str))
}
