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

/// What of a benefit was or is late, by the days: each transfer by its own day, and what is open by today. `None` where that
/// cannot be stored.
///
/// The approved amount may contain a late fee that was granted with it. No fee is owed for that, though every transfer is a
/// share of the whole and so contains a part of it. The transfers up to each one contain as much of the benefit as they are of
/// the whole, rounded down to whole rupiah, and the transfer itself what this adds to the ones before it. So what was
/// transferred and what is open add up to the benefit, to the rupiah.
pub fn late_parts(
    (approved, granted_fee): (Rupiah, Rupiah),
    transfers: &[(Rupiah, Day)],
    due_on: Day,
    today: Day,
) -> Option<BTreeMap<i64, Rupiah>> {
    let benefit = approved.checked_sub(granted_fee)?;
    let mut parts: BTreeMap<i64, Rupiah> = BTreeMap::new();
    let (mut paid, mut counted) = (Rupiah::ZERO, Rupiah::ZERO);
    for (amount, paid_on) in transfers {
        paid = paid.checked_add(*amount)?;
        let so_far = part_of(benefit, paid, approved)?;
        add(&mut parts, (*paid_on - due_on).num_days(), so_far.checked_sub(counted)?)?;
        counted = so_far;
    }
    add(&mut parts, (today - due_on).num_days(), benefit.checked_sub(counted)?)?;
    Some(parts)
}

/// As much of a benefit as a payment is of the whole amount, rounded down to whole rupiah.
fn part_of(benefit: Rupiah, paid: Rupiah, whole: Rupiah) -> Option<Rupiah> {
    let product = i128::from(benefit.amount()) * i128::from(paid.amount());
    let part = product.checked_div(i128::from(whole.amount()))?;
    i64::try_from(part).ok().map(Rupiah::new)
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

/// What is still owed of a fee after what was granted of it: never less than nothing. `None` where it cannot be stored.
pub fn still_owed(fee: Rupiah, granted: Rupiah) -> Option<Rupiah> {
    fee.checked_sub(granted).map(|open| open.max(Rupiah::ZERO))
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

    fn paid(transfers: &[(i64, &str)]) -> Vec<(Rupiah, Day)> {
        transfers.iter().map(|(amount, on)| (Rupiah::new(*amount), day(on))).collect()
    }

    #[test]
    fn one_per_cent_a_day_is_owed_of_each_part_for_its_own_days() {
        let (due_on, today) = (day("2026-03-27"), day("2026-05-17"));
        let fee = |approved: i64, transfers: &[(i64, &str)]| {
            let approved = (Rupiah::new(approved), Rupiah::ZERO);
            let parts = late_parts(approved, &paid(transfers), due_on, today)?;
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
    fn no_fee_is_owed_for_a_fee_that_was_granted_and_paid_in_shares() {
        let (due_on, today) = (day("2026-03-27"), day("2026-05-17"));
        let parts = |approved: i64, granted: i64, transfers: &[(i64, &str)]| {
            let approved = (Rupiah::new(approved), Rupiah::new(granted));
            let parts = late_parts(approved, &paid(transfers), due_on, today)?;
            Some(parts.into_iter().map(|(days, part)| (days, part.amount())).collect::<Vec<_>>())
        };
        assert_eq!(parts(42_420_000, 420_000, &[]), Some(vec![(51, 42_000_000)]));
        let both = [(21_210_000, "2026-04-02"), (10_605_000, "2026-04-03")];
        let each = vec![(6, 21_000_000), (7, 10_500_000), (51, 10_500_000)];
        assert_eq!(parts(42_420_000, 420_000, &both), Some(each));
        // A hundred and a fee of one in thirds: 34.65, 67.32 and 100 after each transfer, rounded down.
        let thirds = [(35, "2026-04-02"), (33, "2026-04-03"), (33, "2026-04-04")];
        assert_eq!(parts(101, 1, &thirds), Some(vec![(6, 34), (7, 33), (8, 33)]));
        assert_eq!(parts(101, 1, &thirds[..1]), Some(vec![(6, 34), (51, 66)]));
        assert_eq!(parts(5, 5, &[(5, "2026-04-02")]), Some(vec![]));
        let owed = |fee, granted| still_owed(Rupiah::new(fee), Rupiah::new(granted)).map(Rupiah::amount);
        assert_eq!([owed(3, 0), owed(3, 2), owed(3, 4)], [Some(3), Some(1), Some(0)]);
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
