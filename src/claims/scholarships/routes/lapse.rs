//! The end of a child's scholarships, and its way back.

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::answer_child;
use crate::access::caller::{Caller, ClaimsFile};
use crate::app::AppState;
use crate::claims::cases::dto::requests::ClaimReason;
use crate::claims::cases::step::run;
use crate::claims::scholarships::dto::{ChildResponse, LapseClaimChild};
use crate::claims::scholarships::service;
use crate::platform::http::idempotency::Once;
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
    let (lapse, today, (id, child_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, child_id, &read), today);
        answer_child(&service::lapse(conn, &caller, origin, keys, lapse).await?, &caller)
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
    let (reason, today, (id, child_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, child_id, &read), today);
        answer_child(&service::reinstate(conn, &caller, origin, keys, reason).await?, &caller)
    })
    .await
}
