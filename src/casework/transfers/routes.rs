//! `/v1/transfers`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{TransferQuery, TransferResponse};
use super::service::Shown;
use super::{queries, service};
use crate::access::caller::{Caller, TransfersRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_transfers)
        .service(write::create_transfer)
        .service(get_transfer)
        .service(write::accept_transfer)
        .service(write::refuse_transfer)
        .service(write::withdraw_transfer);
}

/// List transfers
///
/// Of both sides: those that ask for somebody for the caller's regions, and those that ask for somebody who is registered in
/// them. In the order of their ids.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:read"])),
    params(TransferQuery, PageQuery),
    responses((status = 200, description = "One page of requests.", body = Page<TransferResponse>)),
)]
#[get("/transfers")]
async fn list_transfers(
    caller: Caller<TransfersRead>,
    query: Query<TransferQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (status, after) = (query.0.status()?, page.after()?);
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, status, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, status).await?),
        false => None,
    };
    let shown = service::present(&mut conn, &caller, state.clock.today(), rows).await?;
    let listed = Page::of(&page, shown, |one| one.row.id, TransferResponse::from)?;
    respond_page(&request, &listed.with_count(count))
}

/// Read a transfer
///
/// Both sides read it; who asks sees nothing of the registration until it has moved.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:read"])),
    params(("id" = Uuid, Path, description = "The request.")),
    responses((status = 200, description = "The request.", body = TransferResponse)),
)]
#[get("/transfers/{id}")]
async fn get_transfer(caller: Caller<TransfersRead>, id: Path<Uuid>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let shown = service::present(&mut conn, &caller, state.clock.today(), vec![row]).await?;
    let shown = shown.into_iter().next().ok_or_else(Problem::not_found)?;
    drop(conn);
    if let Some((worker_id, regency_id)) = shown.row.from_worker_id.zip(shown.row.from_regency_id)
        && shown.side.gives
    {
        state.opens.note(&state.db, &caller.origin(state.clock.now()), regency_id, worker_id).await?;
    }
    // What may be done changes with the day, and the entity tag does not.
    let version = shown.row.version;
    let view = view(&shown);
    respond(&IfNoneMatch::default(), &Version::new(version, view), &TransferResponse::from(shown))
}

/// What makes the bytes differ at one version: on which side the caller stands.
fn view(shown: &Shown) -> &'static str {
    if shown.side.gives { "gives" } else { "asks" }
}

/// A request with its entity tag.
fn tagged(shown: Shown) -> (String, TransferResponse) {
    let tag = Version::new(shown.row.version, view(&shown)).etag();
    (tag, TransferResponse::from(shown))
}
