//! The states of a batch and of its lines, and what follows from a refusal.

use crate::domain::code_list;

code_list! {
    /// How far a batch has come.
    pub enum BatchStatus = "contribution_batch_status" {
        /// An officer prepared it.
        Draft = "draft",
        /// A second person approved it.
        Approved = "approved",
        /// The insurer gave the code under which it is paid.
        BillingCodeIssued = "billing_code_issued",
        /// The money was transferred.
        Paid = "paid",
        /// The insurer answered every line.
        Reconciled = "reconciled",
        /// It was called off before it was paid.
        Cancelled = "cancelled",
    }
}

code_list! {
    /// What the insurer made of a line.
    pub enum LineStatus = "contribution_line_status" {
        /// It has not answered.
        Sent = "sent",
        /// The month is paid.
        Accepted = "accepted",
        /// It did not take it.
        Refused = "refused",
    }
}

code_list! {
    /// Why the insurer refuses a line: a closed list of its own.
    pub enum RefusalReason = "refusal_reason" {
        /// The NIK is not found or does not match.
        NikNotFound = "nik_not_found",
        /// The member is dead.
        Deceased = "deceased",
        /// Already an active wage-earner member.
        ActiveWageEarner = "active_wage_earner",
        /// Already funded by somebody else.
        FundedElsewhere = "funded_elsewhere",
        /// Over age at entry.
        OverAge = "over_age",
        /// Data are missing.
        DataIncomplete = "data_incomplete",
        /// A failure of the insurer's system.
        SystemError = "system_error",
    }
}

code_list! {
    /// What is to be done about a refusal unless somebody knows better.
    pub enum RefusalAction = "refusal_action" {
        /// Correct the data and send it again.
        Correct = "correct",
        /// End the funded period.
        End = "end",
        /// Send it again as it is.
        SendAgain = "send_again",
    }
}

impl RefusalReason {
    /// The default action of the insurer's practice.
    pub const fn default_action(self) -> RefusalAction {
        match self {
            Self::NikNotFound | Self::DataIncomplete => RefusalAction::Correct,
            Self::Deceased | Self::ActiveWageEarner | Self::FundedElsewhere | Self::OverAge => {
                RefusalAction::End
            }
            Self::SystemError => RefusalAction::SendAgain,
        }
    }

    /// The reasons with this default action.
    pub fn of_action(action: RefusalAction) -> Vec<&'static str> {
        let has = |reason: &&Self| reason.default_action() == action;
        Self::ALL.iter().filter(has).map(|reason| reason.as_str()).collect()
    }
}

/// What can be done to a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Name it.
    Update,
    /// Approve it as a second person.
    Approve,
    /// Record the insurer's billing code; again once a code has expired.
    IssueBillingCode,
    /// Record the transfer that covers it.
    Pay,
    /// Record what the insurer made of its lines.
    Reconcile,
    /// Call it off.
    Cancel,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Update, Self::Approve, Self::IssueBillingCode, Self::Pay, Self::Reconcile, Self::Cancel];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Approve => "approve",
            Self::IssueBillingCode => "issue_billing_code",
            Self::Pay => "pay",
            Self::Reconcile => "reconcile",
            Self::Cancel => "cancel",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Approve => "approved",
            Self::IssueBillingCode => "billing_code_issued",
            Self::Pay => "paid",
            Self::Reconcile => "reconciled",
            Self::Cancel => "cancelled",
        }
    }
}

/// The state after an action; `None` if the state does not allow it. A batch whose lines are not all answered stays
/// paid: the insurer may send its result in parts.
pub fn after(status: BatchStatus, action: Action, open_lines_left: bool) -> Option<BatchStatus> {
    use BatchStatus::{Approved, BillingCodeIssued, Cancelled, Draft, Paid, Reconciled};
    match (status, action) {
        (Draft | Approved | BillingCodeIssued | Paid, Action::Update) => Some(status),
        (Draft, Action::Approve) => Some(Approved),
        (Approved | BillingCodeIssued, Action::IssueBillingCode) => Some(BillingCodeIssued),
        (BillingCodeIssued, Action::Pay) => Some(Paid),
        (Paid, Action::Reconcile) if open_lines_left => Some(Paid),
        (Paid, Action::Reconcile) => Some(Reconciled),
        (Draft | Approved | BillingCodeIssued, Action::Cancel) => Some(Cancelled),
        _ => None,
    }
}

/// What a caller may do to batches at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Prepare, name and cancel.
    pub prepare: bool,
    /// Approve, being a person who did not prepare it.
    pub approve: bool,
    /// Record the billing code.
    pub bill: bool,
    /// Record transfers.
    pub pay: bool,
    /// Record the insurer's answer.
    pub reconcile: bool,
}

/// What this caller may do to a batch in this state.
pub fn allowed(status: BatchStatus, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Update | Action::Cancel => rights.prepare,
            Action::Approve => rights.approve,
            Action::IssueBillingCode => rights.bill,
            Action::Pay => rights.pay,
            Action::Reconcile => rights.reconcile,
        })
        .filter(|action| after(status, *action, false).is_some())
        .map(Action::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use BatchStatus::{Approved, BillingCodeIssued, Cancelled, Draft, Paid, Reconciled};

    #[test]
    fn every_state_and_action_has_its_verdict() {
        let table = [
            (Draft, [Some(Draft), Some(Approved), None, None, None, Some(Cancelled)]),
            (Approved, [Some(Approved), None, Some(BillingCodeIssued), None, None, Some(Cancelled)]),
            (
                BillingCodeIssued,
                [Some(BillingCodeIssued), None, Some(BillingCodeIssued), Some(Paid), None, Some(Cancelled)],
            ),
            (Paid, [Some(Paid), None, None, None, Some(Reconciled), None]),
            (Reconciled, [None; 6]),
            (Cancelled, [None; 6]),
        ];
        for (status, verdicts) in table {
            for (action, verdict) in Action::ALL.into_iter().zip(verdicts) {
                assert_eq!(after(status, action, false), verdict, "{status} {}", action.as_str());
            }
        }
        assert_eq!(after(Paid, Action::Reconcile, true), Some(Paid));
    }

    #[test]
    fn each_refusal_has_the_action_of_the_insurers_practice() {
        assert_eq!(RefusalReason::of_action(RefusalAction::Correct), ["nik_not_found", "data_incomplete"]);
        assert_eq!(
            RefusalReason::of_action(RefusalAction::End),
            ["deceased", "active_wage_earner", "funded_elsewhere", "over_age"]
        );
        assert_eq!(RefusalReason::of_action(RefusalAction::SendAgain), ["system_error"]);
    }

    #[test]
    fn the_list_of_actions_is_what_state_and_rights_both_allow() {
        let officer = Rights { prepare: true, bill: true, pay: true, reconcile: true, approve: false };
        assert_eq!(allowed(Draft, officer), ["update", "cancel"]);
        assert_eq!(allowed(BillingCodeIssued, officer), ["update", "issue_billing_code", "pay", "cancel"]);
        assert_eq!(allowed(Draft, Rights { approve: true, ..Rights::default() }), ["approve"]);
        assert!(allowed(Cancelled, officer).is_empty());
    }
}
