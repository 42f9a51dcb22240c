//! Who works in a warung.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::{by, digest_of};
use crate::access::caller::{Caller, WarungsRead, WarungsWrite};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, Version,
};
use crate::register::warungs::dto::{
    AddWarungWorker, UpdateWarungWorker, WarungWorkerQuery, WarungWorkerResponse,
};
use crate::register::warungs::queries::{self, ListedLink};
use crate::register::warungs::rules::WarungStatus;
use crate::register::warungs::service;

/// List who works or worked in a warung
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(("id" = Uuid, Path, description = "The warung"), WarungWorkerQuery, PageQuery),
    responses((status = 200, description = "One page of links", body = Page<WarungWorkerResponse>))
)]
#[get("/warungs/{id}/workers")]
pub(super) async fn list_warung_workers(
    caller: Caller<WarungsRead>,
    id: Path<Uuid>,
    query: Query<WarungWorkerQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let on = query.0.parse()?;
    let may_write = caller.may::<WarungsWrite>();
    let mut conn = state.db.read().await?;
    let warung = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let links =
        queries::list_links(&mut conn, &caller.scope, &warung, on, page.after()?, page.fetch()).await?;
    let count =
        if page.wants_count() { Some(queries::count_links(&mut conn, &warung, on).await?) } else { None };
    let status = warung.status.0;
    let shown = |link| WarungWorkerResponse::new(link, status, may_write);
    respond_page(&request, &Page::of(&page, links, |(link, _)| link.id, shown)?.with_count(count))
}

/// Write down that somebody works in a warung
///
/// The worker must be registered or verified in the warung's regency, and cannot have more jobs at the same time than
/// the national rule `jobs_maximum` allows.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(("id" = Uuid, Path, description = "The warung"), Once),
    request_body = AddWarungWorker,
    responses((status = 201, description = "The new link", body = WarungWorkerResponse))
)]
#[post("/warungs/{id}/workers")]
pub(super) async fn add_warung_worker(
    caller: Caller<WarungsWrite>,
    id: Path<Uuid>,
    once: Once,
    body: Body<AddWarungWorker>,
    state: Data<AppState>,
) -> Reply {
    let new = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let by = by(&caller, &origin, &state);
        let (warung, link) = service::add_worker(conn, by, id.0, new).await?;
        let location = format!("/v1/warungs/{}/workers/{}", id.0, link.0.id);
        let (etag, body) = shown(link, warung.status.0)?;
        Answer::created(location, etag, &body)
    })
    .await
}

/// Read one link between a warung and a worker
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(
        ("id" = Uuid, Path, description = "The warung"),
        ("link_id" = Uuid, Path, description = "The link"),
        IfNoneMatch
    ),
    responses((status = 200, description = "The link", body = WarungWorkerResponse))
)]
#[get("/warungs/{id}/workers/{link_id}")]
pub(super) async fn get_warung_worker(
    caller: Caller<WarungsRead>,
    path: Path<(Uuid, Uuid)>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let (id, link_id) = path.0;
    let may_write = caller.may::<WarungsWrite>();
    let mut conn = state.db.read().await?;
    let warung = queries::find(&mut conn, &caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    let link = queries::find_link(&mut conn, &caller.scope, &warung, link_id).await?;
    let link = link.ok_or_else(Problem::not_found)?;
    let version = link.0.version;
    let body = WarungWorkerResponse::new(link, warung.status.0, may_write);
    respond(&held, &Version::new(version, &digest_of(&body)?), &body)
}

/// List the changes of a link between a warung and a worker, oldest first
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:read"])),
    params(
        ("id" = Uuid, Path, description = "The warung"),
        ("link_id" = Uuid, Path, description = "The link"),
        PageQuery
    ),
    responses((status = 200, description = "One page of changes", body = Page<HistoryEntry>))
)]
#[get("/warungs/{id}/workers/{link_id}/history")]
pub(super) async fn list_warung_worker_history(
    caller: Caller<WarungsRead>,
    path: Path<(Uuid, Uuid)>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (id, link_id) = path.0;
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let warung = queries::find(&mut conn, &caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    let link = queries::find_link(&mut conn, &caller.scope, &warung, link_id).await?;
    let (link, _) = link.ok_or_else(Problem::not_found)?;
    let entries =
        changes::history(&mut conn, link.regency_id, Subject::WarungWorker, link_id, after, page.fetch())
            .await?;
    let count = page.wants_count().then(|| i64::from(link.version));
    let found = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &found)
}

/// Correct or end somebody's work in a warung
///
/// A JSON Merge Patch: `until_on` ends the work on that day, `null` takes the end back.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(
        ("id" = Uuid, Path, description = "The warung"),
        ("link_id" = Uuid, Path, description = "The link"),
        IfMatch
    ),
    request_body = UpdateWarungWorker,
    responses((status = 200, description = "The link as it is now", body = WarungWorkerResponse))
)]
#[patch("/warungs/{id}/workers/{link_id}")]
pub(super) async fn update_warung_worker(
    caller: Caller<WarungsWrite>,
    path: Path<(Uuid, Uuid)>,
    held: IfMatch,
    body: Body<UpdateWarungWorker>,
    state: Data<AppState>,
) -> Reply {
    let (id, link_id) = path.0;
    let patch = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    let by = by(&caller, &origin, &state);
    let mut conn = state.db.write().await?;
    let (warung, link) =
        transact(&mut conn, async |conn| service::update_worker(conn, by, id, link_id, &held, patch).await)
            .await?;
    let (etag, body) = shown(link, warung.status.0)?;
    Ok(Answer::ok(etag, &body)?.respond())
}

/// A link as whoever wrote it sees it, with its tag.
fn shown(link: ListedLink, status: WarungStatus) -> Result<(String, WarungWorkerResponse), Problem> {
    let version = link.0.version;
    let body = WarungWorkerResponse::new(link, status, true);
    Ok((Version::new(version, &digest_of(&body)?).etag(), body))
}
