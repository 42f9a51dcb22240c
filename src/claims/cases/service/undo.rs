//! A decision that was recorded in error, an appeal that is disputed no more, and a claim that goes on after it was taken back.
//! What a claim was before comes from its history.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::file::{check_one_death, unknown_worker};
use super::{allowed_actions, lock_as_read, refuse, save, take};
use crate::access::caller::{Principal, RegionScope};
use crate::claims::cases::codes::{ClaimAction, ClaimStatus};
use crate::claims::cases::model::{ClaimFile, ClaimRow, ClaimView};
use crate::claims::cases::rules::standing::{APPEALED, DECISIONS, DISPUTE, standing};
use crate::claims::cases::rules::{self, Step};
use crate::claims::heirs::queries::recorded_death;
use crate::claims::payouts::service::may_void;
use crate::claims::scholarships::model::{Child, ScholarshipRow};
use crate::platform::changes::{self, Made, Origin, Subject};
use crate::platform::http::{Code, FieldError, IfMatch, Problem, Text};
use crate::register::workers::queries::tombstone;
use crate::register::workers::service::refuse_named;

/// Takes back a decision that was recorded in error, as a person other than the one who recorded it: the claim is what it was
/// before, with the insurer or appealed, and waits for the right one.
pub async fn void_decision(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let claim = &before.file.claim;
    if rules::next(claim.status.0, Step::VoidDecision).is_none() {
        return Err(refuse(&before.file, caller));
    }
    let second_person = || Problem::new(Code::SecondPersonRequired).allowing(left(&before.file, caller));
    if !may_void(claim.decided_by, caller) {
        return Err(second_person());
    }
    if let Some(why) = rests(&before.file) {
        return Err(conflict(&before.file, caller, why));
    }
    let mut stands = steps_that_stand(conn, claim).await?;
    let decision = stands.pop().filter(|step| DECISIONS.contains(&step.action.as_str()));
    // Of a decision from before its recorder was kept the history tells.
    if decision.as_ref().is_some_and(|step| !may_void(step.actor_id, caller)) {
        return Err(second_person());
    }
    let was = row_before(decision)?.ok_or_else(|| forgotten(&before.file, caller))?;
    // An earlier decision counts again, with whoever recorded it.
    let earlier = stands.iter().rev().find(|step| DECISIONS.contains(&step.action.as_str()));
    let decided_by = earlier.and_then(|step| step.actor_id);
    let mut after = before.clone();
    let step = match was.status.0 {
        ClaimStatus::Appealed => Step::VoidAppealDecision,
        _ => Step::VoidDecision,
    };
    take(&mut after.file, step, caller)?;
    after.file.claim = ClaimRow {
        status_reason: was.status_reason,
        insurer_reference: was.insurer_reference,
        decided_on: was.decided_on,
        decided_by,
        approved_amount_idr: was.approved_amount_idr,
        approved_lines: was.approved_lines,
        rejection_reason: was.rejection_reason,
        ..after.file.claim
    };
    after.file = save(conn, origin, &before.file, after.file, "decision_voided", Some(reason)).await?;
    Ok(after)
}

/// Takes an appeal back: the refusal stands as it did before.
pub async fn withdraw_appeal(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::WithdrawAppeal, caller)?;
    let appeal = steps_that_stand(conn, &before.file.claim).await?.pop();
    let was = row_before(appeal.filter(|step| step.action == APPEALED))?;
    after.file.claim.status_reason = was.ok_or_else(|| forgotten(&before.file, caller))?.status_reason;
    after.file = save(conn, origin, &before.file, after.file, "appeal_withdrawn", Some(reason)).await?;
    Ok(after)
}

/// Lets a claim go on that was taken back: as given back where it was handed in before, with what was missing then, else as a
/// draft. One that tells of a death is a draft unless that death is recorded: the register may know by now that there was none. It
/// is verified and sent anew. What filing asks is asked again. One that was let go with a death that was none comes back with that
/// death, and not so.
pub async fn reopen(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    reason: String,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    let goes_on = before.file.claim.submitted_at.is_some() && is_recorded(conn, &before.file.claim).await?;
    take(&mut after.file, if goes_on { Step::Reopen } else { Step::ReopenDraft }, caller)?;
    check_filing(conn, &caller.scope, &before.file.claim).await?;
    if is_let_go(&before.file.claim) {
        return Err(conflict(&before.file, caller, ("death_revoked", LET_GO)));
    }
    let claim = &mut after.file.claim;
    claim.clear_verification();
    if goes_on {
        let was = before_withdrawal(conn, claim).await?;
        claim.returned_missing = was.map(|was| was.returned_missing).unwrap_or_default();
    } else {
        claim.clear_submission();
    }
    claim.status_reason = Some(reason.clone());
    after.file = save(conn, origin, &before.file, after.file, "reopened", Some(reason)).await?;
    Ok(after)
}

/// Whether the death of which a claim tells is the one that its regency has recorded; true of a claim that tells of none.
async fn is_recorded(conn: &mut AsyncPgConnection, claim: &ClaimRow) -> Result<bool, Problem> {
    let Some(death_on) = claim.facts().death_on() else { return Ok(true) };
    let recorded = recorded_death(conn, (claim.regency_id, claim.person_id)).await?;
    Ok(recorded == Some(death_on))
}

/// Whether a claim was withdrawn with the death for which it was filed, after the insurer had refused it: nobody else withdraws
/// what is decided.
pub(super) fn is_let_go(claim: &ClaimRow) -> bool {
    claim.status.0 == ClaimStatus::Withdrawn && claim.decided_on.is_some()
}

/// What rests on a decision and has to be taken back before it: transfers, and school years that were neither refused nor taken
/// back.
pub(super) fn rests(file: &ClaimFile) -> Option<(&'static str, Text)> {
    if file.beneficiaries.iter().any(|one| one.payment.is_some()) {
        return Some(("payments_recorded", PAYMENTS_RECORDED));
    }
    let years: Vec<&ScholarshipRow> = file.children.iter().flat_map(Child::living).collect();
    if years.iter().any(|year| year.decided_on.is_some()) {
        return Some(("scholarships_decided", SCHOLARSHIPS_DECIDED));
    }
    // Whom they are paid to, and whether they are due at all, was seen by the decision.
    (!years.is_empty()).then_some(("scholarships_claimed", SCHOLARSHIPS_CLAIMED))
}

/// A claim is filed for a registration that stands, and for the only claim of a death. Whoever merges two registrations waits for
/// the claim's lock, and takes the claim along.
async fn check_filing(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    claim: &ClaimRow,
) -> Result<(), Problem> {
    if tombstone(conn, scope, claim.worker_id).await?.is_some() {
        return Err(refuse_named(conn, scope, claim.worker_id, unknown_worker()).await?);
    }
    check_one_death(conn, scope, &claim.facts(), (claim.person_id, claim.id)).await
}

/// The decisions and appeals of a claim that were not taken back, oldest first.
async fn steps_that_stand(conn: &mut AsyncPgConnection, claim: &ClaimRow) -> Result<Vec<Made>, Problem> {
    let key = (Subject::Claim, claim.id);
    let steps = changes::made_by(conn, claim.regency_id, key, &DISPUTE).await?;
    let places = standing(steps.iter().map(|step| step.action.as_str()));
    let stands = steps.into_iter().enumerate().filter(|(place, _)| places.contains(place));
    Ok(stands.map(|(_, step)| step).collect())
}

/// The claim before it was withdrawn last; none where the history does not tell.
pub(super) async fn before_withdrawal(
    conn: &mut AsyncPgConnection,
    claim: &ClaimRow,
) -> Result<Option<ClaimRow>, Problem> {
    let key = (Subject::Claim, claim.id);
    row_before(changes::made_by(conn, claim.regency_id, key, &["withdrawn"]).await?.pop())
}

/// The claim before a step; none where the history does not tell.
fn row_before(step: Option<Made>) -> Result<Option<ClaimRow>, Problem> {
    let was = step.map(Made::was::<ClaimRow>).transpose().map_err(Problem::internal)?;
    Ok(was.flatten())
}

fn left(file: &ClaimFile, caller: &Principal) -> impl Iterator<Item = &'static str> {
    allowed_actions(file, caller).into_iter().map(ClaimAction::as_str)
}

fn conflict(file: &ClaimFile, caller: &Principal, (code, why): (&'static str, Text)) -> Problem {
    let error = FieldError::new("", code, why.clone());
    Problem::new(Code::Conflict).detail(why).errors(vec![error]).allowing(left(file, caller))
}

/// What was erased from the history cannot be restored.
fn forgotten(file: &ClaimFile, caller: &Principal) -> Problem {
    conflict(file, caller, ("history_erased", HISTORY_ERASED))
}

const PAYMENTS_RECORDED: Text = Text::fixed(
    "Pembayaran menurut keputusan ini sudah dicatat: batalkan dahulu pembayarannya.",
    "Payments by this decision are recorded: take them back first.",
);
const SCHOLARSHIPS_DECIDED: Text = Text::fixed(
    "Keputusan beasiswa menurut keputusan ini sudah dicatat: batalkan dahulu keputusan beasiswanya.",
    "Decisions about scholarships that rest on this one are recorded: take them back first.",
);
const SCHOLARSHIPS_CLAIMED: Text = Text::fixed(
    "Beasiswa menurut keputusan ini sudah diajukan: tarik dahulu pengajuannya.",
    "Scholarships that rest on this decision are claimed: take them back first.",
);
const LET_GO: Text = Text::fixed(
    "Klaim ini dicabut bersama laporan kematian yang dibatalkan. Ia berlaku lagi bila kematian itu dicatat kembali dengan \
     tanggal yang sama dan tidak ada klaim lain untuknya.",
    "This claim was withdrawn with a death that was revoked. It counts again once that death is recorded again, of the same \
     day, and nothing else is claimed for it.",
);
const HISTORY_ERASED: Text = Text::fixed(
    "Riwayat klaim ini tidak lagi menyebut keadaan sebelumnya.",
    "The history of this claim does not tell any more what it was before.",
);
