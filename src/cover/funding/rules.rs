//! The states of a funding source and the months it may have.

mod targets;

pub use targets::{Targets, Terms, outside};

use crate::domain::{MonthRange, PayerKind, code_list};

code_list! {
    /// Whether new periods may be proposed from a source.
    pub enum SourceStatus = "funding_source_status" {
        /// It pays.
        Active = "active",
        /// Nothing new is proposed from it.
        Closed = "closed",
    }
}

/// What can be done to a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Change what it says.
    Update,
    /// Propose nothing new from it.
    Close,
    /// Use it again.
    Reopen,
    /// Bring what is due from it to the rates in force.
    Reprice,
    /// Record what the insurer gave back.
    RecordRefund,
    /// Take such a record back; listed with the refund itself.
    VoidRefund,
    /// Let the credit follow what is known of excess months; nobody does it by itself.
    FollowCredit,
}

impl Action {
    /// Every action that a source lists, in its order.
    pub const ALL: [Self; 5] = [Self::Update, Self::Close, Self::Reopen, Self::Reprice, Self::RecordRefund];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Reprice => "reprice",
            Self::RecordRefund => "record_refund",
            Self::VoidRefund => "void_refund",
            Self::FollowCredit => "follow_credit",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Close => "closed",
            Self::Reopen => "reopened",
            Self::Reprice => "repriced",
            Self::RecordRefund => "refund_recorded",
            Self::VoidRefund => "refund_voided",
            Self::FollowCredit => "credit_followed",
        }
    }
}

/// The state after an action; `None` if the state does not allow it.
pub fn after(status: SourceStatus, action: Action) -> Option<SourceStatus> {
    match (status, action) {
        (SourceStatus::Active, Action::Update) => Some(SourceStatus::Active),
        (SourceStatus::Active, Action::Close) => Some(SourceStatus::Closed),
        (SourceStatus::Closed, Action::Reopen) => Some(SourceStatus::Active),
        // What a source owes, and what is owed to it, stays when nothing new is proposed from it.
        (status, Action::Reprice | Action::RecordRefund | Action::VoidRefund | Action::FollowCredit) => {
            Some(status)
        }
        _ => None,
    }
}

/// What a caller may do to sources at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Keep them.
    pub manage: bool,
    /// Bring what is due from them to the rates in force.
    pub reprice: bool,
    /// Record transfers, and what came back of them.
    pub refund: bool,
}

/// What state and rights both allow.
pub fn allowed(status: SourceStatus, rights: Rights) -> Vec<&'static str> {
    let possible = |action: &Action| match action {
        Action::Update | Action::Close | Action::Reopen => rights.manage,
        Action::Reprice => rights.reprice,
        Action::RecordRefund => rights.refund,
        Action::VoidRefund | Action::FollowCredit => false,
    };
    let possible = |action: &Action| possible(action) && after(status, *action).is_some();
    Action::ALL.into_iter().filter(possible).map(Action::as_str).collect()
}

/// Whether the months fit the fiscal year: a public budget is of one year, other money may reach beyond. What a fiscal year is
/// has no number that a regulation could change from one day to the next, so that it is no dated row.
pub fn months_fit(kind: PayerKind, fiscal_year: i32, months: MonthRange) -> bool {
    let in_year = |year| year == fiscal_year;
    match kind {
        PayerKind::Apbd | PayerKind::Dbhcht | PayerKind::Apbdes => {
            in_year(months.from().year()) && in_year(months.until().year())
        }
        PayerKind::Csr | PayerKind::Bank | PayerKind::Sertakan | PayerKind::SelfPaid | PayerKind::Other => {
            in_year(months.from().year())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SourceStatus::{Active, Closed};

    #[test]
    fn every_state_and_action_has_its_verdict() {
        let table = [
            (Active, [Some(Active), Some(Closed), None, Some(Active), Some(Active)]),
            (Closed, [None, None, Some(Active), Some(Closed), Some(Closed)]),
        ];
        for (status, verdicts) in table {
            for (action, verdict) in Action::ALL.into_iter().zip(verdicts) {
                assert_eq!(after(status, action), verdict, "{status} {}", action.as_str());
            }
        }
        assert_eq!(allowed(Active, Rights { manage: true, ..Rights::default() }), ["update", "close"]);
        assert_eq!(allowed(Closed, Rights { reprice: true, ..Rights::default() }), ["reprice"]);
        assert!(allowed(Active, Rights::default()).is_empty());
    }

    #[test]
    fn public_money_stays_in_its_year_and_other_money_begins_in_it() {
        let months = |text: &str| MonthRange::parse(text).unwrap();
        assert!(months_fit(PayerKind::Apbd, 2026, months("2026-01/2026-12")));
        assert!(!months_fit(PayerKind::Apbd, 2026, months("2026-01/2027-01")));
        assert!(!months_fit(PayerKind::Dbhcht, 2026, months("2025-12/2026-12")));
        assert!(months_fit(PayerKind::Csr, 2026, months("2026-07/2027-06")));
        assert!(!months_fit(PayerKind::Csr, 2026, months("2027-01/2027-06")));
    }
}
