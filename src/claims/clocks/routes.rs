//! `/v1/claims/{id}/clock`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use uuid::Uuid;

use super::dto::ClaimClock;
use super::service;
use crate::access::caller::{Caller, ClaimsRead};
use crate::app::AppState;
use crate::claims::cases::service as cases;
use crate::claims::cases::step::note_opened;
use crate::platform::http::{Path, Reply, Routes};

/// Registers the routes of this room.
pub fn configure(config: &mut Routes<'_>) {
    config.service(get_claim_clock);
}

/// Reads the time limits of a claim and how far they have run
///
/// The insurer pays within working days of complete papers, by the dated rules and the calendar of holidays, and owes a part of
/// the benefit for each day beyond them; what it granted of that is taken off what is open. A work accident is to be reported
/// within hours and lapses after years. Nothing here stops a claim.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(("id" = Uuid, Path, description = "The claim")),
    responses((status = 200, description = "The time limits", body = ClaimClock))
)]
#[get("/claims/{id}/clock")]
async fn get_claim_clock(caller: Caller<ClaimsRead>, id: Path<Uuid>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, id.0).await?;
    let clock = service::of(&mut conn, &view.file, state.clock.today()).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    Ok(HttpResponse::Ok().json(clock))
}
