//! What the office decided about registrations.

use diesel_async::AsyncPgConnection;

use super::Place;
use super::people::People;
use crate::demo::{DemoWorker, Story};
use crate::domain::Day;
use crate::platform::http::{IfMatch, Problem};
use crate::register::workers::rules::{DeactivationReason, RejectionReason};
use crate::register::workers::service::{Decision, Writing, decide, rights_of};

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
    for worker in workers {
        let (day, decision) = match worker.story {
            Story::Registered => continue,
            Story::Rejected(reason) => {
                let reason = RejectionReason::parse(reason).map_err(Problem::internal)?;
                (place.after(worker.entered_on, REJECTED_AFTER), Decision::Reject { reason, note: None })
            }
            // Whoever leaves also leaves a warung, whose own story has been told: it comes last there.
            Story::Inactive(reason, on) => (place.today, leave(reason, on)?),
            Story::Verified | Story::Funded(_) => (
                place.after(worker.entered_on, VERIFIED_AFTER),
                Decision::Verify { confirm_warnings: true, note: None },
            ),
        };
        decide_on(conn, place, people, worker, (1, day), decision).await?;
    }
    Ok(())
}

/// Takes those out of the register whose funded periods ended because they died or left.
pub async fn let_go(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    workers: &[DemoWorker],
) -> Result<(), Problem> {
    for worker in workers {
        let Story::Funded(funding) = &worker.story else { continue };
        let Some((on, reason)) = funding.leaving() else { continue };
        // They were verified before.
        decide_on(conn, place, people, worker, (2, place.today), leave(reason, on)?).await?;
    }
    Ok(())
}

fn leave(reason: &str, on: Day) -> Result<Decision, Problem> {
    let reason = DeactivationReason::parse(reason).map_err(Problem::internal)?;
    Ok(Decision::Deactivate { reason, on, note: None })
}

async fn decide_on(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    worker: &DemoWorker,
    (version, today): (i32, Day),
    decision: Decision,
) -> Result<(), Problem> {
    let origin = place.origin(&people.officer, today);
    let writing = Writing {
        vault: &place.state.vault,
        scope: &people.officer.scope,
        rights: rights_of(&people.officer),
        origin: &origin,
        today,
    };
    decide(conn, writing, worker.id, &IfMatch::exactly(version), decision).await?;
    Ok(())
}
