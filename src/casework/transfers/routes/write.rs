//! Asking, answering, taking back.

use actix_web::web::Data;
use actix_web::{HttpRequest, post};
use uuid::Uuid;

use super::tagged;
use crate::access::caller::{Caller, Permission, TransfersAnswer, TransfersAsk};
use crate::app::AppState;
use crate::casework::deaths::service::Acting;
use crate::casework::transfers::dto::{AcceptTransfer, CreateTransfer, RefuseTransfer, TransferResponse};
use crate::casework::transfers::rules::Action;
use crate::casework::transfers::service::{self, Reply as Said};
use crate::domain::new_id;
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Problem, Reply, RequestContext, limits};

/// Ask for somebody who is registered elsewhere
///
/// What `POST /v1/workers` calls `transfer_needed`. The answer is always the same and tells nothing of the other side, nor
/// whether there is one: it answers, or after a dated number of days the office of its regency. 409 `already_registered` for
/// who is registered in the caller's regions, `already_exists` while the regency asks for the same NIK. Counts as a lookup
/// against the caller's limit.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:ask"])),
    params(Once),
    request_body = CreateTransfer,
    responses((status = 201, description = "The request.", body = TransferResponse)),
)]
#[post("/transfers")]
pub(super) async fn create_transfer(
    caller: Caller<TransfersAsk>,
    once: Once,
    body: Body<CreateTransfer>,
    state: Data<AppState>,
    context: RequestContext,
    request: HttpRequest,
) -> Reply {
    limits::charge_lookup(&request, caller.account_id)?;
    let new = body.0.parse(|| new_id(context.now))?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::ask(conn, acting, &state.vault, new).await?;
        let location = format!("/v1/transfers/{}", row.id);
        let shown = service::present(conn, &caller, today, vec![row]).await?;
        let (tag, shown) = tagged(shown.into_iter().next().ok_or_else(Problem::not_found)?);
        Answer::created(location, tag, &shown)
    })
    .await
}

/// Accept a transfer
///
/// Within a regency the registration changes its village; to another regency it closes as `moved_out` and a new one of the
/// same person opens there, to be verified anew, while periods that the old regency funds end. Where the old village pays for
/// a period that may go on (`has_village_coverage`), `village_coverage` says whether it does: `keep` or `end`; 422 `does_not_apply`
/// where it pays for none. To another regency only periods go on that the insurer has taken up: those of the village that are
/// proposed or approved end as those of the regency do. One that is kept is no `period_to_end` of the daily work. The
/// office answers for its village after the dated number of days. Of a registration that is not open there any more (its worker
/// died, or it was merged), or that has another NIK by now, nothing moves: only `refuse` is left. 409 `invalid_state` with
/// `allowed_actions` where the state, the side or the day does not allow it, and `conflict` where it is not this person's open
/// registration there any more at the moment at which it would move.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:answer"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The request."), IfMatch, Once),
    request_body = AcceptTransfer,
    responses((status = 200, description = "The request.", body = TransferResponse)),
)]
#[post("/transfers/{id}/accept")]
pub(super) async fn accept_transfer(
    caller: Caller<TransfersAnswer>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<AcceptTransfer>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let said = body.0.parse()?;
    answer(&caller, (id.0, &if_match), (Action::Accept, said), once, &state, context).await
}

/// Refuse a transfer
///
/// With a reason that who asked reads. Who may when is as with acceptance.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:answer"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The request."), IfMatch, Once),
    request_body = RefuseTransfer,
    responses((status = 200, description = "The request.", body = TransferResponse)),
)]
#[post("/transfers/{id}/refuse")]
pub(super) async fn refuse_transfer(
    caller: Caller<TransfersAnswer>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<RefuseTransfer>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let said = body.0.parse()?;
    answer(&caller, (id.0, &if_match), (Action::Refuse, said), once, &state, context).await
}

/// Withdraw a transfer
///
/// By the side that asked, until it is answered.
#[utoipa::path(
    tag = "transfers",
    security(("bearer" = ["transfers:ask"])),
    params(("id" = Uuid, Path, description = "The request."), IfMatch, Once),
    responses((status = 200, description = "The request.", body = TransferResponse)),
)]
#[post("/transfers/{id}/withdraw")]
pub(super) async fn withdraw_transfer(
    caller: Caller<TransfersAsk>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let said = Said::default();
    answer(&caller, (id.0, &if_match), (Action::Withdraw, said), once, &state, context).await
}

async fn answer<P: Permission>(
    caller: &Caller<P>,
    (id, if_match): (Uuid, &IfMatch),
    (action, said): (Action, Said),
    once: Once,
    state: &AppState,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller, origin: &origin, today };
        let row = service::answer(conn, acting, (id, if_match), action, said).await?;
        let shown = service::present(conn, caller, today, vec![row]).await?;
        let (tag, shown) = tagged(shown.into_iter().next().ok_or_else(Problem::not_found)?);
        Answer::ok(tag, &shown)
    })
    .await
}
