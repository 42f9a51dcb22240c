//! What the office decided about registrations.

use diesel_async::AsyncPgConnection;

use super::people::People;
use super::{HEARD_AFTER, Place, by_day};
use crate::demo::{DemoWorker, Story};
use crate::domain::{Day, Id};
use crate::platform::http::Problem;
use crate::register::workers::rules::{DeactivationReason, RejectionReason};
use crate::register::workers::service::{Decision, Writing, decide_all, rights_of};

/// The office verifies three weeks after a village entered people, and refuses within days.
const VERIFIED_AFTER: u64 = 21;
const REJECTED_AFTER: u64 = 3;

/// Decides about registrations as the workers' stories have it.
pub async fn decide_stories(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    workers: &[DemoWorker],
) -> Result<(), Problem> {
    let mut decisions = Vec::with_capacity(workers.len());
    for worker in workers {
        let (day, decision) = match worker.story {
            Story::Registered => continue,
            Story::Rejected(reason) => {
                let reason = RejectionReason::parse(reason).map_err(Problem::internal)?;
                (place.after(worker.entered_on, REJECTED_AFTER), Decision::Reject { reason, note: None })
            }
            Story::Inactive(reason, on) => (place.after(on, HEARD_AFTER), leave(reason, on)?),
            Story::Verified | Story::Funded(_) => (
                place.after(worker.entered_on, VERIFIED_AFTER),
                Decision::Verify { confirm_warnings: true, note: None },
            ),
        };
        decisions.push((day, (worker.id, decision)));
    }
    decide_by_day(conn, place, people, decisions).await
}

/// Takes those out of the register whose funded periods ended because they died or left.
pub async fn let_go(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    workers: &[DemoWorker],
) -> Result<(), Problem> {
    let mut decisions = Vec::new();
    for worker in workers {
        let Story::Funded(funding) = &worker.story else { continue };
        let Some((on, reason)) = funding.leaving() else { continue };
        decisions.push((place.after(on, HEARD_AFTER), (worker.id, leave(reason, on)?)));
    }
    decide_by_day(conn, place, people, decisions).await
}

fn leave(reason: &str, on: Day) -> Result<Decision, Problem> {
    let reason = DeactivationReason::parse(reason).map_err(Problem::internal)?;
    Ok(Decision::Deactivate { reason, on, note: None })
}

async fn decide_by_day(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    decisions: Vec<(Day, (Id, Decision))>,
) -> Result<(), Problem> {
    for (today, decisions) in by_day(decisions) {
        let origin = place.origin(&people.officer, today);
        let writing = Writing {
            vault: &place.state.vault,
            scope: &people.officer.scope,
            rights: rights_of(&people.officer),
            origin: &origin,
            today,
        };
        decide_all(conn, writing, decisions.into_iter().collect()).await?;
    }
    Ok(())
}
