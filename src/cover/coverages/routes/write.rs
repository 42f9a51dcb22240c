//! Proposing, changing and replacing.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::super::dto::{CoverageResponse, CreateCoverage, ReplaceCoverage, UpdateCoverage};
use super::super::service;
use super::{changed, created};
use crate::access::caller::{Caller, CoveragesPropose};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Body, IfMatch, Once, Path, Problem, Reply, RequestContext};

/// Propose a funded period
///
/// 409 `not_eligible` with every reason, or `already_funded` with the months that another period funds, of whatever source, in
/// this regency or elsewhere.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:propose"])),
    params(Once),
    request_body = CreateCoverage,
    responses((status = 201, description = "The proposed period.", body = CoverageResponse)),
)]
#[post("/coverages")]
pub(super) async fn create_coverage(
    caller: Caller<CoveragesPropose>,
    once: Once,
    body: Body<CreateCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let proposal = body.0.parse(|| new_id(context.now))?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let rows = service::propose(conn, &caller.scope, &origin, today, &[proposal]).await?;
        let row = rows.into_iter().next().ok_or_else(|| Problem::internal("a proposal gave no row"))?;
        created(row, &caller)
    })
    .await
}

/// Change a proposal
///
/// Only while it is proposed. Whoever changes it cannot approve it.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:propose"])),
    params(("id" = Uuid, Path, description = "The funded period."), IfMatch),
    request_body = UpdateCoverage,
    responses((status = 200, description = "The changed proposal.", body = CoverageResponse)),
)]
#[patch("/coverages/{id}")]
pub(super) async fn update_coverage(
    caller: Caller<CoveragesPropose>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let revision = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::revise(conn, &caller.scope, &origin, today, id.0, Some(&if_match), revision).await
    })
    .await?;
    Ok(changed(row, &caller)?.respond())
}

/// Replace a funded period
///
/// Ends the period where it still lasts and proposes another worker for the months that it leaves. The
/// answer is the new period; both name each other.
#[utoipa::path(
    tag = "coverages",
    security(("bearer" = ["coverages:propose"])),
    params(("id" = Uuid, Path, description = "The period to be replaced."), IfMatch, Once),
    request_body = ReplaceCoverage,
    responses((status = 201, description = "The period in its place.", body = CoverageResponse)),
)]
#[post("/coverages/{id}/replace")]
pub(super) async fn replace_coverage(
    caller: Caller<CoveragesPropose>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ReplaceCoverage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let today = state.clock.today();
    let place = body.0.parse(today, || new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let held = Some(&if_match);
        created(service::replace(conn, &caller.scope, &origin, today, id.0, held, place).await?, &caller)
    })
    .await
}
