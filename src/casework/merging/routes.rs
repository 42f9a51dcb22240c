//! What merging adds under `/v1/workers/{id}`.

use actix_web::web::Data;
use actix_web::{HttpResponse, get, post};
use uuid::Uuid;

use super::dto::{DuplicateResponse, MergeWorker, UnmergeWorker};
use super::service;
use crate::access::caller::{Caller, WorkersMerge, WorkersRead};
use crate::app::AppState;
use crate::casework::deaths::service::Acting;
use crate::platform::http::{
    Answer, Body, IfMatch, Once, Page, Path, Problem, Reply, RequestContext, Routes,
};
use crate::register::workers::dto::WorkerResponse;
use crate::register::workers::queries::find;
use crate::register::workers::written;

/// Registers the routes.
pub fn configure(config: &mut Routes<'_>) {
    config.service(list_worker_duplicates).service(merge_worker).service(unmerge_worker);
}

/// List who may be registered twice
///
/// The other registrations of the caller's regions in the same regency that may be of the same person, the likest first, at most
/// twenty, with what is alike: name, birth, place, family card, phone. They are open, or `inactive` because of a death: no
/// registration is merged into one of the dead, and where both are the same person the death of this one is recorded too. A
/// suggestion, which a person decides. What other regions or regencies have is not told: a NIK is, as `transfer_needed`. A
/// registration that is merged or closed has none.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:read"])),
    params(("id" = Uuid, Path, description = "The worker")),
    responses((status = 200, description = "Those who may be the same.", body = Page<DuplicateResponse>)),
)]
#[get("/workers/{id}/duplicates")]
async fn list_worker_duplicates(caller: Caller<WorkersRead>, id: Path<Uuid>, state: Data<AppState>) -> Reply {
    let mut conn = state.db.read().await?;
    let row = find(&conn, &caller.scope, id.0).await?.ok_or_else(Problem::not_found)?;
    let found = service::duplicates(&mut conn, &caller.scope, &state.vault, &row).await?;
    drop(conn);
    state.opens.note(&state.db, &caller.origin(state.clock.now()), row.regency_id, row.id).await?;
    let data = found.into_iter().map(DuplicateResponse::from).collect();
    Ok(HttpResponse::Ok().json(Page { data, next_cursor: None, count: None }))
}

/// Merge a worker into another registration of the same person
///
/// This registration becomes a tombstone that points to the other one, under which its work, funded periods, contributions,
/// memberships and claims are found from then on. `unmerge` restores them. The one with the right NIK has to stay: the NIK of the
/// other one is taken for a slip, and remains with the tombstone. Where both worked in one warung at the same time it is one job,
/// and whoever owned the warung under either of them owns it on. 409 names what stands in the way: `month_paid_twice` until
/// `paid_months` says whose months stand, `month_in_batch`, `month_paid_elsewhere`, `periods_overlap` of periods that last, which
/// says where the other `paid_months` would do, `claims_open`, `same_event_claimed`, `too_many_jobs`, `worker_not_open` of the
/// one that is to stay, `nik_missing` and `known_elsewhere` where it has to be merged the other way round.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:merge"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The worker that is merged"), IfMatch, Once),
    request_body = MergeWorker,
    responses((status = 200, description = "The tombstone, masked", body = WorkerResponse)),
)]
#[post("/workers/{id}/merge")]
async fn merge_worker(
    caller: Caller<WorkersMerge>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<MergeWorker>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let wanted = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::merge(conn, acting, (id.0, &if_match), wanted).await?;
        let (etag, shown) = written(&state, &caller, &origin, row).await?;
        Answer::ok(etag, &shown)
    })
    .await
}

/// Take a merge back
///
/// Restores the registration as it was, and everything that went over with it, also what its periods owe or have paid since.
/// What was written under the other registration since then remains there. 409 names what makes it impossible:
/// `changed_since`, `month_in_batch`, `credit_used`, `survivor_merged`, `survivor_died`, `registered_again` of whoever really
/// has the NIK, or a budget or months that others have by now. After `survivor_died` the recorded death is revoked first and
/// recorded again afterwards. That is refused while a claim for the death is under way, and for good once it is approved or
/// paid: a claim that is not decided has to be withdrawn before.
#[utoipa::path(
    tag = "workers",
    security(("bearer" = ["workers:merge"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The worker that was merged"), IfMatch, Once),
    request_body = UnmergeWorker,
    responses((status = 200, description = "The worker, masked", body = WorkerResponse)),
)]
#[post("/workers/{id}/unmerge")]
async fn unmerge_worker(
    caller: Caller<WorkersMerge>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<UnmergeWorker>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let reason = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::part(conn, acting, (id.0, &if_match), reason).await?;
        let (etag, shown) = written(&state, &caller, &origin, row).await?;
        Answer::ok(etag, &shown)
    })
    .await
}
