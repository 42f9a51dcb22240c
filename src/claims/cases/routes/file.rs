//! Filing, correcting, submitting, withdrawing, reopening and reclassifying a claim.

use actix_web::web::Data;
use actix_web::{patch, post};
use uuid::Uuid;

use crate::access::caller::{Caller, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::requests::{
    ClaimReason, CreateClaim, ReclassifyClaim, SubmitClaim, UpdateClaim,
};
use crate::claims::cases::dto::{ClaimResponse, etag};
use crate::claims::cases::service;
use crate::claims::cases::step::{act, origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Files a claim as a draft
///
/// For a worker of the caller's regions, whatever the state of the registration. An event is claimed once: 409 `already_exists`
/// for a death that is claimed, with the claim as `existing_id` where the caller may see it. 422 `worker_merged` for
/// a registration that was merged into another, with the one that stays as `existing_id`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(Once),
    request_body = CreateClaim,
    responses((status = 201, description = "The claim", body = ClaimResponse))
)]
#[post("/claims")]
pub(super) async fn create_claim(
    caller: Caller<ClaimsFile>,
    once: Once,
    body: Body<CreateClaim>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let new = body.0.parse((origin.actor.id(), origin.now), today)?;
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let view = service::create(conn, &caller, &origin, new, today).await?;
        let location = format!("/v1/claims/{}", view.file.claim.id);
        Answer::created(location, etag(&view), &ClaimResponse::of(&view, &caller)?)
    })
    .await
}

/// Corrects the facts of a claim
///
/// While it is a draft or returned.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch),
    request_body(content = UpdateClaim, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[patch("/claims/{id}")]
pub(super) async fn update_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    body: Body<UpdateClaim>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let changes = body.0.parse()?;
    let mut conn = state.db.write().await?;
    let view = transact(&mut conn, async |conn| {
        service::edit(conn, &caller, &origin, (id.0, &read), changes, today).await
    })
    .await?;
    Ok(Answer::ok(etag(&view), &ClaimResponse::of(&view, &caller)?)?.respond())
}

/// Hands a claim to the employment office
///
/// Its beneficiaries must stand: in one class of PP 44/2015 article 40, with shares that add up, minors with a
/// guardian; of a worker whose death is recorded, heirs. The problems point into the claim (`/beneficiaries/0/relation`), and
/// say where it contradicts the recorded death: `death_says_otherwise`, `event_after_death`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = SubmitClaim,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/submit")]
pub(super) async fn submit_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<SubmitClaim>,
    state: Data<AppState>,
) -> Reply {
    let (note, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::submit(conn, &caller, origin, (id.0, &read), note, today).await
    })
    .await
}

/// Takes a claim back
///
/// Before the insurer has decided. The event can then be claimed anew, or the claim reopened.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/withdraw")]
pub(super) async fn withdraw_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let reason = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::withdraw(conn, &caller, origin, (id.0, &read), reason).await
    })
    .await
}

/// Lets a claim go on that was taken back
///
/// As returned where it was handed in before, else as a draft; one that tells of a death is a draft unless its regency has that
/// death on record. It is verified and sent anew. Beneficiaries, accounts, papers and children are as they were. What filing asks is asked again: 409 `already_exists` where the event is claimed by now, with the
/// claim for a death as `existing_id` where the caller may see it. 409 `conflict` (`death_revoked`) for a claim that was withdrawn
/// with a revoked death after the insurer had refused it: it counts again once that death is recorded again, of the same day,
/// and nothing else is claimed for it.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ClaimReason,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/reopen")]
pub(super) async fn reopen_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let reason = body.0.parse()?;
    act(once, &state, &caller, async |conn, origin| {
        service::reopen(conn, &caller, origin, (id.0, &read), reason).await
    })
    .await
}

/// Turns a death into a work accident, or back
///
/// Until the claim is sent to the insurer. One that was verified has to be verified again.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), IfMatch, Once),
    request_body = ReclassifyClaim,
    responses((status = 200, description = "The claim", body = ClaimResponse))
)]
#[post("/claims/{id}/reclassify")]
pub(super) async fn reclassify_claim(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    read: IfMatch,
    once: Once,
    body: Body<ReclassifyClaim>,
    state: Data<AppState>,
) -> Reply {
    let (wanted, today) = (body.0.parse()?, state.clock.today());
    act(once, &state, &caller, async |conn, origin| {
        service::reclassify(conn, &caller, origin, (id.0, &read), wanted, today).await
    })
    .await
}
