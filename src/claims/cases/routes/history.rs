//! What became of a claim, for machines and for people.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::step::note_opened;
use crate::claims::cases::timeline::TimelineEntry;
use crate::claims::cases::{queries, service};
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::{Language, Page, PageQuery, Path, Problem, Reply};

/// Lists every version of a claim
///
/// Oldest first, with who made it, why, and the values before and after. Identifiers are masked.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), PageQuery),
    responses((status = 200, description = "A page of versions", body = Page<HistoryEntry>))
)]
#[get("/claims/{id}/history")]
pub(super) async fn list_claim_history(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i32> = page.after()?;
    let mut conn = state.db.read().await?;
    let (claim, _) =
        queries::find_claim(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let after = after.unwrap_or(0);
    let entries =
        changes::history(&mut conn, claim.regency_id, Subject::Claim, claim.id, after, page.fetch()).await?;
    drop(conn);
    note_opened(&state, &caller, &claim).await?;
    let count = page.wants_count().then_some(i64::from(claim.version));
    let versions = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &versions)
}

/// Tells the story of a claim
///
/// Oldest first, in the language of the request: what happened, when, by whom and why. It says what is missing of a claim that
/// was given back, and which paper was sent or judged.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim"), PageQuery),
    responses((status = 200, description = "A page of events", body = Page<TimelineEntry>))
)]
#[get("/claims/{id}/timeline")]
pub(super) async fn list_claim_timeline(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i32> = page.after()?;
    let mut conn = state.db.read().await?;
    let (claim, _) =
        queries::find_claim(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let after = after.unwrap_or(0);
    let entries = service::timeline(&mut conn, &claim, after, page.fetch(), language).await?;
    drop(conn);
    note_opened(&state, &caller, &claim).await?;
    let count = page.wants_count().then_some(i64::from(claim.version));
    let story = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &story)
}
