//! Sending a paper.

use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage as _, HttpRequest, post};
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::etag;
use crate::claims::cases::step::origin;
use crate::claims::documents::dto::{DocumentResponse, NewDocumentQuery, ScannedPaper};
use crate::claims::documents::{service, upload};
use crate::domain::new_id;
use crate::platform::http::idempotency::{Answer, BodyDigest, Once, is_keyed};
use crate::platform::http::{Incoming, Path, Query, Reply};

/// Adds a scanned paper to a claim
///
/// The body is the file itself: PDF, JPEG, PNG, WebP or HEIC, told by its content. Until the claim is decided for good, and
/// papers of a child's scholarship also after that. The same file is not taken twice as the same paper of the same
/// child and year, and neither is an `id` that another document has: 409 `already_exists`, with `existing_id` where that document
/// is on this claim. Under an `Idempotency-Key` an upload that was taken before is answered as it was then, also once the claim
/// would refuse it. The claim gets a new version, whose `ETag` is answered.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), NewDocumentQuery, Once),
    request_body(
        description = "The file.",
        content(
            (ScannedPaper = "application/octet-stream"),
            (ScannedPaper = "application/pdf"),
            (ScannedPaper = "image/jpeg"),
            (ScannedPaper = "image/png"),
            (ScannedPaper = "image/webp"),
            (ScannedPaper = "image/heic"),
        ),
    ),
    responses(
        (status = 201, description = "The document", body = DocumentResponse),
        (status = 408, description = "The file did not arrive in time."),
    )
)]
#[post("/claims/{id}/documents")]
pub(super) async fn create_claim_document(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    query: Query<NewDocumentQuery>,
    once: Once,
    state: Data<AppState>,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    let origin = origin(&caller, &state);
    let about = query.0.about()?;
    let incoming = Incoming::new(payload, state.config.document_limit, request.query_string());
    let document_id = query.0.id.unwrap_or_else(|| new_id(origin.now));
    let upload = match upload::begin(&state, &caller, &origin, (id.0, document_id, about)).await {
        Ok(upload) => upload,
        Err(refusal) if is_keyed(&request) => {
            // It may be the repetition of an upload that was taken: its answer is remembered under what was sent.
            let digest = upload::read_digest(incoming).await?;
            request.extensions_mut().insert(BodyDigest::new(digest));
            return once.run(&state.db, &state.vault, origin.actor, origin.now, async |_| Err(refusal)).await;
        }
        Err(refusal) => return Err(refusal),
    };
    let stored = upload::receive(&state, upload, incoming).await?;
    request.extensions_mut().insert(BodyDigest::new(stored.digest));
    let mut is_kept = false;
    let answer = once
        .run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
            let new = (about, &stored);
            let (view, row) = service::attach(conn, &caller, &origin, (id.0, document_id), new).await?;
            let location = format!("/v1/claims/{}/documents/{}", id.0, row.id);
            is_kept = true;
            Answer::created(location, etag(&view), &DocumentResponse::of(&view, &row, &caller))
        })
        .await;
    if answer.is_err() || !is_kept {
        // Refused, or answered from memory.
        upload::discard(&state, &stored.upload).await;
    }
    answer
}
