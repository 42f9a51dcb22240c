//! `/v1/api-clients`: reading here, writing in `write.rs`.

mod write;

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::dto::{ApiClientQuery, ApiClientResponse};
use super::model::ApiClient;
use super::queries;
use crate::access::caller::{Caller, ClientsRead};
use crate::access::users::AsKnownAt;
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, Routes, Version};

/// The one view of a client.
const VIEW: &str = "client";

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_api_clients)
        .service(write::create_api_client)
        .service(get_api_client)
        .service(write::update_api_client)
        .service(write::disable_api_client)
        .service(write::enable_api_client)
        .service(write::rotate_api_client_secret)
        .service(list_api_client_history);
}

/// List API clients
///
/// The clients of the caller's regency in the order in which they were made.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:read"])),
    extensions(("x-people-only" = json!(true))),
    params(ApiClientQuery, PageQuery),
    responses((status = 200, description = "One page of clients.", body = Page<ApiClientResponse>)),
)]
#[get("/api-clients")]
async fn list_api_clients(
    caller: Caller<ClientsRead>,
    query: Query<ApiClientQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let status = query.0.status;
    let mut conn = state.db.read().await?;
    let clients =
        queries::list_clients(&mut conn, &caller.scope, status, page.after()?, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_clients(&mut conn, &caller.scope, status).await?),
        false => None,
    };
    let listed = Page::of(&page, clients, |client| client.row.id, |client| ApiClientResponse::from(&client))?;
    respond_page(&request, &listed.with_count(count))
}

/// Read an API client
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:read"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The client.", body = ApiClientResponse)),
)]
#[get("/api-clients/{id}")]
async fn get_api_client(
    caller: Caller<ClientsRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let current = found(queries::find_client(&mut conn, &caller.scope, id.0).await?)?;
    let client = found(changes::now_or_then(&mut conn, current, query.0.as_known_at).await?)?;
    respond(&held, &Version::new(client.row.version, VIEW), &ApiClientResponse::from(&client))
}

/// Read the history of an API client
///
/// Every change, oldest first: what, when, by whom and why. Secrets are not in it.
#[utoipa::path(
    tag = "api-clients",
    security(("bearer" = ["clients:read"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The client."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/api-clients/{id}/history")]
async fn list_api_client_history(
    caller: Caller<ClientsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let client = found(queries::find_client(&mut conn, &caller.scope, id.0).await?)?;
    let regency_id = client.row.regency_id;
    let entries =
        changes::history(&mut conn, regency_id, Subject::ApiClient, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

fn found(client: Option<ApiClient>) -> Result<ApiClient, Problem> {
    client.ok_or_else(Problem::not_found)
}

fn etag(client: &ApiClient) -> String {
    Version::new(client.row.version, VIEW).etag()
}
