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
    #[error("A day is written YYYY-MM-DD.")]
    Format,
    /// The year is not between 1900 and 2199.
    #[error("The year must be between 1900 and 2199.")]
    Year,
    /// The calendar has no such day.
    #[error("This day does not exist in the calendar.")]
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
            Self::Format => "Tanggal ditulis TTTT-BB-HH, misalnya 2026-05-31.",
            Self::Year => "Tahun harus antara 1900 dan 2199.",
            Self::Impossible => "Tanggal ini tidak ada dalam kalender.",
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn the_day_turns_at_five_in_the_afternoon_utc() {
        assert_eq!(wib_today(utc("2026-11-23T16:59:59Z")), day(2026, 11, 23));
        assert_eq!(wib_today(utc("2026-11-23T17:00:00Z")), day(2026, 11, 24));
        assert_eq!(wib_today(utc("2026-12-31T17:00:00Z")), day(2027, 1, 1));
    }

    #[test]
    fn a_year_of_age_is_complete_on_the_birthday() {
        let birth = day(1961, 11, 24);
        assert_eq!(age_on(birth, day(2026, 11, 23)), Some(64));
        assert_eq!(age_on(birth, day(2026, 11, 24)), Some(65));
        assert_eq!(age_on(birth, birth), Some(0));
        assert_eq!(age_on(birth, day(1961, 11, 23)), None);
    }

    #[test]
    fn a_leap_day_birth_completes_a_common_year_on_the_first_of_march() {
        let birth = day(1960, 2, 29);
        assert_eq!(age_on(birth, day(2025, 2, 28)), Some(64));
        assert_eq!(age_on(birth, day(2025, 3, 1)), Some(65));
        assert_eq!(age_on(birth, day(2024, 2, 28)), Some(63));
        assert_eq!(age_on(birth, day(2024, 2, 29)), Some(64));
    }

    #[test]
    fn what_is_no_day_says_why() {
        for text in ["", "2026-5-1", "2026/05/01", "01-05-2026", "+2026-05-1", "2026-05-01T00", "20260501"] {
            assert_eq!(parse_day(text), Err(DayError::Format), "{text}");
        }
        assert_eq!(parse_day("0206-05-01"), Err(DayError::Year));
        assert_eq!(parse_day("2200-01-01"), Err(DayError::Year));
        assert_eq!(parse_day("2026-02-29"), Err(DayError::Impossible));
        assert_eq!(parse_day("2026-00-10"), Err(DayError::Impossible));
        assert_eq!(parse_day("2026-13-01"), Err(DayError::Impossible));
        assert_eq!(parse_day(" 2024-02-29 "), Ok(day(2024, 2, 29)));
    }

    proptest! {
        #[test]
        fn a_written_day_is_read_as_itself(offset in 0_u64..109_000) {
            let written = day(1900, 1, 1) + chrono::Days::new(offset);
            prop_assert_eq!(parse_day(&written.to_string()), Ok(written));
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,14}") {
            if let Ok(read) = parse_day(&text) {
                prop_assert_eq!(read.to_string(), text.trim());
            }
        }

        #[test]
        fn age_never_falls_as_days_pass(birth in 0_u64..40_000, passed in 0_u64..40_000) {
            let birth = day(1900, 1, 1) + chrono::Days::new(birth);
            let on = birth + chrono::Days::new(passed);
            prop_assert!(age_on(birth, on).is_some());
            prop_assert!(age_on(birth, on) <= age_on(birth, on + chrono::Days::new(1)));
        }
    }
}
