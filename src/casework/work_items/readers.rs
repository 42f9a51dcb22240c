//! Who follows the link of an item. To whom its link is closed it is not listed either.

use super::rules::WorkItemKind;
use crate::access::caller::{
    ClaimsRead, ClosesRead, ContributionsRead, CoveragesRead, DeathsRead, MessagesRead, Permission as _,
    PlansRead, Principal, Role, TransfersRead, WorkersRead,
};

/// The roles that may open what the items of a kind lead to.
const fn roles(kind: WorkItemKind) -> &'static [Role] {
    match kind {
        WorkItemKind::PlanToApprove => PlansRead::ROLES,
        WorkItemKind::CoveragesToApprove
        | WorkItemKind::CoveragesToActivate
        | WorkItemKind::PeriodToEnd
        | WorkItemKind::MembersNearLapse => CoveragesRead::ROLES,
        WorkItemKind::BatchToApprove
        | WorkItemKind::BatchToBill
        | WorkItemKind::BatchToPay
        | WorkItemKind::BatchToReconcile => ContributionsRead::ROLES,
        WorkItemKind::RefusedLineToCorrect
        | WorkItemKind::RefusedLineToEnd
        | WorkItemKind::RefusedLineToResend
        | WorkItemKind::WorkersToVerify
        | WorkItemKind::PossibleDuplicate => WorkersRead::ROLES,
        WorkItemKind::MonthToClose => ClosesRead::ROLES,
        WorkItemKind::ClaimToSubmit
        | WorkItemKind::ClaimToComplete
        | WorkItemKind::ClaimToVerify
        | WorkItemKind::ClaimToSend
        | WorkItemKind::ClaimToDecide
        | WorkItemKind::ClaimToPay
        | WorkItemKind::ClaimWithoutAccount
        | WorkItemKind::AccountChangeToApprove
        | WorkItemKind::AccountShared
        | WorkItemKind::DocumentsMissing
        | WorkItemKind::ScholarshipDue
        | WorkItemKind::ScholarshipToVerify
        | WorkItemKind::ScholarshipToDecide
        | WorkItemKind::ScholarshipToPay => ClaimsRead::ROLES,
        WorkItemKind::DeathToDecide | WorkItemKind::DeathUnclaimed => DeathsRead::ROLES,
        WorkItemKind::TransferToAnswer => TransfersRead::ROLES,
        WorkItemKind::LettersToPrint => MessagesRead::ROLES,
    }
}

/// Whether a caller has the items of a kind listed. A system has them all: what it may open is what its scopes say.
pub fn may_see(caller: &Principal, kind: WorkItemKind) -> bool {
    caller.role.is_none_or(|role| roles(kind).contains(&role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::work_items::rules::Owner;

    #[test]
    fn whose_work_it_is_and_the_office_can_follow_its_link() {
        for kind in WorkItemKind::ALL {
            for owner in Owner::ALL.iter().filter(|owner| kind.may_be_of(**owner)) {
                assert!(roles(*kind).iter().any(|role| role.as_str() == owner.as_str()), "{kind} {owner}");
            }
            assert!(roles(*kind).contains(&Role::Officer), "{kind}");
        }
    }
}
