//! How far a clock has run.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Months;

use crate::cover::rules::holidays::rules::{add_working_days, working_days_after};
use crate::domain::{Day, Rounding, Rupiah};

/// A clock of the insurer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The last day in time.
    pub due_on: Day,
    /// The working days that have passed.
    pub days_passed: u64,
    /// The calendar days since the last day in time.
    pub days_late: i64,
}

/// The clock that starts on a day and has so many working days, as it stands on another. `None` beyond what a calendar holds.
pub fn clock(start: Day, working_days: u32, until: Day, holidays: &BTreeSet<Day>) -> Option<Clock> {
    let due_on = add_working_days(start, working_days, holidays)?;
    Some(Clock {
        due_on,
        days_passed: working_days_after(start, until, holidays),
        days_late: (until - due_on).num_days().max(0),
    })
}

/// What of an amount was or is late, by the days: each transfer by its own day, and what is open by today. `None` where that
/// cannot be stored.
pub fn late_parts(
    approved: Rupiah,
    transfers: &[(Rupiah, Day)],
    due_on: Day,
    today: Day,
) -> Option<BTreeMap<i64, Rupiah>> {
    let mut parts: BTreeMap<i64, Rupiah> = BTreeMap::new();
    let mut open = approved;
    for (amount, paid_on) in transfers {
        open = open.checked_sub(*amount)?;
        add(&mut parts, (*paid_on - due_on).num_days(), *amount)?;
    }
    add(&mut parts, (today - due_on).num_days(), open)?;
    Some(parts)
}

/// Adds to what is late by so many days; what is in time, or nothing, is not late.
fn add(parts: &mut BTreeMap<i64, Rupiah>, days_late: i64, amount: Rupiah) -> Option<()> {
    if days_late > 0 && amount > Rupiah::ZERO {
        let part = parts.entry(days_late).or_insert(Rupiah::ZERO);
        *part = part.checked_add(amount)?;
    }
    Some(())
}

/// What the insurer owes for paying late, and how that is reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateFee {
    /// All of it.
    pub amount: Rupiah,
    /// The sum in words of arithmetic; `None` where nothing is late.
    pub arithmetic: Option<String>,
}

/// What the insurer owes for paying late: of each part a part for each of its days. `None` where it cannot be stored.
pub fn late_fee(parts: &BTreeMap<i64, Rupiah>, basis_points: i32) -> Option<LateFee> {
    let mut amount = Rupiah::ZERO;
    let mut terms = Vec::with_capacity(parts.len());
    for (days_late, part) in parts {
        let fee = part.percent_basis_points(basis_points, Rounding::HalfUp)?.checked_mul(*days_late)?;
        amount = amount.checked_add(fee)?;
        terms.push(format!("{basis_points} bp x {} x {days_late}", part.amount()));
    }
    let arithmetic = (!terms.is_empty()).then(|| format!("{} = {}", terms.join(" + "), amount.amount()));
    Some(LateFee { amount, arithmetic })
}

/// The day from which an event can no longer be claimed.
pub fn lapses_on(event_on: Day, years: u32) -> Option<Day> {
    event_on.checked_add_months(Months::new(years.checked_mul(12)?))
}

/// Whether a report came after the hours that the rules give, by days: an hour of the event is not known, so that the day on
/// which the last of them may fall is in time.
pub fn is_reported_late(event_on: Day, reported_on: Day, hours: i64) -> bool {
    (reported_on - event_on).num_days() > (hours + 23) / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_count_to_the_limit_and_every_day_after_it_is_late() {
        // Nyepi and Idulfitri of 2026.
        let holidays: BTreeSet<Day> =
            ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24"].map(day).into();
        let at = |until: &str| clock(day("2026-03-17"), 3, day(until), &holidays).unwrap();
        assert_eq!(at("2026-03-17"), Clock { due_on: day("2026-03-27"), days_passed: 0, days_late: 0 });
        assert_eq!(at("2026-03-27"), Clock { due_on: day("2026-03-27"), days_passed: 3, days_late: 0 });
        assert_eq!(at("2026-03-30"), Clock { due_on: day("2026-03-27"), days_passed: 4, days_late: 3 });
    }

    #[test]
    fn one_per_cent_a_day_is_owed_of_each_part_for_its_own_days() {
        let (due_on, today) = (day("2026-03-27"), day("2026-05-17"));
        let fee = |approved: i64, transfers: &[(i64, &str)]| {
            let transfers: Vec<(Rupiah, Day)> =
                transfers.iter().map(|(amount, on)| (Rupiah::new(*amount), day(on))).collect();
            let parts = late_parts(Rupiah::new(approved), &transfers, due_on, today)?;
            late_fee(&parts, 100).map(|fee| (fee.amount.amount(), fee.arithmetic.unwrap_or_default()))
        };
        let words = |amount: i64, words: &str| Some((amount, words.to_owned()));
        assert_eq!(fee(42_000_000, &[(42_000_000, "2026-03-27")]), words(0, ""));
        assert_eq!(fee(42_000_000, &[]), words(21_420_000, "100 bp x 42000000 x 51 = 21420000"));
        let both = [(21_000_000, "2026-04-02"), (10_500_000, "2026-04-02")];
        assert_eq!(
            fee(42_000_000, &both),
            words(7_245_000, "100 bp x 31500000 x 6 + 100 bp x 10500000 x 51 = 7245000")
        );
        assert_eq!(late_fee(&BTreeMap::from([(3, Rupiah::new(i64::MAX))]), 10_000), None);
    }

    #[test]
    fn five_years_after_a_leap_day_are_the_last_of_february() {
        assert_eq!(lapses_on(day("2024-02-29"), 5), Some(day("2029-02-28")));
        assert_eq!(lapses_on(day("2026-05-01"), 5), Some(day("2031-05-01")));
    }

    #[test]
    fn two_days_are_in_time_whatever_the_hour() {
        for (reported_on, late) in [("2026-05-01", false), ("2026-05-03", false), ("2026-05-04", true)] {
            assert_eq!(is_reported_late(day("2026-05-01"), day(reported_on), 48), late, "{reported_on}");
        }
    }
}
