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
    #[error("a month is written YYYY-MM")]
    Format,
    /// The year is not between 1900 and 2199.
    #[error("the year must be between 1900 and 2199")]
    Year,
    /// The month is not between 01 and 12.
    #[error("the month must be between 01 and 12")]
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
            Self::Format => "bulan ditulis TTTT-BB, misalnya 2026-05",
            Self::Year => "tahun harus antara 1900 dan 2199",
            Self::Number => "bulan harus antara 01 dan 12",
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
