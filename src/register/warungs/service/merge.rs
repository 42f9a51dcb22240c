//! Work goes over with the registration under which it was written down, when two registrations of one person become one.
//!
//! Where both worked in one warung at the same time it is one job that was written down twice: that of the registration that
//! stays is kept, and the other one stays where it is and ends.

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::By;
use super::leave::{CutShort, Workplaces};
use super::links::{changed_link, rule_missing, save, too_many_jobs};
use crate::platform::http::{Code, Problem, Text};
use crate::register::warungs::model::LinkRow;
use crate::register::warungs::queries;
use crate::register::warungs::rules::Action;

/// As the history names work that a merge moved.
const MERGED: &str = "merged";
/// And work that went back with it.
const UNMERGED: &str = "unmerged";

/// Work that went over with a registration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// What was moved.
    pub moved: Vec<Uuid>,
    /// What was written down twice and ended.
    pub ended: Vec<CutShort>,
}

/// A registration and its regency.
type Key = (Uuid, i32);

/// Moves the work of a registration to another one. The caller holds both, and their warungs. 409 `too_many_jobs` where the
/// person would have more jobs today than the rules allow.
pub async fn take_over_work(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (from, into): (Key, Key),
    reason: &str,
) -> Result<TakenOver, Problem> {
    let kept = queries::all_work(conn, into).await?;
    let mut over = TakenOver::default();
    let mut jobs = kept.iter().filter(|link| link.period().holds_on(by.today)).count();
    for before in queries::all_work(conn, from).await? {
        let is_double =
            |link: &LinkRow| link.warung_id == before.warung_id && link.period().overlaps(before.period());
        let mut after = next(&before, by);
        let lasts = before.until_on.is_none_or(|until| until > by.today);
        if !kept.iter().any(is_double) {
            jobs = jobs.saturating_add(usize::from(before.period().holds_on(by.today)));
            after.worker_id = into.0;
            over.moved.push(before.id);
        } else if lasts {
            after.until_on = Some(by.today.max(before.since_on));
            over.ended.push(CutShort { link_id: before.id, until_on: before.until_on });
        } else {
            continue;
        }
        let action = if after.worker_id == before.worker_id { "ended" } else { MERGED };
        write(conn, by, places, (&before, &after), (action, reason)).await?;
    }
    if !over.moved.is_empty() {
        let maximum = queries::jobs_maximum(conn, by.today).await?.ok_or_else(|| rule_missing(by.today))?;
        if i64::try_from(jobs).map_err(Problem::internal)? > maximum {
            return Err(too_many_jobs(maximum));
        }
    }
    Ok(over)
}

/// Moves the work back that [`take_over_work`] moved. What it ended is taken up again by
/// [`super::resume_work`]. 409 where work that was moved is with neither of them any more.
pub async fn give_back_work(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (from, into): (Key, Key),
    (moved, reason): (&[Uuid], &str),
) -> Result<(), Problem> {
    let links = queries::work_among(conn, into.0, into.1, moved).await?;
    if links.len() != moved.len() {
        return Err(Problem::new(Code::Conflict).detail(MOVED_ON));
    }
    for before in links {
        let after = LinkRow { worker_id: from.0, ..next(&before, by) };
        write(conn, by, places, (&before, &after), (UNMERGED, reason)).await?;
    }
    Ok(())
}

fn next(before: &LinkRow, by: By<'_>) -> LinkRow {
    LinkRow { version: before.version + 1, updated_at: by.origin.now, ..before.clone() }
}

async fn write(
    conn: &AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (before, after): (&LinkRow, &LinkRow),
    (action, reason): (&'static str, &str),
) -> Result<(), Problem> {
    let place = places.0.iter().position(|warung| warung.id == before.warung_id);
    // The work was written down between the lock of the warungs and that of the worker.
    let place = place.ok_or_else(|| Problem::new(Code::Conflict).retry_after(1))?;
    let warung = places.0.swap_remove(place);
    let change = changed_link(&warung, before, after, action, Some(reason.to_owned()))?;
    let written = save(conn, by, warung, queries::update_link(conn, after), change, Action::UpdateWorker);
    // A person may have worked in one warung several times.
    places.0.push(written.await?);
    Ok(())
}

const MOVED_ON: Text = Text::fixed(
    "Pekerjaan di warung yang ikut digabung sudah dipindahkan lagi.",
    "Work in a warung that went over with the merge has been moved on since.",
);
