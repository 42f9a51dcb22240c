//! `/v1/memberships`.

mod late;

use actix_web::web::Data;
use actix_web::{HttpRequest, get, patch, post};
use uuid::Uuid;

use super::dto::{CreateMembership, MembershipQuery, MembershipResponse, UpdateMembership};
use super::model::MembershipRow;
use super::{queries, service};
use crate::access::caller::{Caller, MembershipsRead, MembershipsWrite};
use crate::app::AppState;
use crate::cover::wire::AsKnownAt;
use crate::domain::new_id;
use crate::platform::changes::{self, HistoryEntry, Subject};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    Answer, Body, IfMatch, IfNoneMatch, Once, Page, PageQuery, Path, Problem, Query, Reply, RequestContext,
    Routes, Version,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_memberships)
        .service(create_membership)
        .service(get_membership)
        .service(update_membership)
        .configure(late::configure)
        .service(list_membership_history);
}

/// List what the insurer said of memberships
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:read"])),
    params(MembershipQuery, PageQuery),
    responses((status = 200, description = "One page of facts.", body = Page<MembershipResponse>)),
)]
#[get("/memberships")]
async fn list_memberships(
    caller: Caller<MembershipsRead>,
    query: Query<MembershipQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let rows = queries::list(&mut conn, &caller.scope, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, &caller.scope, &filter).await?),
        false => None,
    };
    let writes = caller.may::<MembershipsWrite>();
    let listed = Page::of(&page, rows, |row| row.id, |row| MembershipResponse::new(row, writes))?;
    respond_page(&request, &listed.with_count(count))
}

/// Record what the insurer said of a membership
///
/// Number, state, beginning, paid months and the day of which it spoke, with the evidence.
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:write"])),
    params(Once),
    request_body = CreateMembership,
    responses((status = 201, description = "The recorded fact.", body = MembershipResponse)),
)]
#[post("/memberships")]
async fn create_membership(
    caller: Caller<MembershipsWrite>,
    once: Once,
    body: Body<CreateMembership>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let fact = body.0.parse(state.clock.today(), || new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let rows = service::record(conn, &state.vault, &caller.scope, &origin, vec![fact]).await?;
        let row = rows.into_iter().next().ok_or_else(|| Problem::internal("a fact gave no row"))?;
        let location = format!("/v1/memberships/{}", row.id);
        Answer::created(location, etag(&row), &MembershipResponse::new(row, true))
    })
    .await
}

/// Read what the insurer said of a membership
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:read"])),
    params(("id" = Uuid, Path, description = "The fact."), AsKnownAt, IfNoneMatch),
    responses((status = 200, description = "The fact.", body = MembershipResponse)),
)]
#[get("/memberships/{id}")]
async fn get_membership(
    caller: Caller<MembershipsRead>,
    id: Path<Uuid>,
    query: Query<AsKnownAt>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (current, _) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let row = changes::now_or_then(&mut conn, current, query.0.as_known_at).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), row.regency_id, row.worker_id).await?;
    let writes = caller.may::<MembershipsWrite>();
    respond(&held, &Version::new(row.version, view(writes)), &MembershipResponse::new(row, writes))
}

/// Correct what the insurer said of a membership
///
/// For mistakes of recording. What the insurer says later is a new fact. 409 `conflict` with `worker_merged` where it would say
/// that somebody is a member whose registration was merged: that is recorded under the one that stays.
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:write"])),
    params(("id" = Uuid, Path, description = "The fact."), IfMatch),
    request_body = UpdateMembership,
    responses((status = 200, description = "The corrected fact.", body = MembershipResponse)),
)]
#[patch("/memberships/{id}")]
async fn update_membership(
    caller: Caller<MembershipsWrite>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateMembership>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let mut conn = state.db.write().await?;
    let row = transact(&mut conn, async |conn| {
        let patch = |row| body.0.apply(&state.vault, today, row);
        service::correct(conn, &caller.scope, &origin, id.0, &if_match, patch).await
    })
    .await?;
    Ok(Answer::ok(etag(&row), &MembershipResponse::new(row, true))?.respond())
}

/// Read the history of a membership fact
///
/// Every change, oldest first: what, when, by whom and why.
#[utoipa::path(
    tag = "memberships",
    security(("bearer" = ["memberships:read"])),
    params(("id" = Uuid, Path, description = "The fact."), PageQuery),
    responses((status = 200, description = "One page of changes.", body = Page<HistoryEntry>)),
)]
#[get("/memberships/{id}/history")]
async fn list_membership_history(
    caller: Caller<MembershipsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let (row, _) = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let subject = Subject::Membership;
    let entries = changes::history(&mut conn, row.regency_id, subject, id.0, after, page.fetch()).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), row.regency_id, row.worker_id).await?;
    respond_page(&request, &Page::of(&page, entries, |entry| entry.version, |entry| entry)?)
}

/// Everybody who may read a fact sees the same of it but for the allowed actions.
fn view(writes: bool) -> &'static str {
    if writes { "written" } else { "read" }
}

fn etag(row: &MembershipRow) -> String {
    Version::new(row.version, view(true)).etag()
}
