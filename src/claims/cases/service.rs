//! Use cases of claims: each runs in the caller's transaction, under the lock of the claim's row.

mod decide;
mod file;
mod handle;
mod let_go;
mod merge;
mod undo;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use decide::{Decision, appeal, decide};
pub use file::{ClaimChanges, NewClaim, Reclassification, create, edit, reclassify, submit, withdraw};
pub use handle::{Confirmation, return_claim, send_to_insurer, verify};
pub use let_go::{let_go, take_up_again};
pub use merge::{Claimant, repoint};
pub use undo::{reopen, void_decision, withdraw_appeal};

use super::codes::{ClaimAction, ClaimStatus};
use super::model::{ClaimFile, ClaimRow, ClaimView, WorkerCard};
use super::queries::{self, ClaimFilter};
use super::rules::{self, Step};
use super::timeline::{self, TimelineEntry};
use crate::access::caller::{
    AccountKind, ClaimsDecide, ClaimsFile, ClaimsHandle, ClaimsVerify, PayoutsApprove, Principal, RegionScope,
};
use crate::claims::documents::model::DocumentRow;
use crate::claims::payouts::service as payouts;
use crate::claims::scholarships::model::Child;
use crate::claims::{documents, heirs, scholarships};
use crate::cover::deaths::{self, Told};
use crate::platform::changes::{self, Change, Origin, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::http::{IfMatch, Language, Problem};

/// A claim of the caller's regions with all its parts.
pub async fn find(conn: &mut AsyncPgConnection, scope: &RegionScope, id: Uuid) -> Result<ClaimView, Problem> {
    let found = queries::find_claim(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    complete(conn, found).await
}

/// Claims of the caller's regions with all their parts, after an id.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: &ClaimFilter,
    after: Option<Uuid>,
    limit: i64,
) -> Result<Vec<ClaimView>, Problem> {
    let found = queries::list_claims(conn, scope, filter, after, limit).await?;
    let keys: Vec<Uuid> = found.iter().map(|(claim, _)| claim.id).collect();
    let regencies: Vec<i32> = found.iter().map(|(claim, _)| claim.regency_id).collect();
    let mut parts: HashMap<Uuid, Vec<heirs::model::Beneficiary>> = HashMap::new();
    for part in heirs::queries::beneficiaries_of(conn, &regencies, &keys).await? {
        parts.entry(part.row.claim_id).or_default().push(part);
    }
    let mut papers: HashMap<Uuid, Vec<DocumentRow>> = HashMap::new();
    for paper in documents::queries::documents_of(conn, &regencies, &keys).await? {
        papers.entry(paper.claim_id).or_default().push(paper);
    }
    let mut children: HashMap<Uuid, Vec<Child>> = HashMap::new();
    for child in scholarships::queries::children_of(conn, &regencies, &keys).await? {
        children.entry(child.row.claim_id).or_default().push(child);
    }
    Ok(found
        .into_iter()
        .map(|(claim, worker)| {
            // A claim without beneficiaries, documents or children has no entry.
            let own = parts.remove(&claim.id).unwrap_or_default();
            let sent = papers.remove(&claim.id).unwrap_or_default();
            let stated = children.remove(&claim.id).unwrap_or_default();
            view(claim, worker, (own, sent, stated))
        })
        .collect())
}

/// A claim of the caller's regions as the register knew it at an instant, beside its worker of today.
pub async fn find_as_known_at(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    instant: DateTime<Utc>,
) -> Result<ClaimView, Problem> {
    let (claim, worker) = queries::find_claim(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    let known = changes::as_known_at::<ClaimFile>(conn, claim.regency_id, id, instant).await?;
    let file = known.ok_or_else(Problem::not_found)?;
    Ok(ClaimView { file, worker })
}

/// The story of a claim after a version. The caller has found the claim in the caller's regions.
pub async fn timeline(
    conn: &mut AsyncPgConnection,
    claim: &ClaimRow,
    after_version: i32,
    limit: i64,
    language: Language,
) -> Result<Vec<TimelineEntry>, Problem> {
    let versions =
        changes::history(conn, claim.regency_id, Subject::Claim, claim.id, after_version, limit).await?;
    let actors: Vec<Uuid> = versions.iter().filter_map(|version| version.actor_id).collect();
    let names: HashMap<Uuid, String> = queries::names_of_users(conn, &actors).await?.into_iter().collect();
    versions
        .into_iter()
        .map(|version| {
            let name = version.actor_id.and_then(|id| names.get(&id).cloned());
            timeline::tell(version, name, language).map_err(Problem::internal)
        })
        .collect()
}

/// Locks a claim of the caller's regions until the end of the transaction.
pub async fn lock(conn: &mut AsyncPgConnection, scope: &RegionScope, id: Uuid) -> Result<ClaimView, Problem> {
    let found = queries::lock_claim(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    complete(conn, found).await
}

/// Locks a claim that the caller decides upon as it was read.
pub async fn lock_as_read(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    read: &IfMatch,
) -> Result<ClaimView, Problem> {
    let view = lock(conn, scope, id).await?;
    read.check(view.file.claim.version)?;
    Ok(view)
}

/// Takes a step, or says which actions the state allows this caller.
pub fn take(file: &mut ClaimFile, step: Step, caller: &Principal) -> Result<(), Problem> {
    match rules::next(file.claim.status.0, step) {
        Some(status) => {
            file.claim.status = AsText(status);
            Ok(())
        }
        None => Err(refuse(file, caller)),
    }
}

/// The answer where the claim's state does not allow an action.
pub fn refuse(file: &ClaimFile, caller: &Principal) -> Problem {
    Problem::invalid_state(allowed_actions(file, caller).into_iter().map(ClaimAction::as_str))
}

/// Writes a changed file as the next version of its claim. The parts have been written by their rooms. What it tells of a
/// death, or no longer, is followed by what was paid after that.
pub async fn save(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &ClaimFile,
    mut after: ClaimFile,
    action: &'static str,
    reason: Option<String>,
) -> Result<ClaimFile, Problem> {
    after.claim.version = before.claim.version + 1;
    after.claim.updated_at = origin.now;
    if !queries::update_claim(conn, &after.claim).await? {
        return Err(Problem::internal("a claim changed although its row was locked"));
    }
    let change = Change::updated(before, &after, action, reason).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    let (was, is) = (before.claim.told_death(), after.claim.told_death());
    if was != is {
        let whose = (after.claim.regency_id, after.claim.person_id);
        deaths::told(conn, origin, whose, Told { by: after.claim.id, was, is }).await?;
    }
    Ok(after)
}

/// What this caller may do with the claim as it stands.
pub fn allowed_actions(file: &ClaimFile, caller: &Principal) -> Vec<ClaimAction> {
    let status = file.claim.status.0;
    let late = LATE.into_iter().filter(|_| status == ClaimStatus::Paid);
    late.chain(rules::allowed(status)).filter(|action| may(*action, file, caller)).collect()
}

/// The accounts to which scholarships go are looked after for as long as those are paid.
const LATE: [ClaimAction; 3] =
    [ClaimAction::SetPayoutAccount, ClaimAction::ApprovePayoutAccount, ClaimAction::RejectPayoutAccount];

fn may(action: ClaimAction, file: &ClaimFile, caller: &Principal) -> bool {
    let claim = &file.claim;
    match action {
        ClaimAction::Edit
        | ClaimAction::EditBeneficiaries
        | ClaimAction::EditDocuments
        | ClaimAction::Submit
        | ClaimAction::Appeal
        | ClaimAction::WithdrawAppeal
        | ClaimAction::Withdraw => caller.may::<ClaimsFile>(),
        ClaimAction::Reopen => caller.may::<ClaimsFile>() && !undo::is_let_go(claim),
        // Only a death has another kind.
        ClaimAction::Reclassify => caller.may::<ClaimsFile>() && claim.facts().reclassified(None).is_some(),
        // While a claim is verified, only the employment office touches where its money goes, and not whoever verified it alone.
        ClaimAction::SetPayoutAccount => {
            let may_state = || file.beneficiaries.iter().any(|one| payouts::may_state(file, one, caller));
            let is_verified = claim.verified_at.is_some();
            caller.may::<ClaimsFile>() && (!is_verified || caller.may::<ClaimsHandle>() && may_state())
        }
        // Where an account waits that somebody else stated.
        ClaimAction::ApprovePayoutAccount | ClaimAction::RejectPayoutAccount => {
            let mut parts = file.beneficiaries.iter();
            caller.may::<PayoutsApprove>() && parts.any(|one| payouts::may_decide(file, one, caller))
        }
        ClaimAction::Return | ClaimAction::SendToInsurer => caller.may::<ClaimsHandle>(),
        // Each document is judged by somebody else than whoever sent it.
        ClaimAction::JudgeDocuments => caller.may::<ClaimsVerify>() && caller.kind == AccountKind::User,
        ClaimAction::Verify => caller.may::<ClaimsVerify>() && is_second_person(file, caller),
        ClaimAction::RecordDecision => caller.may::<ClaimsDecide>(),
        // Where somebody who was not paid has an account that nothing waits to replace.
        ClaimAction::RecordPayment => {
            let mut parts = file.beneficiaries.iter();
            caller.may::<ClaimsDecide>() && parts.any(payouts::is_ready)
        }
        // What rests on a decision is taken back before it, and the decision by somebody else than who recorded it.
        ClaimAction::VoidDecision => {
            caller.may::<ClaimsDecide>()
                && payouts::may_void(claim.decided_by, caller)
                && undo::rests(file).is_none()
        }
        // Where there is a transfer that somebody else recorded.
        ClaimAction::VoidPayment => {
            let mut payments = file.beneficiaries.iter().filter_map(|one| one.payment.as_ref());
            caller.may::<ClaimsDecide>()
                && payments.any(|payment| payouts::may_void(payment.recorded_by, caller))
        }
    }
}

/// Whether the caller is a person who neither handed the claim in, be it earlier, nor changed it, its beneficiaries or accounts, be
/// it to one that waits.
fn is_second_person(file: &ClaimFile, caller: &Principal) -> bool {
    let claim = &file.claim;
    caller.kind == AccountKind::User
        && file.beneficiaries.iter().all(|one| !one.row.has_account_of(caller.account_id))
        && claim.submitted_by != Some(caller.account_id)
        && !claim.revised_by.contains(&caller.account_id)
}

async fn complete(
    conn: &mut AsyncPgConnection,
    (claim, worker): (ClaimRow, WorkerCard),
) -> Result<ClaimView, Problem> {
    let parts = heirs::queries::beneficiaries_of(conn, &[claim.regency_id], &[claim.id]).await?;
    let papers = documents::queries::documents_of(conn, &[claim.regency_id], &[claim.id]).await?;
    let children = scholarships::queries::children_of(conn, &[claim.regency_id], &[claim.id]).await?;
    Ok(view(claim, worker, (parts, papers, children)))
}

fn view(
    claim: ClaimRow,
    worker: WorkerCard,
    (beneficiaries, documents, children): (Vec<heirs::model::Beneficiary>, Vec<DocumentRow>, Vec<Child>),
) -> ClaimView {
    let village_code = worker.village_code.clone();
    ClaimView { file: ClaimFile { claim, beneficiaries, documents, children, village_code }, worker }
}
