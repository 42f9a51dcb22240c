//! The states of a close, and who has lapsed in a month.

use crate::cover::standing::rules::{Basis, Facts, Limits, StandingState, standing};
use crate::domain::{Month, code_list};

code_list! {
    /// How a close stands.
    pub enum CloseStatus = "monthly_close_status" {
        /// What was known is recorded.
        Closed = "closed",
        /// Something came late.
        Reopened = "reopened",
    }
}

code_list! {
    /// Why a close was reopened.
    pub enum ReopenCause = "monthly_close_reopen_cause" {
        /// Months were paid by a day in the month.
        Payment = "payment",
        /// The insurer spoke of a day in the month.
        InsurerWord = "insurer_word",
        /// The insurer counts late months as paid in time, or no longer.
        Correction = "correction",
        /// Somebody decided so.
        Manual = "manual",
        /// An answer of the insurer was taken back by which months were paid.
        AnswerTakenBack = "answer_taken_back",
        /// Cover began on a day in the month.
        CoverageActivated = "coverage_activated",
        /// A funded period ended on a day in the month.
        CoverageEnded = "coverage_ended",
        /// Such an end was taken back.
        CoverageReopened = "coverage_reopened",
        /// A death on a day in the month was told, told otherwise, or taken back.
        Death = "death",
        /// Another number of unpaid months ends a membership on a day in the month.
        RuleChanged = "rule_changed",
        /// Two registrations were merged, or parted again.
        Merge = "merge",
    }
}

code_list! {
    /// What a run found of somebody.
    pub enum LapseKind = "monthly_close_lapse_kind" {
        /// The membership lapsed in the month.
        Lapsed = "lapsed",
        /// It did not after all: an earlier run had found so.
        Restored = "restored",
    }
}

/// What a caller may do to a close.
pub fn allowed(status: CloseStatus, may_write: bool) -> Vec<&'static str> {
    match status {
        _ if !may_write => Vec::new(),
        CloseStatus::Closed => vec!["reopen"],
        CloseStatus::Reopened => vec!["close"],
    }
}

/// A lapse and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapse {
    /// The last month that is paid.
    pub last_paid_month: Option<Month>,
    /// Unpaid months since, until the month of the close.
    pub unpaid_months: i64,
    /// Who says so.
    pub basis: Basis,
}

/// Whether somebody lapsed in the month: on its last day, and not on the last day before it.
pub fn lapsed_in(facts: &Facts, limits: &Limits, month: Month) -> Option<Lapse> {
    let after = standing(facts, limits, month.last_day());
    let before = standing(facts, limits, month.plus(-1)?.last_day());
    let is_new = after.state == StandingState::Lapsed && before.state != StandingState::Lapsed;
    is_new.then(|| Lapse {
        last_paid_month: after.until_month,
        unpaid_months: after.until_month.map_or(0, |paid| paid.months_until(month).max(0)),
        basis: after.basis,
    })
}

/// What a run records of somebody, by what it finds and what was recorded last.
pub fn finding(found: Option<Lapse>, recorded: Option<LapseKind>) -> Option<(LapseKind, Option<Lapse>)> {
    match (found, recorded) {
        (Some(_), Some(LapseKind::Lapsed)) | (None, None | Some(LapseKind::Restored)) => None,
        (Some(lapse), _) => Some((LapseKind::Lapsed, Some(lapse))),
        (None, Some(LapseKind::Lapsed)) => Some((LapseKind::Restored, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::standing::rules::{MembershipFact, MembershipState};
    use crate::domain::{ProgrammeSet, parse_day};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn a_membership_lapses_in_one_month() {
        let word = MembershipFact {
            state: MembershipState::Active,
            programmes: ProgrammeSet::ALL,
            since_on: None,
            paid_until: Some(month("2026-06")),
            as_of: parse_day("2026-06-20").unwrap(),
        };
        let facts = Facts { memberships: vec![word], ..Facts::default() };
        let limits = Limits::new(vec![(3, parse_day("1974-01-01").unwrap(), None)], Vec::new());
        let lapsed: Vec<Option<Lapse>> =
            ["2026-09", "2026-10", "2026-11"].map(|text| lapsed_in(&facts, &limits, month(text))).to_vec();
        let lapse =
            Lapse { last_paid_month: Some(month("2026-06")), unpaid_months: 4, basis: Basis::Projected };
        assert_eq!(lapsed, [None, Some(lapse), None]);
    }

    #[test]
    fn only_what_changed_is_recorded() {
        let lapse = Lapse { last_paid_month: None, unpaid_months: 4, basis: Basis::Projected };
        assert_eq!(finding(Some(lapse), None), Some((LapseKind::Lapsed, Some(lapse))));
        assert_eq!(finding(Some(lapse), Some(LapseKind::Lapsed)), None);
        assert_eq!(finding(Some(lapse), Some(LapseKind::Restored)), Some((LapseKind::Lapsed, Some(lapse))));
        assert_eq!(finding(None, Some(LapseKind::Lapsed)), Some((LapseKind::Restored, None)));
        assert_eq!(finding(None, Some(LapseKind::Restored)), None);
        assert_eq!(finding(None, None), None);
    }

    #[test]
    fn every_state_has_its_action() {
        assert_eq!(allowed(CloseStatus::Closed, true), ["reopen"]);
        assert_eq!(allowed(CloseStatus::Reopened, true), ["close"]);
        assert!(CloseStatus::ALL.iter().all(|status| allowed(*status, false).is_empty()));
    }
}
