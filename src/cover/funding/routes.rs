//! `/v1/funding-sources`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{FundingSourceQuery, FundingSourceResponse};
use super::model::SourceRow;
use super::queries;
use crate::access::caller::{Caller, FundingManage, FundingRead};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Version};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_funding_sources)
        .service(write::create_funding_source)
        .service(get_funding_source)
        .service(write::update_funding_source)
        .service(write::close_funding_source)
        .service(write::reopen_funding_source)
        .service(list_funding_source_history);
}

/// List funding sources
///
/// Whose money pays contributions in the caller's regencies, in which months, up to which budget.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(FundingSourceQuery, PageQuery),
    responses((status = 200, description = "One page of funding sources.", body = Page<FundingSourceResponse>)),
)]
#[get("/funding-sources")]
async fn list_funding_sources(
    caller: Caller<FundingRead>,
    query: Query<FundingSourceQuery>,
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
    let manages = caller.may::<FundingManage>();
    let listed = Page::of(&page, rows, |row| row.id, |row| FundingSourceResponse::new(row, manages))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read a funding source
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(("id" = Uuid, Path, description = "The funding source."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The funding source.", body = FundingSourceResponse)),
)]
#[get("/funding-sources/{id}")]
async fn get_funding_source(
    caller: Caller<FundingRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let current = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let row = match query.0.as_known_at {
        None => current,
        Some(instant) => changes::as_known_at(&mut conn, current.regency_id, id.0, instant)
            .await?
            .ok_or_else(Problem::not_found)?,
    };
    let manages = caller.may::<FundingManage>();
    respond(&held, &Version::new(row.version, view(manages)), &FundingSourceResponse::new(row, manages))
}

/// Read the history of a funding source
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:read"])),
    params(("id" = Uuid, Path, description = "The funding source."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/funding-sources/{id}/history")]
async fn list_funding_source_history(
    caller: Caller<FundingRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::FundingSource;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// Everybody sees the same of a source but for the allowed actions.
fn view(manages: bool) -> &'static str {
    if manages { "managed" } else { "read" }
}

fn etag(row: &SourceRow) -> String {
    Version::new(row.version, view(true)).etag()
}
