//! `/v1/workers/{id}/eligibility`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::{EligibilityQuery, EligibilityResponse, unknown_source};
use super::queries;
use super::service::{self, Asked};
use crate::access::caller::{Caller, CoveragesRead};
use crate::app::AppState;
use crate::cover::funding;
use crate::platform::http::{Path, Problem, Query, Reply};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_worker_eligibility);
}

/// Judge a worker's eligibility
///
/// Every check with its verdict and what it looked at, never a bare no. An entry and a continuation are
/// judged apart: the age is a limit of entry only. With `funding_source_id` it is also judged whether that source is for
/// the worker.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The worker."), EligibilityQuery),
    responses((status = 200, description = "The checks.", body = EligibilityResponse)),
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
        funding::queries::of_regency(&mut conn, regency_id, source).await?.ok_or_else(unknown_source)?;
    }
    let asked = Asked { worker_id: id.0, regency_id, on, funding_source_id };
    let found = service::assess(&mut conn, &[asked]).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), regency_id, id.0).await?;
    let found = found.first().ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(EligibilityResponse::new(id.0, on, found)))
}
