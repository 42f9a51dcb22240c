//! Recording what this wing writes, through the one write path.

use chrono::{DateTime, SubsecRound, Utc};
use diesel_async::AsyncPgConnection;
use serde_json::Value;

use crate::platform::changes::{self, Change, Origin, Snapshot};
use crate::platform::http::Problem;

/// The instant that changed rows carry. Postgres keeps microseconds, and the history must hold what the row
/// holds.
pub fn instant(origin: &Origin) -> DateTime<Utc> {
    origin.now.trunc_subsecs(6)
}

/// Records a new row.
pub async fn created<S: Snapshot>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    row: &S,
) -> Result<(), Problem> {
    let change = Change::created(row).map_err(Problem::internal)?;
    Ok(changes::record(conn, origin, &[change]).await?)
}

/// Records a changed row.
pub async fn updated<S: Snapshot>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &S,
    after: &S,
    action: &'static str,
    reason: Option<String>,
) -> Result<(), Problem> {
    let change = Change::updated(before, after, action, reason).map_err(Problem::internal)?;
    Ok(changes::record(conn, origin, &[change]).await?)
}

/// Records a changed row, and beside it something that is no part of the row but belongs to the change.
pub async fn updated_telling<S: Snapshot>(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &S,
    after: &S,
    action: &'static str,
    reason: Option<String>,
    (name, told): (&'static str, Value),
) -> Result<(), Problem> {
    let change = Change::updated(before, after, action, reason).map_err(Problem::internal)?;
    let mut shown = change.after.clone();
    if let Some(members) = shown.as_mut().and_then(Value::as_object_mut) {
        members.insert(name.to_owned(), told);
    }
    Ok(changes::record(conn, origin, &[Change { after: shown, ..change }]).await?)
}
