//! `/v1/rules/checklists`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{ChecklistItemResponse, ChecklistQuery, CreateChecklistItem, UpdateChecklistItem};
use super::model::ChecklistRow;
use super::queries;
use crate::access::caller::{Caller, RulesManage, RulesRead};
use crate::app::AppState;
use crate::cover::rules::proposals::{Viewer, serve};
use crate::cover::wire::AsKnownAt;
use crate::platform::changes::HistoryEntry;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Query, Reply, RequestContext, Routes,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
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
    let new = |id, entry| facts.into_row(id, entry);
    serve::propose(&state, (&caller, &context), once, id, new, ChecklistItemResponse::new).await
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
    serve::show(&state, &caller, (id.0, query.0.as_known_at), &held, ChecklistItemResponse::new).await
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
    let apply = |row: &ChecklistRow, id, entry| Ok(correction.apply(row)?.into_row(id, entry));
    serve::correct(&state, (&caller, &context), (id.0, &if_match), reason, apply, ChecklistItemResponse::new)
        .await
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
    serve::show_history::<ChecklistRow>(&state, id.0, &page, &request).await
}
