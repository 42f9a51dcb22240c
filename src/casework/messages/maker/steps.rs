//! What becomes of claims, as their history names it, and what of that which waits is wrong from then on.

use crate::casework::messages::rules::MessageKind;

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClaimStep {
    Submitted,
    Returned,
    Withdrawn,
    /// It goes on after it was withdrawn.
    Reopened,
    /// It is of another kind, for which other papers count.
    Reclassified,
    Sent,
    Approved,
    Rejected,
    /// A decision was taken back: there is none.
    Undecided,
    Paid,
    /// A transfer was taken back: it is not on its way.
    Voided,
    /// Somebody else gets something of it.
    Added,
    /// A beneficiary is described otherwise, maybe as somebody else.
    Edited,
    /// A beneficiary gets nothing of it.
    Removed,
    AccountWaits,
    AccountChanged,
    /// Another account was turned down or taken back.
    AccountKept,
    /// A year is claimed for a child, maybe once more.
    YearClaimed,
    /// The year of a child is with the insurer.
    YearSent,
    YearWithdrawn,
    YearApproved,
    YearRejected,
    /// The decision about a year was taken back.
    YearUndecided,
    YearPaid,
    /// The transfer of a year was taken back.
    YearVoided,
}

/// Messages about a claim that a step makes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// What tells this of the claim as a whole.
    OfClaim(MessageKind),
    /// What tells this of the school year that the step is about.
    OfYear(MessageKind),
    /// That money was sent to the beneficiary whose transfer is taken back.
    Payment,
    /// That money was sent for the year whose transfer is taken back.
    YearPayment,
    /// What tells this to whoever hears nothing of it as a beneficiary any more, or for one.
    ToRemoved(MessageKind),
    /// That another account is asked for, for any beneficiary.
    EveryRequest,
    /// That another account is asked for, for the beneficiary whose account the step is about; and where that is another one
    /// since, that it was changed to one that is not the last.
    Account,
}

impl ClaimStep {
    /// Every step that there is something to tell of, or that makes something wrong, by its name in the history. A claim that counts
    /// again with its death was refused, and can be appealed again.
    const NAMED: [(&'static str, Self); 28] = [
        ("submitted", Self::Submitted),
        ("returned", Self::Returned),
        ("withdrawn", Self::Withdrawn),
        ("reopened", Self::Reopened),
        ("reclassified", Self::Reclassified),
        ("sent_to_insurer", Self::Sent),
        ("approved", Self::Approved),
        ("rejected", Self::Rejected),
        ("taken_up_again", Self::Rejected),
        ("decision_voided", Self::Undecided),
        ("payment_recorded", Self::Paid),
        ("payment_voided", Self::Voided),
        ("beneficiary_added", Self::Added),
        ("beneficiary_edited", Self::Edited),
        ("beneficiary_removed", Self::Removed),
        ("payout_account_change_stated", Self::AccountWaits),
        ("payout_account_set", Self::AccountChanged),
        ("payout_account_change_approved", Self::AccountChanged),
        ("payout_account_change_rejected", Self::AccountKept),
        ("payout_account_change_withdrawn", Self::AccountKept),
        ("scholarship_claimed", Self::YearClaimed),
        ("scholarship_verified", Self::YearSent),
        ("scholarship_withdrawn", Self::YearWithdrawn),
        ("scholarship_approved", Self::YearApproved),
        ("scholarship_rejected", Self::YearRejected),
        ("scholarship_decision_voided", Self::YearUndecided),
        ("scholarship_paid", Self::YearPaid),
        ("scholarship_payment_voided", Self::YearVoided),
    ];

    /// The step with this name in the history.
    pub fn named(action: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(name, _)| *name == action).map(|(_, step)| *step)
    }

    /// The names of all steps.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMED.into_iter().map(|(name, _)| name)
    }

    /// What is wrong once the step was taken. That a claim was sent announces the decision and stays true when that is told,
    /// too; so does an approval when the money is sent.
    pub const fn makes_wrong(self) -> &'static [Wrong] {
        use MessageKind::{AccountChanged, ClaimApproved, ClaimRejected, ClaimReturned, ClaimSent};
        match self {
            // Nothing is missing any more, or it is asked for in other words.
            Self::Submitted | Self::Reclassified | Self::Sent => &[Wrong::OfClaim(ClaimReturned)],
            // It is not with the insurer: no decision is to be waited for.
            Self::Returned => &[Wrong::OfClaim(ClaimReturned), Wrong::OfClaim(ClaimSent)],
            // Nor is there anything to appeal.
            Self::Withdrawn => &[
                Wrong::OfClaim(ClaimReturned),
                Wrong::OfClaim(ClaimSent),
                Wrong::OfClaim(ClaimRejected),
                Wrong::EveryRequest,
            ],
            // Who has not appealed hears of the refusal all the same. Once more refused, it is told anew.
            Self::Approved | Self::Rejected => &[Wrong::OfClaim(ClaimRejected)],
            // The right decision is told once it is recorded. That the claim was sent is true again.
            Self::Undecided => &[Wrong::OfClaim(ClaimApproved), Wrong::OfClaim(ClaimRejected)],
            Self::YearUndecided => &[Wrong::OfYear(ClaimApproved), Wrong::OfYear(ClaimRejected)],
            Self::Voided => &[Wrong::Payment],
            // What becomes of the account concerns whoever is called otherwise now.
            Self::Edited => &[Wrong::ToRemoved(ClaimReturned)],
            Self::Removed => &[Wrong::ToRemoved(ClaimReturned), Wrong::ToRemoved(AccountChanged)],
            // What was asked for is decided, or something else is asked for instead.
            Self::AccountWaits | Self::AccountKept | Self::AccountChanged => &[Wrong::Account],
            // A year that was refused is claimed once more.
            Self::YearClaimed => &[Wrong::OfYear(ClaimRejected)],
            Self::YearWithdrawn => &[Wrong::OfYear(ClaimSent)],
            Self::YearVoided => &[Wrong::YearPayment],
            Self::Reopened
            | Self::Added
            | Self::Paid
            | Self::YearSent
            | Self::YearApproved
            | Self::YearRejected
            | Self::YearPaid => &[],
        }
    }
}
