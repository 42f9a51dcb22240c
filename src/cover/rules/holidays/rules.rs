//! Counting working days.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days, Weekday};

use crate::domain::Day;

/// Whether offices work on a day: neither a Saturday nor a Sunday nor one of these holidays.
pub fn is_working_day(day: Day, holidays: &BTreeSet<Day>) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day)
}

/// The working days after a day, up to another and with it; none where that one is not later.
///
/// A clock that starts on a day counts from the next one, as the insurer's time limits do.
pub fn working_days_after(start: Day, until: Day, holidays: &BTreeSet<Day>) -> u64 {
    let whole_weeks = u64::try_from((until - start).num_days().max(0) / 7).unwrap_or(0);
    let after_weeks = start.checked_add_days(Days::new(whole_weeks * 7)).unwrap_or(until);
    let rest = after_weeks.iter_days().skip(1).take_while(|day| *day <= until);
    let weekdays = rest.filter(|day| is_working_day(*day, &BTreeSet::new())).map(|_| 1).sum::<u64>();
    let off = holidays.iter().filter(|day| start < **day && **day <= until);
    let off = off.filter(|day| is_working_day(**day, &BTreeSet::new())).map(|_| 1).sum::<u64>();
    (whole_weeks * 5 + weekdays).saturating_sub(off)
}

/// The day on which so many working days have passed after a day; the day itself for none. `None` beyond what a
/// calendar holds.
pub fn add_working_days(start: Day, count: u32, holidays: &BTreeSet<Day>) -> Option<Day> {
    let mut day = start;
    for _ in 0..count {
        day = day.succ_opt()?;
        while !is_working_day(day, holidays) {
            day = day.succ_opt()?;
        }
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::parse_day;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn holidays() -> BTreeSet<Day> {
        // Nyepi and Idulfitri of 2026 with the collective leave between them, and a Saturday.
        ["2026-03-18", "2026-03-19", "2026-03-20", "2026-03-21", "2026-03-23", "2026-03-24"].map(day).into()
    }

    #[test]
    fn weekends_and_holidays_do_not_count() {
        let none = BTreeSet::new();
        for (from, until, weekdays, working) in [
            ("2026-03-16", "2026-03-16", 0, 0),
            ("2026-03-16", "2026-03-17", 1, 1),
            ("2026-03-17", "2026-03-25", 6, 1),
            ("2026-03-20", "2026-03-22", 0, 0),
            ("2026-03-13", "2026-03-27", 10, 5),
            ("2026-03-17", "2026-03-16", 0, 0),
        ] {
            let (from, until) = (day(from), day(until));
            assert_eq!(working_days_after(from, until, &none), weekdays, "{from} {until}");
            assert_eq!(working_days_after(from, until, &holidays()), working, "{from} {until}");
        }
    }

    #[test]
    fn three_working_days_after_the_eve_of_a_long_holiday_are_in_the_week_after_it() {
        assert_eq!(add_working_days(day("2026-03-17"), 3, &holidays()), Some(day("2026-03-27")));
        assert_eq!(add_working_days(day("2026-03-17"), 3, &BTreeSet::new()), Some(day("2026-03-20")));
        assert_eq!(add_working_days(day("2026-03-21"), 0, &holidays()), Some(day("2026-03-21")));
    }

    proptest! {
        #[test]
        fn counting_and_adding_agree(start in 0_u64..1_000, count in 0_u32..200, off in prop::collection::btree_set(0_u64..2_000, 0..40)) {
            let first = day("2026-01-01");
            let holidays: BTreeSet<Day> = off.into_iter().map(|days| first + Days::new(days)).collect();
            let start = first + Days::new(start);
            let end = add_working_days(start, count, &holidays).unwrap();
            prop_assert_eq!(working_days_after(start, end, &holidays), u64::from(count));
            let one_by_one = start.iter_days().skip(1).take_while(|day| *day <= end);
            prop_assert_eq!(one_by_one.filter(|day| is_working_day(*day, &holidays)).count(), usize::try_from(count).unwrap());
        }
    }
}
