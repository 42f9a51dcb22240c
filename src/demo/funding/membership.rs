//! What the insurer gave for a period, and what its list says of it.

use chrono::NaiveDate;

use super::TOLD_AFTER;
use crate::demo::calendar::Calendar;
use crate::demo::random::Random;
use crate::domain::Month;

/// What the insurer gave for a period.
#[derive(Clone, PartialEq, Eq)]
pub struct Membership {
    /// Eleven digits.
    pub number: String,
    /// The day on which the office heard of it.
    pub told_on: NaiveDate,
    /// What its newest list says, if it names the worker.
    pub word: Option<Word>,
}

/// A line of the insurer's list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The day of the list.
    pub as_of: NaiveDate,
    /// Whether it misses some months.
    pub in_arrears: bool,
    /// The last month paid, if one is.
    pub paid_until: Option<Month>,
}

/// What the insurer's list of this month says. It leaves some out, and some months were not paid.
pub(super) fn word(random: &mut Random, calendar: &Calendar, from: Month) -> Option<Word> {
    if random.chance(60) {
        return None;
    }
    let as_of = calendar.after(calendar.this_month().first_day(), TOLD_AFTER);
    let behind = if random.chance(40) { -3 } else { -1 };
    let paid_until = calendar.this_month().plus(behind).filter(|month| *month >= from);
    Some(Word { as_of, in_arrears: behind < -1 && paid_until.is_some(), paid_until })
}

/// What the list says of somebody whose last months it misses, so that the membership is cut off soon.
pub(super) fn near_lapse(calendar: &Calendar, from: Month) -> Word {
    let as_of = calendar.after(calendar.this_month().first_day(), TOLD_AFTER);
    let paid_until = calendar.this_month().plus(-2).filter(|month| *month >= from);
    Word { as_of, in_arrears: true, paid_until }
}
