//! What is told of a death, and what became of it.

use uuid::Uuid;

use super::Suggestion;
use crate::casework::deaths::model::{DeadCard, DeathRow};
use crate::casework::deaths::rules::{DeathPlace, DeathSource};
use crate::domain::{Day, Nik, PersonName, RegionCode};

/// A death to be recorded.
pub struct NewDeath {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub who: Who,
    /// When, where, who told.
    pub facts: Facts,
    /// The list and the row with which it comes.
    pub list: Option<(Uuid, i32)>,
}

/// Whose death it is.
pub enum Who {
    /// Of this registration.
    Worker(Uuid),
    /// Of somebody of whom a report tells.
    Told {
        /// The NIK.
        nik: Option<Nik>,
        /// Name and village, which are needed where nobody has the NIK.
        named: Option<(PersonName, RegionCode)>,
        /// The day of birth.
        birth_on: Option<Day>,
    },
    /// Of whoever has a NIK, told without a village.
    Numbered {
        /// The NIK.
        nik: Nik,
        /// The name.
        name: Option<PersonName>,
        /// The day of birth.
        birth_on: Option<Day>,
    },
}

/// When and where somebody died, and who told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day.
    pub died_on: Day,
    /// The place.
    pub place: Option<DeathPlace>,
    /// What happened.
    pub circumstances: Option<String>,
    /// Who told.
    pub source: DeathSource,
    /// On what paper.
    pub evidence: Option<String>,
}

/// A report as it was recorded.
pub struct Recorded {
    /// The report.
    pub row: DeathRow,
    /// The registration of the dead.
    pub card: Option<DeadCard>,
    /// Whether a claim binds it, so that it is not revoked.
    pub is_bound: bool,
    /// Whom it may mean, where nobody has decided.
    pub suggestions: Vec<Suggestion>,
}
