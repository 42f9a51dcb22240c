//! What our own books say of a day: the paid months of the ledger together with what the insurer said before.

use super::course::{Course, course};
use super::{Basis, CoverageFact, Facts, Limits, Standing, StandingState};
use crate::cover::coverages::rules::EndReason;
use crate::domain::{Day, Month, Programme, ProgrammeSet};

/// A projected standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Projected {
    /// The standing.
    pub standing: Standing,
    /// Since which day the newest of the months behind it is held.
    pub since: Day,
}

/// What our books say of the day; nothing where they hold no cover that began or was announced.
pub(super) fn standing(facts: &Facts, limits: &Limits, on: Day) -> Option<Projected> {
    if let Some(over) = over_since(&facts.coverages, on) {
        return Some(Projected { standing: Standing::not_covered(Basis::Projected, over), since: over });
    }
    if !facts.coverages.iter().any(|coverage| began(coverage, on)) {
        // A cover that the insurer has announced for later is known, and it is not there yet.
        let announced = facts.coverages.iter().map(|coverage| coverage.activated_on).min()?;
        let standing = Standing::not_covered(Basis::Projected, announced);
        return Some(Projected { standing, since: announced });
    }
    let month = Month::from_date(on);
    let of_programmes = Programme::ALL
        .iter()
        .filter_map(|programme| one(&course(facts, *programme, limits, on), *programme, month));
    of_programmes.reduce(better)
}

/// The standing in one programme.
fn one(course: &Course, programme: Programme, month: Month) -> Option<Projected> {
    let (state, last, until) = match (course.running, course.before) {
        (Some(running), _) if running.last.month == month => {
            (StandingState::Active, running.last, course.until(month))
        }
        (Some(running), _) => (StandingState::InArrears, running.last, running.last.month),
        (None, Some(before)) => (StandingState::Lapsed, before, before.month),
        (None, None) => return None,
    };
    let standing = Standing {
        state,
        basis: Basis::Projected,
        known_on: Some(last.known),
        until_month: Some(until),
        programmes: ProgrammeSet::EMPTY.with(programme),
    };
    Some(Projected { standing, since: last.since })
}

/// The better of two programmes' standings; of equal ones both programmes, until the earlier month.
fn better(one: Projected, other: Projected) -> Projected {
    let rank = |projected: &Projected| match projected.standing.state {
        StandingState::Active => 0,
        StandingState::InArrears => 1,
        StandingState::Lapsed => 2,
        StandingState::NotCovered => 3,
    };
    match rank(&one).cmp(&rank(&other)) {
        std::cmp::Ordering::Less => one,
        std::cmp::Ordering::Greater => other,
        std::cmp::Ordering::Equal => Projected {
            standing: Standing {
                known_on: one.standing.known_on.max(other.standing.known_on),
                until_month: one.standing.until_month.min(other.standing.until_month),
                programmes: one.standing.programmes.union(other.standing.programmes),
                ..one.standing
            },
            since: one.since.max(other.since),
        },
    }
}

/// Since when somebody cannot be a member outside an employment relation any more, if no cover began after.
fn over_since(coverages: &[CoverageFact], on: Day) -> Option<Day> {
    let (over, _) = coverages
        .iter()
        .filter_map(|coverage| coverage.ended)
        .filter(|(day, reason)| *day < on && ends_membership(*reason))
        .max_by_key(|(day, _)| *day)?;
    let began_after = coverages.iter().any(|coverage| coverage.effective_on > over && began(coverage, on));
    (!began_after).then_some(over)
}

/// Whether the reason ends the membership itself, not only the funding of it. An end by a death that was revoked is none by death:
/// see the facts' query.
fn ends_membership(reason: EndReason) -> bool {
    match reason {
        EndReason::Death | EndReason::WageWorker | EndReason::CivilServant | EndReason::Ineligible => true,
        EndReason::MovedOut
        | EndReason::DoubleFunding
        | EndReason::Lapsed
        | EndReason::QuotaCut
        | EndReason::Withdrew => false,
    }
}

fn began(coverage: &CoverageFact, on: Day) -> bool {
    coverage.effective_on <= on
}
