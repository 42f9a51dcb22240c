//! Correcting a worker.

use actix_web::patch;
use actix_web::web::Data;
use uuid::Uuid;

use super::{writing, written};
use crate::access::caller::{Caller, WorkersWrite};
use crate::app::AppState;
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::Answer;
use crate::platform::http::{Body, IfMatch, Path, Reply, limits};
use crate::register::workers::dto::{UpdateWorker, WorkerResponse};
use crate::register::workers::service::{self, Correction};

/// Corrects a worker (JSON Merge Patch)
///
/// A first NIK turns a temporary identity into a permanent one; 409 `already_registered` where somebody in the caller's
/// regions has it, into whose registration this one is then merged, and `transfer_needed` where it is registered elsewhere.
/// Name, NIK, day of birth and sex of a verified
/// worker are the office's to change, and warnings that the change brings must be confirmed with it.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:write"])),
    params(("id" = Uuid, Path, description = "The worker"), IfMatch),
    request_body(content = UpdateWorker, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The worker, masked", body = WorkerResponse))
)]
#[patch("/workers/{id}")]
pub(super) async fn update_worker(
    caller: Caller<WorkersWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateWorker>,
    state: Data<AppState>,
    request: actix_web::HttpRequest,
) -> Reply {
    let (fields, confirm_warnings) = body.0.into_fields();
    if !fields.nik.is_absent() {
        limits::charge_lookup(&request, caller.account_id)?;
    }
    let correction = Correction { fields, confirm_warnings };
    let origin = caller.origin(state.clock.now());
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        service::update(conn, writing(&state, &caller, &origin), id.0, &if_match, correction).await
    })
    .await?;
    drop(conn);
    let (etag, shown) = written(&state, &caller, &origin, row).await?;
    Ok(Answer::ok(etag, &shown)?.respond())
}
