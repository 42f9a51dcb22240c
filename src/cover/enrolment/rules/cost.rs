//! What the chosen of a plan cost, from the same terms that the ledger is made of.

use uuid::Uuid;

use crate::cover::contributions::obligations::rules::Term;
use crate::domain::{Month, Programme, Rupiah, Segment};

/// So many people of a group for one programme and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostLine {
    /// The month.
    pub month: Month,
    /// The programme.
    pub programme: Programme,
    /// The group of workers.
    pub segment: Segment,
    /// The rate.
    pub rate_id: Uuid,
    /// Whether it is a rate with relief.
    pub relief: bool,
    /// How many people.
    pub people: i32,
    /// For one of them.
    pub monthly: Rupiah,
    /// For all of them.
    pub amount: Rupiah,
}

/// A sum that cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cost of a plan is too large")]
pub struct TooMuch;

/// What all months cost for one person.
pub fn cost_of(terms: &[Term]) -> Result<Rupiah, TooMuch> {
    Rupiah::checked_sum(terms.iter().map(|term| term.amount)).ok_or(TooMuch)
}

/// The lines of so many people of a group.
pub fn cost_lines(segment: Segment, terms: &[Term], people: i32) -> Result<Vec<CostLine>, TooMuch> {
    let line = |term: &Term| {
        let amount = term.amount.checked_mul(people.into()).ok_or(TooMuch)?;
        Ok(CostLine {
            month: term.month,
            programme: term.programme,
            segment,
            rate_id: term.rate_id,
            relief: term.relief,
            people,
            monthly: term.amount,
            amount,
        })
    };
    terms.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(month: &str, amount: i64) -> Term {
        Term {
            programme: Programme::Jkm,
            month: Month::parse(month).unwrap(),
            rate_id: Uuid::from_u128(1),
            relief: false,
            amount: Rupiah::new(amount),
        }
    }

    #[test]
    fn the_lines_of_a_group_add_up_to_its_people_times_the_cost_of_one() {
        let terms = [term("2026-03", 6_800), term("2026-04", 3_400)];
        assert_eq!(cost_of(&terms), Ok(Rupiah::new(10_200)));
        let lines = cost_lines(Segment::General, &terms, 20).unwrap();
        let amounts: Vec<i64> = lines.iter().map(|line| line.amount.amount()).collect();
        assert_eq!(amounts, [136_000, 68_000]);
        assert_eq!(amounts.iter().sum::<i64>(), 20 * 10_200);
    }

    #[test]
    fn a_sum_that_cannot_be_stored_is_refused() {
        let terms = [term("2026-03", i64::MAX), term("2026-04", 1)];
        assert_eq!(cost_of(&terms), Err(TooMuch));
        assert_eq!(cost_lines(Segment::General, &terms, 2), Err(TooMuch));
    }
}
