//! `/v1/users`.

use std::collections::HashMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{AsKnownAt, CreateUser, DisableUser, EnableUser, UpdateUser, UserQuery, UserResponse};
use super::model::User;
use super::queries;
use super::service::{self, FirstSecret};
use crate::access::caller::{Caller, UsersManage, UsersRead};
use crate::app::AppState;
use crate::platform::changes::{self, HistoryEntry, Snapshot, Subject};
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Body, IfMatch, IfNoneMatch, Page, PageQuery, Path, Problem, Query, Reply, RequestContext, Routes, Version,
};

/// The one view of an account.
const VIEW: &str = "account";

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_users)
        .service(create_user)
        .service(get_user)
        .service(update_user)
        .service(disable_user)
        .service(enable_user)
        .service(issue_user_start_code)
        .service(list_user_history);
}

/// List accounts
///
/// The accounts of the caller's regency in order of their user names. The keeper of the deployment sees
/// the admins of all regencies and the other keepers.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:read"])),
    extensions(("x-people-only" = json!(true))),
    params(UserQuery, PageQuery),
    responses((status = 200, description = "One page of accounts.", body = Page<UserResponse>)),
)]
#[get("/users")]
async fn list_users(
    caller: Caller<UsersRead>,
    query: Query<UserQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter(page.after()?);
    let mut conn = state.db.read().await?;
    let users = queries::list_users(&mut conn, &caller.scope, &filter, page.fetch()).await?;
    let ids: Vec<Uuid> = users.iter().map(|user| user.row.id).collect();
    let codes = queries::list_start_codes(&mut conn, &ids).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_users(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let key = |user: &User| user.row.username.as_str().to_owned();
    let listed = Page::of(&page, users, key, |user| UserResponse::new(&user, &codes))?.with_count(count);
    respond_page(&request, &listed)
}

/// Create an account
///
/// The answer carries a one-time start code for the person, shown this once; a repeated request with the
/// same `Idempotency-Key` does not show it again. An admin makes accounts in the own regency; the keeper
/// of the deployment makes admins.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(Once),
    request_body = CreateUser,
    responses((status = 201, description = "The new account with its start code.", body = UserResponse)),
)]
#[post("/users")]
async fn create_user(
    caller: Caller<UsersManage>,
    once: Once,
    body: Body<CreateUser>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(context.now)?;
    service::require_manages(&caller, new.role)?;
    let code = service::new_start_code()?;
    let hash = state.access.hashing.hash(code.clone()).await?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let user = service::create(conn, &caller.scope, &origin, new, FirstSecret::StartCode(hash)).await?;
        let expires = HashMap::from([(user.row.id, context.now + service::START_CODE_LIFETIME)]);
        let location = format!("/v1/users/{}", user.row.id);
        let shown = UserResponse::new(&user, &expires).with_start_code(&code);
        Answer::created(location, etag(&user), &shown)?.stored_as(&UserResponse::new(&user, &expires))
    })
    .await
}

/// Read an account
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:read"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The account.", body = UserResponse)),
)]
#[get("/users/{id}")]
async fn get_user(
    caller: Caller<UsersRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let current = found(queries::find_user(&mut conn, &caller.scope, id.0).await?)?;
    let Some(instant) = query.0.as_known_at else {
        let codes = queries::list_start_codes(&mut conn, &[id.0]).await?;
        let version = Version::new(current.row.version, VIEW);
        return respond(&held, &version, &UserResponse::new(&current, &codes));
    };
    let then = changes::as_known_at::<User>(&mut conn, current.regency_id(), id.0, instant).await?;
    let then = found(then)?;
    respond(&held, &Version::new(then.row.version, VIEW), &UserResponse::new(&then, &HashMap::new()))
}

/// Change an account
///
/// Name, role or regions. Access tokens that still say the old role or regions are refused from then on;
/// the person stays signed in, and the next refresh says the new. Nobody changes the own role or regions.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), IfMatch),
    request_body = UpdateUser,
    responses((status = 200, description = "The changed account.", body = UserResponse)),
)]
#[patch("/users/{id}")]
async fn update_user(
    caller: Caller<UsersManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateUser>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let wanted = body.0.parse()?;
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let user = transact(&mut conn, async |conn| {
        service::amend(conn, &caller, &origin, id.0, &if_match, wanted).await
    })
    .await?;
    state.access.note_changes(&mut conn, context.now).await;
    let codes = queries::list_start_codes(&mut conn, &[id.0]).await?;
    Ok(Answer::ok(etag(&user), &UserResponse::new(&user, &codes))?.respond())
}

/// Disable an account
///
/// Ends its sign-ins and refuses its access tokens: here at once, by other processes within two seconds.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), Once),
    request_body = DisableUser,
    responses((status = 200, description = "The disabled account.", body = UserResponse)),
)]
#[post("/users/{id}/disable")]
async fn disable_user(
    caller: Caller<UsersManage>,
    id: Path<Uuid>,
    once: Once,
    body: Body<DisableUser>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    let reply = once
        .run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
            let user = service::disable(conn, &caller, &origin, id.0, reason).await?;
            let codes = queries::list_start_codes(conn, &[id.0]).await?;
            Answer::ok(etag(&user), &UserResponse::new(&user, &codes))
        })
        .await?;
    state.access.note_changes_of(&state.db, context.now).await;
    Ok(reply)
}

/// Enable an account
///
/// Opens a disabled account again, with the password it had.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), Once),
    request_body = EnableUser,
    responses((status = 200, description = "The enabled account.", body = UserResponse)),
)]
#[post("/users/{id}/enable")]
async fn enable_user(
    caller: Caller<UsersManage>,
    id: Path<Uuid>,
    once: Once,
    body: Body<EnableUser>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let user = service::enable(conn, &caller, &origin, id.0, reason).await?;
        let codes = queries::list_start_codes(conn, &[id.0]).await?;
        Answer::ok(etag(&user), &UserResponse::new(&user, &codes))
    })
    .await
}

/// Issue a start code
///
/// Replaces a forgotten password with a new one-time start code and ends the account's sign-ins. The
/// code is shown this once.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:manage"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), Once),
    responses((status = 200, description = "The account with its new start code.", body = UserResponse)),
)]
#[post("/users/{id}/start-code")]
async fn issue_user_start_code(
    caller: Caller<UsersManage>,
    id: Path<Uuid>,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let code = service::new_start_code()?;
    let hash = state.access.hashing.hash(code.clone()).await?;
    let origin = caller.origin(context.now);
    let reply = once
        .run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
            let user = service::issue_start_code(conn, &caller, &origin, id.0, hash).await?;
            let codes = queries::list_start_codes(conn, &[id.0]).await?;
            let shown = UserResponse::new(&user, &codes).with_start_code(&code);
            Answer::ok(etag(&user), &shown)?.stored_as(&UserResponse::new(&user, &codes))
        })
        .await?;
    state.access.note_changes_of(&state.db, context.now).await;
    Ok(reply)
}

/// Read the history of an account
///
/// Every change, oldest first: what, when, by whom and why. Passwords and start codes are not in it.
#[utoipa::path(
    tag = "users",
    security(("bearer" = ["users:read"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The account."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/users/{id}/history")]
async fn list_user_history(
    caller: Caller<UsersRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let user = found(queries::find_user(&mut conn, &caller.scope, id.0).await?)?;
    let entries =
        changes::history(&mut conn, user.regency_id(), Subject::User, id.0, after, page.fetch()).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

fn found(user: Option<User>) -> Result<User, Problem> {
    user.ok_or_else(Problem::not_found)
}

fn etag(user: &User) -> String {
    Version::new(user.row.version, VIEW).etag()
}
