//! Use cases of children and scholarships. Each is a change of the claim, under its lock.

mod checks;
mod children;
mod money;
mod papers;
mod removed;
mod terms;
mod void;
mod years;

use uuid::Uuid;

pub use children::{ChildChanges, Lapse, NewChild, add, edit, lapse, reinstate, remove};
use money::has_left;
pub use money::{Decision, Transfer, decide, pay};
pub use papers::{has_confirmed_year, missing};
pub use terms::{Terms, terms};
use void::counts_again;
pub use void::{void_decision, void_payment};
pub use years::{Done, NewScholarship, claim, verify, withdraw};

use super::codes::{ChildAction, ScholarshipAction};
use super::model::{Child, ScholarshipRow};
use super::rules;
use crate::access::caller::{AccountKind, ClaimsDecide, ClaimsFile, ClaimsHandle, ClaimsVerify, Principal};
use crate::claims::cases::model::ClaimFile;
use crate::claims::payouts::service::may_void;
use crate::platform::http::Problem;

/// A child of the claim.
pub fn find(file: &ClaimFile, id: Uuid) -> Result<&Child, Problem> {
    file.children.iter().find(|child| child.row.id == id).ok_or_else(Problem::not_found)
}

/// A scholarship of the claim, with its child.
pub fn find_scholarship(file: &ClaimFile, id: Uuid) -> Result<(&Child, &ScholarshipRow), Problem> {
    let all = file.children.iter().flat_map(|child| child.scholarships.iter().map(move |one| (child, one)));
    all.into_iter().find(|(_, one)| one.id == id).ok_or_else(Problem::not_found)
}

/// Whether scholarships of somebody still go to a beneficiary's account.
pub fn is_payee(file: &ClaimFile, beneficiary_id: Uuid) -> bool {
    rules::takes_children(file.claim.status.0)
        && file.children.iter().any(|child| child.row.payee_id == Some(beneficiary_id))
}

/// Whether somebody has confirmed a scholarship that is still to be paid to a beneficiary's account.
pub fn has_confirmed(file: &ClaimFile, beneficiary_id: Uuid, account_id: Uuid) -> bool {
    let own = file.children.iter().filter(|child| child.row.payee_id == Some(beneficiary_id));
    own.flat_map(|child| &child.scholarships)
        .any(|one| rules::is_on_its_way(one.status.0) && one.verified_by == Some(account_id))
}

/// What this caller may do with a child as it stands.
pub fn child_actions(file: &ClaimFile, child: &Child, caller: &Principal) -> Vec<ChildAction> {
    if !caller.may::<ClaimsFile>() {
        return Vec::new();
    }
    let mut actions =
        rules::child_actions(file.claim.status.0, child.row.lapsed_on.is_some(), is_used(file, child));
    actions.retain(|action| match action {
        ChildAction::Delete => may_take_out(file, caller),
        ChildAction::ClaimScholarship => may_claim(file),
        ChildAction::Edit | ChildAction::Lapse | ChildAction::Reinstate => true,
    });
    actions
}

/// Whether the caller may take children out of the claim: once it was verified, the employment office alone.
fn may_take_out(file: &ClaimFile, caller: &Principal) -> bool {
    file.claim.verified_at.is_none() || caller.may::<ClaimsHandle>()
}

/// Whether the insurer's grant, if there is one, is not used up. Whether the worker's paid months bear a year is asked when it is
/// claimed: they may have become known since the child was stated.
fn may_claim(file: &ClaimFile) -> bool {
    has_left(file).unwrap_or(false)
}

/// Whether something refers to a child: a scholarship or a paper.
fn is_used(file: &ClaimFile, child: &Child) -> bool {
    !child.scholarships.is_empty() || file.documents.iter().any(|one| one.child_id == Some(child.row.id))
}

/// What this caller may do with a scholarship as it stands.
pub fn actions(
    file: &ClaimFile,
    (child, row): (&Child, &ScholarshipRow),
    caller: &Principal,
) -> Vec<ScholarshipAction> {
    let may = |action: &ScholarshipAction| {
        let has_right = match action {
            ScholarshipAction::Verify => {
                caller.may::<ClaimsVerify>() && is_second_person(file, (child, row), caller)
            }
            ScholarshipAction::Withdraw => caller.may::<ClaimsFile>(),
            ScholarshipAction::RecordDecision | ScholarshipAction::RecordPayment => {
                caller.may::<ClaimsDecide>()
            }
            ScholarshipAction::VoidDecision => {
                caller.may::<ClaimsDecide>() && may_void(row.decided_by, caller) && counts_again(child, row)
            }
            ScholarshipAction::VoidPayment => caller.may::<ClaimsDecide>() && may_void(row.paid_by, caller),
        };
        has_right && rules::takes_scholarships(file.claim.status.0) && rules::allows(row.status.0, *action)
    };
    ScholarshipAction::ALL.iter().copied().filter(may).collect()
}

/// Whether the caller is a person who neither claimed the year, nor ever stated or changed anything of the child, nor stated
/// the account that it goes to, be it in force or waiting to take the place of that.
fn is_second_person(file: &ClaimFile, (child, row): (&Child, &ScholarshipRow), caller: &Principal) -> bool {
    let payee = file.beneficiaries.iter().find(|one| child.row.payee_id == Some(one.row.id));
    caller.kind == AccountKind::User
        && row.claimed_by != Some(caller.account_id)
        && !child.row.revised_by.contains(&caller.account_id)
        && payee.is_none_or(|one| !one.row.has_account_of(caller.account_id))
}
