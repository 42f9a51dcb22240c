//! What the office decided about registrations.

use chrono::{Days, NaiveDate};
use diesel_async::AsyncPgConnection;

use super::people::{People, origin};
use super::{Place, moment};
use crate::demo::{DemoWorker, Story};
use crate::platform::http::{IfMatch, Problem};
use crate::register::workers::rules::{DeactivationReason, RejectionReason};
use crate::register::workers::service::{Decision, Writing, decide, rights_of};

/// The office verifies three weeks after a village entered people, and refuses within days.
const VERIFIED_AFTER: Days = Days::new(21);
const REJECTED_AFTER: Days = Days::new(3);

/// Decides as the worker's story has it.
pub async fn decide_story(
    conn: &mut AsyncPgConnection,
    place: &Place<'_>,
    people: &People,
    worker: &DemoWorker,
) -> Result<(), Problem> {
    let verify = || Decision::Verify { confirm_warnings: true, note: None };
    let verified_on = later(worker.entered_on, VERIFIED_AFTER, place.today);
    let decisions = match worker.story {
        Story::Registered => Vec::new(),
        Story::Rejected(reason) => {
            let reason = RejectionReason::parse(reason).map_err(Problem::internal)?;
            let on = later(worker.entered_on, REJECTED_AFTER, place.today);
            vec![(on, Decision::Reject { reason, note: None })]
        }
        Story::Inactive(reason, on) => {
            let reason = DeactivationReason::parse(reason).map_err(Problem::internal)?;
            vec![(on, Decision::Deactivate { reason, on, note: None })]
        }
        Story::Verified | Story::Funded(_) => vec![(verified_on, verify())],
    };
    for (version, (day, decision)) in (1..).zip(decisions) {
        let origin = origin(&people.officer, moment(place.state, day));
        let writing = Writing {
            vault: &place.state.vault,
            scope: &people.officer.scope,
            rights: rights_of(&people.officer),
            origin: &origin,
            today: day,
        };
        decide(conn, writing, worker.id, &IfMatch::exactly(version), decision).await?;
    }
    Ok(())
}

fn later(day: NaiveDate, by: Days, at_most: NaiveDate) -> NaiveDate {
    day.checked_add_days(by).unwrap_or(at_most).min(at_most)
}
