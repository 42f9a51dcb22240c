//! `/v1/enrolment-plans`.

mod act;
mod candidates;
mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{self, EnrolmentPlanQuery, EnrolmentPlanResponse};
use super::model::PlanRow;
use super::service::Shown;
use super::{filling, queries, renewal, service};
use crate::access::caller::{Caller, PlansRead, Principal};
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
        .service(list_enrolment_plans)
        .service(write::create_enrolment_plan)
        .service(get_enrolment_plan)
        .service(write::update_enrolment_plan)
        .service(act::compute_enrolment_plan)
        .service(candidates::list_enrolment_candidates)
        .service(candidates::get_enrolment_candidate_summary)
        .service(act::submit_enrolment_plan)
        .service(act::return_enrolment_plan)
        .service(act::approve_enrolment_plan)
        .service(act::withdraw_enrolment_plan)
        .service(list_enrolment_plan_history)
        .configure(renewal::routes::configure)
        .configure(filling::routes::configure);
}

/// List enrolment plans
///
/// Plans of the caller's regencies, in the order of their ids.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:read"])),
    params(EnrolmentPlanQuery, PageQuery),
    responses((status = 200, description = "One page of plans.", body = Page<EnrolmentPlanResponse>)),
)]
#[get("/enrolment-plans")]
async fn list_enrolment_plans(
    caller: Caller<PlansRead>,
    query: Query<EnrolmentPlanQuery>,
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
    let listed = Page::of(&page, rows, |row| row.id, |row| EnrolmentPlanResponse::new(row, &caller))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read an enrolment plan
///
/// Its terms, what its computation came to, what the chosen cost month by month, and what of the budget is free now.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:read"])),
    params(("id" = Uuid, Path, description = "The plan."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The plan.", body = EnrolmentPlanResponse)),
)]
#[get("/enrolment-plans/{id}")]
async fn get_enrolment_plan(
    caller: Caller<PlansRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let current = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    if let Some(instant) = query.0.as_known_at {
        let row: PlanRow = changes::as_known_at(&mut conn, current.regency_id, id.0, instant)
            .await?
            .ok_or_else(Problem::not_found)?;
        let view = dto::view(&row, None, &caller);
        return respond(&held, &Version::new(row.version, &view), &EnrolmentPlanResponse::new(row, &caller));
    }
    let shown = service::show(&mut conn, current).await?;
    let view = dto::view(&shown.plan, Some(shown.free_idr), &caller);
    let version = shown.plan.version;
    respond(&held, &Version::new(version, &view), &EnrolmentPlanResponse::shown(shown, &caller))
}

/// Read the history of an enrolment plan
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:read"])),
    params(("id" = Uuid, Path, description = "The plan."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/enrolment-plans/{id}/history")]
async fn list_enrolment_plan_history(
    caller: Caller<PlansRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let row = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::EnrolmentPlan;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// The changed plan as this caller sees it.
fn changed(shown: Shown, caller: &Principal) -> Result<Answer, Problem> {
    let etag = etag(&shown, caller);
    Answer::ok(etag, &EnrolmentPlanResponse::shown(shown, caller))
}

/// The entity tag of a plan as this caller sees it.
pub(super) fn etag(shown: &Shown, caller: &Principal) -> String {
    Version::new(shown.plan.version, &dto::view(&shown.plan, Some(shown.free_idr), caller)).etag()
}
