//! Whom a plan chose, and why or why not.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use uuid::Uuid;

use super::super::dto::{CandidateQuery, EnrolmentCandidateResponse, EnrolmentCandidateSummary};
use super::super::queries;
use crate::access::caller::{Caller, CandidatesRead, PlansRead};
use crate::app::AppState;
use crate::platform::http::page::respond_page;
use crate::platform::http::{Page, PageQuery, Path, Problem, Query, Reply, RequestContext};

/// List the candidates of an enrolment plan
///
/// Everybody whom its computation looked at: the chosen by rank, the reserve list by rank, the excluded; each with all
/// reasons. NIKs are masked; the records count as opened.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["candidates:read"])),
    params(("id" = Uuid, Path, description = "The plan."), CandidateQuery, PageQuery),
    responses((status = 200, description = "One page of candidates.", body = Page<EnrolmentCandidateResponse>)),
)]
#[get("/enrolment-plans/{id}/candidates")]
pub(super) async fn list_enrolment_candidates(
    caller: Caller<CandidatesRead>,
    id: Path<Uuid>,
    query: Query<CandidateQuery>,
    page: PageQuery,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let filter = query.0.filter()?;
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    let plan = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let rows = queries::list_candidates(&mut conn, &plan, &filter, after, page.fetch()).await?;
    let count = match page.wants_count() {
        true => Some(queries::count_candidates(&mut conn, &plan, &filter).await?),
        false => None,
    };
    drop(conn);
    let listed = Page::of(&page, rows, |row| row.place, |row| row)?.with_count(count);
    let listed = listed.try_map(EnrolmentCandidateResponse::new)?;
    let origin = caller.origin(context.now);
    for shown in &listed.data {
        state.opens.note(&state.db, &origin, plan.regency_id, shown.worker_id).await?;
    }
    respond_page(&request, &listed)
}

/// Count the candidates of an enrolment plan by reason
///
/// How many are chosen, on the reserve list or excluded for which reason.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:read"])),
    params(("id" = Uuid, Path, description = "The plan.")),
    responses((status = 200, description = "The counts.", body = EnrolmentCandidateSummary)),
)]
#[get("/enrolment-plans/{id}/candidates/summary")]
pub(super) async fn get_enrolment_candidate_summary(
    caller: Caller<PlansRead>,
    id: Path<Uuid>,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let plan = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let counts = queries::summary(&mut conn, &plan).await?;
    Ok(HttpResponse::Ok().json(EnrolmentCandidateSummary::new(counts)?))
}
