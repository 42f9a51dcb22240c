//! `/v1/workers/{id}/ledger`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{LedgerEntry, LedgerQuery};
use super::queries::{self, Entry};
use crate::access::caller::{Caller, ContributionsRead, CoveragesRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_worker_ledger);
}

/// Read a worker's ledger
///
/// What was owed for the person in this regency, programme by programme and month by month: the amount with the rate
/// behind it, and whether it is due, paid or waived, and what of it is a credit of its source. The record counts as opened.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The worker."), LedgerQuery, PageQuery),
    responses((status = 200, description = "One page of months.", body = Page<LedgerEntry>)),
)]
#[get("/workers/{id}/ledger")]
async fn list_worker_ledger(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    query: Query<LedgerQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let owner = queries::owner(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let rows = queries::list(&mut conn, owner, filter, after.as_ref(), page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, owner, filter).await?),
        false => None,
    };
    drop(conn);
    state.opens.note(&state.db, &caller.origin(context.now), owner.1, id.0).await?;
    let reads_batches = caller.may::<ContributionsRead>();
    let listed = Page::of(&page, rows, Entry::place, |entry| LedgerEntry::new(entry, reads_batches))?;
    respond_page(&request, &listed.with_count(count))
}
