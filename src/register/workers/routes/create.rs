//! Registering a worker.

use actix_web::web::Data;
use actix_web::{HttpRequest, post};

use super::{writing, written};
use crate::access::caller::{Caller, WorkersWrite};
use crate::app::AppState;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, Reply, limits};
use crate::register::workers::dto::{CreateWorker, WorkerResponse};
use crate::register::workers::service;

/// Registers a worker
///
/// A person has one open registration in the whole country. One who is registered in the caller's regions answers
/// 409 `already_registered` with `existing_id`; one who is registered anywhere else answers 409 `transfer_needed`
/// and nothing more: `POST /v1/transfers` asks the other side. Registrations with a NIK count as lookups against the caller's limit.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:write"])),
    params(Once),
    request_body = CreateWorker,
    responses((status = 201, description = "The worker, masked", body = WorkerResponse))
)]
#[post("/workers")]
pub(super) async fn create_worker(
    caller: Caller<WorkersWrite>,
    once: Once,
    body: Body<CreateWorker>,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let (id, fields) = body.0.into_fields();
    let new = service::read_new(&caller.scope, id, fields, state.clock.today())?;
    if new.has_nik() {
        limits::charge_lookup(&request, caller.account_id)?;
    }
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let row = service::create(conn, writing(&state, &caller, &origin), new).await?;
        let location = format!("/v1/workers/{}", row.id);
        let (etag, shown) = written(&state, &caller, &origin, row).await?;
        Answer::created(location, etag, &shown)
    })
    .await
}
