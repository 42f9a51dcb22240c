//! What may be done with a claim, when, and what it becomes.

pub mod facts;
pub mod standing;

use super::codes::{ClaimAction, ClaimStatus, DecisionOutcome};

/// One step of a claim. A decision and a payment lead to different states, so they are told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The facts are corrected.
    Edit,
    /// A beneficiary is added, corrected or removed.
    EditBeneficiaries,
    /// A beneficiary who has no account states one.
    SetPayoutAccount,
    /// A beneficiary's account is exchanged for another.
    ReplacePayoutAccount,
    /// A second person lets such an exchange happen.
    ApprovePayoutAccount,
    /// A second person turns it down.
    RejectPayoutAccount,
    /// A paper is sent.
    AttachDocument,
    /// A paper is taken back, or put back.
    WithdrawDocument,
    /// A paper is found right or not.
    JudgeDocument,
    /// It is handed to the employment office.
    Submit,
    /// It is given back.
    Return,
    /// A second person confirms it.
    Verify,
    /// It goes to the insurer.
    SendToInsurer,
    /// The insurer decides.
    Decide(DecisionOutcome),
    /// The first decision was recorded in error.
    VoidDecision,
    /// A decision on an appeal was recorded in error.
    VoidAppealDecision,
    /// A transfer is recorded and others are still to come.
    Pay,
    /// The last transfer is recorded.
    PayLast,
    /// A transfer that was recorded in error is taken back.
    VoidPayment,
    /// A refusal is disputed.
    Appeal,
    /// It is disputed no more.
    WithdrawAppeal,
    /// It is taken back.
    Withdraw,
    /// It goes on after that, and was never handed in.
    ReopenDraft,
    /// It goes on after that, and was handed in before.
    Reopen,
    /// Death and work accident are exchanged.
    Reclassify,
}

impl Step {
    /// The action that a caller asks for.
    pub fn action(self) -> ClaimAction {
        match self {
            Self::Edit => ClaimAction::Edit,
            Self::EditBeneficiaries => ClaimAction::EditBeneficiaries,
            Self::SetPayoutAccount | Self::ReplacePayoutAccount => ClaimAction::SetPayoutAccount,
            Self::ApprovePayoutAccount => ClaimAction::ApprovePayoutAccount,
            Self::RejectPayoutAccount => ClaimAction::RejectPayoutAccount,
            Self::AttachDocument | Self::WithdrawDocument => ClaimAction::EditDocuments,
            Self::JudgeDocument => ClaimAction::JudgeDocuments,
            Self::Submit => ClaimAction::Submit,
            Self::Return => ClaimAction::Return,
            Self::Verify => ClaimAction::Verify,
            Self::SendToInsurer => ClaimAction::SendToInsurer,
            Self::Decide(_) => ClaimAction::RecordDecision,
            Self::VoidDecision | Self::VoidAppealDecision => ClaimAction::VoidDecision,
            Self::Pay | Self::PayLast => ClaimAction::RecordPayment,
            Self::VoidPayment => ClaimAction::VoidPayment,
            Self::Appeal => ClaimAction::Appeal,
            Self::WithdrawAppeal => ClaimAction::WithdrawAppeal,
            Self::Withdraw => ClaimAction::Withdraw,
            Self::ReopenDraft | Self::Reopen => ClaimAction::Reopen,
            Self::Reclassify => ClaimAction::Reclassify,
        }
    }
}

/// The state after a step, or `None` where the state does not allow it.
///
/// The insurer too gives claims back for papers that are missing, so a claim returns from there as well. A verified claim whose
/// kind changes is verified again: other papers and other people count. Another account in the place of one leaves the claim
/// where it is and waits for a second person of its own. Papers come as long as somebody may ask for them; those that the
/// insurer has are not taken back. A paid claim whose transfer is taken back waits for the right one, and one whose decision is
/// taken back for the right one of those.
pub fn next(status: ClaimStatus, step: Step) -> Option<ClaimStatus> {
    use ClaimStatus::*;
    match (step, status) {
        (Step::Edit, Draft | Returned) => Some(status),
        (Step::EditBeneficiaries, Draft | Submitted | Returned) => Some(status),
        (
            Step::SetPayoutAccount,
            Draft | Submitted | Returned | Verified | SentToInsurer | Approved | Appealed,
        ) => Some(status),
        (
            Step::ReplacePayoutAccount,
            Draft | Submitted | Returned | Verified | SentToInsurer | Approved | Appealed,
        ) => Some(status),
        // What waits is decided wherever the claim has come to meanwhile.
        (
            Step::ApprovePayoutAccount | Step::RejectPayoutAccount,
            Draft | Submitted | Returned | Verified | SentToInsurer | Approved | Rejected | Appealed,
        ) => Some(status),
        (
            Step::AttachDocument,
            Draft | Submitted | Returned | Verified | SentToInsurer | Rejected | Appealed,
        ) => Some(status),
        (Step::WithdrawDocument, Draft | Submitted | Returned | Verified) => Some(status),
        (Step::JudgeDocument, Submitted | Returned | Verified) => Some(status),
        (Step::Submit, Draft | Returned) => Some(Submitted),
        (Step::Return, Submitted | Verified | SentToInsurer) => Some(Returned),
        (Step::Verify, Submitted) => Some(Verified),
        (Step::SendToInsurer, Verified) => Some(SentToInsurer),
        (Step::Decide(DecisionOutcome::Approved), SentToInsurer | Appealed) => Some(Approved),
        (Step::Decide(DecisionOutcome::Rejected), SentToInsurer | Appealed) => Some(Rejected),
        (Step::VoidDecision, Approved | Rejected) => Some(SentToInsurer),
        (Step::VoidAppealDecision, Approved | Rejected) => Some(Appealed),
        (Step::Pay, Approved) => Some(Approved),
        (Step::PayLast, Approved) => Some(Paid),
        (Step::VoidPayment, Approved | Paid) => Some(Approved),
        (Step::Appeal, Rejected) => Some(Appealed),
        (Step::WithdrawAppeal, Appealed) => Some(Rejected),
        (Step::Withdraw, Draft | Submitted | Returned | Verified | SentToInsurer) => Some(Withdrawn),
        (Step::ReopenDraft, Withdrawn) => Some(Draft),
        (Step::Reopen, Withdrawn) => Some(Returned),
        (Step::Reclassify, Draft | Submitted | Returned) => Some(status),
        (Step::Reclassify, Verified) => Some(Submitted),
        _ => None,
    }
}

/// The steps that stand for the actions.
const STEPS: [Step; 20] = [
    Step::Edit,
    Step::EditBeneficiaries,
    Step::SetPayoutAccount,
    Step::ApprovePayoutAccount,
    Step::RejectPayoutAccount,
    Step::AttachDocument,
    Step::Submit,
    Step::Return,
    Step::JudgeDocument,
    Step::Verify,
    Step::SendToInsurer,
    Step::Decide(DecisionOutcome::Approved),
    Step::VoidDecision,
    Step::Pay,
    Step::VoidPayment,
    Step::Appeal,
    Step::WithdrawAppeal,
    Step::Withdraw,
    Step::Reopen,
    Step::Reclassify,
];

/// The actions that the state allows, in the order of a claim's life.
pub fn allowed(status: ClaimStatus) -> impl Iterator<Item = ClaimAction> {
    STEPS.into_iter().filter(move |step| next(status, *step).is_some()).map(Step::action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClaimStatus::*;

    const EVERY_STEP: [Step; 26] = [
        Step::Edit,
        Step::EditBeneficiaries,
        Step::SetPayoutAccount,
        Step::ReplacePayoutAccount,
        Step::ApprovePayoutAccount,
        Step::RejectPayoutAccount,
        Step::AttachDocument,
        Step::WithdrawDocument,
        Step::JudgeDocument,
        Step::Submit,
        Step::Return,
        Step::Verify,
        Step::SendToInsurer,
        Step::Decide(DecisionOutcome::Approved),
        Step::Decide(DecisionOutcome::Rejected),
        Step::Pay,
        Step::PayLast,
        Step::VoidPayment,
        Step::Appeal,
        Step::Withdraw,
        Step::Reclassify,
        Step::VoidDecision,
        Step::VoidAppealDecision,
        Step::WithdrawAppeal,
        Step::ReopenDraft,
        Step::Reopen,
    ];

    /// A row per state, a column per step in the order above; `-` is refused, else the new state's letters.
    const TABLE: [(ClaimStatus, &str); 10] = [
        (Draft, "dr dr dr dr dr dr dr dr -  su -  -  -  -  -  -  -  -  -  wi dr -  -  -  -  -"),
        (Submitted, "-  su su su su su su su su -  re ve -  -  -  -  -  -  -  wi su -  -  -  -  -"),
        (Returned, "re re re re re re re re re su -  -  -  -  -  -  -  -  -  wi re -  -  -  -  -"),
        (Verified, "-  -  ve ve ve ve ve ve ve -  re -  se -  -  -  -  -  -  wi su -  -  -  -  -"),
        (SentToInsurer, "-  -  se se se se se -  -  -  re -  -  ap rj -  -  -  -  wi -  -  -  -  -  -"),
        (Approved, "-  -  ap ap ap ap -  -  -  -  -  -  -  -  -  ap pa ap -  -  -  se al -  -  -"),
        (Rejected, "-  -  -  -  rj rj rj -  -  -  -  -  -  -  -  -  -  -  al -  -  se al -  -  -"),
        (Appealed, "-  -  al al al al al -  -  -  -  -  -  ap rj -  -  -  -  -  -  -  -  rj -  -"),
        (Paid, "-  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  ap -  -  -  -  -  -  -  -"),
        (Withdrawn, "-  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  -  dr re"),
    ];

    fn state(letters: &str) -> Option<ClaimStatus> {
        Some(match letters {
            "dr" => Draft,
            "su" => Submitted,
            "re" => Returned,
            "ve" => Verified,
            "se" => SentToInsurer,
            "ap" => Approved,
            "rj" => Rejected,
            "al" => Appealed,
            "pa" => Paid,
            "wi" => Withdrawn,
            _ => return None,
        })
    }

    #[test]
    fn every_step_from_every_state_leads_where_the_table_says() {
        assert_eq!(TABLE.map(|(status, _)| status).as_slice(), ClaimStatus::ALL);
        for (status, row) in TABLE {
            let cells: Vec<&str> = row.split_whitespace().collect();
            assert_eq!(cells.len(), EVERY_STEP.len(), "{status}");
            for (step, cell) in EVERY_STEP.into_iter().zip(cells) {
                assert_eq!(next(status, step), state(cell), "{status} {step:?}");
            }
        }
    }

    #[test]
    fn allowed_actions_are_those_that_some_step_allows() {
        for status in ClaimStatus::ALL {
            let allowed: Vec<ClaimAction> = allowed(*status).collect();
            for action in ClaimAction::ALL {
                let possible =
                    EVERY_STEP.iter().any(|step| step.action() == *action && next(*status, *step).is_some());
                assert_eq!(allowed.contains(action), possible, "{status} {action}");
            }
        }
    }
}
