//! Returning, verifying and sending a claim.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsHandle, ClaimsVerify};
use crate::app::AppState;
use crate::claims::cases::dto::ClaimResponse;
use crate::claims::cases::dto::requests::{ReturnClaim, SendClaim, VerifyClaim};
use crate::claims::cases::service;
use crate::claims::cases::step::act;
use crate::platform::http::idempotency::Once;
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Gives a claim back with what is missing
///
/// Until the insurer has decided; the office records so what the insurer gave back for missing papers, too. Without words of
/// its own, what the checklist misses. It is verified and sent anew.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:handle"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ReturnClaim,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/return")]
pub(super) async fn return_claim(
    caller: Caller<ClaimsHandle>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ReturnClaim>,
    state: Data<AppState>,
) -> Reply {
    let missing = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::return_claim(conn, &caller, origin, (id.0, &read), missing).await
    })
    .await
}

/// Confirms a claim as a second person
///
/// Somebody else than whoever submitted it, be it earlier, or changed it, its beneficiaries or their accounts, and never another
/// system. The beneficiaries are checked again. Papers may still
/// be missing: `documents_complete_at` is set once every paper that is needed was found right.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:verify"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = VerifyClaim,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/verify")]
pub(super) async fn verify_claim(
    caller: Caller<ClaimsVerify>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<VerifyClaim>,
    state: Data<AppState>,
) -> Reply {
    let (confirmation, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::verify(conn, &caller, origin, (id.0, &read), confirmation, today).await
    })
    .await
}

/// Sends a verified claim to the insurer
///
/// Once no paper of its checklist is missing: else 409 `documents_missing`, with each of them in `errors`. 422 where what was right
/// when it was verified is not any more: a death was recorded since (`worker_died`, `event_after_death`, `death_says_otherwise`).
/// It is returned and corrected then.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:handle"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = SendClaim,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/send-to-insurer")]
pub(super) async fn send_claim_to_insurer(
    caller: Caller<ClaimsHandle>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<SendClaim>,
    state: Data<AppState>,
) -> Reply {
    let (dispatch, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::send_to_insurer(conn, &caller, origin, (id.0, &read), dispatch, today).await
    })
    .await
}
