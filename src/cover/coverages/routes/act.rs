//! Approving, activating, ending and reopening.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::dto::{ActivateCoverage, ApproveCoverage, CoverageResponse, EndCoverage, ReopenCoverage};
use super::super::model::CoverageRow;
use super::super::service;
use super::changed;
use crate::access::caller::{Caller, CoveragesActivate, CoveragesApprove, CoveragesEnd};
use crate::app::AppState;
use crate::platform::http::{Body, IfMatch, Once, Path, Problem, Reply, RequestContext};

/// Approve a funded period
///
/// With the decree, by a second person: somebody who neither proposed nor changed it. Systems are refused. Its months
/// are owed from then on; 409 `budget_exceeded` says what is free where the source cannot bear them, and 409 `conflict`
/// with `month_in_batch` or `month_paid` names the months that another period of a person who moved has with the insurer,
/// or says with `credit_used` that the credit of months that are paid already is gone.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The funded period."), IfMatch, Once),
    request_body = ApproveCoverage,
    responses((status = 200, description = "The approved period.", body = CoverageResponse)),
)]
#[post("/coverages/{id}/approve")]
pub(super) async fn approve_coverage(
    caller: Caller<CoveragesApprove>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ApproveCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let decree = body.0.parse(state.clock.today())?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = Some(&if_match);
        changed(
            first(service::approve(conn, &caller.scope, &origin, &[id.0], held, &decree).await?)?,
            &caller,
        )
    })
    .await
}

/// Activate a funded period
///
/// Records the member number and the first day of cover that the insurer gave. Months that were closed since that day are
/// reopened.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:activate"])),
    params(("id" = Uuid, Path, description = "The funded period."), IfMatch, Once),
    request_body = ActivateCoverage,
    responses((status = 200, description = "The active period.", body = CoverageResponse)),
)]
#[post("/coverages/{id}/activate")]
pub(super) async fn activate_coverage(
    caller: Caller<CoveragesActivate>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ActivateCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let given = vec![(id.0, body.0.parse()?)];
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = Some(&if_match);
        let rows = service::activate(conn, &state.vault, &caller.scope, &origin, today, given, held).await?;
        changed(first(rows)?, &caller)
    })
    .await
}

/// End a funded period
///
/// The months after the end are free again; of a period that never was active all of them. What is due in them is
/// waived; what is paid stays paid and is a credit of the source. Months that were closed since the day are reopened.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:end"])),
    params(("id" = Uuid, Path, description = "The funded period."), IfMatch, Once),
    request_body = EndCoverage,
    responses((status = 200, description = "The ended period.", body = CoverageResponse)),
)]
#[post("/coverages/{id}/end")]
pub(super) async fn end_coverage(
    caller: Caller<CoveragesEnd>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<EndCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let endings = vec![(id.0, body.0.parse(state.clock.today())?)];
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = Some(&if_match);
        changed(first(service::end(conn, &caller.scope, &origin, endings, held).await?)?, &caller)
    })
    .await
}

/// Reopen a funded period
///
/// Takes back an end that was recorded in error, if its months are still free: the period is active or approved as it was
/// before, and all of its months are owed again but for those that are paid. 409 `conflict` with `credit_used` where the
/// credit of paid months was used or came back, with `funding_source_closed` or `outside_funding_source` where the source
/// pays the months no more; `budget_exceeded` where the budget is promised to others. Months that were closed since the day
/// are reopened.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:end"])),
    params(("id" = Uuid, Path, description = "The funded period."), IfMatch, Once),
    request_body = ReopenCoverage,
    responses((status = 200, description = "The period as it was before.", body = CoverageResponse)),
)]
#[post("/coverages/{id}/reopen")]
pub(super) async fn reopen_coverage(
    caller: Caller<CoveragesEnd>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ReopenCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = Some(&if_match);
        changed(service::reopen(conn, &caller.scope, &origin, id.0, held, reason).await?, &caller)
    })
    .await
}

fn first(rows: Vec<CoverageRow>) -> Result<CoverageRow, Problem> {
    rows.into_iter().next().ok_or_else(|| Problem::internal("an action on one period gave none"))
}
