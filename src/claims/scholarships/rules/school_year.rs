//! School years, which are named by both calendar years that they touch.

use std::borrow::Cow;
use std::fmt;

use chrono::Datelike as _;

use crate::domain::{Coded, Day, string_form};

/// A school year: `2026/2027`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchoolYear(i32);

/// Why a text is no school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SchoolYearError {
    /// Not two years with a slash, or not two that follow each other.
    #[error("A school year is named by two years that follow each other: 2026/2027.")]
    Form,
}

impl Coded for SchoolYearError {
    fn code(&self) -> &'static str {
        "school_year_form"
    }

    fn indonesian(&self) -> Cow<'static, str> {
        "Tahun ajaran ditulis dengan dua tahun berurutan: 2026/2027.".into()
    }
}

impl SchoolYear {
    /// The school year that begins in a calendar year.
    pub const fn beginning_in(year: i32) -> Self {
        Self(year)
    }

    /// Reads both years.
    pub fn parse(text: &str) -> Result<Self, SchoolYearError> {
        let year = |part: &str| match part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()) {
            true => part.parse::<i32>().ok().filter(|year| (1900..=2999).contains(year)),
            false => None,
        };
        let (first, second) = text.trim().split_once('/').ok_or(SchoolYearError::Form)?;
        match (year(first), year(second)) {
            (Some(first), Some(second)) if second == first + 1 => Ok(Self(first)),
            _ => Err(SchoolYearError::Form),
        }
    }

    /// The school year of a day, where school years begin with a month.
    pub fn of(day: Day, start_month: u32) -> Self {
        if day.month() >= start_month { Self(day.year()) } else { Self(day.year() - 1) }
    }

    /// The calendar year in which it begins.
    pub const fn first(self) -> i32 {
        self.0
    }

    /// The school year after it.
    pub const fn following(self) -> Self {
        Self(self.0 + 1)
    }

    /// The day on which it begins; `None` for a month that no year has.
    pub fn begins_on(self, start_month: u32) -> Option<Day> {
        Day::from_ymd_opt(self.0, start_month, 1)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.0, self.0 + 1)
    }
}

string_form!(SchoolYear, SchoolYearError, display);

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_school_year_is_read_as_it_is_written() {
        let year = SchoolYear::parse("2026/2027").unwrap();
        assert_eq!((year.first(), year.to_string().as_str()), (2026, "2026/2027"));
        for wrong in ["2026", "2026/2028", "2027/2026", "26/27", "2026-2027", "+026/2027", "1899/1900", ""] {
            assert_eq!(SchoolYear::parse(wrong), Err(SchoolYearError::Form), "{wrong}");
        }
    }

    #[test]
    fn a_school_year_begins_with_its_month() {
        assert_eq!(SchoolYear::of(day("2026-06-30"), 7).to_string(), "2025/2026");
        assert_eq!(SchoolYear::of(day("2026-07-01"), 7).to_string(), "2026/2027");
        assert_eq!(SchoolYear::beginning_in(2026).begins_on(7), Some(day("2026-07-01")));
        assert_eq!(SchoolYear::beginning_in(2026).begins_on(13), None);
    }
}
