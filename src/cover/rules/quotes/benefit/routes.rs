//! `/v1/quotes/benefit`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::BenefitQuoteResponse;
use super::request::BenefitQuoteRequest;
use super::service;
use crate::access::caller::{Caller, RulesRead};
use crate::app::AppState;
use crate::platform::http::{Body, Reply};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(quote_benefit);
}

/// Quote benefits
///
/// What the insurer owes after a death or a work accident, line by line with rule, source, inputs, rounding and
/// arithmetic, and what is not due with the reason. An estimate: the insurer's decision overrides it. Nothing is
/// written.
#[utoipa::path(
    tag = "rules",
    security(("bearer" = ["rules:read"])),
    request_body = BenefitQuoteRequest,
    responses(
        (status = 200, description = "The quote.", body = BenefitQuoteResponse),
        (status = 409, description = "No rule is in force on the day of the event: `rule_missing`."),
    ),
)]
#[post("/quotes/benefit")]
async fn quote_benefit(
    _caller: Caller<RulesRead>,
    body: Body<BenefitQuoteRequest>,
    state: Data<AppState>,
) -> Reply {
    let (mut ask, event_on) = body.0.parse()?;
    let mut conn = state.db.read().await?;
    let known = service::known_on(&mut conn, ask.kind, event_on).await?;
    ask.waiting_months = known.waiting_months();
    let quote = service::quote(&known.rules, &ask)?;
    Ok(HttpResponse::Ok().json(BenefitQuoteResponse::new(&quote, &known)))
}
