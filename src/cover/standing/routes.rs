//! `/v1/workers/{id}/standing`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use uuid::Uuid;

use super::dto::ExplainedStandingResponse;
use super::queries::{self, Asked};
use super::service;
use crate::access::caller::{Caller, CoveragesRead};
use crate::app::AppState;
use crate::cover::wire::OnDay;
use crate::platform::http::{Path, Problem, Query, Reply, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_worker_standing);
}

/// Read a worker's standing
///
/// How the worker stands with the insurer on a day: what the insurer said as far as it reaches, then what the paid
/// months of our ledger project; and for each programme which months count for a benefit on that day, which do not
/// and why, and since when the clocks run. Only months paid by the day count. Months that the insurer accepted of a period
/// that was never activated do not make anybody a member: without a word of the insurer the standing stays `not_covered`
/// until its first day of cover is recorded.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["coverages:read"])),
    params(("id" = Uuid, Path, description = "The worker."), OnDay),
    responses((status = 200, description = "The standing.", body = ExplainedStandingResponse)),
)]
#[get("/workers/{id}/standing")]
async fn get_worker_standing(
    caller: Caller<CoveragesRead>,
    id: Path<Uuid>,
    query: Query<OnDay>,
    state: Data<AppState>,
) -> Reply {
    let on = query.0.day(state.clock.today())?;
    let mut conn = state.db.read().await?;
    let found = queries::person_of(&mut conn, &caller.scope, id.0).await?;
    let (regency_id, person) = found.ok_or_else(Problem::not_found)?;
    let asked = Asked::person(person, on);
    let (standing, clocks) = service::explained(&mut conn, &caller.scope.regency_ids, asked, person).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), regency_id, id.0).await?;
    Ok(HttpResponse::Ok().json(ExplainedStandingResponse::new(id.0, on, &standing, clocks)))
}
