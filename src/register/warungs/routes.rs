//! Warungs over HTTP: what is asked here, what is written in `write.rs`, who works there in `workers.rs`.

mod workers;
mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use aws_lc_rs::digest::{SHA256, digest};
use serde::Serialize;
use uuid::Uuid;

use super::dto::{
    WarungExpand, WarungExpanded, WarungQuery, WarungResponse, WarungView, WarungWorkerResponse,
};
use super::model::WarungRow;
use super::queries::{self, WarungFilter};
use super::service::By;
use crate::access::caller::{Caller, Permission, RegionScope, WarungsRead, WarungsWrite};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Origin, Subject};
use crate::platform::db::Connection;
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};
use crate::register::names::RankedCursor;

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_warungs)
        .service(write::create_warung)
        .service(get_warung)
        .service(write::update_warung)
        .service(write::close_warung)
        .service(write::reopen_warung)
        .service(list_warung_history)
        .service(workers::list_warung_workers)
        .service(workers::add_warung_worker)
        .service(workers::get_warung_worker)
        .service(workers::update_warung_worker)
        .service(workers::list_warung_worker_history);
}

/// List warungs
///
/// In the order of their ids; with `q` the likest names first.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(WarungQuery, PageQuery),
    responses((status = 200, description = "One page of warungs", body = Page<WarungResponse>))
)]
#[get("/warungs")]
async fn list_warungs(
    caller: Caller<WarungsRead>,
    query: Query<WarungQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (filter, name) = query.0.parse()?;
    let may_write = caller.may::<WarungsWrite>();
    let found = match name {
        None => find_page(&state, &caller.scope, &filter, &page, may_write).await?,
        Some(name) => search_page(&state, &caller.scope, &filter, &name, &page, may_write).await?,
    };
    respond_page(&request, &found)
}

/// Read a warung
///
/// Now, or as the register knew it at an instant.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(("id" = Uuid, Path, description = "The warung"), WarungView, IfNoneMatch),
    responses((status = 200, description = "The warung", body = WarungResponse))
)]
#[get("/warungs/{id}")]
async fn get_warung(
    caller: Caller<WarungsRead>,
    id: Path<Uuid>,
    view: Query<WarungView>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    view.0.check()?;
    let may_write = caller.may::<WarungsWrite>();
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    if let Some(instant) = view.0.as_known_at {
        let then = changes::as_known_at::<WarungRow>(&mut conn, row.regency_id, id.0, instant).await?;
        let then = then.ok_or_else(Problem::not_found)?;
        let version = Version::new(then.version, THEN);
        return respond(&held, &version, &WarungResponse::new(then, false)?);
    }
    if view.0.expand.contains(&WarungExpand::Workers) {
        let workers = workers_page(&mut conn, &caller.scope, &row, may_write).await?;
        let version = row.version;
        let expanded = Some(WarungExpanded { workers });
        let body = WarungResponse { expanded, ..WarungResponse::new(row, may_write)? };
        return respond(&held, &Version::new(version, &digest_of(&body)?), &body);
    }
    let version = Version::new(row.version, view_of(may_write));
    respond(&held, &version, &WarungResponse::new(row, may_write)?)
}

/// List the changes of a warung, oldest first
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(("id" = Uuid, Path, description = "The warung"), PageQuery),
    responses((status = 200, description = "One page of changes", body = Page<HistoryEntry>))
)]
#[get("/warungs/{id}/history")]
async fn list_warung_history(
    caller: Caller<WarungsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let entries =
        changes::history(&mut conn, row.regency_id, Subject::Warung, id.0, after, page.fetch()).await?;
    let count = page.wants_count().then(|| i64::from(row.version));
    let found = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &found)
}

async fn find_page(
    state: &AppState,
    scope: &RegionScope,
    filter: &WarungFilter,
    page: &PageQuery,
    may_write: bool,
) -> Result<Page<WarungResponse>, Problem> {
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, scope, filter, page.after()?, page.fetch()).await?;
    let count = if page.wants_count() { Some(queries::count(&mut conn, scope, filter).await?) } else { None };
    let shown = rows.into_iter().map(|row| WarungResponse::new(row, may_write));
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, shown, |warung| warung.id, |warung| warung)?.with_count(count))
}

async fn search_page(
    state: &AppState,
    scope: &RegionScope,
    filter: &WarungFilter,
    name: &str,
    page: &PageQuery,
    may_write: bool,
) -> Result<Page<WarungResponse>, Problem> {
    let after: Option<RankedCursor> = page.after()?;
    let mut conn = state.db.read().await?;
    let (rows, count) = transact(&mut conn, async |conn| {
        let rows = queries::search_names(conn, scope, filter, name, after, page.fetch()).await?;
        let count = match page.wants_count() {
            true => Some(queries::count_matches(conn, scope, filter, name).await?),
            false => None,
        };
        Ok((rows, count))
    })
    .await?;
    let shown = rows.into_iter().map(|(row, rank)| Ok((rank, WarungResponse::new(row, may_write)?)));
    let shown = shown.collect::<Result<Vec<_>, Problem>>()?;
    let cursor = |(rank, warung): &(i32, WarungResponse)| RankedCursor { rank: *rank, id: warung.id };
    Ok(Page::of(page, shown, cursor, |(_, warung)| warung)?.with_count(count))
}

/// The first page of who works in a warung.
async fn workers_page(
    conn: &mut Connection,
    scope: &RegionScope,
    warung: &WarungRow,
    may_write: bool,
) -> Result<Page<WarungWorkerResponse>, Problem> {
    let page = PageQuery::first();
    let links = queries::list_links(conn, scope, warung, None, None, page.fetch()).await?;
    let status = warung.status.0;
    Page::of(&page, links, |(link, _)| link.id, |link| WarungWorkerResponse::new(link, status, may_write))
}

/// The view of an answer that shows more than the row whose version it carries, such as a worker's name.
fn digest_of<T: Serialize>(body: &T) -> Result<String, Problem> {
    let json = serde_json::to_vec(body).map_err(Problem::internal)?;
    let digest = digest(&SHA256, &json);
    let start = digest.as_ref().first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    Ok(format!("{start:016x}"))
}

/// The view of whoever may change a warung shows what he can do.
fn view_of(may_write: bool) -> &'static str {
    if may_write { "write" } else { "read" }
}

/// The view of a past state.
const THEN: &str = "then";

/// Who does something through this request.
fn by<'a, P: Permission>(caller: &'a Caller<P>, origin: &'a Origin, state: &AppState) -> By<'a> {
    By { scope: &caller.scope, origin, today: state.clock.today() }
}
