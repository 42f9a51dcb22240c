//! Taking regencies into the deployment and changing them.

use actix_web::web::Data;
use actix_web::{patch, post};

use super::super::dto::{CreateRegency, RegencyResponse, UpdateRegency};
use super::super::service;
use super::{etag, parse_number};
use crate::access::caller::{Caller, RegenciesManage};
use crate::app::AppState;
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Takes a regency into this deployment
///
/// The regency gets a number of its own, which stands in every key of its data and never changes.
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regencies:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateRegency,
    responses((status = 201, description = "The regency with its number", body = RegencyResponse))
)]
#[post("/regencies")]
pub(super) async fn create_regency(
    caller: Caller<RegenciesManage>,
    once: Once,
    body: Body<CreateRegency>,
    state: Data<AppState>,
) -> Reply {
    let new = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let row = service::create(conn, &origin, new).await?;
        let location = format!("/v1/regencies/{}", row.id);
        Answer::created(location, etag(&row), &RegencyResponse::from(row))
    })
    .await
}

/// Changes a regency (JSON Merge Patch)
#[utoipa::path(
    tag = "regions",
    security(("bearer" = ["regencies:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("number" = i32, Path, description = "The regency's number", example = 1), IfMatch),
    request_body = UpdateRegency,
    responses((status = 200, description = "The regency as it is now", body = RegencyResponse))
)]
#[patch("/regencies/{number}")]
pub(super) async fn update_regency(
    caller: Caller<RegenciesManage>,
    number: Path<String>,
    if_match: IfMatch,
    body: Body<UpdateRegency>,
    state: Data<AppState>,
) -> Reply {
    let id = parse_number(&number.0)?;
    let changes = body.0.parse()?;
    let origin = caller.origin(state.clock.now());
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| service::update(conn, &origin, id, &if_match, changes).await)
        .await?;
    Ok(Answer::ok(etag(&row), &RegencyResponse::from(row))?.respond())
}
