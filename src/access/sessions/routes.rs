//! `/v1/sessions` and `/v1/me`.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post};

use super::dto::{ChangePassword, CreateSession, MeResponse, NamedRegion, RefreshSession, SessionResponse};
use super::service::{self, Opened};
use crate::access::api_clients;
use crate::access::caller::{AccountKind, Caller, OwnAccount, SignedIn};
use crate::access::users;
use crate::app::AppState;
use crate::platform::db::transaction::transact;
use crate::platform::http::limits::{address_of, charge_sign_in};
use crate::platform::http::{Body, Problem, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(create_session)
        .service(refresh_session)
        .service(delete_current_session)
        .service(get_me)
        .service(change_my_password);
}

/// Sign in
///
/// With a one-time start code the body also carries the password to have from then on. Repeated failures
/// make the next attempts wait (429 with `Retry-After`); an owner at an address of
/// their own, from which they signed in lately, is not slowed by strangers.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body = CreateSession,
    responses(
        (status = 201, description = "Signed in.", body = SessionResponse),
        (status = 401, description = "`wrong_credentials`"),
        (status = 403, description = "`password_change_required`: a start code needs `new_password`"),
    ),
)]
#[post("/sessions")]
async fn create_session(
    body: Body<CreateSession>,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    charge_sign_in(&request)?;
    let offered = body.0.parse()?;
    let address = address_of(&request, state.config.behind_proxy);
    let opened =
        service::sign_in(&state.access, &state.db, offered, address, context.request_id, context.now).await?;
    Ok(tokens(HttpResponse::Created(), opened))
}

/// Refresh a session
///
/// Exchanges a refresh token for an access token and the next refresh token. A token is used once. Since
/// an answer can be lost on the way, one repetition within a minute gets the same next token; any later
/// use of an old token ends the session.
#[utoipa::path(
    tag = "sessions",
    security(()),
    request_body = RefreshSession,
    responses(
        (status = 200, description = "The next tokens.", body = SessionResponse),
        (status = 401, description = "`session_over`: sign in again"),
    ),
)]
#[post("/sessions/refresh")]
async fn refresh_session(
    body: Body<RefreshSession>,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    charge_sign_in(&request)?;
    let opened =
        service::refresh(&state.access, &state.db, &state.vault, body.0.parse(), context.now).await?;
    Ok(tokens(HttpResponse::Ok(), opened))
}

/// Sign out
///
/// Ends the caller's session: its refresh token and its access tokens are refused from then on, here at
/// once and by other processes within two seconds.
#[utoipa::path(
    tag = "sessions",
    security(("bearer" = [])),
    extensions(("x-people-only" = json!(true))),
    responses((status = 204, description = "Signed out.")),
)]
#[delete("/sessions/current")]
async fn delete_current_session(
    caller: Caller<OwnAccount>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let session_id = caller.session_id.ok_or_else(Problem::not_found)?;
    let mut conn = state.db.write().await?;
    transact(&mut conn, async |conn| service::sign_out(conn, session_id, context.now).await).await?;
    state.access.note_changes(&mut conn, context.now).await;
    Ok(HttpResponse::NoContent().finish())
}

/// Read the own account
///
/// Who is calling, what the caller may do, and in which regions.
#[utoipa::path(
    tag = "sessions",
    security(("bearer" = [])),
    responses((status = 200, description = "The caller.", body = MeResponse)),
)]
#[get("/me")]
async fn get_me(caller: Caller<SignedIn>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let (username, name) = match caller.kind {
        AccountKind::User => {
            let user = users::queries::find_own_account(&mut conn, caller.account_id).await?;
            let row = user.ok_or_else(Problem::not_found)?.row;
            (Some(row.username.as_str().to_owned()), row.full_name.as_str().to_owned())
        }
        AccountKind::Client => {
            let client = api_clients::queries::find_own_account(&mut conn, caller.account_id).await?;
            (None, client.ok_or_else(Problem::not_found)?.row.name)
        }
    };
    let names = users::queries::list_region_names(&mut conn, &caller.scope.prefixes).await?;
    let me = MeResponse {
        id: caller.account_id,
        kind: caller.kind,
        username,
        name,
        role: caller.role.map(|role| role.as_str()),
        scopes: caller.scopes.iter().collect(),
        regions: NamedRegion::list(&caller.scope.prefixes, &names),
        session_id: caller.session_id,
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(me))
}

/// Change the own password
///
/// Ends the account's other sessions; the caller's goes on.
#[utoipa::path(
    tag = "sessions",
    security(("bearer" = [])),
    extensions(("x-people-only" = json!(true))),
    request_body = ChangePassword,
    responses((status = 204, description = "The password is changed.")),
)]
#[post("/me/password")]
async fn change_my_password(
    caller: Caller<OwnAccount>,
    body: Body<ChangePassword>,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    let session_id = caller.session_id.ok_or_else(Problem::not_found)?;
    let user = users::queries::find_own_account(&mut *state.db.read().await?, caller.account_id)
        .await?
        .ok_or_else(Problem::not_found)?;
    let (current, chosen) = body.0.parse(user.row.username.as_str())?;
    let session = (session_id, address_of(&request, state.config.behind_proxy));
    let origin = caller.origin(context.now);
    service::change_password(&state.access, &state.db, &origin, session, current, chosen).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tokens are not for caches.
fn tokens(mut response: actix_web::HttpResponseBuilder, opened: Opened) -> HttpResponse {
    response.insert_header((CACHE_CONTROL, "no-store")).json(SessionResponse::from(opened))
}
