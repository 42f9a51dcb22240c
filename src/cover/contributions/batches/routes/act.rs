//! Approving, billing and cancelling.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::dto::{
    ApproveContributionBatch, CancelContributionBatch, ContributionBatchReason, ContributionBatchResponse,
    IssueBillingCode, Viewer,
};
use super::super::service;
use super::changed;
use crate::access::caller::{Caller, ContributionsApprove, ContributionsBill, ContributionsPrepare};
use crate::app::AppState;
use crate::platform::http::{Body, IfMatch, Once, Path, Reply, RequestContext};

/// Approve a batch of contributions
///
/// By a second person: somebody who neither prepared it nor repriced its lines. Systems are refused. 409 `conflict` with
/// `period_ended_meanwhile` where a funded period ended, or somebody died, since it was prepared, and with
/// `paid_elsewhere` where another regency has paid a month of somebody who moved, or has it in a batch under way.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch, Once),
    request_body = ApproveContributionBatch,
    responses((status = 200, description = "The approved batch.", body = ContributionBatchResponse)),
)]
#[post("/contribution-batches/{id}/approve")]
pub(super) async fn approve_contribution_batch(
    caller: Caller<ContributionsApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ApproveContributionBatch>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let note = body.0.parse()?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        changed(service::approve(conn, &caller.scope, &origin, id.0, &if_match, note).await?, viewer)
    })
    .await
}

/// Record the billing code of a batch
///
/// The code under which the insurer expects the money; again with a new one once a code has expired. 409 `conflict` with
/// `billing_code_valid` while the code before can still be used, which is revoked first, since two codes are two payments;
/// with `period_ended_meanwhile` or `paid_elsewhere` as for the approval.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:bill"])),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch, Once),
    request_body = IssueBillingCode,
    responses((status = 200, description = "The batch with its code.", body = ContributionBatchResponse)),
)]
#[post("/contribution-batches/{id}/issue-billing-code")]
pub(super) async fn issue_contribution_billing_code(
    caller: Caller<ContributionsBill>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<IssueBillingCode>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let viewer = Viewer { caller: &caller, today };
    let code = body.0.parse(today)?;
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let which = (id.0, today);
        let row = service::issue_billing_code(conn, &caller.scope, &origin, which, &if_match, code).await?;
        changed(row, viewer)
    })
    .await
}

/// Take back the billing code of a batch
///
/// Before it is paid: the code was mistyped, or the need is gone. The batch stays approved, and the code can be given
/// to another one.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:bill"])),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch, Once),
    request_body = ContributionBatchReason,
    responses((status = 200, description = "The batch without its code.", body = ContributionBatchResponse)),
)]
#[post("/contribution-batches/{id}/revoke-billing-code")]
pub(super) async fn revoke_contribution_billing_code(
    caller: Caller<ContributionsBill>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ContributionBatchReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::revoke_billing_code(conn, &caller.scope, &origin, id.0, &if_match, reason).await?;
        changed(row, viewer)
    })
    .await
}

/// Cancel a batch of contributions
///
/// Before it is paid. Its months can be taken up by another batch; those after the end of their period are waived.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch, Once),
    request_body = CancelContributionBatch,
    responses((status = 200, description = "The cancelled batch.", body = ContributionBatchResponse)),
)]
#[post("/contribution-batches/{id}/cancel")]
pub(super) async fn cancel_contribution_batch(
    caller: Caller<ContributionsPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<CancelContributionBatch>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        changed(service::cancel(conn, &caller.scope, &origin, id.0, &if_match, reason).await?, viewer)
    })
    .await
}
