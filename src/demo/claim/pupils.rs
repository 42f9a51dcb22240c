//! The children of who died at work: where they stood at school, and how far the scholarships of this school year have come.

use chrono::{Datelike, Days, NaiveDate};

use super::{DemoClaim, DemoClaimState, DemoStep};
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::demo::random::Random;
use crate::demo::{identity, names};
use crate::domain::{Id, Sex, age_on};

/// A child at school.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoChild {
    /// The child's id.
    pub id: Id,
    /// The name.
    pub name: String,
    /// When it was born.
    pub birth_on: NaiveDate,
    /// In which level it was when it happened.
    pub level: EducationLevel,
    /// And in which year of that level.
    pub level_year: i16,
}

/// How far the scholarship of a year has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schooling {
    /// The family claims it.
    Claimed,
    /// A second person has confirmed it with its papers.
    Verified,
    /// The insurer pays.
    Approved,
}

/// The youngest goes to kindergarten, the eldest to the second year of a junior school at most.
const YOUNGEST: u32 = 5;
const ELDEST: u32 = 14;

/// Names the two children of who was born on a day, and leaves their scholarships at the desks: of a claim that is to be paid
/// one is due and the other claimed, of one that was paid the insurer has both.
pub fn enrol(random: &mut Random, birth_on: NaiveDate, claim: &mut DemoClaim, today: NaiveDate) {
    let on = claim.death_on().unwrap_or(claim.event_on);
    let parent = age_on(birth_on, on).unwrap_or(40);
    let eldest = parent.saturating_sub(20).clamp(YOUNGEST + 2, ELDEST);
    for years in [eldest, YOUNGEST] {
        let sex = if random.chance(500) { Sex::Male } else { Sex::Female };
        let year = on.year() - i32::try_from(years).unwrap_or(0);
        let (level, level_year) = school(years);
        claim.children.push(DemoChild {
            id: identity::id(random, claim.filed_on),
            name: names::person(random, sex),
            birth_on: NaiveDate::from_yo_opt(year, 1 + random.below(300)).unwrap_or(on),
            level,
            level_year,
        });
    }
    let come: &[(usize, Schooling)] = match claim.state {
        DemoClaimState::Approved => &[(1, Schooling::Claimed)],
        DemoClaimState::Paid => &[(0, Schooling::Verified), (1, Schooling::Approved)],
        _ => &[],
    };
    let last = claim.steps.last().map_or(claim.filed_on, |(day, _)| *day);
    let recent = today.checked_sub_days(Days::new(u64::from(1 + random.below(6)))).unwrap_or(today);
    let day = recent.max(last);
    claim.steps.extend(come.iter().map(|(child, schooling)| (day, DemoStep::School(*child, *schooling))));
}

/// Where a child of so many years is.
fn school(years: u32) -> (EducationLevel, i16) {
    let (level, before) = match years {
        ..=6 => (EducationLevel::Kindergarten, 4),
        7..=12 => (EducationLevel::Primary, 6),
        _ => (EducationLevel::Junior, 12),
    };
    (level, i16::try_from(years.saturating_sub(before)).unwrap_or(1).max(1))
}
