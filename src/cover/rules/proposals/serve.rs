//! What every room of the rules answers in the same way.

use actix_web::HttpRequest;
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{DatedRule, Entry, Viewer, respond_proposed, service};
use crate::access::caller::{Caller, RulesManage, RulesRead};
use crate::app::AppState;
use crate::domain::new_id;
use crate::platform::changes::{self, WHOLE_DEPLOYMENT};
use crate::platform::db::transaction::transact;
use crate::platform::http::page::respond_page;
use crate::platform::http::version::respond;
use crate::platform::http::{
    IfMatch, IfNoneMatch, Once, Page, PageQuery, Problem, Reply, RequestContext, Version,
};

/// A row, now or as it was known at an instant.
pub async fn show<R: DatedRule, T: Serialize>(
    state: &AppState,
    caller: &Caller<RulesRead>,
    (id, as_known_at): (Uuid, Option<DateTime<Utc>>),
    held: &IfNoneMatch,
    shown: impl FnOnce(R, Viewer) -> T,
) -> Reply {
    let mut conn = state.db.read().await?;
    let found: Option<R> = match as_known_at {
        None => R::find(&mut conn, id).await?,
        Some(instant) => changes::as_known_at(&mut conn, WHOLE_DEPLOYMENT, id, instant).await?,
    };
    let row = found.ok_or_else(Problem::not_found)?;
    let viewer = Viewer::of(caller);
    let version = Version::new(row.version(), viewer.view(&row.entry()));
    respond(held, &version, &shown(row, viewer))
}

/// The history of a row.
pub async fn show_history<R: DatedRule>(
    state: &AppState,
    id: Uuid,
    page: &PageQuery,
    request: &HttpRequest,
) -> Reply {
    let after = page.after::<i32>()?.unwrap_or(0);
    let mut conn = state.db.read().await?;
    R::find(&mut conn, id).await?.ok_or_else(Problem::not_found)?;
    let entries = changes::history(&mut conn, WHOLE_DEPLOYMENT, R::SUBJECT, id, after, page.fetch()).await?;
    respond_page(request, &Page::of(page, entries, |entry| entry.version, |entry| entry)?)
}

/// 201 with a new proposal, under the id that the caller brought or a new one.
pub async fn propose<R: DatedRule, T: Serialize>(
    state: &AppState,
    (caller, context): (&Caller<RulesManage>, &RequestContext),
    once: Once,
    id: Option<Uuid>,
    new: impl FnOnce(Uuid, Entry) -> R,
    shown: impl FnOnce(R, Viewer) -> T,
) -> Reply {
    let id = id.unwrap_or_else(|| new_id(context.now));
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(caller));
    once.run(&state.db, &state.vault, caller.actor, context.now, async |conn| {
        let row = service::propose(conn, &origin, |entry| new(id, entry)).await?;
        respond_proposed(row, viewer, shown)
    })
    .await
}

/// 201 with the proposal that corrects a row.
pub async fn correct<R: DatedRule, T: Serialize>(
    state: &AppState,
    (caller, context): (&Caller<RulesManage>, &RequestContext),
    (id, held): (Uuid, &IfMatch),
    reason: String,
    correct: impl FnOnce(&R, Uuid, Entry) -> Result<R, Problem>,
    shown: impl FnOnce(R, Viewer) -> T,
) -> Reply {
    let (origin, viewer) = (caller.origin(context.now), Viewer::of(caller));
    let mut conn = state.db.write().await?;
    let row =
        transact(&mut conn, async |conn| service::correct(conn, &origin, id, held, reason, correct).await)
            .await?;
    Ok(respond_proposed(row, viewer, shown)?.respond())
}
