//! When things happen in a village: its enumeration in the year before, its rounds of enrolment in this one.

use chrono::{Datelike, Days, NaiveDate};

use super::random::Random;
use crate::domain::Month;

/// The days of a village.
#[derive(Clone, Copy)]
pub struct Calendar {
    /// The day of the village's own enumeration, in the year before.
    pub enumerated_on: NaiveDate,
    /// The first month of those who were enrolled after January.
    pub second_round: Month,
    /// The day of the newest proposals, of which some wait for their approval and others for the insurer.
    pub newest_on: NaiveDate,
    /// The day on which the whole roster stands.
    pub today: NaiveDate,
}

impl Calendar {
    /// The villages take turns from July to October; after that, new people come every week.
    pub fn new(random: &mut Random, today: NaiveDate) -> Self {
        let july = NaiveDate::from_ymd_opt(today.year() - 1, 7, 6).unwrap_or(today);
        let turn = 12 * random.below(10);
        // In January there has been no other round yet.
        let later = (1 + random.below(today.month0())).min(today.month0());
        Self {
            enumerated_on: after(july, turn, today),
            second_round: month_after(january(today), later),
            newest_on: before(today, 8 + random.below(7)),
            today,
        }
    }

    /// The first month of the year.
    pub fn january(&self) -> Month {
        january(self.today)
    }

    /// The last month of the year, to which the regency's money lasts.
    pub fn december(&self) -> Month {
        month_after(january(self.today), 11)
    }

    /// The month of today.
    pub fn this_month(&self) -> Month {
        Month::from_date(self.today)
    }

    /// The day so many days later, but today at the latest.
    pub fn after(&self, day: NaiveDate, days: u32) -> NaiveDate {
        after(day, days, self.today)
    }

    /// The day so many days before today, but not in the year before.
    pub fn ago(&self, days: u32) -> NaiveDate {
        before(self.today, days).max(self.january().first_day())
    }

    /// A day of a span, both ends included.
    pub fn between(&self, random: &mut Random, first: NaiveDate, last: NaiveDate) -> NaiveDate {
        let span = u32::try_from((last - first).num_days().max(0)).unwrap_or(0);
        after(first, random.below(span + 1), last.max(first))
    }
}

/// The first month of a day's year.
pub fn january(today: NaiveDate) -> Month {
    Month::from_date(today.with_ordinal(1).unwrap_or(today))
}

/// The month so many months later.
pub fn month_after(month: Month, months: u32) -> Month {
    i32::try_from(months).ok().and_then(|months| month.plus(months)).unwrap_or(month)
}

fn after(day: NaiveDate, days: u32, at_most: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(at_most).min(at_most)
}

fn before(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_year_has_a_calendar_without_a_day_to_come() {
        let first = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        for today in first.iter_days().take(365) {
            let mut random = Random::new(u64::from(today.ordinal()), "calendar");
            let calendar = Calendar::new(&mut random, today);
            assert!(calendar.enumerated_on.year() == 2026 && calendar.enumerated_on.month() >= 7);
            assert!(calendar.second_round >= calendar.january());
            assert!(calendar.second_round <= calendar.this_month());
            assert!(calendar.newest_on < today && calendar.newest_on > calendar.enumerated_on);
            assert!(calendar.ago(30).year() == 2027);
            let day = calendar.between(&mut random, calendar.ago(5), today);
            assert!(day <= today && day >= calendar.ago(5));
        }
    }
}
