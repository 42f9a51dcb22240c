//! `/v1/funding-sources/{id}/repricing` and `/reprice`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use uuid::Uuid;

use super::dto::{RepriceFundingSource, RepricedResponse, RepricingResponse};
use super::service;
use crate::access::caller::{Caller, ContributionsPrepare, ContributionsRead};
use crate::app::AppState;
use crate::cover::funding::routes::{etag, rights};
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_funding_source_repricing).service(reprice_funding_source);
}

/// Read what the rates in force would change of a funding source
///
/// Of what is due from it, since a rate was corrected; nothing is written. The same figures as those of the action.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:read"])),
    params(("id" = Uuid, Path, description = "The funding source.")),
    responses((status = 200, description = "What would change.", body = RepricingResponse)),
)]
#[get("/funding-sources/{id}/repricing")]
async fn get_funding_source_repricing(
    caller: Caller<ContributionsRead>,
    id: Path<Uuid>,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let (_, repricing) = service::preview(&mut conn, &caller.scope, id.0).await?;
    Ok(HttpResponse::Ok().json(RepricingResponse::from(repricing)))
}

/// Bring what is due from a funding source to the rates in force
///
/// After a rate was corrected. Due months get today's rate and amount, and the source's committed sum moves with them; 409
/// `budget_exceeded` where the budget does not bear it, 409 `rule_missing` where a month has no rate in force. Drafts
/// follow and become one version newer; months in a batch that is approved stay as they were approved: cancel it to reprice
/// them. What is paid stays as it was paid.
#[utoipa::path(
    tag = "contributions",
    security(("bearer" = ["contributions:prepare"])),
    params(("id" = Uuid, Path, description = "The funding source."), IfMatch, Once),
    request_body = RepriceFundingSource,
    responses((status = 200, description = "What was changed.", body = RepricedResponse)),
)]
#[post("/funding-sources/{id}/reprice")]
async fn reprice_funding_source(
    caller: Caller<ContributionsPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<RepriceFundingSource>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let repriced = service::reprice(conn, &caller.scope, &origin, id.0, &if_match, reason).await?;
        let rights = rights(&caller);
        let (row, money) = &repriced.source;
        Answer::ok(etag(row, *money, rights), &RepricedResponse::new(repriced, rights))
    })
    .await
}
