//! Preparing plans and changing their terms.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::super::dto::{CreateEnrolmentPlan, EnrolmentPlanResponse, UpdateEnrolmentPlan};
use super::super::service;
use super::{changed, etag};
use crate::access::caller::{Caller, PlansPrepare};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext};

/// Prepare an enrolment plan
///
/// Names whom a source is to pay for in which months and who comes first. Nobody is chosen before it is computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(Once),
    request_body = CreateEnrolmentPlan,
    responses((status = 201, description = "The draft.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans")]
pub(super) async fn create_enrolment_plan(
    caller: Caller<PlansPrepare>,
    once: Once,
    body: Body<CreateEnrolmentPlan>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(|| new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::create(conn, &caller.scope, &origin, new).await?;
        let location = format!("/v1/enrolment-plans/{}", row.id);
        let shown = service::show(conn, row).await?;
        let etag = etag(&shown, &caller);
        Answer::created(location, etag, &EnrolmentPlanResponse::shown(shown, &caller))
    })
    .await
}

/// Change an enrolment plan
///
/// Only while it is a draft. Other terms take its computation away; another name does not. Whoever changes it cannot
/// approve it.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch),
    request_body = UpdateEnrolmentPlan,
    responses((status = 200, description = "The changed plan.", body = EnrolmentPlanResponse)),
)]
#[patch("/enrolment-plans/{id}")]
pub(super) async fn update_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateEnrolmentPlan>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let shown = transact(&mut conn, async |conn| {
        let patch = |row| body.0.apply(row);
        let row = service::update(conn, &caller.scope, &origin, id.0, &if_match, patch).await?;
        service::show(conn, row).await
    })
    .await?;
    Ok(changed(shown, &caller)?.respond())
}
