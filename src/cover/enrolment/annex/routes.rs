//! `/v1/enrolment-plans/{id}/annex`.

use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use uuid::Uuid;

use super::super::queries;
use super::super::roster::{Order, Roster, Selection};
use super::super::rules::{self, Outcome, Rights};
use super::export::{self, Format};
use super::head::{self, Head};
use crate::access::caller::{Caller, CandidatesRead};
use crate::app::AppState;
use crate::platform::http::negotiate::preferred;
use crate::platform::http::{Code, Path, Problem, Reply, RequestContext, Routes};
use crate::platform::xlsx::Spreadsheet;
use crate::register::persons::purpose::StatedPurpose;

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_enrolment_annex);
}

/// Print the annex of an enrolment plan
///
/// The chosen village by village, by `Accept`: a page to print (`text/html`) or a spreadsheet (XLSX), with sums and in
/// Indonesian, as the decree is, marked as a draft until a decree has approved the plan; or a table for programs (`text/csv`),
/// with codes, without sums, and the mark in its name. NIKs are masked;
/// with a purpose in `X-Purpose` and the scope `pii:read` they are shown with the day of birth. The access log of everybody
/// on it says so. 409 `invalid_state` before the plan is computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["candidates:read"])),
    params(("id" = Uuid, Path, description = "The plan."), StatedPurpose),
    responses(
        (
            status = 200,
            description = "The annex.",
            content(
                (String = "text/html"),
                (Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                (String = "text/csv"),
            ),
        ),
        (status = 406, description = "None of the three forms is accepted."),
        (status = 409, description = "The plan is not computed, or changed meanwhile."),
    ),
)]
#[get("/enrolment-plans/{id}/annex")]
async fn get_enrolment_annex(
    caller: Caller<CandidatesRead>,
    id: Path<Uuid>,
    purpose: StatedPurpose,
    state: Data<AppState>,
    request: HttpRequest,
    context: RequestContext,
) -> Reply {
    let media = preferred(request.headers(), &Format::MEDIA);
    let format = media.map(Format::of_media).ok_or_else(|| Problem::new(Code::NotAcceptable))?;
    let mut conn = state.db.read().await?;
    let plan = queries::find(&mut conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    if plan.computed_at.is_none() {
        return Err(Problem::invalid_state(rules::allowed(plan.state(), Rights::ALL)));
    }
    let names = head::names(&mut conn, &plan).await?;
    drop(conn);
    let head = Head::of(&plan, names, purpose.0.is_some()).map_err(Problem::internal)?;
    let selection = Selection { outcomes: &[Outcome::Chosen], order: Order::Village };
    let origin = caller.origin(context.now);
    let roster = Roster::open(state, &caller, (&origin, purpose.0.as_ref()), &plan, selection).await?;
    export::respond(roster, head, format)
}
