//! What every step on a claim has in common: one origin, one transaction, one answer.

use chrono::SubsecRound as _;
use diesel_async::AsyncPgConnection;

use super::dto::{ClaimResponse, etag};
use super::model::{ClaimRow, ClaimView};
use crate::access::caller::{Caller, Permission};
use crate::app::AppState;
use crate::platform::changes::Origin;
use crate::platform::http::idempotency::{Answer, Once};
use crate::platform::http::{Problem, Reply};

/// Who changes a claim, and when: to the microsecond, as the database keeps it, so that the answer to a write
/// and a later read say the same.
pub(in crate::claims) fn origin<P: Permission>(caller: &Caller<P>, state: &AppState) -> Origin {
    caller.origin(state.clock.now().trunc_subsecs(6))
}

/// Notes that the caller opened the record of the claim's worker, with nothing but masks.
pub(in crate::claims) async fn note_opened<P: Permission>(
    state: &AppState,
    caller: &Caller<P>,
    claim: &ClaimRow,
) -> Result<(), Problem> {
    state.opens.note(&state.db, &origin(caller, state), claim.regency_id, claim.worker_id).await
}

/// Runs a step on a claim, once, and answers with the claim.
pub(in crate::claims) async fn act<P: Permission>(
    once: Once,
    state: &AppState,
    caller: &Caller<P>,
    step: impl AsyncFnOnce(&mut AsyncPgConnection, &Origin) -> Result<ClaimView, Problem>,
) -> Reply {
    run(once, state, caller, async |conn, origin| {
        let view = step(conn, origin).await?;
        Answer::ok(etag(&view), &ClaimResponse::of(&view, caller)?)
    })
    .await
}

/// Runs a step on a claim, once, with the answer that it gives.
pub(in crate::claims) async fn run<P: Permission>(
    once: Once,
    state: &AppState,
    caller: &Caller<P>,
    step: impl AsyncFnOnce(&mut AsyncPgConnection, &Origin) -> Result<Answer, Problem>,
) -> Reply {
    let origin = origin(caller, state);
    once.run(&state.db, &state.vault, origin.actor, origin.now, async |conn| step(conn, &origin).await).await
}
