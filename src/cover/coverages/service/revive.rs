//! Periods that ended with a death which was recorded in error: each goes on as it was, whether it ever began or not.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::super::rules::{Action, CoverageStatus, EndReason};
use super::end::ends;
use super::propose;
use super::still;
use super::transition::{self, Step};
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::contributions::obligations;
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, Problem};

/// A period as it was before it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revival {
    /// The period.
    pub id: Uuid,
    /// How far it had come.
    pub status: CoverageStatus,
    /// In whose place it came.
    pub replaces_id: Option<Uuid>,
}

/// That somebody else has a place by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlaceTaken;

/// Lets periods go on that a death ended, and makes their months due again, at the rate of each month. One stays ended whose
/// place somebody else has by now, or that ended for another reason since; and one that cannot have its months back, each for
/// itself: another period has them, the source has them no more or does not bear them, no rate is known for them, or the credit
/// of paid months is gone.
/// That no money is there is no reason to take a living person for dead. Gives those that go on.
pub async fn revive(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    revivals: &[Revival],
    reason: &str,
) -> Result<Vec<CoverageRow>, Problem> {
    if revivals.is_empty() {
        return Ok(Vec::new());
    }
    let mut locked = hold(conn, scope, revivals).await?;
    let (mut ended, mut rows) = (Vec::new(), Vec::new());
    for one in revivals {
        let is_free = |(row, _): &Placed| ended_by_death(row) && row.replaced_by_id.is_none();
        let Some(placed) = locked.remove(&one.id).filter(is_free) else { continue };
        let Ok(place) = left_place(one, &placed.0, &mut locked) else { continue };
        let before = placed.0.clone();
        // In a savepoint: what is refused leaves nothing behind, and everything that it locks is held since before.
        let tried =
            transact(conn, async |conn| go_on(conn, origin, one, (placed, place), reason).await).await;
        if let Some(row) = unless_refused(tried)? {
            ended.push(before);
            rows.push(row);
        }
    }
    came_late_on(conn, origin, ends(&ended), ReopenCause::CoverageReopened).await?;
    Ok(rows)
}

async fn go_on(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    one: &Revival,
    (placed, place): (Placed, Option<Placed>),
    reason: &str,
) -> Result<CoverageRow, Problem> {
    let after = placed.0.last_month.0;
    let step = Step::new(placed, origin, |row| {
        row.status = AsText(one.status);
        row.reopened_at = Some(trail::instant(origin));
        row.ended_on = None;
        row.end_reason = None;
        row.end_note = None;
        row.replaces_id = one.replaces_id;
        row.last_month = row.until_month;
    });
    propose::check_free(conn, std::slice::from_ref(&step.after)).await?;
    take_place(conn, origin, place, one.id, reason).await?;
    let steps = vec![step.because(reason.to_owned())];
    let row = transition::only(transition::write(conn, origin, Action::Reopen.done(), steps).await?)?;
    if row.status.0 != CoverageStatus::Proposed {
        let owed = std::slice::from_ref(&row);
        still::check_months(conn, owed).await?;
        obligations::service::oblige(conn, origin, &transition::periods(owed), Some(after)).await?;
    }
    Ok(row)
}

/// Locks periods and those in whose places they came, their persons, and all sources at once, each in their order, before the
/// months of the first are owed again.
pub(super) async fn hold(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    revivals: &[Revival],
) -> Result<HashMap<Uuid, Placed>, Problem> {
    let all: Vec<Uuid> =
        revivals.iter().flat_map(|one| std::iter::once(one.id).chain(one.replaces_id)).collect();
    let locked = queries::lock(conn, scope, &all).await?;
    let rows = locked.iter().map(|(row, _)| row);
    let own: Vec<&CoverageRow> = rows.filter(|row| revivals.iter().any(|one| one.id == row.id)).collect();
    queries::lock_persons(conn, &distinct(own.iter().map(|row| row.person_id).collect())).await?;
    obligations::service::hold(conn, &transition::periods(own)).await?;
    Ok(locked.into_iter().map(|placed| (placed.0.id, placed)).collect())
}

/// The period whose place a period left as it ended, to take it again; nothing where it never left its place.
pub(super) fn left_place(
    one: &Revival,
    row: &CoverageRow,
    locked: &mut HashMap<Uuid, Placed>,
) -> Result<Option<Placed>, PlaceTaken> {
    let Some(before) = one.replaces_id.filter(|_| row.replaces_id.is_none()) else { return Ok(None) };
    let place = locked.remove(&before).filter(|(row, _)| row.replaced_by_id.is_none());
    place.map(Some).ok_or(PlaceTaken)
}

/// Lets the period before name again who comes in its place.
pub(super) async fn take_place(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    place: Option<Placed>,
    id: Uuid,
    reason: &str,
) -> Result<(), Problem> {
    let Some(place) = place else { return Ok(()) };
    let step = Step::new(place, origin, |row| row.replaced_by_id = Some(id));
    let steps = vec![step.because(reason.to_owned())];
    transition::write(conn, origin, Action::Replace.done(), steps).await.map(drop)
}

/// What came of giving a period its months; nothing where others have them, or the money or the rate for them is not there.
pub(super) fn unless_refused<R>(tried: Result<R, Problem>) -> Result<Option<R>, Problem> {
    match tried {
        Ok(done) => Ok(Some(done)),
        Err(problem) if is_refusal(&problem) => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A conflict that names nothing is one of the moment, and passes.
fn is_refusal(problem: &Problem) -> bool {
    match problem.code() {
        Code::AlreadyFunded | Code::BudgetExceeded | Code::RuleMissing => true,
        Code::Conflict => !problem.field_errors().is_empty(),
        _ => false,
    }
}

/// Whether it is a death that ended a period.
pub(super) fn ended_by_death(row: &CoverageRow) -> bool {
    row.status.0 == CoverageStatus::Ended && row.end_reason.is_some_and(|reason| reason.0 == EndReason::Death)
}

fn distinct(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
