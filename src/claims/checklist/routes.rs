//! `/v1/claims/{id}/checklist`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use uuid::Uuid;

use super::dto::ClaimChecklist;
use super::service;
use crate::access::caller::{Caller, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::note_opened;
use crate::platform::http::{Language, Path, Reply, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_claim_checklist);
}

/// Reads what papers a claim needs and which are missing
///
/// By the dated checklist of its kind, in force on the day of the event, for its circumstances: a spouse or a minor is paid,
/// a traffic accident, a scholarship. A paper is there once somebody else than its sender has accepted it, or one that is
/// taken in its place. While something is missing, a claim can be submitted and verified, but not sent to the insurer.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim")),
    responses((status = 200, description = "The checklist", body = ClaimChecklist))
)]
#[get("/claims/{id}/checklist")]
async fn get_claim_checklist(
    caller: Caller<ClaimsRead>,
    id: Path<Uuid>,
    language: Language,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id.0).await?;
    let checklist = service::of(&mut conn, &view.file).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    Ok(HttpResponse::Ok().json(ClaimChecklist::new(id.0, checklist, language)))
}
