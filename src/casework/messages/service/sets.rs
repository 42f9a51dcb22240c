//! The same of many locked messages, each with its change.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::casework::messages::model::{MessageRow, Shift};
use crate::casework::messages::queries;
use crate::casework::messages::rules::MessageCancelReason;
use crate::cover::trail;
use crate::platform::changes::{self, Actor, Change, Origin};
use crate::platform::http::Problem;

/// What the deployment itself does.
pub fn deployment(now: DateTime<Utc>) -> Origin {
    Origin { actor: Actor::System, request_id: None, import_id: None, now }
}

/// Writes the same of many locked messages, and records it.
pub async fn shift(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: Vec<MessageRow>,
    change: &Shift,
    action: &'static str,
) -> Result<Vec<MessageRow>, Problem> {
    if before.is_empty() {
        return Ok(before);
    }
    let after = queries::shift(conn, &before, change).await?;
    record(conn, origin, (&before, &after), action).await?;
    Ok(after)
}

/// Keeps locked messages from going out: those that nobody has at once, the others as soon as their sender fails or has had
/// them for too long.
pub async fn withhold(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    rows: Vec<MessageRow>,
    reason: MessageCancelReason,
) -> Result<(), Problem> {
    let now = trail::instant(origin);
    let (held, free): (Vec<MessageRow>, Vec<MessageRow>) = rows.into_iter().partition(|row| row.is_held(now));
    shift(conn, origin, free, &Shift::cancelled(reason, now), "cancelled").await?;
    mark(conn, origin, &held, Some(reason), "withheld").await
}

/// Lets locked messages go out after all that were kept from it.
pub async fn release(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    rows: Vec<MessageRow>,
) -> Result<(), Problem> {
    let now = trail::instant(origin);
    let (held, free): (Vec<MessageRow>, Vec<MessageRow>) = rows.into_iter().partition(|row| row.is_held(now));
    shift(conn, origin, free, &Shift::ready(now), "reopened").await?;
    mark(conn, origin, &held, None, "released").await
}

async fn mark(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &[MessageRow],
    reason: Option<MessageCancelReason>,
    action: &'static str,
) -> Result<(), Problem> {
    if before.is_empty() {
        return Ok(());
    }
    let after = queries::mark(conn, before, reason, trail::instant(origin)).await?;
    record(conn, origin, (before, &after), action).await
}

async fn record(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (before, after): (&[MessageRow], &[MessageRow]),
    action: &'static str,
) -> Result<(), Problem> {
    let old: HashMap<Uuid, &MessageRow> = before.iter().map(|row| (row.id, row)).collect();
    let of_row = |row: &MessageRow| {
        let before = old.get(&row.id).ok_or_else(|| Problem::internal("a message that was not locked"))?;
        Change::updated(*before, row, action, None).map_err(Problem::internal)
    };
    let changes: Vec<Change> = after.iter().map(of_row).collect::<Result<_, _>>()?;
    Ok(changes::record(conn, origin, &changes).await?)
}
