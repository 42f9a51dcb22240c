//! Computing, submitting, giving back, approving and withdrawing.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::dto::{ApproveEnrolmentPlan, EnrolmentPlanReason, EnrolmentPlanResponse};
use super::super::service;
use super::changed;
use crate::access::caller::{Caller, PlansApprove, PlansPrepare};
use crate::app::AppState;
use crate::platform::http::{Body, IfMatch, Once, Path, Reply, RequestContext};

/// Compute an enrolment plan
///
/// Judges every open registration in the regions of the plan, ranks who may be funded by the priorities, and chooses as many
/// as quotas, places and the free budget bear; nobody is passed over for somebody cheaper. The same register gives the same
/// answer. What registries said (`pre-check`) counts: whoever has a verdict in the way is excluded. 409 `conflict` where the
/// source was closed meanwhile or does not pay in these months any more.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch, Once),
    responses((status = 200, description = "The computed plan.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/compute")]
pub(super) async fn compute_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::compute(conn, &caller.scope, &origin, today, id.0, &if_match).await?;
        changed(service::show(conn, row).await?, &caller)
    })
    .await
}

/// Submit an enrolment plan
///
/// Hands the computed plan to the second person. 409 `conflict` with `nobody_chosen` where nobody is chosen;
/// `invalid_state` where verdicts of a registry came in since it was computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch, Once),
    responses((status = 200, description = "The submitted plan.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/submit")]
pub(super) async fn submit_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::submit(conn, &caller.scope, &origin, id.0, &if_match).await?;
        changed(service::show(conn, row).await?, &caller)
    })
    .await
}

/// Return an enrolment plan
///
/// Gives a submitted plan back to the office as a draft, with what is to be done. Its computation stands.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch, Once),
    request_body = EnrolmentPlanReason,
    responses((status = 200, description = "The draft.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/return")]
pub(super) async fn return_enrolment_plan(
    caller: Caller<PlansApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<EnrolmentPlanReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::give_back(conn, &caller.scope, &origin, id.0, &if_match, reason).await?;
        changed(service::show(conn, row).await?, &caller)
    })
    .await
}

/// Approve an enrolment plan
///
/// With the decree, by a second person: somebody who neither prepared, changed, computed nor submitted it. Systems are
/// refused. The chosen become approved funded periods and their months are owed, all of them or none: 409 `not_eligible`
/// with who cannot be funded any more and why, `budget_exceeded` with what is free, `conflict` with `cost_changed` where
/// the contributions are not those that were computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch, Once),
    request_body = ApproveEnrolmentPlan,
    responses((status = 200, description = "The approved plan.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/approve")]
pub(super) async fn approve_enrolment_plan(
    caller: Caller<PlansApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ApproveEnrolmentPlan>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let today = state.clock.today();
    let decree = body.0.parse(today)?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::approve(conn, &caller.scope, &origin, today, id.0, &if_match, decree).await?;
        changed(service::show(conn, row).await?, &caller)
    })
    .await
}

/// Withdraw an enrolment plan
///
/// Calls off a draft or a submitted plan. An approved one is not called off: its periods are ended one by one.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan."), IfMatch, Once),
    request_body = EnrolmentPlanReason,
    responses((status = 200, description = "The withdrawn plan.", body = EnrolmentPlanResponse)),
)]
#[post("/enrolment-plans/{id}/withdraw")]
pub(super) async fn withdraw_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<EnrolmentPlanReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::withdraw(conn, &caller.scope, &origin, id.0, &if_match, reason).await?;
        changed(service::show(conn, row).await?, &caller)
    })
    .await
}
