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
    #[error("A range of months is written YYYY-MM/YYYY-MM.")]
    Format,
    /// One of the two is no month.
    #[error(transparent)]
    Month(#[from] MonthError),
    /// The last month is before the first.
    #[error("The last month must not be before the first.")]
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
            Self::Format => "Rentang bulan ditulis TTTT-BB/TTTT-BB.".into(),
            Self::Month(error) => error.indonesian(),
            Self::Backwards => "Bulan terakhir tidak boleh sebelum bulan pertama.".into(),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    fn any_range() -> impl Strategy<Value = MonthRange> {
        (1990_i32..=2060, 1_u32..=12, 0_i32..=60).prop_filter_map("a range", |(year, month, length)| {
            let from = Month::new(year, month).ok()?;
            MonthRange::new(from, from.plus(length)?).ok()
        })
    }

    #[test]
    fn a_year_has_twelve_months_in_order() -> Result<(), MonthRangeError> {
        let year = MonthRange::parse("2026-01/2026-12")?;
        assert_eq!(year.len(), 12);
        let months: Vec<String> = year.iter().map(|month| month.to_string()).collect();
        assert_eq!(months.first().map(String::as_str), Some("2026-01"));
        assert_eq!(months.last().map(String::as_str), Some("2026-12"));
        assert!(months.is_sorted());
        Ok(())
    }

    #[test]
    fn what_is_no_range_says_why() {
        assert_eq!(MonthRange::parse("2026-05"), Err(MonthRangeError::Format));
        assert_eq!(MonthRange::parse("2026-05/"), Err(MonthRangeError::Month(MonthError::Format)));
        assert_eq!(MonthRange::parse("2026-05/2026-04"), Err(MonthRangeError::Backwards));
        assert_eq!(MonthRangeError::Month(MonthError::Number).code(), "month_number");
    }

    #[test]
    fn neighbours_do_not_overlap() -> Result<(), MonthRangeError> {
        let funded = MonthRange::parse("2026-01/2026-08")?;
        let own = MonthRange::parse("2026-09/2026-12")?;
        assert!(!funded.overlaps(own));
        assert_eq!(funded.intersection(own), None);
        let late = MonthRange::parse("2026-08/2026-12")?;
        assert_eq!(funded.intersection(late), Some(MonthRange::parse("2026-08/2026-08")?));
        Ok(())
    }

    proptest! {
        #[test]
        fn a_range_travels_as_its_text(range in any_range()) {
            assert_travels_as(&range, &range.to_string());
        }

        #[test]
        fn iteration_length_and_membership_agree(range in any_range()) {
            let months: Vec<Month> = range.iter().collect();
            prop_assert_eq!(i64::try_from(months.len()), Ok(range.len()));
            prop_assert!(months.iter().all(|month| range.contains(*month)));
            prop_assert!(!range.from().plus(-1).is_some_and(|month| range.contains(month)));
            prop_assert!(!range.until().plus(1).is_some_and(|month| range.contains(month)));
        }

        #[test]
        fn overlapping_is_sharing_a_month(one in any_range(), other in any_range()) {
            let shared = one.iter().filter(|month| other.contains(*month)).count();
            prop_assert_eq!(one.overlaps(other), shared > 0);
            prop_assert_eq!(one.overlaps(other), other.overlaps(one));
            let intersection = one.intersection(other).map_or(0, MonthRange::len);
            prop_assert_eq!(i64::try_from(shared), Ok(intersection));
        }
    }

    #[test]
    fn a_single_month_is_a_range_of_one() -> Result<(), MonthError> {
        let month = Month::parse("2026-05")?;
        assert_eq!(MonthRange::single(month).iter().collect::<Vec<_>>(), [month]);
        Ok(())
    }
}
