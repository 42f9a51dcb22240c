//! `/v1/workers/{id}/eligibility`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::dto::EligibilityResponse;
use super::queries;
use super::service::{self, Asked};
use crate::access::caller::{Caller, CoveragesRead};
use crate::app::AppState;
use crate::cover::wire::OnDay;
use crate::platform::http::{Path, Problem, Query, Reply};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_worker_eligibility);
}

/// Judge a worker's eligibility
///
/// Every check with its verdict and what it looked at, never a bare no. An entry and a continuation are
/// judged apart: the age is a limit of entry only.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The worker."), OnDay),
    responses((status = 200, description = "The checks.", body = EligibilityResponse)),
)]
#[get("/workers/{id}/eligibility")]
async fn get_worker_eligibility(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    query: Query<OnDay>,
    state: Data<AppState>,
) -> Reply {
    let on = query.0.day(state.clock.today())?;
    let mut conn = state.db.read().await?;
    let regency_id =
        queries::regency_of(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let found = service::assess(&mut conn, &[Asked { worker_id: id.0, regency_id, on }]).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), regency_id, id.0).await?;
    let found = found.first().ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().json(EligibilityResponse::new(id.0, on, found)))
}
