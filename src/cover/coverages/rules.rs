//! The states of a funded period, and which of its months an end leaves taken.

use crate::domain::{Day, Month, MonthRange, code_list};

code_list! {
    /// How far a funded period has come.
    pub enum CoverageStatus = "coverage_status" {
        /// An officer proposed it.
        Proposed = "proposed",
        /// A second person approved it with a decree.
        Approved = "approved",
        /// The insurer gave a member number and the first day of cover.
        Active = "active",
        /// It is over before its last month, or never began.
        Ended = "ended",
    }
}

code_list! {
    /// Why a funded period ended.
    pub enum EndReason = "coverage_end_reason" {
        /// The worker died.
        Death = "death",
        /// The worker moved out of the regency.
        MovedOut = "moved_out",
        /// The worker became a wage worker, whose insurance is the employer's duty.
        WageWorker = "wage_worker",
        /// The worker became a civil servant, soldier or police officer.
        CivilServant = "civil_servant",
        /// Another source pays already.
        DoubleFunding = "double_funding",
        /// The worker does not meet the conditions.
        Ineligible = "ineligible",
        /// The membership lapsed.
        Lapsed = "lapsed",
        /// The source pays for fewer people.
        QuotaCut = "quota_cut",
        /// The worker does not want it.
        Withdrew = "withdrew",
    }
}

impl EndReason {
    /// Whether it may have been so before a period began that the insurer took up, and was found out only then: what is
    /// true of a person. That a source pays for fewer people, or that somebody gives the cover up, can only follow its
    /// beginning.
    pub const fn may_come_before(self) -> bool {
        match self {
            Self::Death
            | Self::MovedOut
            | Self::WageWorker
            | Self::CivilServant
            | Self::DoubleFunding
            | Self::Ineligible => true,
            Self::Lapsed | Self::QuotaCut | Self::Withdrew => false,
        }
    }
}

/// What can be done to a funded period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Change the proposal.
    Update,
    /// Approve it with a decree.
    Approve,
    /// Record the member number and the first day of cover.
    Activate,
    /// End it.
    End,
    /// Take back an end recorded in error.
    Reopen,
    /// End it and propose another worker in its place.
    Replace,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Update, Self::Approve, Self::Activate, Self::End, Self::Reopen, Self::Replace];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Approve => "approve",
            Self::Activate => "activate",
            Self::End => "end",
            Self::Reopen => "reopen",
            Self::Replace => "replace",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Approve => "approved",
            Self::Activate => "activated",
            Self::End => "ended",
            Self::Reopen => "reopened",
            Self::Replace => "replaced",
        }
    }
}

/// Where a funded period stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The state.
    pub status: CoverageStatus,
    /// Whether it was approved once: only then can an end be taken back.
    pub was_approved: bool,
    /// Whether it was active once.
    pub was_active: bool,
    /// Whether another period took its place already.
    pub replaced: bool,
}

/// The state after an action; `None` if the state does not allow it.
pub fn after(state: State, action: Action) -> Option<CoverageStatus> {
    use CoverageStatus::{Active, Approved, Ended, Proposed};
    match (state.status, action) {
        (Proposed, Action::Update) => Some(Proposed),
        (Proposed, Action::Approve) => Some(Approved),
        (Approved, Action::Activate) => Some(Active),
        (Proposed | Approved | Active, Action::End | Action::Replace) => Some(Ended),
        (Ended, Action::Replace) if !state.replaced => Some(Ended),
        (Ended, Action::Reopen) if state.was_active && !state.replaced => Some(Active),
        (Ended, Action::Reopen) if state.was_approved && !state.replaced => Some(Approved),
        _ => None,
    }
}

/// What a caller may do to funded periods at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Propose, change and replace.
    pub propose: bool,
    /// Approve, being a person who had no hand in the proposal.
    pub approve: bool,
    /// Record what the insurer gave.
    pub activate: bool,
    /// End and reopen.
    pub end: bool,
}

/// What this caller may do to a period in this state.
pub fn allowed(state: State, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Update | Action::Replace => rights.propose,
            Action::Approve => rights.approve,
            Action::Activate => rights.activate,
            Action::End | Action::Reopen => rights.end,
        })
        .filter(|action| after(state, *action).is_some())
        .map(Action::as_str)
        .collect()
}

/// Whether the approver is a second person: neither who proposed nor who last changed the proposal.
pub fn is_second_person<A: PartialEq>(approver: &A, proposer: Option<&A>, reviser: Option<&A>) -> bool {
    proposer != Some(approver) && reviser != Some(approver)
}

/// The last month that stays taken after an end; the month before the first where none does.
///
/// A period that never was active has no month, since no cover began. An active one keeps the month of its
/// end, which was still owed.
pub fn last_month_after_end(months: MonthRange, was_active: bool, ended_on: Day) -> Month {
    let before = months.from().plus(-1).unwrap_or(months.from());
    if was_active { Month::from_date(ended_on).clamp(before, months.until()) } else { before }
}

/// The months that an ended period leaves to somebody else who comes in this month or later.
pub fn months_left(last_taken: Month, until: Month, not_before: Month) -> Option<MonthRange> {
    MonthRange::new(last_taken.plus(1)?.max(not_before), until).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use CoverageStatus::{Active, Approved, Ended, Proposed};

    fn state(status: CoverageStatus) -> State {
        let was_approved = matches!(status, Approved | Active);
        State { status, was_approved, was_active: status == Active, replaced: false }
    }

    #[test]
    fn every_state_and_action_has_its_verdict() {
        let table = [
            (Proposed, [Some(Proposed), Some(Approved), None, Some(Ended), None, Some(Ended)]),
            (Approved, [None, None, Some(Active), Some(Ended), None, Some(Ended)]),
            (Active, [None, None, None, Some(Ended), None, Some(Ended)]),
            (Ended, [None, None, None, None, None, Some(Ended)]),
        ];
        for (status, verdicts) in table {
            for (action, verdict) in Action::ALL.into_iter().zip(verdicts) {
                assert_eq!(after(state(status), action), verdict, "{status} {}", action.as_str());
            }
        }
    }

    #[test]
    fn a_period_that_was_approved_and_is_not_replaced_is_reopened_to_what_it_was() {
        let ended = State { status: Ended, was_approved: true, was_active: true, replaced: false };
        assert_eq!(after(ended, Action::Reopen), Some(Active));
        let never_active = State { was_active: false, ..ended };
        assert_eq!(after(never_active, Action::Reopen), Some(Approved));
        assert_eq!(after(State { was_approved: false, ..never_active }, Action::Reopen), None);
        assert_eq!(after(State { replaced: true, ..never_active }, Action::Reopen), None);
        let replaced = State { replaced: true, ..ended };
        assert_eq!(after(replaced, Action::Reopen), None);
        assert_eq!(after(replaced, Action::Replace), None);
    }

    #[test]
    fn the_list_of_actions_is_what_state_and_rights_both_allow() {
        let officer = Rights { propose: true, approve: false, activate: true, end: true };
        assert_eq!(allowed(state(Proposed), officer), ["update", "end", "replace"]);
        assert_eq!(allowed(state(Proposed), Rights { approve: true, ..Rights::default() }), ["approve"]);
        assert_eq!(allowed(state(Approved), Rights { activate: true, ..Rights::default() }), ["activate"]);
        assert!(allowed(state(Active), Rights::default()).is_empty());
    }

    #[test]
    fn the_second_person_is_neither_proposer_nor_reviser() {
        assert!(is_second_person(&3, Some(&1), Some(&2)));
        assert!(is_second_person(&3, None, None));
        assert!(!is_second_person(&1, Some(&1), None));
        assert!(!is_second_person(&2, Some(&1), Some(&2)));
    }

    #[test]
    fn what_an_ended_period_leaves_begins_after_it_and_not_in_the_past() {
        let month = |text: &str| Month::parse(text).unwrap();
        let left = |last: &str, now: &str| {
            months_left(month(last), month("2026-12"), month(now)).map(|months| months.to_string())
        };
        assert_eq!(left("2026-07", "2026-07").as_deref(), Some("2026-08/2026-12"));
        assert_eq!(left("2026-07", "2026-11").as_deref(), Some("2026-11/2026-12"));
        assert_eq!(left("2026-12", "2026-11"), None);
        assert_eq!(left("2026-07", "2027-01"), None);
    }

    #[test]
    fn an_end_frees_the_months_after_it_and_all_of_a_period_that_never_began() {
        let months = MonthRange::parse("2026-03/2026-12").unwrap();
        let last = |was_active, day: &str| {
            last_month_after_end(months, was_active, crate::domain::parse_day(day).unwrap()).to_string()
        };
        assert_eq!(last(true, "2026-07-31"), "2026-07");
        assert_eq!(last(true, "2026-01-15"), "2026-02");
        assert_eq!(last(true, "2027-02-01"), "2026-12");
        assert_eq!(last(false, "2026-07-31"), "2026-02");
    }
}
