//! `/v1/contribution-batches`.

mod act;
mod lines;
mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{self, BatchQuery, ContributionBatchResponse};
use super::model::BatchRow;
use super::queries;
use crate::access::caller::{Caller, ContributionsRead, Principal};
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
    let listed = Page::of(&page, rows, |row| row.id, |row| ContributionBatchResponse::new(row, &caller))?;
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
    let view = dto::view(&row, &caller);
    respond(&held, &Version::new(row.version, &view), &ContributionBatchResponse::new(row, &caller))
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
pub(super) fn changed(row: BatchRow, caller: &Principal) -> Result<Answer, Problem> {
    let etag = Version::new(row.version, &dto::view(&row, caller)).etag();
    Answer::ok(etag, &ContributionBatchResponse::new(row, caller))
}
