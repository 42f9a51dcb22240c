//! `/v1/coverage-checks`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};

use super::dto::{CheckCoverage, CoverageCheckResponse, CoverageChecksResponse};
use super::service;
use crate::access::caller::{Caller, CoverageCheck};
use crate::app::AppState;
use crate::platform::http::{Body, Reply, Routes, limits};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(check_coverage);
}

/// Check coverage
///
/// Whether one or up to 1,000 people are covered on a day, by what the caller's regencies know: the standing,
/// until which month, which programmes, and nothing else. Unknown people are not covered. Each person counts against
/// the caller's limit of people a minute.
#[utoipa::path(
    tag = "coverage-checks",
    security(("bearer" = ["coverage:check"])),
    request_body = CheckCoverage,
    responses((status = 200, description = "The standings, in the order of the checks.", body = CoverageChecksResponse)),
)]
#[post("/coverage-checks")]
async fn check_coverage(
    caller: Caller<CoverageCheck>,
    body: Body<CheckCoverage>,
    state: Data<AppState>,
    request: HttpRequest,
) -> Reply {
    let checks = body.0.parse(state.clock.today())?;
    limits::charge_checks(&request, caller.account_id, checks.len())?;
    let mut conn = state.db.read().await?;
    let standings = service::check(&mut conn, &state.vault, &caller.scope, &checks).await?;
    let answers = checks.iter().zip(&standings);
    let data = answers.map(|(check, standing)| CoverageCheckResponse::new(check.on, standing)).collect();
    Ok(HttpResponse::Ok().json(CoverageChecksResponse { data }))
}
