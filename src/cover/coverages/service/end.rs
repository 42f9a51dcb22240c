//! Ending, reopening and replacing periods.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries;
use super::super::rules::{self, Action, EndReason};
use super::propose::{self, Proposal};
use super::still;
use super::transition::{self, Held, Step};
use super::vacated;
use crate::access::caller::RegionScope;
use crate::cover::closes::rules::ReopenCause;
use crate::cover::closes::service::came_late_on;
use crate::cover::contributions::obligations;
use crate::cover::trail;
use crate::domain::{Day, Month, MonthRange, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// Why and when a period ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Why.
    pub reason: EndReason,
    /// The day.
    pub on: Day,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Who comes in the place of somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlace {
    /// The id of the new period.
    pub id: Uuid,
    /// Who comes.
    pub worker_id: Uuid,
    /// From which month; the first free one when absent.
    pub from_month: Option<Month>,
    /// The wage base; as before when absent.
    pub wage_base: Option<Rupiah>,
    /// The end of the period that is replaced, if it has none yet.
    pub ending: Option<Ending>,
}

/// Ends periods, and waives what is due after them; what is paid after them is a credit of the source. Who never began
/// leaves the place of somebody else again.
pub async fn end(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    endings: Vec<(Uuid, Ending)>,
    held: Held<'_>,
) -> Result<Vec<CoverageRow>, Problem> {
    let mut endings: HashMap<Uuid, Ending> = endings.into_iter().collect();
    let ids: Vec<Uuid> = endings.keys().copied().collect();
    let mut replaced = vacated::lock(conn, scope, &ids).await?;
    let mut steps = Vec::with_capacity(ids.len());
    let mut vacated = Vec::new();
    for (placed, status) in transition::lock_for(conn, scope, &ids, held, Action::End).await? {
        let Some(ending) = endings.remove(&placed.0.id) else { continue };
        let reason = ending.reason.as_str().to_owned();
        let last_month = last_month(&placed.0, &ending)?;
        let mut step = Step::new(placed, origin, |row| {
            row.status = AsText(status);
            set_ending(row, ending, last_month);
        });
        vacated.extend(vacated::leave_place(&mut step.after, &mut replaced, origin));
        steps.push(step.because(reason));
    }
    let rows = transition::write(conn, origin, Action::End.done(), steps).await?;
    transition::write(conn, origin, vacated::DONE, vacated).await?;
    obligations::service::end(conn, origin, &transition::periods(&rows)).await?;
    came_late_on(conn, origin, ends(&rows), ReopenCause::CoverageEnded).await?;
    Ok(rows)
}

/// Takes back an end that was recorded in error: the period is what it was, active or approved, and takes all of its months
/// again, if they are still free, and the source still pays them and bears them. What the insurer took meanwhile stays paid,
/// and is no credit any more; 409 `credit_used` where that is gone.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: Held<'_>,
    reason: String,
) -> Result<CoverageRow, Problem> {
    let locked = transition::lock_for(conn, scope, &[id], held, Action::Reopen).await?;
    let rows = transition::rows_of(&locked);
    let persons: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    queries::lock_persons(conn, &persons).await?;
    obligations::service::hold(conn, &transition::periods(rows.iter().copied())).await?;
    still::check(conn, &rows, Action::Reopen).await?;
    let (placed, status) = locked.into_iter().next().ok_or_else(Problem::not_found)?;
    let ended = placed.0.clone();
    let step = Step::new(placed, origin, |row| {
        row.status = AsText(status);
        row.reopened_at = Some(trail::instant(origin));
        row.ended_on = None;
        row.end_reason = None;
        row.end_note = None;
        row.last_month = row.until_month;
    });
    propose::check_free(conn, std::slice::from_ref(&step.after)).await?;
    let rows = transition::write(conn, origin, Action::Reopen.done(), vec![step.because(reason)]).await?;
    let after = Some(ended.last_month.0);
    obligations::service::oblige(conn, origin, &transition::periods(&rows), after).await?;
    came_late_on(conn, origin, ends(std::slice::from_ref(&ended)), ReopenCause::CoverageReopened).await?;
    transition::only(rows)
}

/// Proposes another worker in the place of an ended period, ending it first where it still lasts. Answers
/// with the new period.
pub async fn replace(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    today: Day,
    id: Uuid,
    held: Held<'_>,
    place: NewPlace,
) -> Result<CoverageRow, Problem> {
    let locked = transition::lock_for(conn, scope, &[id], held, Action::Replace).await?;
    let (placed, status) = locked.into_iter().next().ok_or_else(Problem::not_found)?;
    let old = &placed.0;
    if place.worker_id == old.worker_id {
        return Err(wrong("/worker_id", "same_worker", SAME_WORKER));
    }
    let ending = match (old.end_reason.is_some(), place.ending) {
        (true, Some(_)) => return Err(wrong("/reason", "already_ended", ALREADY_ENDED)),
        (false, None) => return Err(wrong("/reason", "required", END_REQUIRED)),
        (_, ending) => ending,
    };
    let last_month = match &ending {
        Some(ending) => last_month(old, ending)?,
        None => old.last_month.0,
    };
    let months = free_months(old, last_month, place.from_month)?;
    let proposal = Proposal {
        id: place.id,
        worker_id: place.worker_id,
        funding_source_id: old.funding_source_id,
        programmes: old.programmes.0,
        wage_base: place.wage_base.unwrap_or(Rupiah::new(old.wage_base_idr)),
        months,
        replaces_id: Some(old.id),
    };
    let was_ended = ending.is_none();
    let reason = ending.as_ref().map(|ending| ending.reason.as_str().to_owned());
    let step = Step::new(placed, origin, |row| {
        row.status = AsText(status);
        row.replaced_by_id = Some(proposal.id);
        if let Some(ending) = ending {
            set_ending(row, ending, last_month);
        }
    });
    // Worker and person of the newcomer before the source, as everybody locks them: the proposal only shares the
    // source's lock, and what the end waives needs it whole.
    propose::hold(conn, scope, &[proposal]).await?;
    let ended =
        transition::write(conn, origin, Action::Replace.done(), vec![Step { reason, ..step }]).await?;
    obligations::service::end(conn, origin, &transition::periods(&ended)).await?;
    if !was_ended {
        came_late_on(conn, origin, ends(&ended), ReopenCause::CoverageEnded).await?;
    }
    let new = propose::propose(conn, scope, origin, today, &[proposal]).await?;
    queries::check_now(conn).await?;
    transition::only(new)
}

/// Regency and day of the ends of periods that were active: of a period that never was, no standing knows.
pub(super) fn ends(rows: &[CoverageRow]) -> impl Iterator<Item = (i32, Day)> {
    rows.iter().filter(|row| row.state().was_active).filter_map(|row| Some((row.regency_id, row.ended_on?)))
}

fn set_ending(row: &mut CoverageRow, ending: Ending, last_month: Month) {
    row.ended_on = Some(ending.on);
    row.end_reason = Some(AsText(ending.reason));
    row.end_note = ending.note;
    row.last_month = AsFirstDay(last_month);
}

fn last_month(row: &CoverageRow, ending: &Ending) -> Result<Month, Problem> {
    let months = row.months().map_err(Problem::internal)?;
    let first_day = months.from().first_day();
    if row.state().was_active && ending.on < first_day && !ending.reason.may_come_before() {
        let text = Text::new(
            format!(
                "Periode ini dimulai pada {first_day}; dengan alasan ini tidak dapat berakhir sebelumnya."
            ),
            format!("This period began on {first_day}; for this reason it cannot end before."),
        );
        return Err(wrong("/ended_on", "ended_before_start", text));
    }
    Ok(rules::last_month_after_end(months, row.state().was_active, ending.on))
}

/// The months that a replacement may take: those that the old period leaves.
fn free_months(old: &CoverageRow, last_month: Month, from: Option<Month>) -> Result<MonthRange, Problem> {
    let first_free = last_month.plus(1).ok_or_else(|| Problem::internal("the calendar ends"))?;
    let mut issues = Issues::new();
    let from = from.unwrap_or(first_free);
    if from < first_free {
        issues.push(
            "/from_month",
            "month_still_taken",
            Text::new(
                format!("Bulan pertama yang kosong adalah {first_free}."),
                format!("The first free month is {first_free}."),
            ),
        );
    }
    match MonthRange::new(from, old.until_month.0) {
        Ok(months) => issues.finish().map(|()| months),
        Err(_) => {
            issues.push("/from_month", "no_month_left", NO_MONTH_LEFT);
            Err(issues.into_problem())
        }
    }
}

fn wrong(pointer: &str, code: &'static str, text: Text) -> Problem {
    Problem::new(Code::ValidationFailed).errors(vec![FieldError::new(pointer, code, text)])
}

const SAME_WORKER: Text =
    Text::fixed("Pengganti harus orang lain.", "The replacement must be somebody else.");
const ALREADY_ENDED: Text = Text::fixed(
    "Periode ini sudah berakhir; jangan kirim alasan dan hari lagi.",
    "This period has ended already; leave reason and day away.",
);
const END_REQUIRED: Text = Text::fixed(
    "Periode ini masih berjalan; alasan dan hari berakhirnya diperlukan.",
    "This period still lasts; the reason and the day of its end are needed.",
);
const NO_MONTH_LEFT: Text =
    Text::fixed("Tidak ada bulan tersisa dalam periode ini.", "No month of this period is left.");
