//! Drafts follow the ledger: what nobody has approved yet is what is due now.

use diesel_async::AsyncPgConnection;

use super::super::model::BatchRow;
use super::super::queries;
use super::transition::advance;
use crate::cover::funding::budget::SourceKey;
use crate::cover::trail;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;

/// What the history of a draft says whose lines have changed with the ledger.
const DONE: &str = "repriced";

/// Brings the lines of a source's drafts to the amounts of the ledger. Gives those that changed, before and after: whoever
/// changed them has prepared what is approved next, as much as who made the draft. The caller holds the lock of the source.
pub async fn follow_ledger(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    source: SourceKey,
    reason: &str,
) -> Result<Vec<(BatchRow, BatchRow)>, Problem> {
    let drafts = queries::lock_drafts(conn, source).await?;
    let amounts = queries::follow_ledger(conn, &drafts, source.1).await?;
    let mut changed = Vec::new();
    for before in drafts {
        let Some(amount_idr) = amounts.iter().find(|(id, _)| *id == before.id).map(|(_, sum)| *sum) else {
            continue;
        };
        let mut revised_by = before.revised_by.clone();
        revised_by.extend(origin.actor.id().filter(|actor| !revised_by.contains(actor)));
        let after = advance(conn, origin, BatchRow { amount_idr, revised_by, ..before.clone() }).await?;
        trail::updated(conn, origin, &before, &after, DONE, Some(reason.to_owned())).await?;
        changed.push((before, after));
    }
    Ok(changed)
}
