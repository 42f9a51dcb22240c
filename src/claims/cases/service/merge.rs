//! Claims go over with the registration for which they were filed, when two registrations of one person become one.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{lock, save};
use crate::access::caller::RegionScope;
use crate::claims::cases::model::ClaimFile;
use crate::platform::changes::Origin;
use crate::platform::http::Problem;

/// The registration to which claims are to belong.
#[derive(Debug, Clone, Copy)]
pub struct Claimant<'a> {
    /// The registration.
    pub worker_id: Uuid,
    /// The person behind it.
    pub person_id: Uuid,
    /// Where it lies.
    pub village_code: &'a str,
}

/// Writes claims of the caller's regions, with their papers, under another registration of their regency. The caller holds
/// them, both registrations and their persons.
pub async fn repoint(
    conn: &mut AsyncPgConnection,
    (scope, origin): (&RegionScope, &Origin),
    ids: &[Uuid],
    claimant: Claimant<'_>,
    (done, reason): (&'static str, &str),
) -> Result<(), Problem> {
    for id in ids {
        let before = lock(conn, scope, *id).await?.file;
        let mut claim = before.claim.clone();
        claim.worker_id = claimant.worker_id;
        claim.person_id = claimant.person_id;
        let village_code = claimant.village_code.to_owned();
        let after = ClaimFile { claim, village_code, ..before.clone() };
        save(conn, origin, &before, after, done, Some(reason.to_owned())).await?;
    }
    Ok(())
}
