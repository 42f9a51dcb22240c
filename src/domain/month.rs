//! A calendar month, the unit in which contributions are owed.

use std::borrow::Cow;
use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::day::{FIRST_YEAR, LAST_YEAR};
use super::{Coded, Day, digits, string_form};

/// A month of a year, written `YYYY-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first_day: NaiveDate,
}

/// Why a text or a pair of numbers is no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MonthError {
    /// Not of the form `YYYY-MM`.
    #[error("A month is written YYYY-MM.")]
    Format,
    /// The year is not between 1900 and 2199.
    #[error("The year must be between 1900 and 2199.")]
    Year,
    /// The month is not between 01 and 12.
    #[error("The month must be between 01 and 12.")]
    Number,
}

impl Coded for MonthError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "month_format",
            Self::Year => "month_year",
            Self::Number => "month_number",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => "Bulan ditulis TTTT-BB, misalnya 2026-05.",
            Self::Year => "Tahun harus antara 1900 dan 2199.",
            Self::Number => "Bulan harus antara 01 dan 12.",
        }
        .into()
    }
}

impl Month {
    /// Reads exactly `YYYY-MM`, around which space is tolerated.
    pub fn parse(text: &str) -> Result<Self, MonthError> {
        let text = text.trim();
        if text.len() != 7 || text.get(4..5) != Some("-") {
            return Err(MonthError::Format);
        }
        let year = digits::number_at(text, 0..4).ok_or(MonthError::Format)?;
        let month = digits::number_at(text, 5..7).ok_or(MonthError::Format)?;
        Self::new(i32::try_from(year).map_err(|_| MonthError::Year)?, month)
    }

    /// A month from its year (1900 to 2199) and its number (1 to 12).
    pub fn new(year: i32, month: u32) -> Result<Self, MonthError> {
        if !u32::try_from(year).is_ok_and(|year| (FIRST_YEAR..=LAST_YEAR).contains(&year)) {
            return Err(MonthError::Year);
        }
        let first_day = NaiveDate::from_ymd_opt(year, month, 1).ok_or(MonthError::Number)?;
        Ok(Self { first_day })
    }

    /// The month in which a day lies: any day has one, also outside the years that can be typed.
    pub fn from_date(day: Day) -> Self {
        Self { first_day: day - Days::new(u64::from(day.day0())) }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.first_day.year()
    }

    /// The number of the month, 1 to 12.
    pub fn month(self) -> u32 {
        self.first_day.month()
    }

    /// The first day of the month.
    pub fn first_day(self) -> Day {
        self.first_day
    }

    /// The last day of the month.
    pub fn last_day(self) -> Day {
        self.first_day + Days::new(u64::from(self.first_day.num_days_in_month()).saturating_sub(1))
    }

    /// The month `count` months later (earlier when negative), or `None` beyond the calendar's end.
    pub fn plus(self, count: i32) -> Option<Self> {
        let distance = Months::new(count.unsigned_abs());
        let first_day = if count < 0 {
            self.first_day.checked_sub_months(distance)
        } else {
            self.first_day.checked_add_months(distance)
        };
        first_day.map(|first_day| Self { first_day })
    }

    /// How many months later `other` is; negative when it is earlier.
    pub fn months_until(self, other: Self) -> i64 {
        other.ordinal() - self.ordinal()
    }

    /// The number of the month counted from the year 0.
    fn ordinal(self) -> i64 {
        i64::from(self.year()) * 12 + i64::from(self.first_day.month0())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year(), self.month())
    }
}

string_form!(Month, MonthError, display);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    fn day(year: i32, month: u32, day: u32) -> Day {
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    fn any_month() -> impl Strategy<Value = Month> {
        (1900_i32..=2199, 1_u32..=12)
            .prop_filter_map("the years a month may have", |(year, month)| Month::new(year, month).ok())
    }

    #[test]
    fn a_month_knows_its_days() -> Result<(), MonthError> {
        let february = Month::parse("2028-02")?;
        assert_eq!((february.first_day(), february.last_day()), (day(2028, 2, 1), day(2028, 2, 29)));
        let december = Month::parse("2026-12")?;
        assert_eq!((december.first_day(), december.last_day()), (day(2026, 12, 1), day(2026, 12, 31)));
        assert_eq!((december.year(), december.month()), (2026, 12));
        Ok(())
    }

    #[test]
    fn what_is_no_month_says_why() {
        for text in ["", "2026", "2026-5", "26-05", "2026/05", "2026-05-01", "+206-05", "2026-0x"] {
            assert_eq!(Month::parse(text), Err(MonthError::Format), "{text}");
        }
        assert_eq!(Month::parse("0206-05"), Err(MonthError::Year));
        assert_eq!(Month::parse("2026-00"), Err(MonthError::Number));
        assert_eq!(Month::parse("2026-13"), Err(MonthError::Number));
        assert_eq!(Month::new(-2026, 5), Err(MonthError::Year));
    }

    #[test]
    fn a_month_beyond_the_calendar_does_not_exist() -> Result<(), MonthError> {
        let month = Month::parse("2026-05")?;
        assert_eq!(month.plus(i32::MAX), None);
        assert_eq!(month.plus(i32::MIN), None);
        Ok(())
    }

    #[test]
    fn the_ends_of_the_calendar_have_months_too() {
        assert_eq!(Month::from_date(NaiveDate::MAX).last_day(), NaiveDate::MAX);
        assert_eq!(Month::from_date(NaiveDate::MIN).first_day(), NaiveDate::MIN);
    }

    proptest! {
        #[test]
        fn a_month_travels_as_its_text(month in any_month()) {
            prop_assert_eq!(Month::parse(&month.to_string()), Ok(month));
            assert_travels_as(&month, &month.to_string());
        }

        #[test]
        fn going_there_and_back_is_staying(month in any_month(), count in -1_000_i32..=1_000) {
            let there = month.plus(count);
            prop_assert_eq!(there.and_then(|there| there.plus(-count)), Some(month));
            prop_assert_eq!(there.map(|there| month.months_until(there)), Some(i64::from(count)));
            prop_assert_eq!(there.map(|there| there > month), Some(count > 0));
        }

        #[test]
        fn months_leave_no_day_between_them(month in any_month()) {
            let next = month.plus(1).map(Month::first_day);
            prop_assert_eq!(month.last_day().succ_opt(), next);
        }

        #[test]
        fn each_day_lies_in_its_month(offset in 0_u64..109_000) {
            let on = day(1900, 1, 1) + Days::new(offset);
            let month = Month::from_date(on);
            prop_assert!(month.first_day() <= on && on <= month.last_day());
            prop_assert_eq!((month.year(), month.month()), (on.year(), on.month()));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,10}") {
            if let Ok(month) = Month::parse(&text) {
                prop_assert_eq!(month.to_string(), text.trim());
            }
        }
    }
}
