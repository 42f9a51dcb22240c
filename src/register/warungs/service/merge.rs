//! Work goes over with the registration under which it was written down, when two registrations of one person become one.
//!
//! Where both worked in one warung at the same time it is one job that was written down twice: that of the registration that
//! stays is kept, and the other one stays where it is and ends. What lasts is never less by that: whoever owns the warung under
//! either of them owns it on, and whoever still works there under the other one does so on. What is past may be less: of the
//! days up to the end of a job there that has ended under the one that stays no ownership under the other one is kept, and no work
//! at all where nothing lasts under the one that stays. The history has them, and parting restores them unless the warung was given
//! to another owner for such days.

use diesel_async::AsyncPgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::By;
use super::leave::{CutShort, Workplaces};
use super::links::{changed_link, rule_missing, save, too_many_jobs};
use crate::domain::{Day, WarungRole};
use crate::platform::db::columns::AsText;
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
    /// What was written down twice and is one job of both now, what belongs together in the order in which it was written.
    /// Merges from before that was kept have none.
    #[serde(default)]
    pub joined: Vec<Vec<Rewritten>>,
}

/// Work that was written down otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// The work.
    pub link_id: Uuid,
    /// As it was.
    pub was: Written,
    /// As it was left.
    pub left: Written,
}

/// What is written down of somebody's work in a warung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Who.
    pub worker_id: Uuid,
    /// As what.
    pub role: AsText<WarungRole>,
    /// The first day.
    pub since_on: Day,
    /// The last day.
    pub until_on: Option<Day>,
}

impl Written {
    fn of(link: &LinkRow) -> Self {
        Self { worker_id: link.worker_id, role: link.role, since_on: link.since_on, until_on: link.until_on }
    }

    fn after(self, before: &LinkRow, by: By<'_>) -> LinkRow {
        let Self { worker_id, role, since_on, until_on } = self;
        LinkRow { worker_id, role, since_on, until_on, ..next(before, by) }
    }
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
    let mut has_more = false;
    let mut jobs = kept.iter().filter(|link| link.period().holds_on(by.today)).count();
    for before in queries::all_work(conn, from).await? {
        let is_double =
            |link: &&LinkRow| link.warung_id == before.warung_id && link.period().overlaps(before.period());
        let doubles: Vec<&LinkRow> = kept.iter().filter(is_double).collect();
        if doubles.is_empty() {
            jobs = jobs.saturating_add(usize::from(before.period().holds_on(by.today)));
            let after = LinkRow { worker_id: into.0, ..next(&before, by) };
            write(conn, by, places, (&before, &after), (MERGED, reason)).await?;
            over.moved.push(before.id);
            has_more = true;
        } else if !lasts(&before, by.today) {
            continue;
        } else if let Some(joined) = join(&before, (&kept, &doubles), into.0, by.today) {
            if !doubles.iter().any(|link| link.period().holds_on(by.today)) {
                jobs = jobs.saturating_add(1);
                has_more = true;
            }
            let mut written = Vec::with_capacity(joined.len());
            for (link, left) in joined {
                write(conn, by, places, (link, &left.after(link, by)), (MERGED, reason)).await?;
                written.push(Rewritten { link_id: link.id, was: Written::of(link), left });
            }
            over.joined.push(written);
        } else {
            let until_on = Some(by.today.max(before.since_on));
            let after = LinkRow { until_on, ..next(&before, by) };
            write(conn, by, places, (&before, &after), (MERGED, reason)).await?;
            over.ended.push(CutShort { link_id: before.id, until_on: before.until_on });
        }
    }
    if has_more {
        let maximum = queries::jobs_maximum(conn, by.today).await?.ok_or_else(|| rule_missing(by.today))?;
        if i64::try_from(jobs).map_err(Problem::internal)? > maximum {
            return Err(too_many_jobs("/into", maximum));
        }
    }
    Ok(over)
}

fn lasts(link: &LinkRow, today: Day) -> bool {
    link.until_on.is_none_or(|until| until > today)
}

/// What becomes of work that lasts, and of what was written down of it under the registration that stays, which must not lose
/// it; nothing where what is kept is as much. In an order in which nobody works twice in a warung, and nobody owns it beside
/// another: whoever owned it under the other registration owns it from the same day on.
fn join<'a>(
    before: &'a LinkRow,
    (kept, doubles): (&'a [LinkRow], &[&'a LinkRow]),
    into: Uuid,
    today: Day,
) -> Option<Vec<(&'a LinkRow, Written)>> {
    let Some(lasting) = doubles.iter().copied().find(|link| lasts(link, today)) else {
        // What is kept of it has ended: the work goes on from the day after that.
        let ended_on = doubles.iter().filter_map(|link| link.until_on).max()?;
        let rest = Written { worker_id: into, since_on: ended_on.succ_opt()?, ..Written::of(before) };
        return Some(vec![(before, rest)]);
    };
    if before.role.0 != WarungRole::Owner || lasting.role.0 == WarungRole::Owner {
        return None;
    }
    if lasting.since_on < before.since_on {
        let until_then = Written { until_on: before.since_on.pred_opt(), ..Written::of(lasting) };
        let owner = Written { worker_id: into, ..Written::of(before) };
        return Some(vec![(lasting, until_then), (before, owner)]);
    }
    let earlier =
        kept.iter().filter(|link| link.warung_id == before.warung_id).filter_map(|link| link.until_on);
    let free_from =
        earlier.filter(|until| *until < lasting.since_on).max().and_then(|until| until.succ_opt());
    let since_on = free_from.map_or(before.since_on, |free| free.max(before.since_on));
    let owner = Written { since_on, until_on: before.until_on, role: before.role, ..Written::of(lasting) };
    let until_on = Some(today.max(before.since_on));
    let helped = Written { role: lasting.role, until_on, ..Written::of(before) };
    Some(vec![(before, helped), (lasting, owner)])
}

/// Moves the work back that [`take_over_work`] moved, and parts what it made one job of, where that is still as it was left.
/// What it ended is taken up again by [`super::resume_work`]. 409 where work that was moved is with neither of them any more.
pub async fn give_back_work(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (from, into): (Key, Key),
    (over, reason): (&TakenOver, &str),
) -> Result<(), Problem> {
    for joined in over.joined.iter().rev() {
        part(conn, by, places, (from, into), (joined, reason)).await?;
    }
    let links = queries::work_among(conn, into.0, into.1, &over.moved).await?;
    if links.len() != over.moved.len() {
        return Err(Problem::new(Code::Conflict).detail(MOVED_ON));
    }
    for before in links {
        let after = LinkRow { worker_id: from.0, ..next(&before, by) };
        write(conn, by, places, (&before, &after), (UNMERGED, reason)).await?;
    }
    Ok(())
}

/// Writes down again what was one job as it was; where somebody changed it since, only whose it is. 409 where somebody else has
/// come to own the warung in days that are given back.
async fn part(
    conn: &mut AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (from, into): (Key, Key),
    (joined, reason): (&[Rewritten], &str),
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = joined.iter().map(|one| one.link_id).collect();
    let mut links = queries::work_among(conn, from.0, from.1, &ids).await?;
    links.extend(queries::work_among(conn, into.0, into.1, &ids).await?);
    if links.len() != joined.len() {
        return Err(Problem::new(Code::Conflict).detail(MOVED_ON));
    }
    let is_as_left =
        |one: &Rewritten| links.iter().any(|link| link.id == one.link_id && Written::of(link) == one.left);
    let is_untouched = joined.iter().all(is_as_left);
    // Backwards, so that again nobody works twice in a warung, or owns it beside another.
    for one in joined.iter().rev() {
        for link in links.iter().filter(|link| link.id == one.link_id) {
            let now = Written::of(link);
            let back = if is_untouched { one.was } else { Written { worker_id: one.was.worker_id, ..now } };
            if back != now {
                let after = back.after(link, by);
                if is_owned_otherwise(conn, &after).await? {
                    return Err(Problem::new(Code::Conflict).detail(MOVED_ON));
                }
                write(conn, by, places, (link, &after), (UNMERGED, reason)).await?;
            }
        }
    }
    Ok(())
}

/// Whether somebody else owns the warung on a day of this owner's work. The caller holds the warung.
async fn is_owned_otherwise(conn: &AsyncPgConnection, link: &LinkRow) -> Result<bool, Problem> {
    if link.role.0 != WarungRole::Owner {
        return Ok(false);
    }
    let others = queries::other_owners(conn, link).await?;
    Ok(others.iter().any(|period| period.overlaps(link.period())))
}

fn next(before: &LinkRow, by: By<'_>) -> LinkRow {
    LinkRow { version: before.version + 1, updated_at: by.origin.now, ..before.clone() }
}

async fn write(
    conn: &AsyncPgConnection,
    by: By<'_>,
    places: &mut Workplaces,
    (before, after): (&LinkRow, &LinkRow),
    (moved, reason): (&'static str, &str),
) -> Result<(), Problem> {
    let place = places.0.iter().position(|warung| warung.id == before.warung_id);
    // The work was written down between the lock of the warungs and that of the worker.
    let place = place.ok_or_else(|| Problem::new(Code::Conflict).retry_after(1))?;
    let warung = places.0.swap_remove(place);
    let ends = after.until_on.is_some() && after.until_on != before.until_on;
    let action = match (after.worker_id != before.worker_id, ends) {
        (true, _) => moved,
        (false, true) => "ended",
        (false, false) => "updated",
    };
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
