//! Renewing a plan, and what that does to people.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get, post};
use uuid::Uuid;

use super::super::dto::EnrolmentPlanResponse;
use super::super::routes::etag;
use super::dto::{RenewEnrolmentPlan, RenewalPeopleQuery, RenewalPersonResponse, RenewalResponse};
use super::{queries, service};
use crate::access::caller::{Caller, CandidatesRead, PlansPrepare, PlansRead};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Body, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(renew_enrolment_plan)
        .service(get_enrolment_plan_renewal)
        .service(list_enrolment_plan_renewal_people);
}

/// Renew an enrolment plan
///
/// Prepares next year's plan from an approved one: the same people are sought in the same regions, each month a year on.
/// Whoever is past the age of entry comes first, since a membership that lapses then cannot begin again; then whose
/// membership runs. That somebody was funded this year excludes nobody from it.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan to be renewed."), Once),
    request_body = RenewEnrolmentPlan,
    responses((status = 201, description = "The draft for next year.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/renew")]
async fn renew_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    once: Once,
    body: Body<RenewEnrolmentPlan>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let renewal = body.0.parse(|| new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::renew(conn, &caller.scope, &origin, id.0, renewal).await?;
        let location = format!("/v1/enrolment-plans/{}", row.id);
        let shown = super::super::service::show(conn, row).await?;
        let etag = etag(&shown, &caller);
        Answer::created(location, etag, &EnrolmentPlanResponse::shown(shown, &caller))
    })
    .await
}

/// Read what a renewal does
///
/// Of a computed plan that renews another one: how many of those whom that one funded return, cannot return or drop out, how
/// many are new, and what paying alone costs. Whoever had a month of the old plan counts as funded by it, unless the period
/// ended before its last month for a reason of the worker; a lapse or a cut of the quota is none, nor is a death that was
/// revoked. 409 `conflict` with `not_computed` before the plan is computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:read"])),
    params(("id" = Uuid, Path, description = "The plan that renews another one.")),
    responses(
        (status = 200, description = "The counts.", body = RenewalResponse),
        (status = 409, description = "The plan is not computed, or no rate is in force in one of the months."),
    ),
)]
#[get("/enrolment-plans/{id}/renewal")]
async fn get_enrolment_plan_renewal(
    caller: Caller<PlansRead>,
    id: Path<Uuid>,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let renewed = service::renewed(&mut conn, &caller.scope, id.0).await?;
    let summary = service::summary(&mut conn, renewed).await?;
    Ok(HttpResponse::Ok().json(RenewalResponse::new(summary)?))
}

/// List the people of a renewal
///
/// Each with what becomes of them, why, from when on nobody pays, and what paying alone costs: what a letter needs. NIKs are
/// masked; the records count as opened.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["candidates:read"])),
    params(
        ("id" = Uuid, Path, description = "The plan that renews another one."),
        RenewalPeopleQuery,
        PageQuery,
    ),
    responses(
        (status = 200, description = "One page of people.", body = Page<RenewalPersonResponse>),
        (status = 409, description = "The plan is not computed, or no rate is in force in one of the months."),
    ),
)]
#[get("/enrolment-plans/{id}/renewal/people")]
async fn list_enrolment_plan_renewal_people(
    caller: Caller<CandidatesRead>,
    id: Path<Uuid>,
    query: Query<RenewalPeopleQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after::<Uuid>()?.unwrap_or_default();
    let mut conn = state.db.read().await?;
    let renewed = service::renewed(&mut conn, &caller.scope, id.0).await?;
    let (plan, old) = (&renewed.plan, renewed.old.id);
    let months = service::paid_alone(&mut conn, plan, plan.months().map_err(Problem::internal)?).await?;
    let rows = queries::people(&mut conn, old, plan, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_people(&mut conn, old, plan, &filter).await?),
        false => None,
    };
    drop(conn);
    let listed = Page::of(&page, rows, |row| row.worker_id, |row| row)?.with_count(count);
    let listed = listed.try_map(|row| RenewalPersonResponse::new(row, renewed.aged_since, &months))?;
    let origin = caller.origin(context.now);
    for shown in &listed.data {
        state.opens.note(&state.db, &origin, plan.regency_id, shown.worker_id).await?;
    }
    respond_page(&request, &listed)
}
