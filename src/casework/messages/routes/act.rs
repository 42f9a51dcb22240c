//! Taking messages, and saying what became of them.

use std::collections::HashSet;
use std::slice::from_ref;

use actix_web::post;
use actix_web::web::Data;
use uuid::Uuid;

use super::shown;
use crate::access::caller::{Caller, MessagesCancel, MessagesReport, MessagesSend};
use crate::app::AppState;
use crate::casework::messages::dto::{
    CancelMessage, FailedMessage, MessageResponse, SentMessage, TakeMessages, TakenMessages,
};
use crate::casework::messages::model::MessageRow;
use crate::casework::messages::service::{self, Acting, Outcome};
use crate::platform::http::{Answer, Body, IfMatch, Once, Path, Problem, Reply, RequestContext, Version};

/// Take messages to send
///
/// The oldest that wait in the caller's regions, with the numbers in clear: for the time of the lease nobody else gets them,
/// and whatever is not reported by then waits again. A batch is never empty as long as something waits that nobody else is
/// taking at this moment. That the numbers were shown is in the access log of each registration.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:send"])),
    params(Once),
    request_body = TakeMessages,
    responses((status = 200, description = "What was taken.", body = TakenMessages)),
)]
#[post("/messages/take")]
pub(super) async fn take_messages(
    caller: Caller<MessagesSend>,
    once: Once,
    body: Body<TakeMessages>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (wanted, lease) = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let taken = service::take(conn, acting, &state.vault, &wanted, lease).await?;
        Answer::derived(&TakenMessages::new(taken))
    })
    .await
}

/// Say that a message was sent
///
/// By whoever took it, naming the lease, also after its time as long as nobody else took it; a letter that nobody took by the
/// person who handed it over. 409 with the allowed actions otherwise.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:report"])),
    params(("id" = Uuid, Path, description = "The message."), Once),
    request_body = SentMessage,
    responses((status = 200, description = "The message.", body = MessageResponse)),
)]
#[post("/messages/{id}/sent")]
pub(super) async fn report_sent_message(
    caller: Caller<MessagesReport>,
    id: Path<Uuid>,
    once: Once,
    body: Body<SentMessage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (lease_id, outcome) = body.0.parse()?;
    report(&caller, (id.0, lease_id), outcome, once, &state, context).await
}

/// Say that a message could not be sent
///
/// It waits again after a pause, three times at most; then, or where there is no point in trying again, it becomes a letter
/// that the village prints where the person lives by then. A letter that reaches nobody has failed for good. Who may report is as
/// with what was sent.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:report"])),
    params(("id" = Uuid, Path, description = "The message."), Once),
    request_body = FailedMessage,
    responses((status = 200, description = "The message.", body = MessageResponse)),
)]
#[post("/messages/{id}/failed")]
pub(super) async fn report_failed_message(
    caller: Caller<MessagesReport>,
    id: Path<Uuid>,
    once: Once,
    body: Body<FailedMessage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (lease_id, outcome) = body.0.parse()?;
    report(&caller, (id.0, lease_id), outcome, once, &state, context).await
}

async fn report(
    caller: &Caller<MessagesReport>,
    (id, lease_id): (Uuid, Option<Uuid>),
    outcome: Outcome,
    once: Once,
    state: &AppState,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller, origin: &origin, today };
        let row = service::report(conn, acting, (id, lease_id), outcome).await?;
        let wrong = service::not_to_reopen(conn, from_ref(&row), today).await?;
        answer(&acting, (row, &wrong))
    })
    .await
}

/// Cancel a message
///
/// What a sender has taken can be cancelled once the time of the lease is over.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:cancel"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The message."), IfMatch, Once),
    request_body = CancelMessage,
    responses((status = 200, description = "The message.", body = MessageResponse)),
)]
#[post("/messages/{id}/cancel")]
pub(super) async fn cancel_message(
    caller: Caller<MessagesCancel>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    body: Body<CancelMessage>,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let note = body.0.parse()?;
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::cancel(conn, acting, (id.0, &if_match), note).await?;
        let wrong = service::not_to_reopen(conn, from_ref(&row), today).await?;
        answer(&acting, (row, &wrong))
    })
    .await
}

/// Let a message go out after all
///
/// What somebody cancelled or has failed waits again. 409 where its recipient died, where what has happened since made it wrong,
/// such as a claim that is handed in once more or a lapse that is averted, and where its last day is over.
#[utoipa::path(
    tag = "messages",
    security(("bearer" = ["messages:cancel"])),
    extensions(("x-people-only" = json!(true))),
    params(("id" = Uuid, Path, description = "The message."), IfMatch, Once),
    responses((status = 200, description = "The message.", body = MessageResponse)),
)]
#[post("/messages/{id}/reopen")]
pub(super) async fn reopen_message(
    caller: Caller<MessagesCancel>,
    id: Path<Uuid>,
    if_match: IfMatch,
    once: Once,
    state: Data<AppState>,
    context: RequestContext,
) -> Reply {
    let (origin, today) = (caller.origin(context.now), state.clock.today());
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let acting = Acting { caller: &caller, origin: &origin, today };
        let row = service::reopen(conn, acting, (id.0, &if_match)).await?;
        let wrong = service::not_to_reopen(conn, from_ref(&row), today).await?;
        answer(&acting, (row, &wrong))
    })
    .await
}

/// A message with its entity tag, among those that are wrong by now.
fn answer(acting: &Acting<'_>, (row, wrong): (MessageRow, &HashSet<Uuid>)) -> Result<Answer, Problem> {
    let tag = Version::new(row.version, "masked").etag();
    Answer::ok(tag, &shown(row, acting, (None, wrong)))
}
