//! How far a clock has run.

use std::collections::BTreeSet;

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

/// What the insurer owes for paying late: a part of the amount for each day. `None` where it cannot be stored.
pub fn late_fee(amount: Rupiah, basis_points: i32, days_late: i64) -> Option<Rupiah> {
    amount.percent_basis_points(basis_points, Rounding::HalfUp)?.checked_mul(days_late)
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
    fn one_per_cent_a_day_is_owed_for_paying_late() {
        assert_eq!(late_fee(Rupiah::new(42_000_000), 100, 0), Some(Rupiah::ZERO));
        assert_eq!(late_fee(Rupiah::new(42_000_000), 100, 3), Some(Rupiah::new(1_260_000)));
        assert_eq!(late_fee(Rupiah::new(i64::MAX), 10_000, 3), None);
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
