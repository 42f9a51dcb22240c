//! What every action on existing batches shares: lock, check, write, record.

use diesel_async::AsyncPgConnection;
use serde_json::Value;
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::queries;
use super::super::rules::{self, Action, Rights};
use crate::access::caller::RegionScope;
use crate::cover::funding::budget::{self, SourceKey};
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::http::{IfMatch, Problem};

/// Locks a batch, after its source, for an action that its state must allow.
pub async fn lock_for(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
    held: &IfMatch,
    action: Action,
) -> Result<BatchRow, Problem> {
    let found = queries::find(conn, scope, id).await?.ok_or_else(Problem::not_found)?;
    budget::lock(conn, &[source_of(&found)]).await?;
    let row = queries::lock(conn, scope, &[id]).await?.into_iter().next().ok_or_else(Problem::not_found)?;
    held.check(row.version)?;
    check_state(&row, action)?;
    Ok(row)
}

/// Locks batches whose sources the caller has locked, in the order of their ids.
pub async fn lock_many(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> Result<Vec<BatchRow>, Problem> {
    Ok(queries::lock(conn, scope, ids).await?)
}

/// 409 with the allowed actions where the state does not allow this one.
pub fn check_state(row: &BatchRow, action: Action) -> Result<(), Problem> {
    if rules::after(row.status.0, action, false).is_some() {
        return Ok(());
    }
    Err(Problem::invalid_state(possible(row)))
}

/// What the state of a batch allows at all: what a refused action leaves.
pub fn possible(row: &BatchRow) -> Vec<&'static str> {
    let all = Rights {
        prepare: true,
        approve: true,
        bill: true,
        pay: true,
        reconcile: true,
        void_payment: !row.is_answered(),
        reopen: row.is_answered(),
    };
    rules::allowed(row.status.0, all)
}

/// The source of a batch.
pub fn source_of(row: &BatchRow) -> SourceKey {
    (row.funding_source_id, row.regency_id)
}

/// Writes a locked batch one version further; what it was for is for the caller to record.
pub(super) async fn advance(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    after: BatchRow,
) -> Result<BatchRow, Problem> {
    let after = BatchRow { version: after.version + 1, updated_at: trail::instant(origin), ..after };
    queries::update(conn, &after).await?;
    Ok(after)
}

/// Writes a locked batch one version further and records it.
pub async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &BatchRow,
    after: BatchRow,
    action: Action,
    reason: Option<String>,
) -> Result<BatchRow, Problem> {
    let after = advance(conn, origin, after).await?;
    trail::updated(conn, origin, before, &after, action.done(), reason).await?;
    Ok(after)
}

/// The same, with something beside the row that belongs to the change.
pub async fn write_telling(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &BatchRow,
    after: BatchRow,
    action: Action,
    reason: Option<String>,
    told: (&'static str, Value),
) -> Result<BatchRow, Problem> {
    let after = advance(conn, origin, after).await?;
    trail::updated_telling(conn, origin, before, &after, action.done(), reason, told).await?;
    Ok(after)
}
