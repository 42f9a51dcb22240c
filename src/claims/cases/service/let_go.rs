//! What becomes of a refused claim when the death for which it was filed turns out to be none, and when that turns out to be wrong.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::undo::before_withdrawal;
use super::{complete, save};
use crate::claims::cases::codes::ClaimStatus;
use crate::claims::cases::queries;
use crate::domain::Day;
use crate::platform::changes::Origin;
use crate::platform::db::columns::AsText;
use crate::platform::http::Problem;

/// Takes a claim of any regency out of the way that the insurer refused, when the death for which it was filed was none: nobody
/// appeals for the living, and it must not stand in the way of the claim for the death that comes one day. An accident that was
/// survived after all is claimed anew, for whoever had it and not for heirs. The caller holds the person.
pub async fn let_go(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    id: Uuid,
    reason: &str,
) -> Result<(), Problem> {
    let found = queries::lock_anywhere(conn, id).await?;
    let before = complete(conn, found).await?.file;
    let mut after = before.clone();
    after.claim.status = AsText(ClaimStatus::Withdrawn);
    after.claim.rejection_reason = None;
    after.claim.status_reason = Some(reason.to_owned());
    save(conn, origin, &before, after, "withdrawn", Some(reason.to_owned())).await?;
    Ok(())
}

/// Lets a claim count again that [`let_go`] took out of the way, when the same death is recorded once more: refused as it was, so
/// that it can be appealed. Gives it with its regency. The caller holds the person, of whom no other claim tells a death.
pub async fn take_up_again(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    (person_id, died_on): (Uuid, Day),
) -> Result<Option<(Uuid, i32)>, Problem> {
    let Some(id) = queries::let_go_with(conn, person_id, died_on).await? else { return Ok(None) };
    let found = queries::lock_anywhere(conn, id).await?;
    let before = complete(conn, found).await?.file;
    let regency_id = before.claim.regency_id;
    // What was erased from the history cannot be refused anew.
    let Some(was) = before_withdrawal(conn, &before.claim).await? else { return Ok(None) };
    let Some(rejection_reason) = was.rejection_reason else { return Ok(None) };
    let mut after = before.clone();
    after.claim.status = AsText(ClaimStatus::Rejected);
    after.claim.rejection_reason = Some(rejection_reason);
    after.claim.status_reason = was.status_reason;
    save(conn, origin, &before, after, "taken_up_again", None).await?;
    Ok(Some((id, regency_id)))
}
