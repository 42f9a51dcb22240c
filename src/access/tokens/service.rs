//! Rotation of signing keys, and revocation.

use chrono::{DateTime, Duration, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::RevocationRow;
use super::payload::LIFETIME_SECONDS;
use super::queries;
use super::rules::{CLOCK_SKEW, Rotation};
use super::trust::generate_key;
use crate::domain::new_id;
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;
use crate::platform::vault::Vault;

/// Makes the first key, or a successor for one that has served its time. Any process may ask at any
/// time; one of them does it.
pub async fn ensure_key(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    transact(conn, async |conn| {
        queries::lock_keys(conn).await?;
        let keys = queries::list_keys(conn, now).await?;
        match keys.iter().find(|key| key.verifies_until.is_none()) {
            None => replace(conn, vault, Rotation::AtOnce, now).await,
            Some(newest) if newest.life().is_due(now) => replace(conn, vault, Rotation::Overlap, now).await,
            Some(_) => Ok(()),
        }
    })
    .await
}

/// Gives the current key a successor: `payung keys rotate signing`.
pub async fn rotate_key(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    rotation: Rotation,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    transact(conn, async |conn| {
        queries::lock_keys(conn).await?;
        replace(conn, vault, rotation, now).await
    })
    .await
}

async fn replace(
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    rotation: Rotation,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    queries::retire_keys(conn, rotation.old_verifies_until(now)).await?;
    let key = generate_key(vault, now, rotation.signs_from(now)).map_err(Problem::internal)?;
    queries::insert_key(conn, &key).await?;
    Ok(())
}

/// What is no longer honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// Every token of a session.
    Session(Uuid),
    /// Tokens of an account that were signed before it had this version.
    AccountBefore(Uuid, i32),
}

/// Writes revocations in the transaction of the change that causes them. After the commit the caller
/// lets its own process read them with [`super::Trust::refresh`]; the others poll.
pub async fn revoke(
    conn: &mut AsyncPgConnection,
    revoked: &[Revoked],
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    if revoked.is_empty() {
        return Ok(());
    }
    let rows: Vec<RevocationRow> = revoked
        .iter()
        .map(|revoked| {
            let (target_id, below_version) = match *revoked {
                Revoked::Session(id) => (id, None),
                Revoked::AccountBefore(id, version) => (id, Some(version)),
            };
            RevocationRow {
                id: new_id(now),
                target_id,
                below_version,
                revoked_at: now,
                expires_at: now + Duration::seconds(LIFETIME_SECONDS) + CLOCK_SKEW,
            }
        })
        .collect();
    queries::insert_revocations(conn, &rows).await?;
    Ok(())
}

/// Deletes keys and revocations that concern no token any more.
pub async fn sweep(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<(), Problem> {
    queries::delete_dead_keys(conn, now).await?;
    queries::delete_dead_revocations(conn, now).await?;
    Ok(())
}
