//! Preparing and naming.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::super::dto::{
    ContributionBatchResponse, CreateContributionBatch, PreparedContributionBatchResponse,
    UpdateContributionBatch, Viewer,
};
use super::super::service;
use super::changed;
use crate::access::caller::{Caller, ContributionsPrepare};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext, Version};

/// Prepare a batch of contributions
///
/// Takes up everything that is due from the source in these months and in no other batch under way, with what was
/// refused before. Who is left out because of an earlier refusal is counted in the answer. 409 `conflict` with `nothing_due`
/// where there is nothing.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(Once),
    request_body = CreateContributionBatch,
    responses((status = 201, description = "The draft.", body = PreparedContributionBatchResponse)),
)]
#[post("/contribution-batches")]
pub(super) async fn create_contribution_batch(
    caller: Caller<ContributionsPrepare>,
    once: Once,
    body: Body<CreateContributionBatch>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(|| new_id(context.now))?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let prepared = service::prepare(conn, &caller.scope, &origin, new).await?;
        let row = &prepared.batch;
        let location = format!("/v1/contribution-batches/{}", row.id);
        let etag = Version::new(row.version, &viewer.view(row)).etag();
        Answer::created(location, etag, &PreparedContributionBatchResponse::new(prepared, viewer))
    })
    .await
}

/// Name a batch of contributions
///
/// Until it is reconciled or cancelled. What it holds does not change: cancel it and prepare another one.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(("id" = Uuid, Path, description = "The batch."), IfMatch),
    request_body = UpdateContributionBatch,
    responses((status = 200, description = "The changed batch.", body = ContributionBatchResponse)),
)]
#[patch("/contribution-batches/{id}")]
pub(super) async fn update_contribution_batch(
    caller: Caller<ContributionsPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateContributionBatch>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let name = body.0.parse()?;
    let origin = caller.origin(context.now);
    let viewer = Viewer { caller: &caller, today: state.clock.today() };
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::rename(conn, &caller.scope, &origin, id.0, &if_match, name).await
    })
    .await?;
    Ok(changed(row, viewer)?.respond())
}
