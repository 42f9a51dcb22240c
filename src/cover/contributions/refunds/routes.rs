//! `/v1/funding-sources/{id}/record-refund` and `/refunds`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{ContributionRefundResponse, RecordRefund, RecordedRefundResponse};
use super::{queries, service};
use crate::access::caller::{Caller, ContributionsPay, ContributionsRead};
use crate::app::AppState;
use crate::cover::funding;
use crate::cover::funding::routes::{etag, rights};
use crate::domain::new_id;
use crate::platform::http::page::respond_page;
use crate::platform::http::{
    Answer, Body, IfMatch, Once, Page, PageQuery, Path, Problem, Reply, RequestContext,
};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_funding_source_refunds).service(record_funding_source_refund);
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
    let listed = Page::of(&page, rows, |row| row.id, ContributionRefundResponse::from)?;
    respond_page(&request, &listed.with_count(count))
}

/// Record what the insurer gave back to a funding source
///
/// Of the credit that it holds of the source: 409 `conflict` with `credit_not_held` where that is less. The money counts
/// no longer as transferred, so that it can be transferred again. A second refund with the same reference of the bank is
/// refused (409 `already_exists`).
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
        let (row, source) = service::record(conn, &caller.scope, &origin, id.0, &if_match, new).await?;
        let rights = rights(&caller);
        let tag = etag(&source.0, source.1, rights);
        Answer::ok(tag, &RecordedRefundResponse::new(row, source, rights))
    })
    .await
}
