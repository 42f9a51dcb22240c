//! The insurer's decision about a year, its transfer, and its way back.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::answer;
use crate::access::caller::{Caller, ClaimsDecide};
use crate::app::AppState;
use crate::claims::cases::dto::requests::ClaimReason;
use crate::claims::cases::step::run;
use crate::claims::scholarships::dto::{
    RecordScholarshipDecision, RecordScholarshipPayment, ScholarshipResponse,
};
use crate::claims::scholarships::service;
use crate::platform::http::idempotency::Once;
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Records the insurer's decision about a scholarship
///
/// It pays what the dated rule gives, or less, or refuses with the reason; all years together come to no more than the insurer
/// granted for scholarships with the claim, where it did. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = RecordScholarshipDecision,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/record-decision")]
pub(super) async fn record_scholarship_decision(
    caller: Caller<ClaimsDecide>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<RecordScholarshipDecision>,
    state: Data<AppState>,
) -> Reply {
    let (decision, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::decide(conn, &caller, origin, keys, decision).await?, &caller)
    })
    .await
}

/// Takes back the insurer's decision about a scholarship
///
/// That was recorded in error, by a second person: somebody who did not record it, and never another system. The year is with the
/// insurer again and waits for the right decision; one that is paid after its transfer was taken back. A year that was refused
/// counts again: 409 `already_exists` where it was claimed anew, with that as `existing_id`; 409 `conflict` where its child was
/// changed since (`child_changed`) or other years do not go with it any more; 409 `documents_missing` where papers are.
/// `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/void-decision")]
pub(super) async fn void_scholarship_decision(
    caller: Caller<ClaimsDecide>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let (reason, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::void_decision(conn, &caller, origin, keys, reason).await?, &caller)
    })
    .await
}

/// Records the transfer of a scholarship
///
/// Once for each child and school year, unless the first one was taken back, with exactly what was approved, to the account of
/// whoever is named, under a reference that pays nothing else in the regency, be it a claim. Not to an account that waits for
/// approval or whose cooling-off time is not over. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = RecordScholarshipPayment,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/record-payment")]
pub(super) async fn record_scholarship_payment(
    caller: Caller<ClaimsDecide>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<RecordScholarshipPayment>,
    state: Data<AppState>,
) -> Reply {
    let (transfer, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::pay(conn, &caller, origin, keys, transfer).await?, &caller)
    })
    .await
}

/// Takes back the transfer of a scholarship
///
/// That was recorded in error, by a second person: somebody who did not record it, and never another system. The year is approved
/// again and waits for the right transfer, for which the reference is free. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/void-payment")]
pub(super) async fn void_scholarship_payment(
    caller: Caller<ClaimsDecide>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let (reason, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::void_payment(conn, &caller, origin, keys, reason).await?, &caller)
    })
    .await
}
