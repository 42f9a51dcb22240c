//! Use cases of documents. Each is a change of the claim, under its lock.

mod room;

use std::fmt::Write as _;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

pub use room::About;

use self::room::{check_new_content, check_new_id, id_taken, take_one_more};
use super::codes::{DocumentAction, DocumentState, Verdict};
use super::model::DocumentRow;
use super::queries;
use super::rules::{self, PaperOf, Rights};
use super::upload::Stored;
use crate::access::caller::{AccountKind, ClaimsFile, ClaimsVerify, DocumentsOpen, Principal, Role};
use crate::claims::cases::codes::ClaimStatus;
use crate::claims::cases::model::{ClaimFile, ClaimRow, ClaimView};
use crate::claims::cases::service as cases;
use crate::claims::checklist;
use crate::claims::scholarships::service::has_confirmed_year;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::{Code, IfMatch, Problem};

/// A claim whose documents the caller may see: the insurer sees those of claims that were sent to it.
pub async fn find_claim(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    id: Uuid,
) -> Result<ClaimView, Problem> {
    let view = cases::find(conn, &caller.scope, id).await?;
    if is_shown(&view.file.claim, caller) { Ok(view) } else { Err(Problem::not_found()) }
}

fn is_shown(claim: &ClaimRow, caller: &Principal) -> bool {
    caller.role != Some(Role::Insurer) || claim.sent_to_insurer_at.is_some()
}

/// A document of the claim.
pub fn find(file: &ClaimFile, id: Uuid) -> Result<&DocumentRow, Problem> {
    file.documents.iter().find(|document| document.id == id).ok_or_else(Problem::not_found)
}

/// Other documents of the claim with the same bytes, which were not taken back.
pub fn same_content(file: &ClaimFile, document: &DocumentRow) -> Vec<Uuid> {
    let others =
        file.documents.iter().filter(|other| other.id != document.id && other.withdrawn_at.is_none());
    others.filter(|other| other.sha256 == document.sha256).map(|other| other.id).collect()
}

/// What the caller may do with a document.
pub fn allowed_actions(file: &ClaimFile, document: &DocumentRow, caller: &Principal) -> Vec<DocumentAction> {
    let paper = match document.child_id {
        None => PaperOf::Claim,
        Some(_) if has_confirmed_year(file, document) => PaperOf::ConfirmedYear,
        Some(_) => PaperOf::Child,
    };
    rules::allowed((file.claim.status.0, paper), document.state(), rights(document, caller))
}

fn rights(document: &DocumentRow, caller: &Principal) -> Rights {
    Rights {
        opens: caller.may::<DocumentsOpen>(),
        files: caller.may::<ClaimsFile>(),
        judges: caller.may::<ClaimsVerify>() && is_second_person(document, caller),
    }
}

/// Whether the caller is a person who did not send the document.
pub fn is_second_person(document: &DocumentRow, caller: &Principal) -> bool {
    caller.kind == AccountKind::User && document.entered_by != Some(caller.account_id)
}

/// Whether a claim takes one more document of this id, before its bytes are read; the claim's regency.
pub async fn check_room(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    (claim_id, id): (Uuid, Uuid),
    about: About,
) -> Result<i32, Problem> {
    let mut view = cases::find(conn, &caller.scope, claim_id).await?;
    check_new_id(&view.file, id)?;
    take_one_more(conn, &mut view, about, caller).await?;
    let regency_id = view.file.claim.regency_id;
    if queries::is_taken(conn, regency_id, id).await? { Err(id_taken()) } else { Ok(regency_id) }
}

/// Adds a document whose bytes are in the store.
pub async fn attach(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id): (Uuid, Uuid),
    (about, stored): (About, &Stored),
) -> Result<(ClaimView, DocumentRow), Problem> {
    let before = cases::lock(conn, &caller.scope, claim_id).await?;
    check_new_id(&before.file, id)?;
    let mut after = before.clone();
    take_one_more(conn, &mut after, about, caller).await?;
    let row = DocumentRow {
        id,
        regency_id: stored.upload.regency_id,
        claim_id,
        kind: AsText(about.kind),
        format: AsText(stored.format),
        size_bytes: stored.size_bytes,
        sha256: hex(&stored.digest),
        verdict: None,
        verdict_reason: None,
        judged_by: None,
        judged_at: None,
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawal_reason: None,
        entered_by: origin.actor.id(),
        created_at: origin.now,
        updated_at: origin.now,
        child_id: about.child_id,
        school_year: about.school_year,
        file_id: Some(stored.upload.id),
    };
    check_new_content(&before.file, &row)?;
    if !queries::end_upload(conn, &stored.upload).await? {
        return Err(Problem::new(Code::RequestTimeout));
    }
    queries::insert_document(conn, &row).await?;
    after.file.documents.push(row.clone());
    after.file = cases::save(conn, origin, &before.file, after.file, "document_added", None).await?;
    Ok((after, row))
}

/// What is done with a document.
pub enum Deed {
    /// It is what it should be.
    Accept(Option<String>),
    /// It is not, and why.
    Refuse(String),
    /// It is taken back, and why.
    Withdraw(String),
    /// It is put back.
    Restore(Option<String>),
}

impl Deed {
    fn action(&self) -> DocumentAction {
        match self {
            Self::Accept(_) => DocumentAction::Accept,
            Self::Refuse(_) => DocumentAction::Refuse,
            Self::Withdraw(_) => DocumentAction::Withdraw,
            Self::Restore(_) => DocumentAction::Restore,
        }
    }

    /// As the history names it.
    fn done(&self) -> &'static str {
        match self {
            Self::Accept(_) => "document_accepted",
            Self::Refuse(_) => "document_refused",
            Self::Withdraw(_) => "document_withdrawn",
            Self::Restore(_) => "document_restored",
        }
    }

    fn reason(&self) -> Option<String> {
        match self {
            Self::Accept(note) | Self::Restore(note) => note.clone(),
            Self::Refuse(reason) | Self::Withdraw(reason) => Some(reason.clone()),
        }
    }

    fn write(&self, row: &mut DocumentRow, origin: &Origin) {
        match self {
            Self::Accept(_) | Self::Refuse(_) => {
                let accepts = matches!(self, Self::Accept(_));
                row.verdict = Some(AsText(if accepts { Verdict::Accepted } else { Verdict::Refused }));
                row.verdict_reason = self.reason();
                row.judged_by = origin.actor.id();
                row.judged_at = Some(origin.now);
            }
            Self::Withdraw(reason) => {
                row.withdrawn_at = Some(origin.now);
                row.withdrawn_by = origin.actor.id();
                row.withdrawal_reason = Some(reason.clone());
            }
            Self::Restore(_) => {
                row.withdrawn_at = None;
                row.withdrawn_by = None;
                row.withdrawal_reason = None;
            }
        }
        row.updated_at = origin.now;
    }
}

/// Judges, withdraws or restores a document. 409 with the allowed actions of the document where its state or the claim's
/// does not allow it; whoever sent a document does not judge it.
pub async fn act(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    (claim_id, id, read): (Uuid, Uuid, &IfMatch),
    deed: Deed,
) -> Result<(ClaimView, DocumentRow), Problem> {
    let before = cases::lock_as_read(conn, &caller.scope, claim_id, read).await?;
    let mut after = before.clone();
    let mut row = find(&before.file, id)?.clone();
    let action = deed.action();
    if matches!(deed, Deed::Accept(_) | Deed::Refuse(_)) && !is_second_person(&row, caller) {
        return Err(Problem::new(Code::SecondPersonRequired));
    }
    let allowed = allowed_actions(&before.file, &row, caller);
    if !allowed.contains(&action) {
        return Err(Problem::invalid_state(allowed.into_iter().map(DocumentAction::as_str)));
    }
    if matches!(deed, Deed::Restore(_)) {
        check_new_content(&before.file, &row)?;
    }
    deed.write(&mut row, origin);
    queries::update_document(conn, &row).await?;
    if let Some(slot) = after.file.documents.iter_mut().find(|other| other.id == id) {
        *slot = row.clone();
    }
    follow_checklist(conn, origin, &mut after.file).await?;
    let reason = deed.reason();
    after.file = cases::save(conn, origin, &before.file, after.file, deed.done(), reason).await?;
    Ok((after, row))
}

/// Accepts, in a file that is being verified, every such document that nobody has judged and that the caller did not send.
pub async fn accept_all(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    origin: &Origin,
    file: &mut ClaimFile,
    is_asked: impl Fn(&DocumentRow) -> bool,
) -> Result<(), Problem> {
    for row in &mut file.documents {
        if is_asked(row) && row.state() == DocumentState::ToCheck && is_second_person(row, caller) {
            Deed::Accept(None).write(row, origin);
            queries::update_document(conn, row).await?;
        }
    }
    Ok(())
}

/// The insurer's clock of a verified claim runs from when its last missing paper was found right.
async fn follow_checklist(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    file: &mut ClaimFile,
) -> Result<(), Problem> {
    if file.claim.status.0 == ClaimStatus::Verified {
        let is_complete = checklist::service::of(conn, file).await?.is_complete();
        let since = file.claim.documents_complete_at.unwrap_or(origin.now);
        file.claim.documents_complete_at = is_complete.then_some(since);
    }
    Ok(())
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
