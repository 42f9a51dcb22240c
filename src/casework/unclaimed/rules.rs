//! What heirs lose where nobody claims, and for how long nobody has.

use crate::cover::rules::benefits::rules::Ask;
use crate::cover::standing::rules::{self as standing, Facts, Limits, Standing};
use crate::domain::{Day, Programme};

/// How the dead stood on the day, and the paid months that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    /// How they stood.
    pub standing: Standing,
    /// Months paid without a gap.
    pub consecutive_months: i64,
    /// Months paid in all.
    pub total_months: i64,
}

/// How the dead stood on the day of death.
pub fn stood(facts: &Facts, limits: &Limits, died_on: Day) -> Stood {
    let clocks = standing::clocks(facts, &facts.paid_ledger(), limits, died_on);
    let (consecutive_months, total_months) = standing::paid_months(&clocks, Programme::Jkm);
    Stood { standing: standing::standing(facts, limits, died_on), consecutive_months, total_months }
}

/// What to ask the rules of benefits for a death not at work; nothing where the dead are known not to have been covered. The
/// children stand beside it, in an estimate of their own. `without_heirs` is so where the draft names only who buried the dead.
pub fn ask(stood: Stood, waiting_months: i64, without_heirs: bool) -> Option<Ask> {
    stood.standing.may_be_covered().then(|| Ask {
        consecutive_months: stood.consecutive_months,
        total_months: stood.total_months,
        waiting_months,
        without_heirs,
        ..Ask::death()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::standing::rules::{Basis, StandingState};

    #[test]
    fn who_is_known_not_to_be_covered_leaves_nothing_and_who_is_unknown_may() {
        let stood = |state, basis| Stood {
            standing: Standing { state, basis, ..Standing::UNKNOWN },
            consecutive_months: 0,
            total_months: 0,
        };
        let asks = |state, basis| ask(stood(state, basis), 3, false).is_some();
        assert!(asks(StandingState::Active, Basis::Projected));
        assert!(asks(StandingState::InArrears, Basis::InsurerConfirmed));
        assert!(asks(StandingState::NotCovered, Basis::Unknown));
        assert!(!asks(StandingState::Lapsed, Basis::Projected));
        assert!(!asks(StandingState::NotCovered, Basis::InsurerConfirmed));
    }
}
