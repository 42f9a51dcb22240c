//! Who may do what, and where: accounts of people and systems, signing in, tokens, and the
//! extractor that every handler takes its caller from. Knows nothing of workers, money or claims.

pub mod api_clients;
pub mod caller;
pub mod sessions;
pub mod tokens;
pub mod users;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use crate::platform::db::Db;
use crate::platform::http::{Problem, Routes};
use crate::platform::vault::Vault;
use tokens::{Authenticator, TokenSettings, Trust};
use users::hashing::Hashing;

pub use tokens::service::ensure_key;

/// The name of this API in its tokens.
const AUDIENCE: &str = "payung";

/// What this wing keeps in memory for the whole process; a copy is cheap.
#[derive(Clone)]
pub struct Access {
    /// The signing keys and revocations.
    pub trust: Arc<Trust>,
    /// Computes password hashes, a few at a time.
    pub hashing: Arc<Hashing>,
}

impl Access {
    /// Believes nobody until the keys are read. `issuer` is the service's public address.
    pub fn new(issuer: String, vault: Arc<Vault>) -> Self {
        let settings = TokenSettings { issuer, audience: AUDIENCE.to_owned() };
        Access { trust: Arc::new(Trust::new(settings, vault)), hashing: Arc::new(Hashing::new()) }
    }

    /// A worker's own authenticator: app data beside the app's state.
    pub fn authenticator(&self) -> Authenticator {
        Authenticator::new(Arc::clone(&self.trust))
    }

    /// Lets this process honour at once what it has just changed. Should the reading fail, the poll makes
    /// up for it within seconds, so the caller's answer does not depend on it.
    pub async fn note_changes_of(&self, db: &Db, now: DateTime<Utc>) {
        match db.write().await {
            Ok(mut conn) => self.note_changes(&mut conn, now).await,
            Err(error) => tracing::warn!(%error, "revocations could not be read after a change"),
        }
    }

    /// The same with a connection that is at hand.
    pub async fn note_changes(&self, conn: &mut AsyncPgConnection, now: DateTime<Utc>) {
        if let Err(error) = self.trust.refresh(conn, now).await {
            tracing::warn!(%error, "revocations could not be read after a change");
        }
    }
}

/// Gives an old signing key its successor and takes away what is over: ended sessions, forgotten attempts,
/// dead keys and revocations. Every process does it now and then; doing it twice does no harm.
pub async fn keep_up(conn: &mut AsyncPgConnection, vault: &Vault, now: DateTime<Utc>) -> Result<(), Problem> {
    tokens::service::ensure_key(conn, vault, now).await?;
    tokens::service::sweep(conn, now).await?;
    sessions::service::sweep(conn, now).await
}

/// Registers the routes below `/v1`.
pub fn configure(config: &mut Routes<'_>) {
    config.configure(sessions::configure).configure(users::configure).configure(api_clients::configure);
}

/// Registers the routes that standards place at the root.
pub fn configure_root(config: &mut Routes<'_>) {
    config.configure(tokens::configure).configure(api_clients::configure_oauth);
}
