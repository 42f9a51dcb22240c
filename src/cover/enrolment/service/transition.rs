//! What every action on existing plans shares, and the actions that only move a plan on.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries;
use super::super::rules::{self, Action, PlanStatus, Rights};
use crate::access::caller::RegionScope;
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};

/// Locks a plan for an action that its state must allow.
pub(in crate::cover::enrolment) async fn lock_for(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    held: &IfMatch,
    action: Action,
) -> Result<(PlanRow, PlanStatus), Problem> {
    let row = queries::lock(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    let status = rules::after(row.state(), action)
        .ok_or_else(|| Problem::invalid_state(rules::allowed(row.state(), Rights::ALL)))?;
    Ok((row, status))
}

/// Writes a locked plan one version further and records it.
pub(in crate::cover::enrolment) async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &PlanRow,
    after: PlanRow,
    action: Action,
    reason: Option<String>,
) -> Result<PlanRow, Problem> {
    let after = PlanRow { version: before.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    trail::updated(conn, origin, before, &after, action.done(), reason).await?;
    Ok(after)
}

/// Hands a computed plan to the second person.
pub async fn submit(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
) -> Result<PlanRow, Problem> {
    let (before, status) = lock_for(conn, scope, id, held, Action::Submit).await?;
    if before.chosen_total == Some(0) {
        return Err(nobody_chosen().allowing(rules::allowed(before.state(), Rights::ALL)));
    }
    let mut after = PlanRow {
        status: AsText(status),
        submitted_by: origin.actor.id(),
        submitted_at: Some(trail::instant(origin)),
        return_reason: None,
        ..before.clone()
    };
    after.note_hand(origin.actor.id());
    write(conn, origin, &before, after, Action::Submit, None).await
}

/// Gives a submitted plan back to the office. Its computation stands.
pub async fn give_back(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<PlanRow, Problem> {
    let (before, status) = lock_for(conn, scope, id, held, Action::Return).await?;
    let after = PlanRow {
        status: AsText(status),
        submitted_by: None,
        submitted_at: None,
        return_reason: Some(reason.clone()),
        ..before.clone()
    };
    write(conn, origin, &before, after, Action::Return, Some(reason)).await
}

/// Calls a plan off.
pub async fn withdraw(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
) -> Result<PlanRow, Problem> {
    let (before, status) = lock_for(conn, scope, id, held, Action::Withdraw).await?;
    let after = PlanRow { status: AsText(status), withdraw_reason: Some(reason.clone()), ..before.clone() };
    write(conn, origin, &before, after, Action::Withdraw, Some(reason)).await
}

fn nobody_chosen() -> Problem {
    let text =
        Text::fixed("Tidak ada orang yang terpilih dalam rencana ini.", "Nobody is chosen by this plan.");
    Problem::new(Code::Conflict).detail(text.clone()).errors(vec![FieldError::new("", "nobody_chosen", text)])
}

/// What is wrong with the terms of a plan that once were right: its source was closed or changed, or the rules were. The
/// request has none of these terms, and so no field that is to blame.
pub(in super::super) fn outdated(problem: Problem) -> Problem {
    let nowhere = |error: &FieldError| FieldError { pointer: String::new(), ..error.clone() };
    match problem.code() {
        Code::ValidationFailed => {
            Problem::new(Code::Conflict).errors(problem.field_errors().iter().map(nowhere).collect())
        }
        _ => problem,
    }
}
