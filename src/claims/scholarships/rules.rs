//! Which children get a scholarship, for which years, and what may be done when.

mod entitlement;
mod errors;
mod papers;
mod school_year;

pub use entitlement::{Entitlement, Event, entitlements, event};
pub use errors::ScholarshipError;
pub use papers::{ChildPaper, is_for};
pub use school_year::{SchoolYear, SchoolYearError};

use super::codes::{ChildAction, LapseReason, ScholarshipAction, ScholarshipStatus};
use crate::claims::cases::codes::ClaimStatus;
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::domain::{Day, age_on};

/// Whether a claim in a state has children: families state them with the claim, and care for them long after it is paid.
pub fn takes_children(claim: ClaimStatus) -> bool {
    !matches!(claim, ClaimStatus::Withdrawn | ClaimStatus::Rejected)
}

/// Whether scholarships can be claimed: once the insurer pays at all.
pub fn takes_scholarships(claim: ClaimStatus) -> bool {
    matches!(claim, ClaimStatus::Approved | ClaimStatus::Paid)
}

/// Whether a scholarship counts among the years that were used.
pub fn is_living(status: ScholarshipStatus) -> bool {
    !matches!(status, ScholarshipStatus::Rejected | ScholarshipStatus::Withdrawn)
}

/// Whether nobody may exchange who is paid any more: the second person has seen to whom it goes.
pub fn is_on_its_way(status: ScholarshipStatus) -> bool {
    matches!(status, ScholarshipStatus::Verified | ScholarshipStatus::Approved)
}

/// Whether the state of a scholarship allows an action.
pub fn allows(status: ScholarshipStatus, action: ScholarshipAction) -> bool {
    use ScholarshipStatus::*;
    match action {
        ScholarshipAction::Verify => status == Claimed,
        ScholarshipAction::Withdraw => matches!(status, Claimed | Verified),
        ScholarshipAction::RecordDecision => status == Verified,
        ScholarshipAction::VoidDecision => matches!(status, Approved | Rejected),
        ScholarshipAction::RecordPayment => status == Approved,
        ScholarshipAction::VoidPayment => status == Paid,
    }
}

/// What may be done with a child of a claim, whoever asks.
pub fn child_actions(claim: ClaimStatus, is_lapsed: bool, is_used: bool) -> Vec<ChildAction> {
    if !takes_children(claim) {
        return Vec::new();
    }
    let may = |action: &ChildAction| match action {
        ChildAction::Edit => true,
        ChildAction::Delete => !is_used,
        ChildAction::ClaimScholarship => takes_scholarships(claim),
        ChildAction::Lapse => !is_lapsed,
        ChildAction::Reinstate => is_lapsed,
    };
    ChildAction::ALL.iter().copied().filter(may).collect()
}

/// A child as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pupil {
    /// When it was born.
    pub birth_on: Day,
    /// Since when and why it gets no more.
    pub lapse: Option<(Day, LapseReason)>,
}

/// A year that is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Which year.
    pub year: SchoolYear,
    /// In which level the child is then.
    pub level: EducationLevel,
}

/// When a year is claimed, and since when there is anything to claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The day of the death or accident.
    pub event_on: Day,
    /// Today.
    pub today: Day,
    /// The month with which school years begin.
    pub start_month: u32,
}

/// What the dated rules give for a year, or everything that stands in its way. `used` are the child's other years that count.
pub fn judge<'e>(
    entitlements: &'e [Entitlement],
    pupil: Pupil,
    used: &[Wanted],
    wanted: Wanted,
    calendar: Calendar,
) -> Result<&'e Entitlement, Vec<ScholarshipError>> {
    let mut errors = Vec::new();
    let begins_on = wanted.year.begins_on(calendar.start_month);
    if begins_on.is_none_or(|day| day > calendar.today) {
        errors.push(ScholarshipError::NotBegun);
    }
    if wanted.year < SchoolYear::of(calendar.event_on, calendar.start_month) {
        errors.push(ScholarshipError::BeforeEvent);
    }
    let ends_on = wanted.year.following().begins_on(calendar.start_month);
    if ends_on.is_some_and(|day| day <= pupil.birth_on) {
        errors.push(ScholarshipError::BeforeBirth);
    }
    // Of the year of the event the day of the event counts: before it nobody was entitled to anything.
    let judged_on = begins_on.map(|day| day.max(calendar.event_on));
    if pupil.lapse.is_some_and(|(lapsed_on, _)| judged_on.is_none_or(|day| lapsed_on <= day)) {
        errors.push(ScholarshipError::Lapsed);
    }
    errors.extend(out_of_order(used, wanted));
    let own = entitlements.iter().find(|one| one.level == wanted.level);
    let Some(own) = own else {
        errors.push(ScholarshipError::NoLevel);
        return Err(errors);
    };
    let age = judged_on.and_then(|day| age_on(pupil.birth_on, day));
    if age.is_some_and(|age| i64::from(age) >= own.age_below) {
        errors.push(ScholarshipError::TooOld(own.age_below));
    }
    let years = used.iter().filter(|other| other.level == wanted.level).count();
    if i64::try_from(years).is_ok_and(|years| years >= own.years) {
        errors.push(ScholarshipError::UsedUp(own.years));
    }
    if errors.is_empty() { Ok(own) } else { Err(errors) }
}

/// Nobody goes back to a level below one of an earlier year, nor was in one above that of a later year.
fn out_of_order(used: &[Wanted], wanted: Wanted) -> Vec<ScholarshipError> {
    let is_below = used.iter().any(|other| other.year < wanted.year && other.level > wanted.level);
    let is_above = used.iter().any(|other| other.year > wanted.year && other.level < wanted.level);
    let found =
        [(is_below, ScholarshipError::BelowEarlier), (is_above, ScholarshipError::AboveLater)].into_iter();
    found.filter_map(|(is_so, error)| is_so.then_some(error)).collect()
}

#[cfg(test)]
mod tests;
