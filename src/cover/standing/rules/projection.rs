//! What our own funded periods say of a day.

use super::{Basis, CoverageFact, Limits, Standing, StandingState, after_unpaid};
use crate::cover::coverages::rules::EndReason;
use crate::domain::{Day, Month, Programme, ProgrammeSet};

/// What the funded periods say of the day; nothing where there are none that began.
pub(super) fn standing(coverages: &[CoverageFact], limits: Limits, on: Day) -> Option<Standing> {
    if let Some(over) = over_since(coverages, on) {
        return Some(Standing::not_covered(Basis::Projected, over));
    }
    let month = Month::from_date(on);
    let current: Vec<&CoverageFact> =
        coverages.iter().filter(|coverage| began(coverage, on) && funds(coverage, month)).collect();
    if let Some(known_on) = current.iter().map(|coverage| coverage.activated_on).max() {
        let programmes = current.iter().fold(ProgrammeSet::EMPTY, |all, one| all.union(one.programmes));
        return Some(Standing {
            state: StandingState::Active,
            basis: Basis::Projected,
            known_on: Some(known_on),
            until_month: programmes.iter().map(|programme| funded_until(coverages, programme, month)).min(),
            programmes,
        });
    }
    after_the_last(coverages, limits, on).or_else(|| {
        // A cover that the insurer has announced for later is known, and it is not there yet.
        let announced = coverages.iter().filter(|coverage| coverage.effective_on > on);
        announced
            .map(|coverage| coverage.activated_on)
            .min()
            .map(|day| Standing::not_covered(Basis::Projected, day))
    })
}

/// Whether a cover that funds the day's month began after a day.
pub(super) fn active_since(coverages: &[CoverageFact], day: Day, on: Day) -> bool {
    let month = Month::from_date(on);
    coverages
        .iter()
        .any(|coverage| coverage.effective_on > day && began(coverage, on) && funds(coverage, month))
}

/// The standing after the last funded month, by counting the months since.
fn after_the_last(coverages: &[CoverageFact], limits: Limits, on: Day) -> Option<Standing> {
    let month = Month::from_date(on);
    let last = coverages
        .iter()
        .filter(|coverage| began(coverage, on) && coverage.last_month < month)
        .filter(|coverage| coverage.from_month <= coverage.last_month)
        .max_by_key(|coverage| coverage.last_month)?;
    let lapsed = matches!(last.ended, Some((day, EndReason::Lapsed)) if day <= on);
    Some(Standing {
        state: if lapsed { StandingState::Lapsed } else { after_unpaid(last.last_month, limits, on) },
        basis: Basis::Projected,
        known_on: Some(last.ended.map_or(last.activated_on, |(day, _)| day)),
        until_month: Some(last.last_month),
        programmes: last.programmes,
    })
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

/// Whether the reason ends the membership itself, not only the funding of it.
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

fn funds(coverage: &CoverageFact, month: Month) -> bool {
    coverage.from_month <= month && month <= coverage.last_month
}

/// The last month until which the programme is funded without a gap.
fn funded_until(coverages: &[CoverageFact], programme: Programme, month: Month) -> Month {
    let mut until = month;
    loop {
        let next = until.plus(1).unwrap_or(until);
        let further = coverages
            .iter()
            .filter(|coverage| coverage.programmes.contains(programme))
            .filter(|coverage| funds(coverage, until) || funds(coverage, next))
            .map(|coverage| coverage.last_month)
            .max();
        match further {
            Some(further) if further > until => until = further,
            _ => return until,
        }
    }
}
