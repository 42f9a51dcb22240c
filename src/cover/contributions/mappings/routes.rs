//! `/v1/column-mappings`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{ColumnMappingQuery, ColumnMappingResponse, CreateColumnMapping, UpdateColumnMapping};
use super::{queries, service};
use crate::access::caller::{Caller, ContributionsPrepare, ContributionsRead};
use crate::app::AppState;
use crate::cover::closes::routes::regency_of;
use crate::domain::new_id;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext,
    Routes, Version,
};

/// Everybody sees the same of a mapping.
const VIEW: &str = "v";

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_column_mappings)
        .service(create_column_mapping)
        .service(get_column_mapping)
        .service(update_column_mapping)
        .service(list_column_mapping_history);
}

/// List column mappings
///
/// How insurer and bank name the columns of their files, in the caller's regencies.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(ColumnMappingQuery, PageQuery),
    responses((status = 200, description = "One page of mappings.", body = Page<ColumnMappingResponse>)),
)]
#[get("/column-mappings")]
async fn list_column_mappings(
    caller: Caller<ContributionsRead>,
    query: Query<ColumnMappingQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let kind = query.0.kind()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, kind, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, kind).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.id, ColumnMappingResponse::from)?;
    respond_page(&request, &listed.with_count(count))
}

/// Keep a column mapping
///
/// For the lines that go to the insurer (`insurer_export`), for its answers (`insurer_result`) or for the statements of the
/// bank (`bank_statement`). Files are taken by it with `mapping=` and its id, or always where it is the default.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(Once),
    request_body = CreateColumnMapping,
    responses(
        (status = 201, description = "The mapping.", body = ColumnMappingResponse),
        (status = 404, description = "The regency is not the caller's as a whole."),
    ),
)]
#[post("/column-mappings")]
async fn create_column_mapping(
    caller: Caller<ContributionsPrepare>,
    once: Once,
    body: Body<CreateColumnMapping>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (region, new) = body.0.parse(|| new_id(context.now))?;
    let origin = caller.origin(context.now);
    let regency_id = regency_of(&state, &caller, region.as_ref()).await?;
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::create(conn, &origin, regency_id, new).await?;
        let location = format!("/v1/column-mappings/{}", row.id);
        let etag = Version::new(row.version, VIEW).etag();
        Answer::created(location, etag, &ColumnMappingResponse::from(row))
    })
    .await
}

/// Read a column mapping
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The mapping."), IfNoneMatch),
    responses((status = 200, description = "The mapping.", body = ColumnMappingResponse)),
)]
#[get("/column-mappings/{id}")]
async fn get_column_mapping(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    respond(&held, &Version::new(row.version, VIEW), &ColumnMappingResponse::from(row))
}

/// Change a column mapping
///
/// Files that were taken by it before stay as they were read.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(("id" = Uuid, Path, description = "The mapping."), IfMatch),
    request_body = UpdateColumnMapping,
    responses((status = 200, description = "The changed mapping.", body = ColumnMappingResponse)),
)]
#[patch("/column-mappings/{id}")]
async fn update_column_mapping(
    caller: Caller<ContributionsPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateColumnMapping>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::update(conn, &caller.scope, &origin, id.0, &if_match, |row| body.0.apply(row)).await
    })
    .await?;
    let etag = Version::new(row.version, VIEW).etag();
    Ok(Answer::ok(etag, &ColumnMappingResponse::from(row))?.respond())
}

/// Read the history of a column mapping
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The mapping."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/column-mappings/{id}/history")]
async fn list_column_mapping_history(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::ColumnMapping;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}
