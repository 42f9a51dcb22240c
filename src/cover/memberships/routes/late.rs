//! Late public money that the insurer counts.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::dto::{CorrectLateMonths, MembershipResponse};
use super::super::service::late;
use super::etag;
use crate::access::caller::{Caller, MembershipsWrite};
use crate::app::AppState;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(correct_late_months).service(withdraw_late_months);
}

/// Count months that public money paid late
///
/// The insurer counts months of our ledger as paid in time although the transfer came after them. The fact is the
/// evidence: it calls the membership active, and the months of its programmes are paid and were paid late. From then on
/// they count in the standing and for benefits as if they had been paid on their first day.
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:write"])),
    params(("id" = Uuid, Path, description = "The fact."), IfMatch, Once),
    request_body = CorrectLateMonths,
    responses((status = 200, description = "The fact with the months.", body = MembershipResponse)),
)]
#[post("/memberships/{id}/correct-late-months")]
async fn correct_late_months(
    caller: Caller<MembershipsWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<CorrectLateMonths>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let months = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = late::correct_late_months(conn, &caller.scope, &origin, id.0, &if_match, months).await?;
        Answer::ok(etag(&row), &MembershipResponse::new(row, true))
    })
    .await
}

/// Take back that late months count
///
/// For a correction recorded in error: the months count from the day of their transfer again.
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:write"])),
    params(("id" = Uuid, Path, description = "The fact."), IfMatch, Once),
    responses((status = 200, description = "The fact without the months.", body = MembershipResponse)),
)]
#[post("/memberships/{id}/withdraw-late-months")]
async fn withdraw_late_months(
    caller: Caller<MembershipsWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = late::withdraw_late_months(conn, &caller.scope, &origin, id.0, &if_match).await?;
        Answer::ok(etag(&row), &MembershipResponse::new(row, true))
    })
    .await
}
