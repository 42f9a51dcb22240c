//! The months of a source one after the other, with what its budget leaves after each.

use crate::domain::{Month, MonthRange};

/// What one month comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthSum {
    /// The month.
    pub month: Month,
    /// How many people have a contribution that is due.
    pub due_people: i64,
    /// What is due.
    pub due_idr: i64,
    /// How many people have a contribution that the insurer has accepted as paid.
    pub accepted_people: i64,
    /// What the insurer has accepted as paid for it.
    pub accepted_idr: i64,
    /// What of the accepted is excess, after the end of its period or after a death: a credit with the insurer.
    pub excess_idr: i64,
}

impl MonthSum {
    fn nothing(month: Month) -> Self {
        Self { month, due_people: 0, due_idr: 0, accepted_people: 0, accepted_idr: 0, excess_idr: 0 }
    }
}

/// Every month from the first to the last, each with what the budget leaves after it. Sums are of months within.
pub fn forecast(months: MonthRange, budget_idr: i64, sums: &[MonthSum]) -> Vec<(MonthSum, i64)> {
    let mut free = budget_idr;
    let sum_of = |month| sums.iter().copied().find(|sum| sum.month == month);
    months
        .iter()
        .map(|month| {
            let sum = sum_of(month).unwrap_or_else(|| MonthSum::nothing(month));
            // What is excess is a credit and pays other months.
            let taken = sum.due_idr.saturating_add(sum.accepted_idr).saturating_sub(sum.excess_idr);
            free = free.saturating_sub(taken);
            (sum, free)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_used_up_month_by_month_and_empty_months_are_there_too() {
        let months = MonthRange::parse("2026-10/2026-12").unwrap();
        let sum = |text: &str, due_idr, accepted_idr| MonthSum {
            due_idr,
            accepted_idr,
            ..MonthSum::nothing(Month::parse(text).unwrap())
        };
        let made = forecast(months, 100, &[sum("2026-10", 10, 20), sum("2026-12", 30, 0)]);
        let free: Vec<(String, i64)> =
            made.iter().map(|(sum, free)| (sum.month.to_string(), *free)).collect();
        assert_eq!(free, [("2026-10".into(), 70), ("2026-11".into(), 70), ("2026-12".into(), 40)]);
    }
}
