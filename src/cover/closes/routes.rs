//! `/v1/monthly-closes`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{MonthlyCloseQuery, MonthlyCloseResponse, MonthlyLapseQuery, MonthlyLapseResponse};
use super::model::CloseRow;
use super::queries;
use crate::access::caller::{Caller, ClosesRead, ClosesWrite};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes, Version,
};

pub use write::regency_of;

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_monthly_closes)
        .service(write::create_monthly_close)
        .service(get_monthly_close)
        .service(write::reopen_monthly_close)
        .service(write::close_monthly_close)
        .service(list_monthly_close_lapses)
        .service(list_monthly_close_history);
}

/// List the closes of months
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:read"])),
    params(MonthlyCloseQuery, PageQuery),
    responses((status = 200, description = "One page of closes.", body = Page<MonthlyCloseResponse>)),
)]
#[get("/monthly-closes")]
async fn list_monthly_closes(
    caller: Caller<ClosesRead>,
    query: Query<MonthlyCloseQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, filter).await?),
        false => None,
    };
    let writes = caller.may::<ClosesWrite>();
    let listed = Page::of(&page, rows, |row| row.id, |row| MonthlyCloseResponse::new(row, writes))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read the close of a month
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:read"])),
    params(("id" = Uuid, Path, description = "The close."), IfNoneMatch),
    responses((status = 200, description = "The close.", body = MonthlyCloseResponse)),
)]
#[get("/monthly-closes/{id}")]
async fn get_monthly_close(
    caller: Caller<ClosesRead>,
    id: Path<Uuid>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let writes = caller.may::<ClosesWrite>();
    respond(&held, &Version::new(row.version, view(writes)), &MonthlyCloseResponse::new(row, writes))
}

/// List who lapsed in a month
///
/// Run by run: who lapsed and why, and who did not after all. NIKs are masked; the records count as opened.
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:read"])),
    params(("id" = Uuid, Path, description = "The close."), MonthlyLapseQuery, PageQuery),
    responses((status = 200, description = "One page of people.", body = Page<MonthlyLapseResponse>)),
)]
#[get("/monthly-closes/{id}/lapses")]
async fn list_monthly_close_lapses(
    caller: Caller<ClosesRead>,
    id: Path<Uuid>,
    query: Query<MonthlyLapseQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after::<(i32, Uuid)>()?;
    let mut conn = state.db.read().await?;
    let close = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let rows = queries::list_lapses(&mut conn, &close, filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_lapses(&mut conn, &close, filter).await?),
        false => None,
    };
    drop(conn);
    let listed = Page::of(&page, rows, |row| (row.run, row.worker_id), MonthlyLapseResponse::from)?;
    let origin = caller.origin(context.now);
    for shown in &listed.data {
        state.opens.note(&state.db, &origin, close.regency_id, shown.worker_id).await?;
    }
    respond_page(&request, &listed.with_count(count))
}

/// Read the history of the close of a month
///
/// Every change, oldest first: when it was closed and reopened, by whom and why.
#[utoipa::path(
    tag = "monthly-closes",
    security(("bearer" = ["closes:read"])),
    params(("id" = Uuid, Path, description = "The close."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/monthly-closes/{id}/history")]
async fn list_monthly_close_history(
    caller: Caller<ClosesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::MonthlyClose;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// Everybody who may read a close sees the same of it but for the allowed actions.
fn view(writes: bool) -> &'static str {
    if writes { "written" } else { "read" }
}

fn etag(row: &CloseRow) -> String {
    Version::new(row.version, view(true)).etag()
}
