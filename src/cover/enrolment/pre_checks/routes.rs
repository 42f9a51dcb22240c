//! `/v1/enrolment-plans/{id}/pre-check`.

use actix_web::web::{Data, Payload};
use actix_web::{HttpMessage, HttpRequest, get, post};
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::roster::{Order, Roster, Selection};
use super::super::rules::{self, Outcome, Rights};
use super::super::{dto::view, queries, service as plans};
use super::dto::{EnrolmentPreCheckResponse, PreCheckQuery, RecordPreCheckQuery};
use super::{export, intake, service};
use crate::access::caller::{Caller, CandidatesRead, PiiRead, PlansPrepare};
use crate::app::AppState;
use crate::platform::csv;
use crate::platform::http::idempotency::BodyDigest;
use crate::platform::http::{
    Answer, Code, FieldError, IfMatch, Once, Path, Problem, Query, Reply, RequestContext, Routes, Text,
    Version,
};
use crate::register::persons::purpose::StatedPurpose;

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(export_enrolment_pre_check).service(record_enrolment_pre_check);
}

/// Export the list of an enrolment plan for a pre-check
///
/// The chosen and the reserve list in their order, as a spreadsheet with open NIKs and empty columns `verdict` and `note`. It
/// needs a purpose in `X-Purpose`; the access log of everybody on it says so. 409 `invalid_state` before the plan is computed.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["pii:read"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The plan."), PreCheckQuery, StatedPurpose),
    responses(
        (status = 200, description = "Everybody who is to be checked.", body = String, content_type = "text/csv"),
        (status = 409, description = "The plan is not computed, or changed meanwhile."),
    ),
)]
#[get("/enrolment-plans/{id}/pre-check")]
async fn export_enrolment_pre_check(
    caller: Caller<PiiRead>,
    id: Path<Uuid>,
    query: Query<PreCheckQuery>,
    purpose: StatedPurpose,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    if !caller.may::<CandidatesRead>() {
        return Err(Problem::new(Code::Forbidden));
    }
    let against = query.0.against()?;
    let purpose = purpose.0.ok_or_else(purpose_missing)?;
    let plan = computed(&state, &caller, id.0).await?;
    let selection = Selection { outcomes: &[Outcome::Chosen, Outcome::Reserve], order: Order::Rank };
    let origin = caller.origin(context.now);
    let roster = Roster::open(state, &caller, (&origin, Some(&purpose)), &plan, selection).await?;
    Ok(export::respond(roster, against))
}

/// Record a pre-check of an enrolment plan
///
/// Takes a CSV file (comma or semicolon, UTF-8) with a heading line: a person by `worker_id` or `nik`, a `verdict` of the list
/// `pre_check_verdict` by its code or in the usual Indonesian words, and a `note`. Everybody in it is somebody whom the
/// computation looked at; the row of a registration that was merged since is passed over where the one that stays has a row of
/// its own, and counts for that one where it has none and the merged one stood in the list that went out. All of the file or nothing: everything that is wrong is listed by row, without its values. Verdicts
/// of a later day stand against earlier ones. The plan has to be computed again: whoever has a verdict in the way is then
/// excluded; whoever was not checked is not.
#[utoipa::path(
    tag = "enrolment-plans",
    security(("bearer" = ["plans:prepare"])),
    params(("id" = Uuid, Path, description = "The plan."), RecordPreCheckQuery, IfMatch, Once),
    request_body(content = String, content_type = "text/csv",
        example = "nik;verdict;note\n3529015506820001;ok;\n3529015506820002;meninggal;akta 12/2025\n"),
    responses((status = 200, description = "What became of the plan.", body = EnrolmentPreCheckResponse)),
)]
#[post("/enrolment-plans/{id}/pre-check")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request that the answer depends on")]
async fn record_enrolment_pre_check(
    caller: Caller<PlansPrepare>,
    id: Path<Uuid>,
    query: Query<RecordPreCheckQuery>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
    payload: Payload,
) -> Reply {
    csv::require(&request)?;
    let options = query.0.options(state.clock.today())?;
    let file = intake::read(&state.vault, options, payload).await?;
    request.extensions_mut().insert(BodyDigest::new(file.sha256));
    let origin = caller.origin(context.now);
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let recorded = service::record(conn, &caller.scope, &origin, id.0, &if_match, &file).await?;
        let shown = plans::show(conn, recorded.plan.clone()).await?;
        let etag = Version::new(shown.plan.version, &view(&shown.plan, Some(shown.free_idr), &caller)).etag();
        Answer::ok(etag, &EnrolmentPreCheckResponse::new(shown, &recorded, &caller))
    })
    .await
}

/// A plan of the caller's regencies that has a computation.
async fn computed(state: &AppState, caller: &Caller<PiiRead>, id: Uuid) -> Result<PlanRow, Problem> {
    let mut conn = state.db.read().await?;
    let plan = queries::find(&mut conn, &caller.scope, id).await?.ok_or_else(Problem::not_found)?;
    match plan.computed_at {
        Some(_) => Ok(plan),
        None => Err(Problem::invalid_state(rules::allowed(plan.state(), Rights::ALL))),
    }
}

fn purpose_missing() -> Problem {
    let text = Text::fixed(
        "Daftar ini memuat NIK terbuka. Sebutkan keperluannya pada kepala X-Purpose.",
        "This list has open NIKs. State the purpose in the header X-Purpose.",
    );
    Problem::new(Code::InvalidHeader).errors(vec![FieldError::new("/X-Purpose", "required", text)])
}
