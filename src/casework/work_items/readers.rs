//! Who follows the link of an item. To whom its link is closed it is not listed either.

use super::rules::WorkItemKind;
use crate::access::caller::{
    ClaimsRead, ClosesRead, ContributionsRead, CoveragesRead, DeathsRead, MessagesRead, PlansRead, Principal,
    TransfersRead, WorkersRead,
};

/// Whether a caller has the items of a kind listed: people by their role and systems by their scopes, as what the items lead to
/// is opened.
pub fn may_see(caller: &Principal, kind: WorkItemKind) -> bool {
    match kind {
        WorkItemKind::PlanToApprove => caller.may::<PlansRead>(),
        WorkItemKind::CoveragesToApprove
        | WorkItemKind::CoveragesToActivate
        | WorkItemKind::PeriodToEnd
        | WorkItemKind::MembersNearLapse => caller.may::<CoveragesRead>(),
        WorkItemKind::BatchToApprove
        | WorkItemKind::BatchToBill
        | WorkItemKind::BatchToPay
        | WorkItemKind::BatchToReconcile => caller.may::<ContributionsRead>(),
        WorkItemKind::RefusedLineToCorrect
        | WorkItemKind::RefusedLineToEnd
        | WorkItemKind::RefusedLineToResend
        | WorkItemKind::WorkersToVerify
        | WorkItemKind::PossibleDuplicate => caller.may::<WorkersRead>(),
        WorkItemKind::MonthToClose => caller.may::<ClosesRead>(),
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
        | WorkItemKind::ScholarshipToPay => caller.may::<ClaimsRead>(),
        WorkItemKind::DeathToDecide | WorkItemKind::DeathUnclaimed => caller.may::<DeathsRead>(),
        WorkItemKind::TransferToAnswer => caller.may::<TransfersRead>(),
        WorkItemKind::LettersToPrint => caller.may::<MessagesRead>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::caller::{AccountKind, Role, ScopeSet};
    use crate::casework::work_items::rules::Owner;

    fn system(scopes: &[&str]) -> Principal {
        let scopes = ScopeSet::parse_for_client(scopes.iter().copied()).unwrap();
        Principal { kind: AccountKind::Client, role: None, scopes, ..Principal::of_role(Role::Officer) }
    }

    #[test]
    fn whose_work_it_is_and_the_office_can_follow_its_link() {
        for kind in WorkItemKind::ALL {
            for owner in Owner::ALL.iter().filter(|owner| kind.may_be_of(**owner)) {
                let is_owner = |role: &&Role| role.as_str() == owner.as_str();
                let owner_may = Role::ALL
                    .iter()
                    .find(is_owner)
                    .is_some_and(|role| may_see(&Principal::of_role(*role), *kind));
                assert!(owner_may, "{kind} {owner}");
            }
            assert!(may_see(&Principal::of_role(Role::Officer), *kind), "{kind}");
        }
    }

    #[test]
    fn a_system_sees_what_its_scopes_open() {
        let may_see_any = |caller: &Principal| WorkItemKind::ALL.iter().any(|kind| may_see(caller, *kind));
        assert!(!may_see_any(&system(&["work-items:read"])));
        let register = system(&["work-items:read", "workers:read"]);
        assert!(may_see(&register, WorkItemKind::PossibleDuplicate));
        assert!(!may_see(&register, WorkItemKind::ClaimToPay));
    }
}
