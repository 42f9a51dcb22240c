//! Calendar days, which are days in WIB (Asia/Jakarta, +07:00, without summer time).

use std::borrow::Cow;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::{Coded, digits};

/// A calendar day in WIB.
pub type Day = NaiveDate;

const WIB: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(offset) => offset,
    None => panic!("seven hours east is an offset"),
};

/// Years outside these are taken for slips of the keyboard, in days and in months.
pub(super) const FIRST_YEAR: u32 = 1900;
pub(super) const LAST_YEAR: u32 = 2199;

/// Why a text is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("a day is written YYYY-MM-DD")]
    Format,
    /// The year is not between 1900 and 2199.
    #[error("the year must be between 1900 and 2199")]
    Year,
    /// The calendar has no such day.
    #[error("this day does not exist in the calendar")]
    Impossible,
}

impl Coded for DayError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "day_format",
            Self::Year => "day_year",
            Self::Impossible => "day_impossible",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => "tanggal ditulis TTTT-BB-HH, misalnya 2026-05-31",
            Self::Year => "tahun harus antara 1900 dan 2199",
            Self::Impossible => "tanggal ini tidak ada dalam kalender",
        }
        .into()
    }
}

/// The day it is in WIB at this instant.
pub fn wib_today(now: DateTime<Utc>) -> Day {
    now.with_timezone(&WIB).date_naive()
}

/// Reads exactly `YYYY-MM-DD`, around which space is tolerated.
///
/// chrono's own reading also takes `2026-5-1` and years with a sign, which in a form are mistakes.
pub fn parse_day(text: &str) -> Result<Day, DayError> {
    let text = text.trim();
    let separators = [text.get(4..5), text.get(7..8)];
    if text.len() != 10 || separators != [Some("-"), Some("-")] {
        return Err(DayError::Format);
    }
    let year = digits::number_at(text, 0..4).ok_or(DayError::Format)?;
    let month = digits::number_at(text, 5..7).ok_or(DayError::Format)?;
    let day = digits::number_at(text, 8..10).ok_or(DayError::Format)?;
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(DayError::Year);
    }
    let year = i32::try_from(year).map_err(|_| DayError::Year)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DayError::Impossible)
}

/// The completed years of age on a day, or `None` before birth.
///
/// Somebody born on 29 February completes a year on 1 March of a common year. No regulation of the
/// programmes says otherwise, and of the two readings this is the one that keeps nobody out a day early.
pub fn age_on(birth: Day, day: Day) -> Option<u32> {
    day.years_since(birth)
}
