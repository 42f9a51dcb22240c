//! What the employment office does with a claim.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{is_second_person, lock_as_read, save, take};
use crate::access::caller::Principal;
use crate::claims::cases::dto::requests::missing_count;
use crate::claims::cases::model::ClaimView;
use crate::claims::cases::rules::Step;
use crate::claims::{checklist, documents, heirs};
use crate::domain::{Day, wib_today};
use crate::platform::changes::Origin;
use crate::platform::http::problem::FieldError;
use crate::platform::http::{Code, IfMatch, Issues, Problem, Text};

/// What a second person confirms.
#[derive(Default)]
pub struct Confirmation {
    /// Since when the papers are complete.
    pub documents_complete_at: Option<DateTime<Utc>>,
    /// Whether to accept what nobody has judged yet.
    pub accept_documents: bool,
    /// For the history.
    pub note: Option<String>,
}

/// Gives the claim back with what is missing: what is named, or else what the checklist misses.
pub async fn return_claim(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    (missing, reason): (Vec<String>, Option<String>),
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::Return, caller)?;
    let claim = &mut after.file.claim;
    let missing = match missing.is_empty() {
        true => checklist::service::of(conn, &before.file).await?.missing(),
        false => missing,
    };
    if missing.is_empty() {
        let mut issues = Issues::new();
        missing_count(&mut issues);
        return Err(issues.into_problem());
    }
    claim.clear_verification();
    claim.returned_missing = missing;
    claim.status_reason = reason.clone();
    after.file = save(conn, origin, &before.file, after.file, "returned", reason).await?;
    Ok(after)
}

/// Confirms the claim and its papers as a second person. Papers may still be missing: the insurer's clock runs from
/// `documents_complete_at`, which is set once none is.
pub async fn verify(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    confirmation: Confirmation,
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    let Confirmation { documents_complete_at, accept_documents, note } = confirmation;
    take(&mut after.file, Step::Verify, caller)?;
    let claim = &before.file.claim;
    if !is_second_person(&before.file, caller) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    if documents_complete_at.is_some_and(|at| at > origin.now) {
        return Err(Problem::invalid_field(FieldError::new(
            "/documents_complete_at",
            "instant_in_future",
            Text::fixed("Waktu ini berada di masa depan.", "This instant lies in the future."),
        )));
    }
    // Facts and beneficiaries may have been corrected since the claim was submitted.
    let mut issues = heirs::service::problems_of(conn, &before, today).await?;
    if documents_complete_at.is_some_and(|at| wib_today(at) < claim.reported_on) {
        issues.push(
            "/documents_complete_at",
            "complete_before_report",
            Text::fixed(
                "Dokumen tidak lengkap sebelum klaim dilaporkan.",
                "The papers are not complete before the claim was reported.",
            ),
        );
    }
    if accept_documents {
        documents::service::accept_all(conn, caller, origin, &mut after.file, |_| true).await?;
    }
    let is_complete = checklist::service::of(conn, &after.file).await?.is_complete();
    if documents_complete_at.is_some() && !is_complete {
        issues.push(
            "/documents_complete_at",
            "documents_missing",
            Text::fixed("Masih ada dokumen yang kurang.", "Papers are still missing."),
        );
    }
    issues.finish()?;
    let claim = &mut after.file.claim;
    claim.set_verification(origin.actor.id(), origin.now);
    claim.documents_complete_at = is_complete.then(|| documents_complete_at.unwrap_or(origin.now));
    claim.status_reason = None;
    after.file = save(conn, origin, &before.file, after.file, "verified", note).await?;
    Ok(after)
}

/// Sends the claim to the insurer, once no paper is missing. What was right when it was verified is asked again: a death may be
/// recorded since, and the dead are not paid.
pub async fn send_to_insurer(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (id, read): (Uuid, &IfMatch),
    (insurer_reference, note): (Option<String>, Option<String>),
    today: Day,
) -> Result<ClaimView, Problem> {
    let before = lock_as_read(conn, &caller.scope, id, read).await?;
    let mut after = before.clone();
    take(&mut after.file, Step::SendToInsurer, caller)?;
    let claim = &mut after.file.claim;
    let checklist = checklist::service::of(conn, &before.file).await?;
    if !checklist.is_complete() {
        return Err(checklist.problem());
    }
    if before.file.beneficiaries.iter().any(|one| one.row.pending_at.is_some()) {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "Penggantian rekening seorang penerima menunggu persetujuan.",
            "Another account of a beneficiary waits for approval.",
        )));
    }
    heirs::service::problems_of(conn, &before, today).await?.finish()?;
    // What was asked for when the claim was verified may not be asked for any more.
    claim.documents_complete_at = claim.documents_complete_at.or(Some(origin.now));
    claim.sent_to_insurer_at = Some(origin.now);
    claim.insurer_reference = insurer_reference.or(claim.insurer_reference.take());
    after.file = save(conn, origin, &before.file, after.file, "sent_to_insurer", note).await?;
    Ok(after)
}
