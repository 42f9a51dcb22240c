//! `/v1/workers/{id}/timeline` and `/v1/warungs/{id}/timeline`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::TimelineEvent;
use super::queries::EventRow;
use super::service;
use super::words::Story;
use crate::access::caller::{Caller, WarungsRead, WorkersRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Language, Page, PageQuery, Path, Reply, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_worker_timeline).service(list_warung_timeline);
}

/// Tell the story of a worker
///
/// Oldest first, in the language of the request: registration, work in warungs, funded periods, what the insurer said and made
/// of the contributions, and claims. What happened, when, by whom and why. Parts that the caller may not read elsewhere are
/// left out: the insurer's words are not the village's business. A claim has a story of its own with more in it.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(("id" = Uuid, Path, description = "The worker"), PageQuery),
    responses((status = 200, description = "A page of events", body = Page<TimelineEvent>))
)]
#[get("/workers/{id}/timeline")]
async fn list_worker_timeline(
    caller: Caller<WorkersRead>,
    id: Path<Uuid>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (regency_id, rows, count) = service::of_worker(&mut conn, &caller, id.0, &page).await?;
    drop(conn);
    let origin = caller.origin(state.clock.now());
    state.opens.note(&state.db, &origin, regency_id, id.0).await?;
    let story = Page::of(&page, rows, EventRow::place, |row| row)?.with_count(count);
    respond_page(&request, &story.try_map(|row| TimelineEvent::new(row, Story::OfWorker, language))?)
}

/// Tell the story of a warung
///
/// Oldest first, in the language of the request: what became of it, and who worked there. Workers who live outside the
/// caller's regions have no name.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(("id" = Uuid, Path, description = "The warung"), PageQuery),
    responses((status = 200, description = "A page of events", body = Page<TimelineEvent>))
)]
#[get("/warungs/{id}/timeline")]
async fn list_warung_timeline(
    caller: Caller<WarungsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    language: Language,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (rows, count) = service::of_warung(&mut conn, &caller, id.0, &page).await?;
    drop(conn);
    let story = Page::of(&page, rows, EventRow::place, |row| row)?.with_count(count);
    respond_page(&request, &story.try_map(|row| TimelineEvent::new(row, Story::OfWarung, language))?)
}
