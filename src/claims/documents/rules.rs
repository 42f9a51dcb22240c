//! What a document is and what may be done with it.

mod sniff;

pub use sniff::{SNIFFED, media_type, sniff};

use super::codes::{DocumentAction, DocumentState};
use crate::claims::cases::codes::ClaimStatus;
use crate::claims::cases::rules::{Step, next};
use crate::claims::scholarships::rules::takes_children;

/// How many documents a claim can have, those that were taken back among them. No law knows this number: it keeps a file
/// from growing without end.
pub const MOST: usize = 100;

/// Who asks: which of the rights they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// May open contents.
    pub opens: bool,
    /// May send and withdraw papers.
    pub files: bool,
    /// May judge papers, and did not send this one.
    pub judges: bool,
}

/// What a document is a paper of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperOf {
    /// Of the claim as a whole.
    Claim,
    /// Of one of its children, whose papers come for years: those that its scholarship asks for, since no others name a child.
    Child,
    /// Of a child, and a year of it was confirmed on this paper.
    ConfirmedYear,
}

/// The step of the claim that an action is.
pub fn step(action: DocumentAction) -> Option<Step> {
    match action {
        DocumentAction::Open => None,
        DocumentAction::Accept | DocumentAction::Refuse => Some(Step::JudgeDocument),
        DocumentAction::Withdraw | DocumentAction::Restore => Some(Step::WithdrawDocument),
    }
}

/// Whether the state of a document allows an action. Judging again is possible: people err.
pub fn fits(state: DocumentState, action: DocumentAction) -> bool {
    match (action, state) {
        (DocumentAction::Open, _) => true,
        (DocumentAction::Accept, DocumentState::ToCheck | DocumentState::Refused) => true,
        (DocumentAction::Refuse, DocumentState::ToCheck | DocumentState::Accepted) => true,
        (DocumentAction::Restore, DocumentState::Withdrawn) => true,
        (DocumentAction::Withdraw, state) => state != DocumentState::Withdrawn,
        _ => false,
    }
}

/// What somebody may do with a document. What the insurer pays a year on stays while it does.
pub fn allowed(
    (claim, paper): (ClaimStatus, PaperOf),
    state: DocumentState,
    rights: Rights,
) -> Vec<DocumentAction> {
    let may = |action: &DocumentAction| {
        let has_right = match action {
            DocumentAction::Open => rights.opens,
            DocumentAction::Accept | DocumentAction::Refuse => rights.judges,
            DocumentAction::Withdraw | DocumentAction::Restore => rights.files,
        };
        let is_long = paper != PaperOf::Claim && takes_children(claim);
        let in_time = is_long || step(*action).is_none_or(|step| next(claim, step).is_some());
        let takes_away = matches!(action, DocumentAction::Refuse | DocumentAction::Withdraw);
        let stays = takes_away && paper == PaperOf::ConfirmedYear;
        has_right && in_time && !stays && fits(state, *action)
    };
    DocumentAction::ALL.iter().copied().filter(may).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentAction::*;

    const ALL: Rights = Rights { opens: true, files: true, judges: true };

    #[test]
    fn what_may_be_done_follows_from_claim_document_and_person() {
        let of = |claim, state| allowed((claim, PaperOf::Claim), state, ALL);
        assert_eq!(of(ClaimStatus::Draft, DocumentState::ToCheck), [Open, Withdraw]);
        assert_eq!(of(ClaimStatus::Submitted, DocumentState::ToCheck), [Open, Accept, Refuse, Withdraw]);
        assert_eq!(of(ClaimStatus::Submitted, DocumentState::Accepted), [Open, Refuse, Withdraw]);
        assert_eq!(of(ClaimStatus::Verified, DocumentState::Refused), [Open, Accept, Withdraw]);
        assert_eq!(of(ClaimStatus::Returned, DocumentState::Withdrawn), [Open, Restore]);
        assert_eq!(of(ClaimStatus::SentToInsurer, DocumentState::Accepted), [Open]);
        assert_eq!(of(ClaimStatus::Paid, DocumentState::Accepted), [Open]);
        let village = Rights { judges: false, ..ALL };
        let submitted = (ClaimStatus::Submitted, PaperOf::Claim);
        assert_eq!(allowed(submitted, DocumentState::ToCheck, village), [Open, Withdraw]);
        let reader = Rights { files: false, ..village };
        assert_eq!(allowed(submitted, DocumentState::ToCheck, reader), [Open]);
        let of_child = (ClaimStatus::Paid, PaperOf::Child);
        assert_eq!(allowed(of_child, DocumentState::ToCheck, ALL), [Open, Accept, Refuse, Withdraw]);
        let of_year = (ClaimStatus::Paid, PaperOf::ConfirmedYear);
        assert_eq!(allowed(of_year, DocumentState::Accepted, ALL), [Open]);
    }
}
