//! Making and changing API clients.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::etag;
use crate::access::api_clients::dto::{
    ApiClientResponse, ChangeApiClientStatus, CreateApiClient, RotateApiClientSecret, UpdateApiClient,
};
use crate::access::api_clients::service;
use crate::access::caller::{Caller, ClientsManage};
use crate::access::users::AccountStatus;
use crate::app::AppState;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext};

/// Create an API client
///
/// The answer carries the client's secret, shown this once; a repeated request with the same
/// `Idempotency-Key` does not show it again. A client may act only in regions of whoever makes it.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateApiClient,
    responses((status = 201, description = "The new client with its secret.", body = ApiClientResponse)),
)]
#[post("/api-clients")]
pub(super) async fn create_api_client(
    caller: Caller<ClientsManage>,
    once: Once,
    body: Body<CreateApiClient>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(context.now)?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let (client, secret) = service::create(conn, &caller.scope, &origin, new).await?;
        let location = format!("/v1/api-clients/{}", client.row.id);
        let shown = ApiClientResponse::from(&client).with_secret(&secret);
        Answer::created(location, etag(&client), &shown)?.stored_as(&ApiClientResponse::from(&client))
    })
    .await
}

/// Change an API client
///
/// Name, scopes or regions. Access tokens that still say the old are refused from then on.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), IfMatch),
    request_body = UpdateApiClient,
    responses((status = 200, description = "The changed client.", body = ApiClientResponse)),
)]
#[patch("/api-clients/{id}")]
pub(super) async fn update_api_client(
    caller: Caller<ClientsManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateApiClient>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let wanted = body.0.parse()?;
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let client = transact(&mut conn, async |conn| {
        service::amend(conn, &caller, &origin, id.0, &if_match, wanted).await
    })
    .await?;
    state.access.note_changes(&mut conn, context.now).await;
    Ok(Answer::ok(etag(&client), &ApiClientResponse::from(&client))?.respond())
}

/// Disable an API client
///
/// Refuses its secrets and its access tokens: here at once, by other processes within two seconds.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), Once),
    request_body = ChangeApiClientStatus,
    responses((status = 200, description = "The disabled client.", body = ApiClientResponse)),
)]
#[post("/api-clients/{id}/disable")]
pub(super) async fn disable_api_client(
    caller: Caller<ClientsManage>,
    id: Path<Uuid>,
    once: Once,
    body: Body<ChangeApiClientStatus>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    set_status(&caller, id.0, once, body.0, &state, &context, AccountStatus::Disabled).await
}

/// Enable an API client
///
/// Opens a disabled client again, with the secret it had.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), Once),
    request_body = ChangeApiClientStatus,
    responses((status = 200, description = "The enabled client.", body = ApiClientResponse)),
)]
#[post("/api-clients/{id}/enable")]
pub(super) async fn enable_api_client(
    caller: Caller<ClientsManage>,
    id: Path<Uuid>,
    once: Once,
    body: Body<ChangeApiClientStatus>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    set_status(&caller, id.0, once, body.0, &state, &context, AccountStatus::Active).await
}

async fn set_status(
    caller: &Caller<ClientsManage>,
    id: Uuid,
    once: Once,
    body: ChangeApiClientStatus,
    state: &AppState,
    context: &RequestContext,
    status: AccountStatus,
) -> Reply {
    let reason = body.parse()?;
    let origin = caller.origin(context.now);
    let reply = once
        .run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
            let client = service::set_status(conn, caller, &origin, id, status, Some(reason)).await?;
            Answer::ok(etag(&client), &ApiClientResponse::from(&client))
        })
        .await?;
    state.access.note_changes_of(&state.db, context.now).await;
    Ok(reply)
}

/// Rotate the secret of an API client
///
/// Makes a new secret, shown this once. The one before stays good for the overlap, so that the other
/// system can be changed over without a gap.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), Once),
    request_body = RotateApiClientSecret,
    responses((status = 200, description = "The client with its new secret.", body = ApiClientResponse)),
)]
#[post("/api-clients/{id}/rotate-secret")]
pub(super) async fn rotate_api_client_secret(
    caller: Caller<ClientsManage>,
    id: Path<Uuid>,
    once: Once,
    body: Body<RotateApiClientSecret>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let overlap = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let (client, secret) = service::rotate_secret(conn, &caller, &origin, id.0, overlap).await?;
        let shown = ApiClientResponse::from(&client).with_secret(&secret);
        Answer::ok(etag(&client), &shown)?.stored_as(&ApiClientResponse::from(&client))
    })
    .await
}
