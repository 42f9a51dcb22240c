//! `/v1/rules/holidays`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{CreateHoliday, HolidayQuery, HolidayResponse, UpdateHoliday};
use super::model::HolidayRow;
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
        .service(list_holidays)
        .service(create_holiday)
        .service(get_holiday)
        .service(update_holiday)
        .service(list_holiday_history);
}

/// List holidays
///
/// Public holidays and collective leave with their decrees, in the order of days; with `status` also proposals.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(HolidayQuery, PageQuery),
    responses((status = 200, description = "One page of days.", body = Page<HolidayResponse>)),
)]
#[get("/rules/holidays")]
async fn list_holidays(
    caller: Caller<RulesRead>,
    query: Query<HolidayQuery>,
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
    let listed =
        Page::of(&page, rows, |row| (row.holiday_on, row.id), |row| HolidayResponse::new(row, viewer))?;
    respond_page(&request, &listed.with_count(count))
}

/// Propose a holiday
///
/// It counts once a second person has approved it. A day has one row: a holiday that was moved or taken back is
/// corrected.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateHoliday,
    responses((status = 201, description = "The proposal.", body = HolidayResponse)),
)]
#[post("/rules/holidays")]
async fn create_holiday(
    caller: Caller<RulesManage>,
    once: Once,
    body: Body<CreateHoliday>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (id, facts) = body.0.parse()?;
    let new = |id, entry| facts.into_row(id, entry);
    serve::propose(&state, (&caller, &context), once, id, new, HolidayResponse::new).await
}

/// Read a holiday
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The day."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The day.", body = HolidayResponse)),
)]
#[get("/rules/holidays/{id}")]
async fn get_holiday(
    caller: Caller<RulesRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    serve::show(&state, &caller, (id.0, query.0.as_known_at), &held, HolidayResponse::new).await
}

/// Correct a holiday
///
/// A row that was used is never changed: the answer is a proposal that takes its place once a second person has
/// approved it; until then the old row counts, and it stays readable after that.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The day."), IfMatch),
    request_body = UpdateHoliday,
    responses((status = 201, description = "The proposal.", body = HolidayResponse)),
)]
#[patch("/rules/holidays/{id}")]
async fn update_holiday(
    caller: Caller<RulesManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateHoliday>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let correction = body.0.parse()?;
    let reason = correction.reason.clone();
    let apply = |row: &HolidayRow, id, entry| Ok(correction.apply(row)?.into_row(id, entry));
    serve::correct(&state, (&caller, &context), (id.0, &if_match), reason, apply, HolidayResponse::new).await
}

/// Read the history of a holiday
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    params(("id" = Uuid, Path, description = "The day."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/rules/holidays/{id}/history")]
async fn list_holiday_history(
    _caller: Caller<RulesRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    serve::show_history::<HolidayRow>(&state, id.0, &page, &request).await
}
