//! Judging, withdrawing and restoring documents.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsFile, ClaimsVerify, Permission};
use crate::app::AppState;
use crate::claims::cases::dto::etag;
use crate::claims::cases::step::run;
use crate::claims::documents::dto::{DocumentNote, DocumentReason, DocumentResponse};
use crate::claims::documents::service::{self, Deed};
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Finds that a document is what it should be
///
/// By somebody else than whoever sent it. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:verify"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        IfMatch,
        Once
    ),
    request_body = DocumentNote,
    responses((status = 200, description = "The document", body = DocumentResponse))
)]
#[post("/claims/{id}/documents/{document_id}/accept")]
pub(super) async fn accept_claim_document(
    caller: Caller<ClaimsVerify>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<DocumentNote>,
    state: Data<AppState>,
) -> Reply {
    let deed = body.0.parse(Deed::Accept)?;
    act(&caller, ids.0, &read, once, deed, &state).await
}

/// Finds that a document is not what it should be
///
/// With the reason, for whoever has to bring another one. By somebody else than whoever sent it. A paper on which a second
/// person has confirmed a child's school year stays until that year is taken back or refused by the insurer. `If-Match` is the
/// claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:verify"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        IfMatch,
        Once
    ),
    request_body = DocumentReason,
    responses((status = 200, description = "The document", body = DocumentResponse))
)]
#[post("/claims/{id}/documents/{document_id}/refuse")]
pub(super) async fn refuse_claim_document(
    caller: Caller<ClaimsVerify>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<DocumentReason>,
    state: Data<AppState>,
) -> Reply {
    let deed = Deed::Refuse(body.0.parse()?);
    act(&caller, ids.0, &read, once, deed, &state).await
}

/// Takes a document back
///
/// One that was sent in error, until the claim is with the insurer; a paper of a child's scholarship, which is none of the
/// claim's own, also after that, but not one on which a second person has confirmed a school year, until that year is taken
/// back or refused by the insurer. It stays readable and can be restored. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        IfMatch,
        Once
    ),
    request_body = DocumentReason,
    responses((status = 200, description = "The document", body = DocumentResponse))
)]
#[post("/claims/{id}/documents/{document_id}/withdraw")]
pub(super) async fn withdraw_claim_document(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<DocumentReason>,
    state: Data<AppState>,
) -> Reply {
    let deed = Deed::Withdraw(body.0.parse()?);
    act(&caller, ids.0, &read, once, deed, &state).await
}

/// Puts back a document that was taken back
///
/// As it was judged before. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        IfMatch,
        Once
    ),
    request_body = DocumentNote,
    responses((status = 200, description = "The document", body = DocumentResponse))
)]
#[post("/claims/{id}/documents/{document_id}/restore")]
pub(super) async fn restore_claim_document(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<DocumentNote>,
    state: Data<AppState>,
) -> Reply {
    let deed = body.0.parse(Deed::Restore)?;
    act(&caller, ids.0, &read, once, deed, &state).await
}

async fn act<P: Permission>(
    caller: &Caller<P>,
    (id, document_id): (Uuid, Uuid),
    read: &IfMatch,
    once: Once,
    deed: Deed,
    state: &AppState,
) -> Reply {
    run(once, state, caller, async |conn, origin| {
        let (view, row) = service::act(conn, caller, origin, (id, document_id, read), deed).await?;
        Answer::ok(etag(&view), &DocumentResponse::of(&view, &row, caller))
    })
    .await
}
