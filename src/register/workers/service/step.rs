//! One registration, one version further.

use chrono::SubsecRound as _;
use diesel_async::AsyncPgConnection;

use crate::platform::changes::{self, Change};
use crate::platform::http::Problem;
use crate::register::warungs::By;
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries;
use crate::register::workers::rules::Action;

/// The next version of a registration, as it was before.
pub(super) fn next(before: &WorkerRow, by: By<'_>) -> WorkerRow {
    WorkerRow { version: before.version + 1, updated_at: by.origin.now.trunc_subsecs(6), ..before.clone() }
}

/// Writes the next version of a registration that the caller has locked, and why.
pub(super) async fn write(
    conn: &AsyncPgConnection,
    by: By<'_>,
    (before, after): (&WorkerRow, &WorkerRow),
    action: Action,
    reason: String,
) -> Result<(), Problem> {
    queries::update(conn, after).await?;
    let change = Change::updated(before, after, action.done(), Some(reason)).map_err(Problem::internal)?;
    Ok(changes::record(conn, by.origin, &[change]).await?)
}
