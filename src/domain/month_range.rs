//! Consecutive months.

use std::borrow::Cow;
use std::{fmt, iter};

use super::{Coded, Month, MonthError, string_form};

/// The months from one month until another, both included; never empty. Written `2026-01/2026-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthRange {
    from: Month,
    until: Month,
}

/// Why something is no range of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MonthRangeError {
    /// Not two months with a slash between.
    #[error("a range of months is written YYYY-MM/YYYY-MM")]
    Format,
    /// One of the two is no month.
    #[error(transparent)]
    Month(#[from] MonthError),
    /// The last month is before the first.
    #[error("the last month must not be before the first")]
    Backwards,
}

impl Coded for MonthRangeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "month_range_format",
            Self::Month(error) => error.code(),
            Self::Backwards => "month_range_backwards",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => "rentang bulan ditulis TTTT-BB/TTTT-BB".into(),
            Self::Month(error) => error.indonesian(),
            Self::Backwards => "bulan terakhir tidak boleh sebelum bulan pertama".into(),
        }
    }
}

impl MonthRange {
    /// The months `from` until `until`, both included.
    pub fn new(from: Month, until: Month) -> Result<Self, MonthRangeError> {
        if until < from {
            return Err(MonthRangeError::Backwards);
        }
        Ok(Self { from, until })
    }

    /// One month.
    pub fn single(month: Month) -> Self {
        Self { from: month, until: month }
    }

    /// Reads `YYYY-MM/YYYY-MM`.
    pub fn parse(text: &str) -> Result<Self, MonthRangeError> {
        let (from, until) = text.split_once('/').ok_or(MonthRangeError::Format)?;
        Self::new(Month::parse(from)?, Month::parse(until)?)
    }

    /// The first month.
    pub fn from(self) -> Month {
        self.from
    }

    /// The last month, which belongs to the range.
    pub fn until(self) -> Month {
        self.until
    }

    /// How many months the range has: at least one.
    #[expect(clippy::len_without_is_empty, reason = "a range of months is never empty")]
    pub fn len(self) -> i64 {
        self.from.months_until(self.until) + 1
    }

    /// Whether the month lies in the range.
    pub fn contains(self, month: Month) -> bool {
        self.from <= month && month <= self.until
    }

    /// Whether the two share a month.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    /// The months both have, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.until.min(other.until)).ok()
    }

    /// The months in order.
    pub fn iter(self) -> impl Iterator<Item = Month> {
        iter::successors(Some(self.from), |month| month.plus(1)).take_while(move |month| *month <= self.until)
    }
}

impl fmt::Display for MonthRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.from, self.until)
    }
}

string_form!(MonthRange, MonthRangeError, display);
