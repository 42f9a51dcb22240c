//! Which claims cannot belong to one person.

use crate::claims::cases::codes::{ClaimKind, ClaimStatus};
use crate::domain::Day;

/// A claim of one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// What is claimed.
    pub kind: ClaimKind,
    /// How far it has come.
    pub status: ClaimStatus,
    /// The day of the event.
    pub event_on: Day,
    /// Whether it tells of a death.
    pub is_fatal: bool,
}

impl Claimed {
    fn is_open(self) -> bool {
        !matches!(self.status, ClaimStatus::Paid | ClaimStatus::Rejected | ClaimStatus::Withdrawn)
    }

    fn counts(self) -> bool {
        self.status != ClaimStatus::Withdrawn
    }
}

/// Why claims of two registrations stand in the way of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Both have a claim on its way.
    BothOpen,
    /// Both claim the same event, or a death.
    SameEvent,
}

/// What stands in the way, the worse first.
pub fn clash(into: &[Claimed], merged: &[Claimed]) -> Option<Clash> {
    let pairs = || into.iter().flat_map(|one| merged.iter().map(move |other| (*one, *other)));
    let same = |(one, other): (Claimed, Claimed)| {
        let event = one.kind == other.kind && one.event_on == other.event_on;
        one.counts() && other.counts() && (event || one.is_fatal && other.is_fatal)
    };
    if pairs().any(same) {
        return Some(Clash::SameEvent);
    }
    pairs().any(|(one, other)| one.is_open() && other.is_open()).then_some(Clash::BothOpen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claimed(kind: ClaimKind, status: ClaimStatus, day: &str) -> Claimed {
        Claimed { kind, status, event_on: day.parse().unwrap(), is_fatal: kind == ClaimKind::Death }
    }

    #[test]
    fn a_person_dies_once_and_has_one_claim_on_its_way() {
        use ClaimKind::{Death, WorkAccident};
        use ClaimStatus::{Draft, Paid, Submitted, Withdrawn};
        let death = claimed(Death, Paid, "2026-10-01");
        let other_death = claimed(Death, Draft, "2026-10-02");
        assert_eq!(clash(&[death], &[other_death]), Some(Clash::SameEvent));
        assert_eq!(clash(&[death], &[claimed(Death, Withdrawn, "2026-10-02")]), None);
        let accident = claimed(WorkAccident, Submitted, "2026-09-01");
        assert_eq!(clash(&[accident], &[other_death]), Some(Clash::BothOpen));
        assert_eq!(clash(&[accident], &[death]), None);
        let again = claimed(WorkAccident, Paid, "2026-09-01");
        assert_eq!(clash(&[accident], &[again]), Some(Clash::SameEvent));
        assert_eq!(clash(&[], &[accident]), None);
    }
}
