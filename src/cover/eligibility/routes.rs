//! `/v1/workers/{id}/eligibility`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use uuid::Uuid;

use super::dto::{EligibilityQuery, EligibilityResponse, unknown_source};
use super::queries;
use super::service::{self, Asked};
use crate::access::caller::{Caller, CoveragesRead};
use crate::app::AppState;
use crate::cover::funding;
use crate::cover::rules::parameters::ParameterKey;
use crate::cover::rules::parameters::queries::row_on;
use crate::domain::Day;
use crate::platform::http::{Code, Path, Problem, Query, Reply, Routes, Text};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_worker_eligibility);
}

/// Judge a worker's eligibility
///
/// Every check with its verdict and what it looked at, never a bare no. An entry and a continuation are
/// judged apart: the age is a limit of entry only. With `funding_source_id` it is also judged whether that source is for
/// the worker. A worker who is only an employee of warungs (`employee_only`) is warned of and not refused: whether the wage makes
/// it the employer's duty is for a person to say.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The worker."), EligibilityQuery),
    responses(
        (status = 200, description = "The checks.", body = EligibilityResponse),
        (status = 409, description = "No rule on the entry age is in force on that day: `rule_missing`."),
    ),
)]
#[get("/workers/{id}/eligibility")]
async fn get_worker_eligibility(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    query: Query<EligibilityQuery>,
    state: Data<AppState>,
) -> Reply {
    let (on, funding_source_id) = query.0.parse(state.clock.today())?;
    let mut conn = state.db.read().await?;
    let regency_id =
        queries::regency_of(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    if let Some(source) = funding_source_id {
        funding::queries::of_regency(&conn, regency_id, source).await?.ok_or_else(unknown_source)?;
    }
    let rule = row_on(&mut conn, ParameterKey::EntryAgeLimitYears, on).await?;
    rule.ok_or_else(|| rule_missing(on))?;
    let asked = Asked { worker_id: id.0, regency_id, on, funding_source_id };
    let found = service::assess(&mut conn, &[asked]).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), regency_id, id.0).await?;
    let found = found.first().ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(EligibilityResponse::new(id.0, on, found)))
}

/// Without a rule everybody would be young enough.
fn rule_missing(on: Day) -> Problem {
    Problem::new(Code::RuleMissing).detail(Text::new(
        format!("Tidak ada aturan usia masuk yang berlaku pada {on}."),
        format!("No rule on the entry age is in force on {on}."),
    ))
}
