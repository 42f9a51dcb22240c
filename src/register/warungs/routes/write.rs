//! Entering, correcting, closing and reopening warungs.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::{by, view_of};
use crate::access::caller::{Caller, WarungsWrite};
use crate::app::AppState;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Problem, Reply, Version};
use crate::register::warungs::dto::{CloseWarung, CreateWarung, ReopenWarung, UpdateWarung, WarungResponse};
use crate::register::warungs::model::WarungRow;
use crate::register::warungs::service;

/// Enter a warung
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(Once),
    request_body = CreateWarung,
    responses((status = 201, description = "The new warung", body = WarungResponse))
)]
#[post("/warungs")]
pub(super) async fn create_warung(
    caller: Caller<WarungsWrite>,
    once: Once,
    body: Body<CreateWarung>,
    state: Data<AppState>,
) -> Reply {
    let new = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let row = service::create(conn, by(&caller, &origin, &state), new).await?;
        let location = format!("/v1/warungs/{}", row.id);
        Answer::created(location, etag(&row), &WarungResponse::new(row, true)?)
    })
    .await
}

/// Correct a warung
///
/// A JSON Merge Patch: what it does not name stays.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(("id" = Uuid, Path, description = "The warung"), IfMatch),
    request_body = UpdateWarung,
    responses((status = 200, description = "The warung as it is now", body = WarungResponse))
)]
#[patch("/warungs/{id}")]
pub(super) async fn update_warung(
    caller: Caller<WarungsWrite>,
    id: Path<Uuid>,
    held: IfMatch,
    body: Body<UpdateWarung>,
    state: Data<AppState>,
) -> Reply {
    let origin = caller.origin(state.clock.now());
    let by = by(&caller, &origin, &state);
    let mut conn = state.db.write().await?;
    let row =
        transact(&mut conn, async |conn| service::update(conn, by, id.0, &held, body.0.into()).await).await?;
    Ok(shown(row)?.respond())
}

/// Close a warung
///
/// The work of all who are there beyond that day ends with it.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(("id" = Uuid, Path, description = "The warung"), IfMatch, Once),
    request_body = CloseWarung,
    responses((status = 200, description = "The warung as it is now", body = WarungResponse))
)]
#[post("/warungs/{id}/close")]
pub(super) async fn close_warung(
    caller: Caller<WarungsWrite>,
    id: Path<Uuid>,
    held: IfMatch,
    once: Once,
    body: Body<CloseWarung>,
    state: Data<AppState>,
) -> Reply {
    let closing = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        shown(service::close(conn, by(&caller, &origin, &state), id.0, &held, closing).await?)
    })
    .await
}

/// Reopen a closed warung
///
/// Whoever works there again is to be added again, or the end of the work taken back.
#[utoipa::path(
    tag = "warungs",
    security(("bearer" = ["warungs:write"])),
    params(("id" = Uuid, Path, description = "The warung"), IfMatch, Once),
    request_body = ReopenWarung,
    responses((status = 200, description = "The warung as it is now", body = WarungResponse))
)]
#[post("/warungs/{id}/reopen")]
pub(super) async fn reopen_warung(
    caller: Caller<WarungsWrite>,
    id: Path<Uuid>,
    held: IfMatch,
    once: Once,
    body: Body<ReopenWarung>,
    state: Data<AppState>,
) -> Reply {
    let reopening = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        shown(service::reopen(conn, by(&caller, &origin, &state), id.0, &held, reopening).await?)
    })
    .await
}

/// Whoever writes may write.
fn etag(row: &WarungRow) -> String {
    Version::new(row.version, view_of(true)).etag()
}

fn shown(row: WarungRow) -> Result<Answer, Problem> {
    Answer::ok(etag(&row), &WarungResponse::new(row, true)?)
}
