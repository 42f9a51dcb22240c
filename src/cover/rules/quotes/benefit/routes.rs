//! `/v1/quotes/benefit`.

use actix_web::web::Data;
use actix_web::{HttpResponse, post};

use super::dto::BenefitQuoteResponse;
use super::request::{Asked, BenefitQuoteRequest};
use super::service;
use crate::access::caller::{Caller, CoveragesRead, RulesRead};
use crate::app::AppState;
use crate::platform::http::{Body, Code, Problem, Reply, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(quote_benefit);
}

/// Quote benefits
///
/// What the insurer owes after a death or a work accident, line by line with rule, source, inputs, rounding and
/// arithmetic, and what is not due with the reason. For a worker the paid months on the day are taken from the ledger
/// and the insurer's facts; the record counts as opened. An estimate: the insurer's decision overrides it.
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
    caller: Caller<RulesRead>,
    body: Body<BenefitQuoteRequest>,
    state: Data<AppState>,
) -> Reply {
    let Asked { mut ask, event_on, worker_id } = body.0.parse()?;
    if worker_id.is_some() && !caller.may::<CoveragesRead>() {
        return Err(Problem::new(Code::Forbidden));
    }
    let mut conn = state.db.read().await?;
    let mut member = None;
    if let Some(worker_id) = worker_id {
        let found = service::member(&mut conn, &caller.scope, worker_id, event_on).await?;
        (ask.consecutive_months, ask.total_months) = (found.consecutive_months, found.total_months);
        member = Some(found);
    }
    let known = service::known_on(&mut conn, ask.kind, event_on).await?;
    ask.waiting_months = known.waiting_months();
    let quote = service::quote(&known.rules, &ask)?;
    drop(conn);
    if let Some(member) = &member {
        let origin = caller.origin(state.clock.now());
        state.opens.note(&state.db, &origin, member.regency_id, member.worker_id).await?;
    }
    Ok(HttpResponse::Ok().json(BenefitQuoteResponse::new(&quote, &known, member.as_ref())))
}
