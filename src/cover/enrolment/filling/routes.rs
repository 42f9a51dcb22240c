//! Filling free places.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::super::routes::etag;
use super::super::service::show;
use super::dto::{EnrolmentFillResponse, FillEnrolmentPlan};
use super::service::{self, Doer};
use crate::access::caller::{Caller, PlansPrepare};
use crate::app::AppState;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext, Routes};

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(fill_enrolment_plan);
}

/// Fill the free places of an enrolment plan
///
/// Each period of an approved plan that ended early leaves its place to the next on the reserve list who can be funded: by
/// rank, and where villages have quotas to somebody of the same village first and to nobody beyond a quota. Whoever comes is
/// proposed for the months that are left, from this month at the earliest, and a second person approves the period. Whoever
/// cannot come is passed over with the reasons, and asked again the next time. A period that ended because the quota was cut
/// leaves no place.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The approved plan."), IfMatch, Once),
    request_body = FillEnrolmentPlan,
    responses((status = 200, description = "What became of the places.", body = EnrolmentFillResponse)),
)]
#[post("/enrolment-plans/{id}/fill")]
async fn fill_enrolment_plan(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<FillEnrolmentPlan>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let places_max = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let doer = Doer { scope: &caller.scope, origin: &origin, today };
        let filled = service::fill(conn, doer, id.0, &if_match, places_max).await?;
        let etag = etag(&show(conn, filled.plan.clone()).await?, &caller);
        Answer::ok(etag, &EnrolmentFillResponse::new(filled)?)
    })
    .await
}
