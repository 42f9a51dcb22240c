//! `/v1/funding-sources/{id}/record-refund`, `/refunds` and `/refunds/{refund_id}/void`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use uuid::Uuid;

use super::dto::{ContributionRefundResponse, RecordRefund, RecordedRefundResponse, VoidContributionRefund};
use super::model::RefundRow;
use super::{queries, service};
use crate::access::caller::{Caller, ContributionsApprove, ContributionsPay, ContributionsRead, Principal};
use crate::app::AppState;
use crate::cover::funding;
use crate::cover::funding::model::Funded;
use crate::cover::funding::routes::{etag, rights};
use crate::domain::new_id;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Body, IfMatch, Once, Page, PageQuery, Path, Problem, Reply, RequestContext, Routes,
};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config
        .service(list_funding_source_refunds)
        .service(record_funding_source_refund)
        .service(void_funding_source_refund);
}

/// List what the insurer gave back to a funding source
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The funding source."), PageQuery),
    responses((status = 200, description = "One page of refunds.", body = Page<ContributionRefundResponse>)),
)]
#[get("/funding-sources/{id}/refunds")]
async fn list_funding_source_refunds(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let after = page.after()?;
    let mut conn = state.db.read().await?;
    let found = match caller.scope.whole_regencies() {
        true => funding::queries::find(&mut conn, &caller.scope, id.0).await?,
        false => None,
    };
    let (source, _) = found.ok_or_else(Problem::not_found)?;
    let key = (source.id, source.regency_id);
    let rows = queries::list(&mut conn, key, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count(&mut conn, key).await?),
        false => None,
    };
    let listed = Page::of(&page, rows, |row| row.id, |row| ContributionRefundResponse::new(row, &caller))?;
    respond_page(&request, &listed.with_count(count))
}

/// Record what the insurer gave back to a funding source
///
/// Of the credit that it holds of the source: 409 `conflict` with `credit_not_held` where that is less. A month whose credit
/// came back counts as paid all the same, until the insurer says otherwise. The money counts
/// no longer as transferred, so that it can be transferred again. A second refund with the same reference of the bank is
/// refused (409 `already_exists`), unless the first was taken back.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:pay"])),
    params(("id" = Uuid, Path, description = "The funding source."), IfMatch, Once),
    request_body = RecordRefund,
    responses((status = 200, description = "The refund and the source after it.", body = RecordedRefundResponse)),
)]
#[post("/funding-sources/{id}/record-refund")]
async fn record_funding_source_refund(
    caller: Caller<ContributionsPay>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<RecordRefund>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let new = body.0.parse(state.clock.today(), || new_id(context.now))?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        answer(service::record(conn, &caller.scope, &origin, id.0, &if_match, new).await?, &caller)
    })
    .await
}

/// Take back a refund to a funding source
///
/// That was recorded in error, by a second person: somebody who did not record it. Systems are refused. The insurer holds its
/// money as a credit of the source again, unless its months are no excess any more; 409 `budget_exceeded` where the budget has
/// transferred it again meanwhile. Its
/// reference is free for the right one. The entity tag is that of the source.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:approve"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The funding source."),
        ("refund_id" = Uuid, Path, description = "The refund."),
        IfMatch,
        Once
    ),
    request_body = VoidContributionRefund,
    responses((status = 200, description = "The refund and the source after it.", body = RecordedRefundResponse)),
)]
#[post("/funding-sources/{id}/refunds/{refund_id}/void")]
async fn void_funding_source_refund(
    caller: Caller<ContributionsApprove>,
    ids: Path<(Uuid, Uuid)>,
    if_match: IfMatch,
    once: Once,
    body: Body<VoidContributionRefund>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let voided = service::void(conn, &caller.scope, &origin, ids.0, &if_match, reason).await;
        // A refund can be taken back and nothing else: refused, it leaves no other way.
        answer(voided.map_err(|problem| problem.allowing(Vec::<&'static str>::new()))?, &caller)
    })
    .await
}

fn answer((row, source): (RefundRow, Funded), caller: &Principal) -> Result<Answer, Problem> {
    let tag = etag(&source.0, source.1, rights(caller));
    Answer::ok(tag, &RecordedRefundResponse::new(row, source, caller))
}
