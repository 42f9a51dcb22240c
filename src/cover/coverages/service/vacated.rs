//! A place that somebody was to take and never took: the period before is as it was, and can be reopened or given to
//! somebody else.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::CoverageRow;
use super::super::queries::{self, Placed};
use super::transition::Step;
use crate::access::caller::RegionScope;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;

/// What the history of the period before says.
pub(super) const DONE: &str = "place_vacated";

/// Locks these periods together with those in whose places they come, in the order of the ids. Gives the latter.
pub(super) async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Placed>, Problem> {
    let before = queries::replaced_by(conn, scope, ids).await?;
    if before.is_empty() {
        return Ok(HashMap::new());
    }
    let all: Vec<Uuid> = ids.iter().chain(&before).copied().collect();
    let locked = queries::lock(conn, scope, &all).await?;
    Ok(locked
        .into_iter()
        .filter(|(row, _)| before.contains(&row.id))
        .map(|placed| (placed.0.id, placed))
        .collect())
}

/// Parts an ended period that never began from the one in whose place it came. Gives the step of the latter.
pub(super) fn leave_place(
    ended: &mut CoverageRow,
    replaced: &mut HashMap<Uuid, Placed>,
    origin: &Origin,
) -> Option<Step> {
    if ended.last_month.0 >= ended.from_month.0 {
        return None;
    }
    let before = replaced.remove(&ended.replaces_id?)?;
    ended.replaces_id = None;
    Some(Step::new(before, origin, |row| row.replaced_by_id = None))
}
