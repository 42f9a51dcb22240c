//! Reading documents and opening their content.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, ETAG};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsRead, DocumentsOpen};
use crate::app::AppState;
use crate::claims::cases::dto::version_view;
use crate::claims::cases::step::{note_opened, origin};
use crate::claims::documents::dto::{DocumentResponse, ScannedPaper};
use crate::claims::documents::rules::media_type;
use crate::claims::documents::service;
use crate::platform::http::page::respond_page;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Reply, Version, version};
use crate::register::persons::access_log::{self, Opened};
use crate::register::persons::purpose::StatedPurpose;

/// Lists the documents of a claim
///
/// In the order in which they were sent, those that were taken back among them. The insurer sees them once the claim was
/// sent to it.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), PageQuery),
    responses((status = 200, description = "A page of documents", body = Page<DocumentResponse>))
)]
#[get("/claims/{id}/documents")]
pub(super) async fn list_claim_documents(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<Uuid> = page.after()?;
    let mut conn = state.db.read().await?;
    let view = service::find_claim(&mut conn, &caller, id.0).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    let all = &view.file.documents;
    let begin = after.and_then(|id| all.iter().position(|row| row.id == id)).map_or(0, |place| place + 1);
    let rows = all.iter().skip(begin).collect();
    let count = i64::try_from(all.len()).map_err(Problem::internal)?;
    let count = page.wants_count().then_some(count);
    let documents = Page::of(&page, rows, |row| row.id, |row| DocumentResponse::of(&view, row, &caller))?;
    respond_page(&request, &documents.with_count(count))
}

/// Reads what is known of a document
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        IfNoneMatch
    ),
    responses((status = 200, description = "The document", body = DocumentResponse))
)]
#[get("/claims/{id}/documents/{document_id}")]
pub(super) async fn get_claim_document(
    caller: Caller<ClaimsRead>,
    ids: Path<(Uuid, Uuid)>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let view = service::find_claim(&mut conn, &caller, ids.0.0).await?;
    drop(conn);
    let document = DocumentResponse::of(&view, service::find(&view.file, ids.0.1)?, &caller);
    note_opened(&state, &caller, &view.file.claim).await?;
    let shown = version_view(&view, false);
    let version = Version::new(view.file.claim.version, &shown);
    version::respond(&held, &version, &document)
}

/// Opens the content of a document
///
/// The file as it was sent. It shows identifiers, so `X-Purpose` is needed, and the access log of the worker says who opened
/// which paper before the first byte leaves. `ETag` is the SHA-256 of the bytes.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["documents:open"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("document_id" = Uuid, Path, description = "The document"),
        StatedPurpose
    ),
    responses((
        status = 200,
        description = "The file.",
        content(
            (ScannedPaper = "application/pdf"),
            (ScannedPaper = "image/jpeg"),
            (ScannedPaper = "image/png"),
            (ScannedPaper = "image/webp"),
            (ScannedPaper = "image/heic"),
        ),
    ))
)]
#[get("/claims/{id}/documents/{document_id}/content")]
pub(super) async fn get_claim_document_content(
    caller: Caller<DocumentsOpen>,
    ids: Path<(Uuid, Uuid)>,
    purpose: StatedPurpose,
    state: Data<AppState>,
) -> Reply {
    let view = {
        let mut conn = state.db.read().await?;
        service::find_claim(&mut conn, &caller, ids.0.0).await?
    };
    let document = service::find(&view.file, ids.0.1)?;
    let purpose = purpose.needed()?;
    // A file that cannot be had was not opened.
    let pieces = state.storage.read(document.file()).await?;
    let opened = Opened {
        regency_id: document.regency_id,
        worker_id: view.file.claim.worker_id,
        fields: vec!["document", document.kind.0.as_str()],
    };
    let mut conn = state.db.write().await?;
    access_log::record(&mut conn, &origin(&caller, &state), &purpose, vec![opened]).await?;
    drop(conn);
    let (kind, format) = (document.kind.0.as_str(), document.format.0);
    let name = format!("attachment; filename=\"{kind}-{}.{}\"", document.id, format.as_str());
    Ok(HttpResponse::Ok()
        .content_type(media_type(format))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header((ETAG, format!("\"{}\"", document.sha256)))
        // Scans are compressed already.
        .insert_header((CONTENT_ENCODING, "identity"))
        .no_chunking(u64::try_from(document.size_bytes).map_err(Problem::internal)?)
        .streaming(pieces))
}
