//! What a gap costs.

use crate::cover::rules::benefits::rules::{Ask, BenefitRule, QuoteError, quote};
use crate::domain::{Day, Month, Rupiah, code_list};

code_list! {
    /// By which regions gaps are counted.
    pub enum GapBy = "coverage_gap_grouping" {
        /// By regency.
        Regency = "regency",
        /// By district.
        District = "district",
        /// By village.
        Village = "village",
    }
}

impl GapBy {
    /// How long the code of such a region is.
    pub fn code_length(self) -> i32 {
        match self {
            Self::Regency => 5,
            Self::District => 8,
            Self::Village => 13,
        }
    }
}

/// What heirs get after a death not at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    /// As long as the months are paid.
    pub before: Rupiah,
    /// After the membership was cut off, when the clock of consecutive months begins anew.
    pub after: Rupiah,
}

/// What the rules make of a death with and without the waiting months.
pub fn stake(rules: &[BenefitRule], waiting_months: i64) -> Result<Stake, QuoteError> {
    let ask =
        |months| Ask { consecutive_months: months, total_months: months, waiting_months, ..Ask::death() };
    Ok(Stake { before: quote(rules, &ask(waiting_months))?.total, after: quote(rules, &ask(0))?.total })
}

/// The last day on which a payment keeps the membership: that before the month in which it is cut off.
pub fn pay_by(dropped_in: Month) -> Day {
    dropped_in.plus(-1).map_or_else(|| dropped_in.first_day(), Month::last_day)
}

/// What so many members lose together; nothing where it cannot be stored.
pub fn at_stake(stake: Stake, members: i64) -> Option<Rupiah> {
    stake.before.checked_sub(stake.after)?.checked_mul(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_to_pay_is_that_before_the_cut() {
        assert_eq!(pay_by(Month::parse("2026-03").unwrap()).to_string(), "2026-02-28");
    }

    #[test]
    fn the_loss_is_the_difference_for_each() {
        let stake = Stake { before: Rupiah::new(42_000_000), after: Rupiah::new(10_000_000) };
        assert_eq!(at_stake(stake, 12), Some(Rupiah::new(384_000_000)));
        assert_eq!(at_stake(stake, i64::MAX), None);
    }

    #[test]
    fn codes_of_regions_are_as_long_as_their_level() {
        assert_eq!([GapBy::Regency, GapBy::District, GapBy::Village].map(GapBy::code_length), [5, 8, 13]);
        assert_eq!("35.29.01".len(), 8);
    }
}
