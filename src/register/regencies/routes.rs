//! Regencies over HTTP: what is asked here, what is written in `write.rs`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};

use super::dto::{AsKnownAtQuery, RegencyQuery, RegencyResponse};
use super::model::{RegencyRow, subject_id};
use super::queries;
use crate::access::caller::{Caller, RegenciesManage};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Subject, WHOLE_DEPLOYMENT};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_regencies)
        .service(write::create_regency)
        .service(get_regency)
        .service(write::update_regency)
        .service(list_regency_history);
}

/// Lists the regencies of this deployment
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regencies:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(RegencyQuery, PageQuery),
    responses((status = 200, description = "A page of regencies", body = Page<RegencyResponse>))
)]
#[get("/regencies")]
async fn list_regencies(
    _caller: Caller<RegenciesManage>,
    query: Query<RegencyQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let mut conn = state.db.read().await?;
    let active = query.0.active;
    let rows = queries::list_regencies(&mut conn, active, page.after()?, page.fetch()).await?;
    let count =
        if page.wants_count() { Some(queries::count_regencies(&mut conn, active).await?) } else { None };
    let found = Page::of(&page, rows, |row| row.id, RegencyResponse::from)?.with_count(count);
    respond_page(&request, &found)
}

/// Reads a regency, now or as it was known at an instant
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regencies:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("number" = i32, Path, description = "The regency's number", example = 1), AsKnownAtQuery, IfNoneMatch),
    responses((status = 200, description = "The regency", body = RegencyResponse))
)]
#[get("/regencies/{number}")]
async fn get_regency(
    _caller: Caller<RegenciesManage>,
    number: Path<String>,
    query: Query<AsKnownAtQuery>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let id = parse_number(&number.0)?;
    let mut conn = state.db.read().await?;
    let found: Option<RegencyRow> = match query.0.as_known_at {
        None => queries::find_regency(&mut conn, id).await?,
        Some(instant) => changes::as_known_at(&mut conn, WHOLE_DEPLOYMENT, subject_id(id), instant).await?,
    };
    let row = found.ok_or_else(Problem::not_found)?;
    respond(&held, &Version::new(row.version, VIEW), &RegencyResponse::from(row))
}

/// Lists the changes of a regency, oldest first
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regencies:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("number" = i32, Path, description = "The regency's number", example = 1), PageQuery),
    responses((status = 200, description = "A page of changes", body = Page<HistoryEntry>))
)]
#[get("/regencies/{number}/history")]
async fn list_regency_history(
    _caller: Caller<RegenciesManage>,
    number: Path<String>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let id = parse_number(&number.0)?;
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    queries::find_regency(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let subject = subject_id(id);
    let entries =
        changes::history(&mut conn, WHOLE_DEPLOYMENT, Subject::Regency, subject, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// Everybody sees the same of a regency.
const VIEW: &str = "full";

/// What is no number addresses nothing.
fn parse_number(text: &str) -> Result<i32, Problem> {
    let id: i32 = text.parse().map_err(|_| Problem::not_found())?;
    // One address for one regency: `01` and `+1` are others.
    if id.to_string() == text { Ok(id) } else { Err(Problem::not_found()) }
}

fn etag(row: &RegencyRow) -> String {
    Version::new(row.version, VIEW).etag()
}
