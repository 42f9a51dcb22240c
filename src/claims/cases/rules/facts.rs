//! The facts of a claim: which days fit each other, and what deserves a second look.

use std::borrow::Cow;

use crate::claims::cases::codes::{ClaimKind, ClaimWarning};
use crate::domain::{Coded, Day};

/// What happened and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What is claimed.
    pub kind: ClaimKind,
    /// The day of the death or accident, or from which old-age savings are claimed.
    pub event_on: Day,
    /// The day on which a work accident ended in death.
    pub died_on: Option<Day>,
    /// The day on which the family or the worker reported it.
    pub reported_on: Day,
}

/// Why facts do not fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// The event lies ahead.
    #[error("The day lies in the future.")]
    EventInFuture,
    /// It happened before the worker was born.
    #[error("The day lies before the worker was born.")]
    EventBeforeBirth,
    /// The report lies ahead.
    #[error("The day of the report lies in the future.")]
    ReportInFuture,
    /// Reported before it happened.
    #[error("The day of the report lies before the event.")]
    ReportBeforeEvent,
    /// Only a work accident has a day of death apart from its event.
    #[error("Only a work accident has a day of death of its own.")]
    DeathApart,
    /// Died before the accident.
    #[error("The day of death lies before the accident.")]
    DeathBeforeEvent,
    /// The death lies ahead.
    #[error("The day of death lies in the future.")]
    DeathInFuture,
}

impl FactError {
    /// The field that is to blame.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::EventInFuture | Self::EventBeforeBirth => "/event_on",
            Self::ReportInFuture | Self::ReportBeforeEvent => "/reported_on",
            Self::DeathApart | Self::DeathBeforeEvent | Self::DeathInFuture => "/died_on",
        }
    }
}

impl Coded for FactError {
    fn code(&self) -> &'static str {
        match self {
            Self::EventInFuture => "event_in_future",
            Self::EventBeforeBirth => "event_before_birth",
            Self::ReportInFuture => "report_in_future",
            Self::ReportBeforeEvent => "report_before_event",
            Self::DeathApart => "death_only_with_work_accident",
            Self::DeathBeforeEvent => "death_before_event",
            Self::DeathInFuture => "death_in_future",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::EventInFuture => "Tanggal kejadian berada di masa depan.",
            Self::EventBeforeBirth => "Tanggal kejadian mendahului kelahiran pekerja.",
            Self::ReportInFuture => "Tanggal laporan berada di masa depan.",
            Self::ReportBeforeEvent => "Tanggal laporan mendahului kejadian.",
            Self::DeathApart => "Hanya kecelakaan kerja yang memiliki tanggal meninggal tersendiri.",
            Self::DeathBeforeEvent => "Tanggal meninggal mendahului kecelakaan.",
            Self::DeathInFuture => "Tanggal meninggal berada di masa depan.",
        }
        .into()
    }
}

impl Facts {
    /// Everything that does not fit; `birth_on` is the worker's day of birth, where it is known.
    pub fn errors(&self, birth_on: Option<Day>, today: Day) -> Vec<FactError> {
        let died_on = self.died_on;
        [
            (self.event_on > today, FactError::EventInFuture),
            (birth_on.is_some_and(|birth| self.event_on < birth), FactError::EventBeforeBirth),
            (self.reported_on > today, FactError::ReportInFuture),
            (self.reported_on < self.event_on, FactError::ReportBeforeEvent),
            (died_on.is_some() && self.kind != ClaimKind::WorkAccident, FactError::DeathApart),
            (died_on.is_some_and(|day| day < self.event_on), FactError::DeathBeforeEvent),
            (died_on.is_some_and(|day| day > today), FactError::DeathInFuture),
        ]
        .into_iter()
        .filter_map(|(applies, error)| applies.then_some(error))
        .collect()
    }

    /// Whether the worker is dead, so that heirs are paid.
    pub fn is_fatal(&self) -> bool {
        match self.kind {
            ClaimKind::Death => true,
            ClaimKind::WorkAccident => self.died_on.is_some(),
            ClaimKind::OldAge => false,
        }
    }

    /// The day of the death that is claimed for; none where the worker lives.
    pub fn death_on(&self) -> Option<Day> {
        self.is_fatal().then(|| self.died_on.unwrap_or(self.event_on))
    }

    /// What a person should look at. `lapse_years` is the dated parameter; where the rules know none, nothing lapses.
    pub fn warnings(&self, lapse_years: Option<u32>) -> Vec<ClaimWarning> {
        let age = self.reported_on.years_since(self.event_on);
        let lapsed = self.kind == ClaimKind::WorkAccident
            && lapse_years.zip(age).is_some_and(|(years, age)| age >= years);
        if lapsed { vec![ClaimWarning::WorkAccidentLapsed] } else { Vec::new() }
    }

    /// The same event under the other kind: a death becomes a work accident that ended on that day, which
    /// happened on `accident_on`; a fatal work accident becomes a death. `None` for everything else.
    pub fn reclassified(&self, accident_on: Option<Day>) -> Option<Self> {
        match (self.kind, self.died_on) {
            (ClaimKind::Death, None) => Some(Self {
                kind: ClaimKind::WorkAccident,
                event_on: accident_on.unwrap_or(self.event_on),
                died_on: Some(self.event_on),
                ..*self
            }),
            (ClaimKind::WorkAccident, Some(died_on)) => {
                // Nobody reports a death before it: an accident that was reported first is a report of the death
                // on the day of death at the earliest.
                let reported_on = self.reported_on.max(died_on);
                Some(Self { kind: ClaimKind::Death, event_on: died_on, died_on: None, reported_on })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn facts(kind: ClaimKind, event_on: &str, died_on: Option<&str>, reported_on: &str) -> Facts {
        Facts { kind, event_on: day(event_on), died_on: died_on.map(day), reported_on: day(reported_on) }
    }

    #[test]
    fn days_that_fit_are_accepted() {
        let today = day("2026-11-23");
        for fitting in [
            facts(ClaimKind::Death, "2026-11-23", None, "2026-11-23"),
            facts(ClaimKind::WorkAccident, "2026-01-01", Some("2026-02-01"), "2026-01-02"),
            facts(ClaimKind::OldAge, "2026-01-01", None, "2026-11-01"),
        ] {
            assert_eq!(fitting.errors(Some(day("2026-01-01")), today), []);
        }
    }

    #[test]
    fn everything_that_does_not_fit_is_named() {
        let today = day("2026-11-23");
        let wrong = facts(ClaimKind::Death, "2026-11-24", Some("2026-11-25"), "2026-11-24");
        use FactError::*;
        assert_eq!(wrong.errors(None, today), [EventInFuture, ReportInFuture, DeathApart, DeathInFuture]);
        let wrong = facts(ClaimKind::WorkAccident, "2026-05-02", Some("2026-05-01"), "2026-05-01");
        assert_eq!(wrong.errors(None, today), [ReportBeforeEvent, DeathBeforeEvent]);
        let unborn = facts(ClaimKind::OldAge, "1982-06-14", None, "2026-05-01");
        assert_eq!(unborn.errors(Some(day("1982-06-15")), today), [EventBeforeBirth]);
    }

    #[test]
    fn only_a_death_pays_heirs() {
        assert!(facts(ClaimKind::Death, "2026-01-01", None, "2026-01-01").is_fatal());
        assert!(facts(ClaimKind::WorkAccident, "2026-01-01", Some("2026-01-01"), "2026-01-01").is_fatal());
        assert!(!facts(ClaimKind::WorkAccident, "2026-01-01", None, "2026-01-01").is_fatal());
        assert!(!facts(ClaimKind::OldAge, "2026-01-01", None, "2026-01-01").is_fatal());
    }

    #[test]
    fn a_work_accident_reported_after_the_years_is_a_warning_and_a_death_never_is() {
        let on_time = facts(ClaimKind::WorkAccident, "2021-11-23", None, "2026-11-22");
        let late = facts(ClaimKind::WorkAccident, "2021-11-23", None, "2026-11-23");
        assert_eq!(on_time.warnings(Some(5)), []);
        assert_eq!(late.warnings(Some(5)), [ClaimWarning::WorkAccidentLapsed]);
        assert_eq!(late.warnings(None), []);
        assert_eq!(facts(ClaimKind::Death, "1999-01-01", None, "2026-11-23").warnings(Some(5)), []);
    }

    #[test]
    fn reclassifying_there_and_back_gives_the_same_facts() {
        let death = facts(ClaimKind::Death, "2026-05-03", None, "2026-05-04");
        let accident = death.reclassified(Some(day("2026-05-01"))).unwrap();
        assert_eq!(accident, facts(ClaimKind::WorkAccident, "2026-05-01", Some("2026-05-03"), "2026-05-04"));
        assert_eq!(accident.reclassified(None), Some(death));
        assert_eq!(facts(ClaimKind::WorkAccident, "2026-05-01", None, "2026-05-04").reclassified(None), None);
        assert_eq!(facts(ClaimKind::OldAge, "2026-05-01", None, "2026-05-04").reclassified(None), None);
    }
}
