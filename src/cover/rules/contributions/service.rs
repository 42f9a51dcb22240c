//! Entering and correcting rates.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::{RateFacts, RateRow};
use super::queries;
use crate::cover::trail;
use crate::domain::new_id;
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::{IfMatch, Problem};

/// Enters a rate.
pub async fn create(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    facts: RateFacts,
) -> Result<RateRow, Problem> {
    let row = facts.into_row(id, trail::instant(origin));
    queries::insert(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Puts a corrected row in the place of another. `correct` makes the new facts of the old row.
pub async fn supersede(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    reason: String,
    correct: impl FnOnce(&RateRow) -> Result<RateFacts, Problem>,
) -> Result<RateRow, Problem> {
    let old = queries::lock(conn, id).await?.ok_or_else(Problem::not_found)?;
    held.check(old.version)?;
    if old.superseded_at.is_some() {
        return Err(Problem::invalid_state::<&str>([]));
    }
    let now = trail::instant(origin);
    let new = correct(&old)?.into_row(new_id(origin.now), now);
    let superseded = queries::supersede(conn, id, new.id, now).await?;
    queries::insert(conn, &new).await?;
    let gone = Change::updated(&old, &superseded, "superseded", Some(reason.clone()));
    let come = Change::created(&new).map(|change| Change { reason: Some(reason), ..change });
    let changed = [gone.map_err(Problem::internal)?, come.map_err(Problem::internal)?];
    changes::record(conn, origin, &changed).await?;
    Ok(new)
}
