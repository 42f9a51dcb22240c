//! What heirs lose where nobody claims, and for how long nobody has.

use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitKind};
use crate::cover::rules::benefits::rules::Ask;
use crate::cover::standing::rules::{self as standing, Basis, Facts, LedgerMonth, Limits, StandingState};
use crate::domain::{Day, Programme, Rupiah};

/// How the dead stood on the day, and the paid months that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// How they stood.
    pub state: StandingState,
    /// Where that is known from.
    pub basis: Basis,
    /// Months paid without a gap.
    pub consecutive_months: i64,
    /// Months paid in all.
    pub total_months: i64,
}

/// How the dead stood on the day of death. Months that are owed and unpaid explain a clock and do not move it, so that the
/// paid ones are enough here.
pub fn stood(facts: &Facts, limits: Limits, died_on: Day) -> Stood {
    let paid: Vec<LedgerMonth> = facts
        .paid
        .iter()
        .map(|paid| LedgerMonth {
            programme: paid.programme,
            month: paid.month,
            status: ObligationStatus::Paid,
            paid_on: Some(paid.paid_on),
            is_corrected: false,
            is_refused: false,
        })
        .collect();
    let clocks = standing::clocks(facts, &paid, limits, died_on);
    let clock = clocks.iter().find(|clock| clock.programme == Programme::Jkm);
    let standing = standing::standing(facts, limits, died_on);
    Stood {
        state: standing.state,
        basis: standing.basis,
        consecutive_months: clock.map_or(0, |clock| clock.consecutive_months),
        total_months: clock.map_or(0, |clock| clock.total_months),
    }
}

/// What to ask the rules of benefits for a death not at work; nothing where the dead are known not to have been covered. No
/// part of that benefit depends on the wage, and of the children nobody knows yet.
pub fn ask(stood: Stood, waiting_months: i64) -> Option<Ask> {
    let may_be_covered = matches!(stood.state, StandingState::Active | StandingState::InArrears)
        || stood.basis == Basis::Unknown;
    may_be_covered.then(|| Ask {
        kind: BenefitKind::Death,
        circumstance: BenefitCircumstance::Death,
        wage_base: Rupiah::ZERO,
        consecutive_months: stood.consecutive_months,
        total_months: stood.total_months,
        waiting_months,
        paid_before: false,
        disabilities: Vec::new(),
        months_of_inability: 0,
        costs: Vec::new(),
        children: Vec::new(),
        days_late: 0,
    })
}

/// A number that held from one day to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The number.
    pub value: i64,
    /// From which day.
    pub from: Day,
    /// Until which day; for good where there is none.
    pub until: Option<Day>,
}

/// The number of a day; zero where there is none.
pub fn value_on(all: &[Dated], day: Day) -> i64 {
    let held = all.iter().find(|one| one.from <= day && one.until.is_none_or(|until| until >= day));
    held.map_or(0, |one| one.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;

    #[test]
    fn who_is_known_not_to_be_covered_leaves_nothing_and_who_is_unknown_may() {
        let stood = |state, basis| Stood { state, basis, consecutive_months: 0, total_months: 0 };
        let asks = |state, basis| ask(stood(state, basis), 3).is_some();
        assert!(asks(StandingState::Active, Basis::Projected));
        assert!(asks(StandingState::InArrears, Basis::InsurerConfirmed));
        assert!(asks(StandingState::NotCovered, Basis::Unknown));
        assert!(!asks(StandingState::Lapsed, Basis::Projected));
        assert!(!asks(StandingState::NotCovered, Basis::InsurerConfirmed));
    }

    #[test]
    fn a_number_holds_from_its_first_to_its_last_day() {
        let day = |text: &str| parse_day(text).unwrap();
        let all = [
            Dated { value: 3, from: day("2025-01-01"), until: None },
            Dated { value: 1, from: day("2019-12-02"), until: Some(day("2024-12-31")) },
        ];
        assert_eq!(value_on(&all, day("2024-12-31")), 1);
        assert_eq!(value_on(&all, day("2025-01-01")), 3);
        assert_eq!(value_on(&all, day("2019-12-01")), 0);
    }
}
