//! The insurer's decision, the appeal against it, and the way back from either.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsDecide, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::ClaimResponse;
use crate::claims::cases::dto::requests::{ClaimReason, RecordClaimDecision};
use crate::claims::cases::service;
use crate::claims::cases::step::act;
use crate::platform::http::idempotency::Once;
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Records the insurer's decision
///
/// On a claim that was sent to it or is appealed. What each beneficiary is due follows from the approved amount and
/// the shares: each is rounded down to whole rupiah, and what that leaves over goes to the first.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = RecordClaimDecision,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/record-decision")]
pub(super) async fn record_claim_decision(
    caller: Caller<ClaimsDecide>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<RecordClaimDecision>,
    state: Data<AppState>,
) -> Reply {
    let (decision, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::decide(conn, &caller, origin, (id.0, &read), decision, today).await
    })
    .await
}

/// Disputes a refusal
///
/// The insurer then decides again.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/appeal")]
pub(super) async fn appeal_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let reason = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::appeal(conn, &caller, origin, (id.0, &read), reason).await
    })
    .await
}

/// Takes back the insurer's decision
///
/// That was recorded in error (another amount, another claim), by a second person: somebody who did not record it, and never
/// another system. The claim is what it was before, with the insurer or appealed, and waits for the right decision. 409 `conflict`
/// while something rests on it: with `payments_recorded`, `scholarships_decided` or `scholarships_claimed` in `errors`, which are
/// taken back first.
/// `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/void-decision")]
pub(super) async fn void_claim_decision(
    caller: Caller<ClaimsDecide>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let reason = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::void_decision(conn, &caller, origin, (id.0, &read), reason).await
    })
    .await
}

/// Takes an appeal back
///
/// Before the insurer has decided on it. The refusal stands as before, and can be disputed again.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/withdraw-appeal")]
pub(super) async fn withdraw_claim_appeal(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let reason = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::withdraw_appeal(conn, &caller, origin, (id.0, &read), reason).await
    })
    .await
}
