//! Claiming, reading, confirming and taking back a year.

use actix_web::web::Data;
use actix_web::{get, post};
use uuid::Uuid;

use super::{answer, shown};
use crate::access::caller::{Caller, ClaimsFile, ClaimsRead, ClaimsVerify};
use crate::app::AppState;
use crate::claims::cases::dto::requests::ClaimReason;
use crate::claims::cases::dto::{etag, version_view};
use crate::claims::cases::service as cases;
use crate::claims::cases::step::{note_opened, origin, run};
use crate::claims::scholarships::dto::{ClaimScholarship, ScholarshipResponse, VerifyScholarship};
use crate::claims::scholarships::service;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Body, IfMatch, IfNoneMatch, Path, Reply, Version, version};

/// Claims a child's scholarship of a school year
///
/// Once the insurer pays the claim at all, for a school year that has begun and was not over before the event; of each level for
/// no more years than the dated rule has, and for children below its age, not lapsed, and born before it was over. The level is
/// neither below that of an earlier year nor above that of a later one, and what the insurer granted for scholarships with the
/// claim, if it did, is not used up. A year that was refused or taken back can be claimed anew. The claim gets a new version, whose
/// `ETag` is answered.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(("id" = Uuid, Path, description = "The claim"), Once),
    request_body = ClaimScholarship,
    responses((status = 201, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships")]
pub(super) async fn claim_scholarship(
    caller: Caller<ClaimsFile>,
    id: Path<Uuid>,
    once: Once,
    body: Body<ClaimScholarship>,
    state: Data<AppState>,
) -> Reply {
    let (origin, today) = (origin(&caller, &state), state.clock.today());
    let new = body.0.parse(origin.now)?;
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| {
        let done = service::claim(conn, &caller, &origin, (id.0, today), new).await?;
        let location = format!("/v1/claims/{}/scholarships/{}", id.0, done.2);
        Answer::created(location, etag(&done.0), &shown(&done, &caller)?)
    })
    .await
}

/// Reads a scholarship
///
/// The children of the claim show theirs, too.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:read"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfNoneMatch
    ),
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[get("/claims/{id}/scholarships/{scholarship_id}")]
pub(super) async fn get_scholarship(
    caller: Caller<ClaimsRead>,
    ids: Path<(Uuid, Uuid)>,
    held: IfNoneMatch,
    state: Data<AppState>,
) -> Reply {
    let mut conn = state.db.read().await?;
    let view = cases::find(&mut conn, &caller.scope, ids.0.0).await?;
    let found = service::find_scholarship(&view.file, ids.0.1)?;
    let terms = service::terms(&mut conn, &view.file, state.clock.today()).await?;
    drop(conn);
    note_opened(&state, &caller, &view.file.claim).await?;
    let shown = version_view(&view, false);
    let version = Version::new(view.file.claim.version, &shown);
    version::respond(&held, &version, &ScholarshipResponse::of(&view.file, found, &terms, &caller)?)
}

/// Confirms a scholarship as a second person
///
/// Somebody else than whoever claimed it, ever stated or changed anything of the child, or stated the account that it goes to
/// (the one in force, or one that waits to take its place), and never another system: 409 `second_person_required`. Every paper
/// that it needs must be there and found right: school letter and report card of the year, the others of the child or the family;
/// else 409 `documents_missing`. With that it is with the insurer. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:verify"])),
    extensions(("x-people-only" = json!(true))),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = VerifyScholarship,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/verify")]
pub(super) async fn verify_scholarship(
    caller: Caller<ClaimsVerify>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<VerifyScholarship>,
    state: Data<AppState>,
) -> Reply {
    let (confirmed, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::verify(conn, &caller, origin, keys, confirmed).await?, &caller)
    })
    .await
}

/// Takes a scholarship back
///
/// Before the insurer has decided, with the reason. The year can then be claimed anew. `If-Match` is the claim's `ETag`.
#[utoipa::path(
    tag = "claims",
    security(("bearer" = ["claims:file"])),
    params(
        ("id" = Uuid, Path, description = "The claim"),
        ("scholarship_id" = Uuid, Path, description = "The scholarship"),
        IfMatch,
        Once
    ),
    request_body = ClaimReason,
    responses((status = 200, description = "The scholarship", body = ScholarshipResponse))
)]
#[post("/claims/{id}/scholarships/{scholarship_id}/withdraw")]
pub(super) async fn withdraw_scholarship(
    caller: Caller<ClaimsFile>,
    ids: Path<(Uuid, Uuid)>,
    read: IfMatch,
    once: Once,
    body: Body<ClaimReason>,
    state: Data<AppState>,
) -> Reply {
    let (reason, today, (id, scholarship_id)) = (body.0.parse()?, state.clock.today(), ids.0);
    run(once, &state, &caller, async |conn, origin| {
        let keys = ((id, scholarship_id, &read), today);
        answer(&service::withdraw(conn, &caller, origin, keys, reason).await?, &caller)
    })
    .await
}
