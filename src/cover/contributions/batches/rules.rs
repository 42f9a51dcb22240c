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
    /// The default action of the insurer's practice. Reasons and actions are a closed list of ours, no rule of a regulation.
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
    /// Take the billing code back.
    RevokeBillingCode,
    /// Record the transfer that covers it.
    Pay,
    /// Take that transfer back, before the insurer has answered anything.
    VoidPayment,
    /// Record what the insurer made of its lines.
    Reconcile,
    /// Take back what the insurer's last file said.
    Reopen,
    /// Call it off.
    Cancel,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Update,
        Self::Approve,
        Self::IssueBillingCode,
        Self::RevokeBillingCode,
        Self::Pay,
        Self::VoidPayment,
        Self::Reconcile,
        Self::Reopen,
        Self::Cancel,
    ];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Approve => "approve",
            Self::IssueBillingCode => "issue_billing_code",
            Self::RevokeBillingCode => "revoke_billing_code",
            Self::Pay => "pay",
            Self::VoidPayment => "void_payment",
            Self::Reconcile => "reconcile",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Approve => "approved",
            Self::IssueBillingCode => "billing_code_issued",
            Self::RevokeBillingCode => "billing_code_revoked",
            Self::Pay => "paid",
            Self::VoidPayment => "payment_voided",
            Self::Reconcile => "reconciled",
            Self::Reopen => "reopened",
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
        (BillingCodeIssued, Action::RevokeBillingCode) => Some(Approved),
        (BillingCodeIssued, Action::Pay) => Some(Paid),
        (Paid, Action::VoidPayment) => Some(BillingCodeIssued),
        (Paid, Action::Reconcile) if open_lines_left => Some(Paid),
        (Paid, Action::Reconcile) => Some(Reconciled),
        (Paid | Reconciled, Action::Reopen) => Some(Paid),
        (Draft | Approved | BillingCodeIssued, Action::Cancel) => Some(Cancelled),
        _ => None,
    }
}

/// What a caller may do to batches at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Prepare, name and cancel.
    pub prepare: bool,
    /// Approve, being a person who neither prepared it nor changed its lines.
    pub approve: bool,
    /// Record the billing code.
    pub bill: bool,
    /// Record transfers.
    pub pay: bool,
    /// Record the insurer's answer.
    pub reconcile: bool,
    /// Take a transfer back: a second person, as long as nothing is answered.
    pub void_payment: bool,
    /// Take an answer back: a second person, where there is one.
    pub reopen: bool,
}

/// What this caller may do to a batch in this state.
pub fn allowed(status: BatchStatus, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Update | Action::Cancel => rights.prepare,
            Action::Approve => rights.approve,
            Action::IssueBillingCode | Action::RevokeBillingCode => rights.bill,
            Action::Pay => rights.pay,
            Action::VoidPayment => rights.void_payment,
            Action::Reconcile => rights.reconcile,
            Action::Reopen => rights.reopen,
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
        let none = None;
        // update, approve, issue and revoke the code, pay, void, reconcile, reopen, cancel
        let table = [
            (Draft, [Some(Draft), Some(Approved), none, none, none, none, none, none, Some(Cancelled)]),
            (
                Approved,
                [
                    Some(Approved),
                    none,
                    Some(BillingCodeIssued),
                    none,
                    none,
                    none,
                    none,
                    none,
                    Some(Cancelled),
                ],
            ),
            (
                BillingCodeIssued,
                [
                    Some(BillingCodeIssued),
                    none,
                    Some(BillingCodeIssued),
                    Some(Approved),
                    Some(Paid),
                    none,
                    none,
                    none,
                    Some(Cancelled),
                ],
            ),
            (
                Paid,
                [
                    Some(Paid),
                    none,
                    none,
                    none,
                    none,
                    Some(BillingCodeIssued),
                    Some(Reconciled),
                    Some(Paid),
                    none,
                ],
            ),
            (Reconciled, [none, none, none, none, none, none, none, Some(Paid), none]),
            (Cancelled, [none; 9]),
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
        let officer = Rights { prepare: true, bill: true, pay: true, reconcile: true, ..Rights::default() };
        assert_eq!(allowed(Draft, officer), ["update", "cancel"]);
        assert_eq!(
            allowed(BillingCodeIssued, officer),
            ["update", "issue_billing_code", "revoke_billing_code", "pay", "cancel"]
        );
        let undo = Rights { reopen: true, ..Rights::default() };
        assert_eq!((allowed(Reconciled, undo), allowed(Draft, undo)), (vec!["reopen"], Vec::new()));
        assert_eq!(allowed(Draft, Rights { approve: true, ..Rights::default() }), ["approve"]);
        assert!(allowed(Cancelled, officer).is_empty());
    }
}
