//! `/v1/coverages`.

mod act;
mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{self, CoverageQuery, CoverageResponse};
use super::model::CoverageRow;
use super::queries;
use crate::access::caller::{Caller, CoveragesRead, Principal};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_coverages)
        .service(write::create_coverage)
        .service(get_coverage)
        .service(write::update_coverage)
        .service(act::approve_coverage)
        .service(act::activate_coverage)
        .service(act::end_coverage)
        .service(act::reopen_coverage)
        .service(write::replace_coverage)
        .service(list_coverage_history);
}

/// List funded periods
///
/// Periods of the workers in the caller's regions, in the order of their ids.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:read"])),
    params(CoverageQuery, PageQuery),
    responses((status = 200, description = "One page of funded periods.", body = Page<CoverageResponse>)),
)]
#[get("/coverages")]
async fn list_coverages(
    caller: Caller<CoveragesRead>,
    query: Query<CoverageQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.id, |row| CoverageResponse::new(row, &caller))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read a funded period
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The funded period."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The funded period.", body = CoverageResponse)),
)]
#[get("/coverages/{id}")]
async fn get_coverage(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (current, _) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let row = changes::now_or_then(&mut conn, current, query.0.as_known_at).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), row.regency_id, row.worker_id).await?;
    let view = dto::view(&row, &caller);
    respond(&held, &Version::new(row.version, &view), &CoverageResponse::new(row, &caller))
}

/// Read the history of a funded period
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The funded period."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/coverages/{id}/history")]
async fn list_coverage_history(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let (row, _) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::Coverage;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), row.regency_id, row.worker_id).await?;
    let shown = |entry| dto::without_member_number(entry, &caller);
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, shown)?)
}

/// The changed period as this caller sees it.
fn changed(row: CoverageRow, caller: &Principal) -> Result<Answer, Problem> {
    let etag = Version::new(row.version, &dto::view(&row, caller)).etag();
    Answer::ok(etag, &CoverageResponse::new(row, caller))
}

/// The new period as this caller sees it.
fn created(row: CoverageRow, caller: &Principal) -> Result<Answer, Problem> {
    let location = format!("/v1/coverages/{}", row.id);
    let etag = Version::new(row.version, &dto::view(&row, caller)).etag();
    Answer::created(location, etag, &CoverageResponse::new(row, caller))
}
