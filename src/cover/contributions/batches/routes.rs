//! `/v1/contribution-batches`.

mod act;
mod lines;
mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{BatchQuery, ContributionBatchResponse, Viewer};
use super::model::BatchRow;
use super::queries;
use crate::access::caller::{Caller, ContributionsRead};
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
        .service(list_contribution_batches)
        .service(write::create_contribution_batch)
        .service(get_contribution_batch)
        .service(write::update_contribution_batch)
        .service(lines::list_contribution_batch_lines)
        .service(act::approve_contribution_batch)
        .service(act::issue_contribution_billing_code)
        .service(act::revoke_contribution_billing_code)
        .service(act::cancel_contribution_batch)
        .service(list_contribution_batch_history);
}

/// List batches of contributions
///
/// Batches of the caller's regencies, in the order of their ids.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(BatchQuery, PageQuery),
    responses((status = 200, description = "One page of batches.", body = Page<ContributionBatchResponse>)),
)]
#[get("/contribution-batches")]
async fn list_contribution_batches(
    caller: Caller<ContributionsRead>,
    query: Query<BatchQuery>,
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
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    let listed = Page::of(&page, rows, |row| row.id, |row| ContributionBatchResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read a batch of contributions
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The batch."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The batch.", body = ContributionBatchResponse)),
)]
#[get("/contribution-batches/{id}")]
async fn get_contribution_batch(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let current = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let row = changes::now_or_then(&mut conn, current, query.0.as_known_at).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    let view = viewer.view(&row);
    respond(&held, &Version::new(row.version, &view), &ContributionBatchResponse::new(row, viewer))
}

/// Read the history of a batch of contributions
///
/// Every action, oldest first: what, when, by whom and why. Lines have none of their own: each names the file of the
/// insurer that answered it, and the file stands in the history with who sent it, its digest and what it came to.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The batch."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/contribution-batches/{id}/history")]
async fn list_contribution_batch_history(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::ContributionBatch;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// The changed batch as this caller sees it.
pub(in crate::cover::contributions) fn changed(row: BatchRow, viewer: Viewer<'_>) -> Result<Answer, Problem> {
    let etag = Version::new(row.version, &viewer.view(&row)).etag();
    Answer::ok(etag, &ContributionBatchResponse::new(row, viewer))
}
