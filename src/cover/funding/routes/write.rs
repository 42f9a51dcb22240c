//! Entering, changing, closing and reopening funding sources.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use super::super::dto::{
    CreateFundingSource, FundingSourceReason, FundingSourceResponse, UpdateFundingSource,
};
use super::super::model::SourceMoney;
use super::super::rules::Action;
use super::super::service;
use super::{etag, rights};
use crate::access::caller::{Caller, FundingManage};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext};

/// Enter a funding source
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:manage"])),
    params(Once),
    request_body = CreateFundingSource,
    responses((status = 201, description = "The new funding source.", body = FundingSourceResponse)),
)]
#[post("/funding-sources")]
pub(super) async fn create_funding_source(
    caller: Caller<FundingManage>,
    once: Once,
    body: Body<CreateFundingSource>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(|| new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::create(conn, &caller.scope, &origin, new).await?;
        let location = format!("/v1/funding-sources/{}", row.id);
        let (money, rights) = (SourceMoney::default(), rights(&caller));
        let tag = etag(&row, money, rights);
        Answer::created(location, tag, &FundingSourceResponse::new(row, Some(money), rights))
    })
    .await
}

/// Change a funding source
///
/// Its months can shrink only as far as no funded period lies outside them, its budget only as far as its approved
/// periods and transfers leave it (`budget_exceeded`).
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:manage"])),
    params(("id" = Uuid, Path, description = "The funding source."), IfMatch),
    request_body = UpdateFundingSource,
    responses((status = 200, description = "The changed funding source.", body = FundingSourceResponse)),
)]
#[patch("/funding-sources/{id}")]
pub(super) async fn update_funding_source(
    caller: Caller<FundingManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateFundingSource>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let origin = caller.origin(context.now);
    let mut conn = state.db.write().await?;
    let (row, money) = transact(&mut conn, async |conn| {
        service::update(conn, &caller.scope, &origin, id.0, &if_match, |row| body.0.apply(row)).await
    })
    .await?;
    let rights = rights(&caller);
    let tag = etag(&row, money, rights);
    Ok(Answer::ok(tag, &FundingSourceResponse::new(row, Some(money), rights))?.respond())
}

/// Close a funding source
///
/// Nothing new is proposed from it; what it funds already stays.
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:manage"])),
    params(("id" = Uuid, Path, description = "The funding source."), IfMatch, Once),
    request_body = FundingSourceReason,
    responses((status = 200, description = "The closed funding source.", body = FundingSourceResponse)),
)]
#[post("/funding-sources/{id}/close")]
pub(super) async fn close_funding_source(
    caller: Caller<FundingManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<FundingSourceReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    change_status(caller, id.0, if_match, once, body.0, &state, context, Action::Close).await
}

/// Reopen a funding source
#[utoipa::path(
    tag = "funding",
    security(("bearer" = ["funding:manage"])),
    params(("id" = Uuid, Path, description = "The funding source."), IfMatch, Once),
    request_body = FundingSourceReason,
    responses((status = 200, description = "The reopened funding source.", body = FundingSourceResponse)),
)]
#[post("/funding-sources/{id}/reopen")]
pub(super) async fn reopen_funding_source(
    caller: Caller<FundingManage>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<FundingSourceReason>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    change_status(caller, id.0, if_match, once, body.0, &state, context, Action::Reopen).await
}

#[expect(clippy::too_many_arguments, reason = "the parts of a request, handed on as they came")]
async fn change_status(
    caller: Caller<FundingManage>,
    id: Uuid,
    if_match: IfMatch,
    once: Once,
    body: FundingSourceReason,
    state: &AppState,
    context: RequestContext,
    action: Action,
) -> Reply {
    let reason = body.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let (row, money) =
            service::change_status(conn, &caller.scope, &origin, id, &if_match, action, reason).await?;
        let rights = rights(&caller);
        Answer::ok(etag(&row, money, rights), &FundingSourceResponse::new(row, Some(money), rights))
    })
    .await
}
