//! Another day of a death: the periods that it ended end on that day instead.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::super::rules::{self, Action};
use super::end::ends;
use super::propose;
use super::revive::{self, Revival};
use super::still;
use super::transition::{self, Step};
use super::vacated;
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::contributions::obligations;
use crate::cover::trail;
use crate::domain::{Day, Month};
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsFirstDay;
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// The day and the last month of an end.
type End = (Day, Month);

/// Lets periods that a death ended end on another day of it. Only the months between the two days follow: after an earlier day
/// they are waived, or are a credit where they are paid; up to a later one they are owed again, at the rate of each month. In
/// a place that somebody else has by now no month of theirs is owed again. A period that is over before the month of the death
/// goes on as it was. One that cannot have its months keeps its last month and ends on the new day all the same, each for
/// itself, as where a death is taken back: whether there is money says nothing of when somebody died. What ended for another
/// reason since stays as it is. Gives those that go on.
pub async fn shift(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    revivals: &[Revival],
    to: Day,
    reason: &str,
) -> Result<Vec<CoverageRow>, Problem> {
    if revivals.is_empty() {
        return Ok(Vec::new());
    }
    let mut locked = revive::hold(conn, scope, revivals).await?;
    let next: Vec<Uuid> = locked.values().filter_map(|(row, _)| row.replaced_by_id).collect();
    let begins = queries::first_months(conn, scope, &next).await?;
    let month = Month::from_date(to);
    let is_over = |one: &&Revival| locked.get(&one.id).is_some_and(|(row, _)| row.until_month.0 < month);
    let over: Vec<Revival> = revivals.iter().filter(is_over).copied().collect();
    let go_on = revive::revive(conn, scope, origin, &over, reason).await?;
    let (mut before, mut after, mut shorter) = (Vec::new(), Vec::new(), Vec::new());
    for one in revivals.iter().filter(|one| go_on.iter().all(|row| row.id != one.id)) {
        let placed = locked.remove(&one.id).filter(|(row, _)| revive::ended_by_death(row));
        let Some(placed) = placed else { continue };
        let was = placed.0.clone();
        let last = last_month(&was, &begins, to)?;
        let mut longer = None;
        if was.last_month.0 < last
            && let Ok(place) = revive::left_place(one, &was, &mut locked)
        {
            let again = (placed.clone(), place);
            let tried = transact(conn, async |conn| lengthen(conn, origin, again, (to, last), reason).await);
            longer = revive::unless_refused(tried.await)?;
        }
        let row = match longer {
            Some(row) => row,
            None => end_by(conn, scope, origin, placed, (to, last.min(was.last_month.0)), reason).await?,
        };
        if row.last_month < was.last_month {
            shorter.push(row.clone());
        }
        before.push(was);
        after.push(row);
    }
    if !shorter.is_empty() {
        obligations::service::end(conn, origin, &transition::periods(&shorter)).await?;
    }
    let days = ends(&before).chain(ends(&after));
    came_late_on(conn, origin, days, ReopenCause::CoverageEnded).await?;
    Ok(go_on)
}

/// The last month that a death on this day leaves a period, whose place somebody else may have from a month on.
fn last_month(row: &CoverageRow, begins: &HashMap<Uuid, AsFirstDay>, to: Day) -> Result<Month, Problem> {
    let months = row.months().map_err(Problem::internal)?;
    let last = rules::last_month_after_end(months, row.state().was_active, to);
    let Some(next) = row.replaced_by_id else { return Ok(last) };
    let free = begins.get(&next).and_then(|first| first.0.plus(-1));
    Ok(last.min(free.unwrap_or(row.last_month.0)))
}

/// Gives a period the months up to a later end, if they are free, and the source pays and bears them.
async fn lengthen(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (placed, place): (Placed, Option<Placed>),
    end: End,
    reason: &str,
) -> Result<CoverageRow, Problem> {
    let after = placed.0.last_month.0;
    let before = place.as_ref().map(|(row, _)| row.id);
    let step = Step::new(placed, origin, |row| {
        row.replaces_id = row.replaces_id.or(before);
        // The earlier end was an error, and so was what the insurer said of it.
        row.reopened_at = Some(trail::instant(origin));
        set_end(row, end);
    });
    // What lies after the end is asked of nobody.
    let taken = CoverageRow { until_month: step.after.last_month, ..step.after.clone() };
    let taken = std::slice::from_ref(&taken);
    propose::check_free(conn, taken).await?;
    revive::take_place(conn, origin, place, step.after.id, reason).await?;
    let steps = vec![step.because(reason.to_owned())];
    let rows = transition::write(conn, origin, Action::End.done(), steps).await?;
    still::check_months(conn, taken).await?;
    obligations::service::oblige(conn, origin, &transition::periods(taken), Some(after)).await?;
    transition::only(rows)
}

/// Ends a period on another day, with no month more than before. Who never began by that day leaves the place of somebody else.
async fn end_by(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    placed: Placed,
    end: End,
    reason: &str,
) -> Result<CoverageRow, Problem> {
    let mut replaced = vacated::lock(conn, scope, &[placed.0.id]).await?;
    let mut step = Step::new(placed, origin, |row| set_end(row, end));
    let left = vacated::leave_place(&mut step.after, &mut replaced, origin);
    let steps = vec![step.because(reason.to_owned())];
    let rows = transition::write(conn, origin, Action::End.done(), steps).await?;
    transition::write(conn, origin, vacated::DONE, left.into_iter().collect()).await?;
    transition::only(rows)
}

fn set_end(row: &mut CoverageRow, (on, last): End) {
    row.ended_on = Some(on);
    row.last_month = AsFirstDay(last);
}
