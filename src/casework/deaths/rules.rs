//! The states of a report of death, what may be done with it, and how alike a report and a registration are.

mod likeness;

pub use likeness::{Candidate, Likeness, LikenessReason, NikOf, Told, is_named, likeness};

use crate::domain::{Day, code_list};

code_list! {
    /// How far a report of a death has come.
    pub enum DeathStatus = "death_status" {
        /// It is known whose death it is, and everything that follows is done.
        Recorded = "recorded",
        /// Somebody has to say whose death it is.
        Undecided = "undecided",
        /// Nobody in the register died.
        NotRegistered = "not_registered",
        /// Recorded in error: everything that can be is as before.
        Revoked = "revoked",
    }
}

code_list! {
    /// Where somebody died: a death at work may be a work accident.
    pub enum DeathPlace = "death_place" {
        /// At home.
        Home = "home",
        /// In a hospital or health centre.
        HealthFacility = "health_facility",
        /// At the place of work.
        Workplace = "workplace",
        /// On the road.
        Road = "road",
        /// At sea.
        Sea = "sea",
        /// Anywhere else.
        Elsewhere = "elsewhere",
    }
}

code_list! {
    /// Who told of a death.
    pub enum DeathSource = "death_source" {
        /// The village.
        VillageReport = "village_report",
        /// The civil registry.
        CivilRegistry = "civil_registry",
        /// The insurer.
        Insurer = "insurer",
        /// The family.
        Family = "family",
        /// A claim.
        Claim = "claim",
    }
}

/// What can be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Correct the day, the place and what else is told.
    Update,
    /// Say whose death it is, or that nobody in the register died.
    Decide,
    /// Say that it was recorded in error.
    Revoke,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Update, Self::Decide, Self::Revoke];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Decide => "decide",
            Self::Revoke => "revoke",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Decide => "decided",
            Self::Revoke => "revoked",
        }
    }
}

/// Whether a state allows an action. Who was said not to be registered may be found later after all, and what was recorded of the
/// wrong person is somebody else's death, or was right.
pub const fn allows(status: DeathStatus, action: Action) -> bool {
    match (status, action) {
        (DeathStatus::Recorded, Action::Update | Action::Revoke) => true,
        (DeathStatus::Undecided | DeathStatus::NotRegistered, _) | (DeathStatus::Revoked, Action::Decide) => {
            true
        }
        (DeathStatus::Recorded, Action::Decide) | (DeathStatus::Revoked, Action::Update | Action::Revoke) => {
            false
        }
    }
}

/// What a caller may do to reports at all, and what binds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Record and correct.
    pub record: bool,
    /// Decide and revoke.
    pub decide: bool,
    /// A claim for the death binds it: it is not revoked.
    pub is_bound: bool,
}

impl Rights {
    /// Everything, for telling what a state allows anybody.
    pub const ALL: Self = Self { record: true, decide: true, is_bound: false };
}

/// What this caller may do with a report in this state.
pub fn allowed(status: DeathStatus, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Update => rights.record,
            Action::Decide => rights.decide,
            Action::Revoke => rights.decide && !rights.is_bound,
        })
        .filter(|action| allows(status, *action))
        .map(Action::as_str)
        .collect()
}

/// Why a day of death cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMistake {
    /// After today.
    Future,
    /// Before the birth.
    BeforeBirth,
}

/// Checks a day of death.
pub fn check_day(died_on: Day, birth_on: Option<Day>, today: Day) -> Result<(), DayMistake> {
    if died_on > today {
        Err(DayMistake::Future)
    } else if birth_on.is_some_and(|birth_on| died_on < birth_on) {
        Err(DayMistake::BeforeBirth)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeathStatus::{NotRegistered, Recorded, Revoked, Undecided};

    #[test]
    fn every_state_answers_every_action() {
        let table = [
            (Recorded, vec!["update", "revoke"]),
            (Undecided, vec!["update", "decide", "revoke"]),
            (NotRegistered, vec!["update", "decide", "revoke"]),
            (Revoked, vec!["decide"]),
        ];
        assert_eq!(table.each_ref().map(|(status, _)| *status), DeathStatus::ALL);
        for (status, expected) in table {
            assert_eq!(allowed(status, Rights::ALL), expected, "{status}");
        }
        assert_eq!(allowed(Undecided, Rights { record: true, ..Rights::default() }), ["update"]);
        assert!(allowed(Undecided, Rights::default()).is_empty());
        assert_eq!(allowed(Recorded, Rights { is_bound: true, ..Rights::ALL }), ["update"]);
    }

    #[test]
    fn nobody_dies_tomorrow_or_before_the_birth() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (birth, today) = (day("1982-06-15"), day("2026-11-23"));
        assert_eq!(check_day(today, Some(birth), today), Ok(()));
        assert_eq!(check_day(day("2026-11-24"), None, today), Err(DayMistake::Future));
        assert_eq!(check_day(day("1982-06-14"), Some(birth), today), Err(DayMistake::BeforeBirth));
        assert_eq!(check_day(day("1930-01-01"), None, today), Ok(()));
    }
}
