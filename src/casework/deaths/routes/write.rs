//! Recording, correcting, deciding and revoking.

use actix_web::web::Data;
use actix_web::{HttpRequest, patch, post};
use uuid::Uuid;

use super::view;
use crate::access::caller::{Caller, DeathsDecide, DeathsRecord, Permission};
use crate::app::AppState;
use crate::casework::deaths::dto::{CreateDeath, DeathResponse, DecideDeath, RevokeDeath, UpdateDeath};
use crate::casework::deaths::rules::Rights;
use crate::casework::deaths::service::{self, Acting, Recorded};
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::version::Version;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Reply, RequestContext, limits};

/// Record a death
///
/// Of a registration, or of whoever has the NIK in the caller's regions: takes the dead out of the register and out of every
/// warung, ends the funded periods, waives what is owed after the month of the death, and opens a draft claim where the dead
/// were covered or might have been; a claim that is there is linked. Without a registration the report is kept: `undecided`
/// with whom it may mean, or `not_registered` where nobody is like enough. Where the name and the birth that are told are both not
/// those of whoever has the NIK, it is `undecided`, too. A NIK that only a merged registration has was a slip:
/// unless name and birth are those of the registration that stays, the report is `undecided`, with that one as the first
/// candidate. 409 `already_exists` where the death is recorded, `conflict` where the registration was merged meanwhile or a claim
/// that was handed in says another day. 422 `worker_merged` for a registration that was merged before, with the one that stays
/// as `existing_id`. A NIK counts as a lookup against the caller's limit.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(Once),
    request_body = CreateDeath,
    responses((status = 201, description = "The report.", body = DeathResponse)),
)]
#[post("/deaths")]
pub(super) async fn create_death(
    caller: Caller<DeathsRecord>,
    once: Once,
    body: Body<CreateDeath>,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    if body.0.has_nik() {
        limits::charge_lookup(&request, caller.account_id)?;
    }
    let new = body.0.parse(|| new_id(context.now))?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let recorded = service::record(conn, acting, &state.vault, new).await?;
        let location = format!("/v1/deaths/{}", recorded.row.id);
        let (tag, shown) = shown(&caller, recorded);
        Answer::created(location, tag, &shown)
    })
    .await
}

/// Correct a report of a death
///
/// Another day of a recorded death moves the end of the periods and of the registration, what is owed, and the draft claim
/// that was opened with it. Only the months between the two days follow: after an earlier day they are waived, up to a later
/// one they are owed again. A period ends on the new day and keeps its last month where somebody else has its place from then
/// on, or where it cannot have the months: another period has them, the source pays them no more or cannot bear them, or the
/// credit of paid months was used. Whether the dead were covered is judged anew: a draft is opened where they may have been on
/// the new day and nothing is claimed, and the draft that was opened with the record is withdrawn where they cannot have been
/// and nobody has worked on it. 409 `conflict` where a claim that was handed in says another day.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:record"])),
    params(("id" = Uuid, Path, description = "The report."), IfMatch),
    request_body(content = UpdateDeath, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The report.", body = DeathResponse)),
)]
#[patch("/deaths/{id}")]
pub(super) async fn update_death(
    caller: Caller<DeathsRecord>,
    id: Path<Uuid>,
    if_match: IfMatch,
    body: Body<UpdateDeath>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let wanted = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    let mut conn = state.db.write().await?;
    let (tag, shown) = transact(&mut conn, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::correct(conn, acting, (id.0, &if_match), wanted).await?;
        Ok(shown(&caller, service::present(conn, &caller.scope, row).await?))
    })
    .await?;
    Ok(Answer::ok(tag, &shown)?.respond())
}

/// Decide whose death a report tells of
///
/// Somebody in the regency's register, candidate or not: then everything follows as when it is recorded. Or nobody: null. A report
/// that was revoked stands again: it was somebody else's death, or right after all. 422 `worker_merged` for a registration that
/// was merged, with the one that stays as `existing_id`; `nobody_told` for null where the report names a registration alone.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The report."), IfMatch, Once),
    request_body = DecideDeath,
    responses((status = 200, description = "The report.", body = DeathResponse)),
)]
#[post("/deaths/{id}/decide")]
pub(super) async fn decide_death(
    caller: Caller<DeathsDecide>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<DecideDeath>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let worker_id = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::decide(conn, acting, (id.0, &if_match), worker_id).await?;
        let (tag, shown) = shown(&caller, service::present(conn, &caller.scope, row).await?);
        Answer::ok(tag, &shown)
    })
    .await
}

/// Revoke a death that was recorded in error
///
/// Restores the registration in its state, the work in warungs, and the funded periods with what is owed, and withdraws the
/// draft claim that was opened with it. Periods that cannot be restored stay ended and are named in `coverage_ids`: their place
/// was given to somebody else, or their months cannot be had, because another period has them, the source pays them no more or
/// cannot bear them, no rate is in force for them, or the credit of paid months was used. They can be reopened once that has
/// changed, unless their place is taken; until then the months that are paid count on. 409 with the actions that are left where
/// a claim for the death is under way or paid.
#[utoipa::path(
    tag = "deaths",
    security(("bearer" = ["deaths:decide"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The report."), IfMatch, Once),
    request_body = RevokeDeath,
    responses((status = 200, description = "The report.", body = DeathResponse)),
)]
#[post("/deaths/{id}/revoke")]
pub(super) async fn revoke_death(
    caller: Caller<DeathsDecide>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<RevokeDeath>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::revoke(conn, acting, (id.0, &if_match), reason).await?;
        let (tag, shown) = shown(&caller, service::present(conn, &caller.scope, row).await?);
        Answer::ok(tag, &shown)
    })
    .await
}

/// A written report with its entity tag, as the caller sees it.
fn shown<P: Permission>(caller: &Caller<P>, recorded: Recorded) -> (String, DeathResponse) {
    let rights = Rights { is_bound: recorded.is_bound, ..service::rights_of(caller) };
    let tag = Version::new(recorded.row.version, view(rights)).etag();
    let shown = DeathResponse::new(recorded.row, recorded.card, rights);
    (tag, shown.with(recorded.suggestions))
}
