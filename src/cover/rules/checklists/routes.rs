//! `/v1/rules/checklists`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{ChecklistItemResponse, ChecklistQuery, CreateChecklistItem, UpdateChecklistItem};
use super::model::ChecklistRow;
use super::queries;
use crate::access::caller::{Caller, RulesManage, RulesRead};
use crate::app::AppState;
use crate::cover::rules::proposals::{DatedRule as _, Viewer, respond_proposed, service};
use crate::cover::wire::AsKnownAt;
use crate::domain::new_id;
use crate::platform::changes::{self, HistoryEntry, Subject, WHOLE_DEPLOYMENT};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Version,
};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_checklist_items)
        .service(create_checklist_item)
        .service(get_checklist_item)
        .service(update_checklist_item)
        .service(list_checklist_item_history);
}

/// List checklists
///
/// Which documents claims need, by kind and circumstance: those in force, or with `on` those for events of a day; with
/// `status` also proposals.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(ChecklistQuery, PageQuery),
    responses((status = 200, description = "One page of documents.", body = Page<ChecklistItemResponse>)),
)]
#[get("/rules/checklists")]
async fn list_checklist_items(
    caller: Caller<RulesRead>,
    query: Query<ChecklistQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &filter, after, page.fetch()).await?;
    let count = if page.wants_count() { Some(queries::count(&mut conn, &filter).await?) } else { None };
    let viewer = Viewer::of(&caller);
    let listed = Page::of(&page, rows, |row| row.id, |row| ChecklistItemResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Propose a document of a checklist
///
/// It counts once a second person has approved it. Two rows for the same never hold on the same day: an earlier open
/// row is first corrected to end.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateChecklistItem,
    responses((status = 201, description = "The proposal.", body = ChecklistItemResponse)),
)]
#[post("/rules/checklists")]
async fn create_checklist_item(
    caller: Caller<RulesManage>,
    once: Once,
    body: Body<CreateChecklistItem>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, facts) = body.0.parse()?;
    let id = id.unwrap_or_else(|| new_id(context.now));
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(&caller));
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::propose(conn, &origin, |entry| facts.into_row(id, entry)).await?;
        respond_proposed(row, viewer, ChecklistItemResponse::new)
    })
    .await
}

/// Read a document of a checklist
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The document."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The document.", body = ChecklistItemResponse)),
)]
#[get("/rules/checklists/{id}")]
async fn get_checklist_item(
    caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let found: Option<ChecklistRow> = match query.0.as_known_at {
        None => ChecklistRow::find(&mut conn, id.0).await?,
        Some(instant) => changes::as_known_at(&mut conn, WHOLE_DEPLOYMENT, id.0, instant).await?,
    };
    let row = found.ok_or_else(Problem::not_found)?;
    let viewer = Viewer::of(&caller);
    let version = Version::new(row.version, viewer.view(&row.entry()));
    respond(&held, &version, &ChecklistItemResponse::new(row, viewer))
}

/// Correct a document of a checklist
///
/// A row that was used is never changed: the answer is a proposal that takes its place once a second person has
/// approved it; until then the old row counts, and it stays readable after that.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The document."), IfMatch),
    request_body = UpdateChecklistItem,
    responses((status = 201, description = "The proposal.", body = ChecklistItemResponse)),
)]
#[patch("/rules/checklists/{id}")]
async fn update_checklist_item(
    caller: Caller<RulesManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateChecklistItem>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let correction = body.0.parse()?;
    let reason = correction.reason.clone();
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(&caller));
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::correct(conn, &origin, id.0, &if_match, reason, |row, id, entry| {
            Ok(correction.apply(row)?.into_row(id, entry))
        })
        .await
    })
    .await?;
    Ok(respond_proposed(row, viewer, ChecklistItemResponse::new)?.respond())
}

/// Read the history of a document of a checklist
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The document."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/rules/checklists/{id}/history")]
async fn list_checklist_item_history(
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    ChecklistRow::find(&mut conn, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::ChecklistItem;
    let entries = changes::history(&mut conn, WHOLE_DEPLOYMENT, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}
