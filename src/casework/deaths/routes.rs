//! `/v1/deaths`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{DeathQuery, DeathResponse};
use super::model::DeathRow;
use super::rules::Rights;
use super::{queries, service};
use crate::access::caller::{Caller, DeathsRead};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_deaths)
        .service(write::create_death)
        .service(get_death)
        .service(list_death_history)
        .service(write::update_death)
        .service(write::decide_death)
        .service(write::revoke_death);
}

/// List reports of deaths
///
/// Of people in the caller's regions, in the order of their ids.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:read"])),
    params(DeathQuery, PageQuery),
    responses((status = 200, description = "One page of reports.", body = Page<DeathResponse>)),
)]
#[get("/deaths")]
async fn list_deaths(
    caller: Caller<DeathsRead>,
    query: Query<DeathQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.worker_id).collect();
    let cards = queries::cards(&mut conn, &caller.scope.regency_ids, &ids).await?;
    let bound = queries::bound(&mut conn, &rows.iter().collect::<Vec<_>>()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let rights = service::rights_of(&caller);
    let shown = |row: DeathRow| {
        let card = cards.iter().find(|card| row.worker_id == Some(card.id)).cloned();
        let rights = Rights { is_bound: bound.contains(&row.id), ..rights };
        DeathResponse::new(row, card, rights)
    };
    respond_page(&request, &Page::of(&page, rows, |row| row.id, shown)?.with_count(count))
}

/// Read a report of a death
///
/// With those whom it may mean, scored and with the reasons, where nobody has decided.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:read"])),
    params(("id" = Uuid, Path, description = "The report."), IfNoneMatch),
    responses((status = 200, description = "The report.", body = DeathResponse)),
)]
#[get("/deaths/{id}")]
async fn get_death(
    caller: Caller<DeathsRead>,
    id: Path<Uuid>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let service::Recorded { row, card, is_bound, suggestions } =
        service::present(&mut conn, &caller.scope, row).await?;
    drop(conn);
    if let Some(worker_id) = row.worker_id {
        let origin = caller.origin(state.clock.now());
        state.opens.note(&state.db, &origin, row.regency_id, worker_id).await?;
    }
    // Whom a report may mean changes with the register, and the entity tag does not.
    let held = if row.worker_id.is_some() { held } else { IfNoneMatch::default() };
    let rights = Rights { is_bound, ..service::rights_of(&caller) };
    let (version, view) = (row.version, view(rights));
    let shown = DeathResponse::new(row, card, rights).with(suggestions);
    respond(&held, &Version::new(version, view), &shown)
}

/// List the changes of a report of a death, oldest first
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:read"])),
    params(("id" = Uuid, Path, description = "The report."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/deaths/{id}/history")]
async fn list_death_history(
    caller: Caller<DeathsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after: Option<i32> = page.after()?;
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let after = after.unwrap_or(0);
    let entries =
        changes::history(&mut conn, row.regency_id, Subject::Death, row.id, after, page.fetch()).await?;
    let count = page.wants_count().then_some(i64::from(row.version));
    let versions = Page::of(&page, entries, |entry| entry.version, |entry| entry)?.with_count(count);
    respond_page(&request, &versions)
}

/// What makes the bytes differ at one version: what the caller may do.
fn view(rights: Rights) -> &'static str {
    match (rights.record, rights.decide) {
        (_, true) if rights.is_bound => "bound",
        (_, true) => "decides",
        (true, false) => "records",
        (false, false) => "reads",
    }
}
