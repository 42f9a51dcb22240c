//! Reading workers: one, many, by name, by NIK, and what happened to them.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use uuid::Uuid;

use crate::access::caller::{Caller, WorkersRead};
use crate::app::AppState;
use crate::platform::changes::HistoryEntry;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Body, IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Version, limits,
};
use crate::register::persons::purpose::StatedPurpose;
use crate::register::workers::dto::{GetQuery, ListQuery, SearchWorkers, WorkerResponse};
use crate::register::workers::expand::{Expander, Expanders};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::service::{self, Reader};

/// Lists workers of the caller's regions
///
/// In the order of their ids or, with `q`, by how well the name fits. Identifiers are masked unless `X-Purpose`
/// states why they are needed and the caller may open each of them.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(ListQuery, PageQuery, StatedPurpose),
    responses((status = 200, description = "A page of workers", body = Page<WorkerResponse>))
)]
#[get("/workers")]
pub(super) async fn list_workers(
    caller: Caller<WorkersRead>,
    query: Query<ListQuery>,
    page: PageQuery,
    purpose: StatedPurpose,
    expanders: Data<Expanders>,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let selection = query.0.parse()?;
    let expanders = expanders.select(&selection.expand, &caller)?;
    let origin = caller.origin(state.clock.now());
    let reader = Reader { state: &state, caller: &caller, origin: &origin, purpose: purpose.0.as_ref() };
    let found = service::list(reader, &selection, &page).await?;
    respond_rows(&request, reader, found, &expanders).await
}

/// Finds workers of the caller's regions by NIK
///
/// Counts as a lookup against the caller's limit. What lies outside the caller's regions is not told.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(PageQuery, StatedPurpose),
    request_body = SearchWorkers,
    responses((status = 200, description = "The registrations of this NIK", body = Page<WorkerResponse>))
)]
#[post("/workers/search")]
pub(super) async fn search_workers(
    caller: Caller<WorkersRead>,
    page: PageQuery,
    purpose: StatedPurpose,
    body: Body<SearchWorkers>,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let nik = body.0.parse()?;
    limits::charge_lookup(&request, caller.account_id)?;
    let origin = caller.origin(state.clock.now());
    let reader = Reader { state: &state, caller: &caller, origin: &origin, purpose: purpose.0.as_ref() };
    let found = service::search(reader, &nik, &page).await?;
    respond_rows(&request, reader, found, &[]).await
}

/// Reads a worker, now or as known at an instant
///
/// Identifiers are masked. `X-Purpose` opens them for callers with `pii:read`, and for seven days to the account
/// that entered the worker, unless somebody else changed it since; each time is kept in the worker's access log.
/// Opened and expanded answers are never 304. The entity tag of a worker who was merged or is closed tells, too, whether the merge
/// can still be taken back, which depends on the one that stays, and whether a report of the death keeps the worker closed.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(("id" = Uuid, Path, description = "The worker"), GetQuery, StatedPurpose, IfNoneMatch),
    responses((status = 200, description = "The worker", body = WorkerResponse))
)]
#[get("/workers/{id}")]
pub(super) async fn get_worker(
    caller: Caller<WorkersRead>,
    id: Path<Uuid>,
    query: Query<GetQuery>,
    purpose: StatedPurpose,
    held: IfNoneMatch,
    expanders: Data<Expanders>,
    state: Data<AppState>,
) -> Reply {
    query.0.check()?;
    let expanders = expanders.select(&query.0.expand, &caller)?;
    let origin = caller.origin(state.clock.now());
    let reader = Reader { state: &state, caller: &caller, origin: &origin, purpose: purpose.0.as_ref() };
    let row = service::get(reader, id.0, query.0.as_known_at).await?;
    let is_past = query.0.as_known_at.is_some();
    // Nothing can be done to what is past. What can be done to one that is closed changes with what is known elsewhere.
    let barred = if is_past { None } else { service::barred_action(reader, &row).await? };
    let view = if barred.is_some() { format!("{}-final", reader.view()) } else { reader.view().to_owned() };
    let version = Version::new(row.version, &view);
    let mut shown = present_one(reader, row, &expanders).await?;
    if is_past {
        shown.allowed_actions.clear();
    }
    shown.allowed_actions.retain(|action| barred.is_none_or(|barred| *action != barred.as_str()));
    let may_be_held = purpose.0.is_none() && expanders.is_empty() && !is_past;
    if may_be_held {
        respond(&held, &version, &shown)
    } else {
        Ok(HttpResponse::Ok().insert_header(version.header()?).json(&shown))
    }
}

/// Lists the changes of a worker, oldest first
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(("id" = Uuid, Path, description = "The worker"), PageQuery),
    responses((status = 200, description = "A page of changes", body = Page<HistoryEntry>))
)]
#[get("/workers/{id}/history")]
pub(super) async fn list_worker_history(
    caller: Caller<WorkersRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let origin = caller.origin(state.clock.now());
    let reader = Reader { state: &state, caller: &caller, origin: &origin, purpose: None };
    respond_page(&request, &service::history(reader, id.0, &page).await?)
}

/// One worker as the caller sees it.
async fn present_one(
    reader: Reader<'_>,
    row: WorkerRow,
    expanders: &[Expander],
) -> Result<WorkerResponse, Problem> {
    let shown = service::present(reader, vec![row], expanders).await?;
    shown.into_iter().next().ok_or_else(|| Problem::internal("a row was not shown"))
}

async fn respond_rows(
    request: &HttpRequest,
    reader: Reader<'_>,
    rows: Page<WorkerRow>,
    expanders: &[Expander],
) -> Reply {
    let Page { data, next_cursor, count } = rows;
    let data = service::present(reader, data, expanders).await?;
    respond_page(request, &Page { data, next_cursor, count })
}
