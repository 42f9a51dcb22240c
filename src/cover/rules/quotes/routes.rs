//! `/v1/quotes`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};

use super::dto::{ContributionQuoteRequest, ContributionQuoteResponse};
use super::service;
use crate::access::caller::{Caller, RulesRead};
use crate::app::AppState;
use crate::platform::http::{Body, Reply, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(quote_contribution);
}

/// Quote contributions
///
/// What programmes cost for months, line by line with rule, source, rounding and arithmetic. Nothing is
/// written.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    request_body = ContributionQuoteRequest,
    responses(
        (status = 200, description = "The quote.", body = ContributionQuoteResponse),
        (status = 409, description = "No rate is in force in one of the months: `rule_missing`."),
    ),
)]
#[post("/quotes/contribution")]
async fn quote_contribution(
    _caller: Caller<RulesRead>,
    body: Body<ContributionQuoteRequest>,
    state: Data<AppState>,
) -> Reply {
    let ask = body.0.parse()?;
    let mut conn = state.db.read().await?;
    let rates = service::rates(&mut conn, ask.months).await?;
    let quote = service::quote(&rates, &ask)?;
    Ok(HttpResponse::Ok().json(ContributionQuoteResponse::new(&quote, &ask)))
}
