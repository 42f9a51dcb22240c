//! The office's decisions.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::{writing, written};
use crate::access::caller::{Caller, WorkersVerify};
use crate::app::AppState;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Reply};
use crate::register::workers::dto::{
    DeactivateWorker, RejectWorker, ReopenWorker, VerifyWorker, WorkerResponse,
};
use crate::register::workers::service::{self, Decision};
use crate::register::workers::watch::DeathWatchers;

/// Verifies a registered worker
///
/// Needs a NIK, and `confirm_warnings` where the worker has `nik_warnings`; 422 lists what is in the way.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:verify"])),
    params(("id" = Uuid, Path, description = "The worker"), IfMatch, Once),
    request_body = VerifyWorker,
    responses((status = 200, description = "The worker, masked", body = WorkerResponse))
)]
#[post("/workers/{id}/verify")]
pub(super) async fn verify_worker(
    caller: Caller<WorkersVerify>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<VerifyWorker>,
    state: Data<AppState>,
    watchers: Data<DeathWatchers>,
) -> Reply {
    let (confirm_warnings, note) = body.0.parse()?;
    decide((&state, &watchers), &caller, once, id.0, &if_match, Decision::Verify { confirm_warnings, note })
        .await
}

/// Refuses a registered worker
///
/// The person may then be registered elsewhere.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:verify"])),
    params(("id" = Uuid, Path, description = "The worker"), IfMatch, Once),
    request_body = RejectWorker,
    responses((status = 200, description = "The worker, masked", body = WorkerResponse))
)]
#[post("/workers/{id}/reject")]
pub(super) async fn reject_worker(
    caller: Caller<WorkersVerify>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<RejectWorker>,
    state: Data<AppState>,
    watchers: Data<DeathWatchers>,
) -> Reply {
    let (reason, note) = body.0.parse()?;
    decide((&state, &watchers), &caller, once, id.0, &if_match, Decision::Reject { reason, note }).await
}

/// Takes a worker out of the register
///
/// The person may then be registered elsewhere. Funded periods go on until an action of
/// their own ends them. Of somebody who died, the months paid after that are a credit of their source, and months that were
/// closed since are reopened.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:verify"])),
    params(("id" = Uuid, Path, description = "The worker"), IfMatch, Once),
    request_body = DeactivateWorker,
    responses((status = 200, description = "The worker, masked", body = WorkerResponse))
)]
#[post("/workers/{id}/deactivate")]
pub(super) async fn deactivate_worker(
    caller: Caller<WorkersVerify>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<DeactivateWorker>,
    state: Data<AppState>,
    watchers: Data<DeathWatchers>,
) -> Reply {
    let (reason, on, note) = body.0.parse()?;
    decide((&state, &watchers), &caller, once, id.0, &if_match, Decision::Deactivate { reason, on, note })
        .await
}

/// Takes a rejected or inactive worker up again
///
/// The worker is then to be verified anew. Answers as a registration does where the person has another open one. Somebody whose
/// death is recorded is not opened again (409 `conflict`): revoking the report does that.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:verify"])),
    params(("id" = Uuid, Path, description = "The worker"), IfMatch, Once),
    request_body = ReopenWorker,
    responses((status = 200, description = "The worker, masked", body = WorkerResponse))
)]
#[post("/workers/{id}/reopen")]
pub(super) async fn reopen_worker(
    caller: Caller<WorkersVerify>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<ReopenWorker>,
    state: Data<AppState>,
    watchers: Data<DeathWatchers>,
) -> Reply {
    let reason = body.0.parse()?;
    decide((&state, &watchers), &caller, once, id.0, &if_match, Decision::Reopen { reason }).await
}

async fn decide(
    (state, watchers): (&AppState, &DeathWatchers),
    caller: &Caller<WorkersVerify>,
    once: Once,
    id: Uuid,
    if_match: &IfMatch,
    decision: Decision,
) -> Reply {
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let writing = writing(state, caller, &origin);
        let (before, row) = service::decide(conn, writing, id, if_match, decision).await?;
        watchers.tell(conn, &origin, &before, &row).await?;
        let (etag, shown) = written(state, caller, &origin, row).await?;
        Answer::ok(etag, &shown)
    })
    .await
}
