//! How somebody stands with the insurer on a day: from what the insurer said, and where that ends from the
//! months that our ledger has as paid, which are a projection.
//!
//! Only months paid by the day count. That a period funds a month says nothing: the money may still be on its way. One
//! month stands without a payment: that of the first day of cover, which the insurer gave.

mod course;
mod explanation;
mod facts;
mod insurer;
mod projection;
#[cfg(test)]
mod tests;

pub use explanation::{Clock, LedgerMonth, MonthVerdict, NotCounted, Told, clocks, paid_months};
pub use facts::{CoverageFact, Facts, Limits, MembershipFact, MembershipState, PaidMonth, corrected};

use crate::domain::{Day, Month, ProgrammeSet, code_list};

code_list! {
    /// How somebody stands with the insurer.
    pub enum StandingState = "standing" {
        /// Insured.
        Active = "active",
        /// Some months are unpaid and can still be paid; whether a death would be paid is not certain.
        InArrears = "in_arrears",
        /// Too many months are unpaid.
        Lapsed = "lapsed",
        /// Not insured, or nothing is known.
        NotCovered = "not_covered",
    }
}

code_list! {
    /// Where a standing is known from.
    pub enum Basis = "standing_basis" {
        /// The insurer said so.
        InsurerConfirmed = "insurer_confirmed",
        /// Our own books say so.
        Projected = "projected",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

/// A standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How somebody stands.
    pub state: StandingState,
    /// Where it is known from.
    pub basis: Basis,
    /// Since which day it is known.
    pub known_on: Option<Day>,
    /// The last month that is known to be paid, and not the month in which a membership ends. By the word of the insurer the
    /// one that it named as paid: it can lie before the month of the day while the standing is active, since the insurer calls
    /// somebody active whose newest month is still to be paid, and it is none where the word names none. By our own books the
    /// last paid one, or a later month in which the insurer called the membership active.
    pub until_month: Option<Month>,
    /// For which programmes.
    pub programmes: ProgrammeSet,
}

impl Standing {
    /// What is said of people of whom nothing is known.
    pub const UNKNOWN: Self = Self {
        state: StandingState::NotCovered,
        basis: Basis::Unknown,
        known_on: None,
        until_month: None,
        programmes: ProgrammeSet::EMPTY,
    };

    /// Whether somebody was insured or might have been: insured, in arrears, which nobody can tell from insured after a death,
    /// or of unknown standing, since the insurer may know more than we do.
    pub fn may_be_covered(self) -> bool {
        matches!(self.state, StandingState::Active | StandingState::InArrears) || self.basis == Basis::Unknown
    }

    /// Not insured, as it is known since a day.
    fn not_covered(basis: Basis, known_on: Day) -> Self {
        Self { basis, known_on: Some(known_on), ..Self::UNKNOWN }
    }
}

/// The standing on a day.
///
/// The dead are not covered. A word of the insurer that reaches the day decides; so does one that showed
/// arrears or a lapse and after which nothing was paid and no new cover began. Else the paid months of our ledger
/// are a projection, and the months since the last of them are counted. A death in arrears is in arrears: the sources
/// differ on whether it is paid (domain.md, "Membership").
pub fn standing(facts: &Facts, limits: &Limits, on: Day) -> Standing {
    if let Some(died_on) = facts.died_on.filter(|died_on| *died_on < on) {
        return Standing::not_covered(Basis::Projected, died_on);
    }
    let word = insurer::word_on(&facts.memberships, on);
    let word_standing = word.and_then(|word| insurer::standing(word, limits, on));
    let projected = projection::standing(facts, limits, on);
    match (word, word_standing, projected) {
        (Some(word), Some(said), projected) if insurer::decides(word, said, on) => {
            // What was paid and what began after the insurer's word is not yet part of it.
            projected.filter(|projected| projected.since > word.as_of).map_or(said, |one| one.standing)
        }
        (_, Some(said), Some(projected)) => later(said, projected.standing),
        (_, Some(standing), None) => standing,
        (_, None, Some(projected)) => projected.standing,
        (_, None, None) => Standing::UNKNOWN,
    }
}

/// The standing that reaches further; the insurer's where both reach as far.
fn later(said: Standing, projected: Standing) -> Standing {
    if projected.state == StandingState::Active || projected.until_month > said.until_month {
        projected
    } else {
        said
    }
}

/// What unpaid months since the last paid one make of a membership.
fn after_unpaid(paid_until: Month, limits: &Limits, on: Day) -> StandingState {
    let unpaid = paid_until.months_until(Month::from_date(on));
    match limits.lapse_after(on) {
        _ if unpaid <= 0 => StandingState::Active,
        Some(limit) if unpaid > limit => StandingState::Lapsed,
        _ => StandingState::InArrears,
    }
}
