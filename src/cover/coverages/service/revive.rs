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
use crate::domain::Month;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;

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

/// Lets periods go on that a death ended, and makes their months due again, at the rate of each month. One stays ended whose
/// place somebody else has by now, or that ended for another reason since. 409 `already_funded` where another period has the
/// months, `outside_funding_source` where the source has them no more, `budget_exceeded` where it does not bear them,
/// `credit_used` where the credit of paid months is gone.
/// Gives those that go on.
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
    let all: Vec<Uuid> =
        revivals.iter().flat_map(|one| std::iter::once(one.id).chain(one.replaces_id)).collect();
    let locked = queries::lock(conn, scope, &all).await?;
    let mut locked: HashMap<Uuid, Placed> = locked.into_iter().map(|placed| (placed.0.id, placed)).collect();
    let (mut steps, mut places) = (Vec::new(), Vec::new());
    for one in revivals {
        let Some(placed) = locked.remove(&one.id).filter(|(row, _)| ended_by_death(row)) else { continue };
        if let Some(replaced) = one.replaces_id {
            let place = locked.remove(&replaced).filter(|(row, _)| row.replaced_by_id.is_none());
            let Some(place) = place else { continue };
            let step = Step::new(place, origin, |row| row.replaced_by_id = Some(one.id));
            places.push(step.because(reason.to_owned()));
        }
        let step = Step::new(placed, origin, |row| {
            row.status = AsText(one.status);
            row.reopened_at = Some(trail::instant(origin));
            row.ended_on = None;
            row.end_reason = None;
            row.end_note = None;
            row.replaces_id = one.replaces_id;
            row.last_month = row.until_month;
        });
        steps.push(step.because(reason.to_owned()));
    }
    let persons: Vec<Uuid> = steps.iter().map(|step| step.after.person_id).collect();
    queries::lock_persons(conn, &distinct(persons)).await?;
    let ended: Vec<CoverageRow> = steps.iter().map(|step| step.before.clone()).collect();
    let rows: Vec<CoverageRow> = steps.iter().map(|step| step.after.clone()).collect();
    propose::check_free(conn, &rows).await?;
    transition::write(conn, origin, Action::Replace.done(), places).await?;
    let rows = transition::write(conn, origin, Action::Reopen.done(), steps).await?;
    let (owed, after): (Vec<CoverageRow>, Vec<Month>) = rows
        .iter()
        .zip(&ended)
        .filter(|(row, _)| row.status.0 != CoverageStatus::Proposed)
        .map(|(row, ended)| (row.clone(), ended.last_month.0))
        .unzip();
    // All sources at once, in their order, before the months of the first are owed again.
    obligations::service::hold(conn, &transition::periods(&owed)).await?;
    still::check_months(conn, &owed).await?;
    for (row, after) in owed.iter().zip(after) {
        let period = transition::periods(std::slice::from_ref(row));
        obligations::service::oblige(conn, origin, &period, Some(after)).await?;
    }
    came_late_on(conn, origin, ends(&ended), ReopenCause::CoverageReopened).await?;
    Ok(rows)
}

fn ended_by_death(row: &CoverageRow) -> bool {
    row.status.0 == CoverageStatus::Ended
        && row.replaced_by_id.is_none()
        && row.end_reason.is_some_and(|reason| reason.0 == EndReason::Death)
}

fn distinct(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
