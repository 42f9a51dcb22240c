//! The states of an obligation, and what the months of a funded period come to.

use uuid::Uuid;

use crate::cover::rules::contributions::rules::{Ask, Quote, QuoteError, Rate, quote};
use crate::domain::{Month, Programme, Rupiah, code_list};

code_list! {
    /// How far an obligation has come.
    pub enum ObligationStatus = "obligation_status" {
        /// It is owed.
        Due = "due",
        /// The insurer accepted it.
        Paid = "paid",
        /// The period ended before; nothing is owed.
        Waived = "waived",
    }
}

/// What one programme and month comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The programme.
    pub programme: Programme,
    /// The month.
    pub month: Month,
    /// The rate behind it.
    pub rate_id: Uuid,
    /// Whether it is a rate with relief.
    pub relief: bool,
    /// How much.
    pub amount: Rupiah,
}

/// The months of a period one by one: the quote of its terms, so that a quote and the ledger cannot differ.
pub fn terms(rates: &[Rate], ask: &Ask) -> Result<Vec<Term>, QuoteError> {
    quote(rates, ask).map(|quote| of_quote(&quote))
}

fn of_quote(quote: &Quote<'_>) -> Vec<Term> {
    let of_line = |line: &crate::cover::rules::contributions::rules::QuoteLine<'_>| {
        let (rate_id, relief, programme) = (line.rate.id, line.rate.relief, line.rate.programme);
        let amount = line.monthly;
        let term = move |month| Term { programme, month, rate_id, relief, amount };
        line.months.iter().map(term).collect::<Vec<_>>()
    };
    quote.lines.iter().flat_map(of_line).collect()
}

/// Gives each ask a number, equal ones the same: thousands of periods have a handful of terms.
pub fn distinct(asks: &[Ask]) -> (Vec<Ask>, Vec<usize>) {
    let mut found: Vec<Ask> = Vec::new();
    let number_of = |ask: &Ask| match found.iter().position(|known| known == ask) {
        Some(number) => number,
        None => {
            found.push(*ask);
            found.len().saturating_sub(1)
        }
    };
    let numbers = asks.iter().map(number_of).collect();
    (found, numbers)
}

/// The sums of a source that bound its credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// How much there is.
    pub budget_idr: i64,
    /// What is promised of it.
    pub committed_idr: i64,
    /// What was transferred and did not come back.
    pub spent_idr: i64,
    /// What of that the insurer holds.
    pub credit_idr: i64,
}

/// How much of what is wrong the sums of a source bear to be put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// So much at most becomes a credit.
    pub gained_max_idr: i64,
    /// So much at most is none any more.
    pub lost_max_idr: i64,
}

/// A credit is never more than was transferred and did not come back, and months become a credit only out of what was
/// promised. What is no excess any more takes off a credit that is still held, and must find its place in the budget again.
pub fn bounds(sums: Sums) -> Bounds {
    let gained_max_idr = sums.spent_idr.saturating_sub(sums.credit_idr).min(sums.committed_idr);
    let lost_max_idr = sums.budget_idr.saturating_sub(sums.committed_idr).min(sums.credit_idr);
    Bounds { gained_max_idr: gained_max_idr.max(0), lost_max_idr: lost_max_idr.max(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::rules::contributions::rules::RateAmount;
    use crate::domain::{MonthRange, ProgrammeSet, Segment};

    fn rate(relief: bool, amount: i64) -> Rate {
        Rate {
            id: Uuid::from_u128(if relief { 2 } else { 1 }),
            programme: Programme::Jkm,
            segment: Segment::General,
            relief,
            from_month: Month::parse(if relief { "2026-04" } else { "2015-07" }).unwrap(),
            until_month: None,
            amount: RateAmount::Flat(Rupiah::new(amount)),
            legal_reference: "PP 50/2025".to_owned(),
        }
    }

    fn ask(relief_eligible: bool) -> Ask {
        Ask {
            programmes: ProgrammeSet::EMPTY.with(Programme::Jkm),
            segment: Segment::General,
            wage_base: Rupiah::new(1_000_000),
            relief_eligible,
            months: MonthRange::parse("2026-03/2026-05").unwrap(),
        }
    }

    #[test]
    fn each_month_has_the_rate_of_its_own_time() {
        let rates = [rate(false, 6_800), rate(true, 3_400)];
        let amounts = |ask| {
            let terms = terms(&rates, &ask).unwrap();
            terms
                .iter()
                .map(|term| (term.month.to_string(), term.relief, term.amount.amount()))
                .collect::<Vec<_>>()
        };
        let months =
            |texts: [(&str, bool, i64); 3]| texts.map(|(month, relief, sum)| (month.to_owned(), relief, sum));
        assert_eq!(
            amounts(ask(true)),
            months([("2026-03", false, 6_800), ("2026-04", true, 3_400), ("2026-05", true, 3_400)])
        );
        assert_eq!(
            amounts(ask(false)),
            months([("2026-03", false, 6_800), ("2026-04", false, 6_800), ("2026-05", false, 6_800)])
        );
    }

    #[test]
    fn equal_terms_are_computed_once() {
        let (asks, numbers) = distinct(&[ask(true), ask(false), ask(true)]);
        assert_eq!((asks.len(), numbers), (2, vec![0, 1, 0]));
    }

    #[test]
    fn the_credit_of_excess_months_is_borne_by_what_was_transferred_and_is_still_held() {
        let sums = Sums { budget_idr: 57_200, committed_idr: 50_400, spent_idr: 33_600, credit_idr: 6_800 };
        let of = |sums| {
            let Bounds { gained_max_idr, lost_max_idr } = bounds(sums);
            (gained_max_idr, lost_max_idr)
        };
        assert_eq!(of(sums), (26_800, 6_800), "no more than was transferred, and than is held");
        assert_eq!(of(Sums { committed_idr: 10_000, ..sums }).0, 10_000, "no more than was promised");
        let full = Sums { budget_idr: 57_199, ..sums };
        assert_eq!(of(full), (26_800, 6_799), "the budget is promised to others");
        let nothing = Sums { spent_idr: 6_800, budget_idr: 50_400, ..sums };
        assert_eq!(of(nothing), (0, 0));
    }
}
