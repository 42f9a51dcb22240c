//! The kinds of work, who does them, and what may be noted on them.

mod links;

use crate::domain::code_list;

code_list! {
    /// What is to be done.
    pub enum WorkItemKind = "work_item_kind" {
        /// A plan waits for the second person.
        PlanToApprove = "plan_to_approve",
        /// Proposed periods of a source wait for the second person.
        CoveragesToApprove = "coverages_to_approve",
        /// Approved periods of a source wait for their member numbers.
        CoveragesToActivate = "coverages_to_activate",
        /// A batch waits for the second person.
        BatchToApprove = "batch_to_approve",
        /// A batch waits for its billing code.
        BatchToBill = "batch_to_bill",
        /// A batch waits for its transfer.
        BatchToPay = "batch_to_pay",
        /// A paid batch waits for the insurer's answer.
        BatchToReconcile = "batch_to_reconcile",
        /// The insurer refused a line for data that can be corrected.
        RefusedLineToCorrect = "refused_line_to_correct",
        /// The insurer refused a line of somebody whose period should end.
        RefusedLineToEnd = "refused_line_to_end",
        /// The insurer refused a line by a failure of its own.
        RefusedLineToResend = "refused_line_to_resend",
        /// Somebody who is registered no more, or has died by a claim, is still funded.
        PeriodToEnd = "period_to_end",
        /// Members of a village are cut off soon.
        MembersNearLapse = "members_near_lapse",
        /// A month that is over is not closed.
        MonthToClose = "month_to_close",
        /// Registrations of a village wait to be verified.
        WorkersToVerify = "workers_to_verify",
        /// A claim is drafted and not handed in.
        ClaimToSubmit = "claim_to_submit",
        /// A claim came back with something missing.
        ClaimToComplete = "claim_to_complete",
        /// A claim waits for the second person.
        ClaimToVerify = "claim_to_verify",
        /// A verified claim is not with the insurer yet.
        ClaimToSend = "claim_to_send",
        /// The insurer has a claim and its clock runs.
        ClaimToDecide = "claim_to_decide",
        /// An approved claim is not paid to everybody.
        ClaimToPay = "claim_to_pay",
        /// A beneficiary has no bank account yet.
        ClaimWithoutAccount = "claim_without_account",
        /// Another account of a beneficiary waits for the second person.
        AccountChangeToApprove = "account_change_to_approve",
        /// Beneficiaries of several claims are paid to one account, or would be once an account that waits is approved.
        AccountShared = "account_shared",
        /// Papers of a claim are missing.
        DocumentsMissing = "documents_missing",
        /// Somebody has to say whose death a report tells of.
        DeathToDecide = "death_to_decide",
        /// Nobody has handed in a claim for somebody who died covered, or may have.
        DeathUnclaimed = "death_unclaimed",
        /// Another village or regency asks for somebody of the own register.
        TransferToAnswer = "transfer_to_answer",
        /// Letters to people of a village wait to be printed and handed over.
        LettersToPrint = "letters_to_print",
        /// A registration may be of somebody who is registered already, or who is recorded as dead, until one of them is merged or
        /// closed, the living one is verified after the death was recorded, or somebody says that they are two people.
        PossibleDuplicate = "possible_duplicate",
        /// A child may claim the scholarship of a school year that has begun.
        ScholarshipDue = "scholarship_due",
        /// A claimed scholarship waits for the second person.
        ScholarshipToVerify = "scholarship_to_verify",
        /// A verified scholarship waits for the insurer's decision.
        ScholarshipToDecide = "scholarship_to_decide",
        /// An approved scholarship is not paid.
        ScholarshipToPay = "scholarship_to_pay",
    }
}

code_list! {
    /// Where an item stands.
    pub enum WorkItemState = "work_item_state" {
        /// It is to be done.
        Open = "open",
        /// It is put off to a day.
        Snoozed = "snoozed",
        /// Somebody said that nothing is left to do.
        Done = "done",
    }
}

code_list! {
    /// Whose work an item is: a role.
    pub enum Owner = "work_item_owner" {
        /// The village.
        VillageOperator = "village_operator",
        /// The employment office.
        Officer = "officer",
        /// The second person.
        Approver = "approver",
        /// The insurer's branch.
        Insurer = "insurer",
    }
}

impl Owner {
    /// Whether work of this owner is that of a role, by its code: the owner's own, and the office does everybody's.
    pub fn is_role(self, role: &str) -> bool {
        role == Self::Officer.as_str() || role == self.as_str()
    }
}

/// What may be noted on an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Put it off.
    Snooze,
    /// Say that nothing is left to do.
    Finish,
    /// Give it to somebody.
    Assign,
    /// Take back what was noted of it, so that it is to be done again.
    Reopen,
}

impl Action {
    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Snooze => "snooze",
            Self::Finish => "finish",
            Self::Assign => "assign",
            Self::Reopen => "reopen",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Snooze => "snoozed",
            Self::Finish => "finished",
            Self::Assign => "assigned",
            Self::Reopen => "reopened",
        }
    }
}

/// The most days for which an item is put off at once: what is put off for longer is forgotten.
pub const SNOOZE_DAYS_MAX: i64 = 31;

impl WorkItemKind {
    /// Whose work it is, at first.
    pub const fn owner(self) -> Owner {
        match self {
            Self::PlanToApprove
            | Self::CoveragesToApprove
            | Self::BatchToApprove
            | Self::ClaimToVerify
            | Self::AccountChangeToApprove
            | Self::ScholarshipToVerify => Owner::Approver,
            Self::BatchToBill
            | Self::BatchToPay
            | Self::BatchToReconcile
            | Self::RefusedLineToEnd
            | Self::RefusedLineToResend
            | Self::PeriodToEnd
            | Self::MembersNearLapse
            | Self::MonthToClose
            | Self::WorkersToVerify
            | Self::ClaimToSend
            | Self::AccountShared
            | Self::DeathToDecide
            | Self::DeathUnclaimed
            | Self::PossibleDuplicate => Owner::Officer,
            Self::RefusedLineToCorrect
            | Self::ClaimToSubmit
            | Self::ClaimToComplete
            | Self::ClaimWithoutAccount
            | Self::DocumentsMissing
            | Self::TransferToAnswer
            | Self::LettersToPrint
            | Self::ScholarshipDue => Owner::VillageOperator,
            Self::CoveragesToActivate
            | Self::ClaimToDecide
            | Self::ClaimToPay
            | Self::ScholarshipToDecide
            | Self::ScholarshipToPay => Owner::Insurer,
        }
    }

    /// Whose work an item is, whose detail says so where it passes from one to the other: once a claim was verified, only the
    /// office states where its money goes.
    pub fn owner_by(self, detail: &str) -> Owner {
        match self {
            Self::ClaimWithoutAccount => Owner::parse(detail).unwrap_or_else(|_| self.owner()),
            _ => self.owner(),
        }
    }

    /// Whether items of this kind may be the work of an owner.
    pub fn may_be_of(self, owner: Owner) -> bool {
        self.owner() == owner || self == Self::ClaimWithoutAccount && owner == Owner::Officer
    }

    /// Whether a person may say that nothing is left to do while the cause still stands. What somebody else waits for goes
    /// away by being done. Members that are cut off soon are others every day, and whoever joins them later must not be lost
    /// with those that somebody has seen to: they are put off at most, and gone with their month.
    pub const fn may_be_finished(self) -> bool {
        matches!(
            self,
            Self::RefusedLineToCorrect
                | Self::RefusedLineToEnd
                | Self::RefusedLineToResend
                | Self::AccountShared
                | Self::DeathUnclaimed
                | Self::PossibleDuplicate
                | Self::ScholarshipDue
        )
    }

    /// The kinds that are the work of a role.
    pub fn of_owner(owner: Owner) -> Vec<&'static str> {
        Self::ALL.iter().filter(|kind| kind.owner() == owner).map(|kind| kind.as_str()).collect()
    }
}

/// What may be noted on an item in a state.
pub fn allowed(kind: WorkItemKind, state: WorkItemState) -> Vec<Action> {
    match state {
        WorkItemState::Open if kind.may_be_finished() => vec![Action::Snooze, Action::Finish, Action::Assign],
        WorkItemState::Open => vec![Action::Snooze, Action::Assign],
        WorkItemState::Snoozed if kind.may_be_finished() => {
            vec![Action::Snooze, Action::Finish, Action::Assign, Action::Reopen]
        }
        WorkItemState::Snoozed => vec![Action::Snooze, Action::Assign, Action::Reopen],
        WorkItemState::Done => vec![Action::Reopen],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_waits_for_may_be_finished_while_its_cause_stands() {
        for kind in WorkItemKind::ALL {
            let may = allowed(*kind, WorkItemState::Open).contains(&Action::Finish);
            let expected = kind.as_str().starts_with("refused_line")
                || matches!(
                    kind,
                    WorkItemKind::AccountShared
                        | WorkItemKind::DeathUnclaimed
                        | WorkItemKind::PossibleDuplicate
                        | WorkItemKind::ScholarshipDue
                );
            assert_eq!(may, expected, "{kind}");
            let put_off = allowed(*kind, WorkItemState::Snoozed);
            assert_eq!(put_off.contains(&Action::Finish), expected, "{kind}");
        }
    }

    #[test]
    fn every_kind_has_one_owner_and_a_place_where_it_is_done() {
        let owners = Owner::ALL;
        let all: usize = owners.iter().map(|role| WorkItemKind::of_owner(*role).len()).sum();
        assert_eq!(all, WorkItemKind::ALL.len());
        for kind in WorkItemKind::ALL {
            assert!(kind.link("x").starts_with("/v1/"), "{kind}");
        }
    }

    #[test]
    fn once_a_claim_was_verified_the_office_states_its_accounts() {
        let kind = WorkItemKind::ClaimWithoutAccount;
        for owner in [Owner::VillageOperator, Owner::Officer] {
            assert_eq!(kind.owner_by(owner.as_str()), owner);
            assert!(kind.may_be_of(owner));
        }
        assert!(!kind.may_be_of(Owner::Insurer));
        assert_eq!(WorkItemKind::ClaimToPay.owner_by("officer"), Owner::Insurer);
    }

    #[test]
    fn what_was_noted_can_be_taken_back() {
        for (state, expected) in
            [(WorkItemState::Open, false), (WorkItemState::Snoozed, true), (WorkItemState::Done, true)]
        {
            assert_eq!(allowed(WorkItemKind::BatchToPay, state).contains(&Action::Reopen), expected);
        }
    }
}
