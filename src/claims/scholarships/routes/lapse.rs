//! The end of a child's scholarships, and its way back.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::shown_child;
use crate::access::caller::{Caller, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::etag;
use crate::claims::cases::dto::requests::ClaimReason;
use crate::claims::cases::step::origin;
use crate::claims::scholarships::dto::{ChildResponse, LapseClaimChild};
use crate::claims::scholarships::service;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, Path, Reply};

/// Notes that a child gets no more scholarships
///
/// It has reached the age, is married, works, left school or died. School years that begin on that day or later are not claimed
/// any more; what was claimed before goes its way. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("child_id" = Uuid, Path, description = "The child"),
        IfMatch,
        Once
    ),
    request_body = LapseClaimChild,
    responses((status = 200, description = "The child", body = ChildResponse))
)]
#[post("/claims/{id}/children/{child_id}/lapse")]
pub(super) async fn lapse_claim_child(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<LapseClaimChild>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let (lapse, (id, child_id)) = (body.0.parse()?, ids.0);
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let done = service::lapse(conn, &caller, &origin, ((id, child_id, &read), today), lapse).await?;
        Answer::ok(etag(&done.0), &shown_child(&done, &caller)?)
    })
    .await
}

/// Takes back that a child gets no more scholarships
///
/// With the reason. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("child_id" = Uuid, Path, description = "The child"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The child", body = ChildResponse))
)]
#[post("/claims/{id}/children/{child_id}/reinstate")]
pub(super) async fn reinstate_claim_child(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let (reason, (id, child_id)) = (body.0.parse()?, ids.0);
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let done = service::reinstate(conn, &caller, &origin, ((id, child_id, &read), today), reason).await?;
        Answer::ok(etag(&done.0), &shown_child(&done, &caller)?)
    })
    .await
}
