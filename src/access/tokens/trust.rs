//! What this process believes right now: the signing keys and the revocations, read every two seconds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use uuid::Uuid;

use super::model::{RevocationRow, SigningKeyRow};
use super::payload::{AccessToken, Grant, LIFETIME_SECONDS};
use super::queries;
use super::rules::KeyLife;
use crate::domain::new_id;
use crate::platform::vault::{Kind, Vault, VaultError};

/// After this long without reading them the process refuses tokens: someone may have been shut out
/// meanwhile, and this process would not know.
pub const STALE_AFTER: Duration = Duration::from_secs(30);

/// Why the keys could not be read or used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The database did not answer.
    #[error("the signing keys and revocations could not be read")]
    Database(#[from] diesel::result::Error),
    /// A private key does not open.
    #[error("a signing key does not open")]
    Vault(#[from] VaultError),
    /// The cryptographic library refused.
    #[error("the cryptographic library refused a signing key")]
    Key,
    /// The token could not be signed.
    #[error("the token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
    /// No key signs at this moment.
    #[error("no signing key is active")]
    NoKey,
}

/// Who signs for whom.
#[derive(Debug, Clone)]
pub struct TokenSettings {
    /// The service's public address, without a slash at the end.
    pub issuer: String,
    /// The name of this API.
    pub audience: String,
}

/// A signed token and when it ends.
#[derive(Debug, Clone)]
pub struct SignedToken {
    /// The token in its compact form.
    pub token: String,
    /// Seconds until it ends.
    pub expires_in: i64,
}

/// One key in memory.
pub(super) struct LoadedKey {
    id: Uuid,
    life: KeyLife,
    public: Vec<u8>,
    decoding: DecodingKey,
    encoding: EncodingKey,
}

/// What was read last.
pub(super) struct Snapshot {
    keys: Vec<LoadedKey>,
    revoked: HashMap<Uuid, Option<i32>>,
    read_at: Option<Instant>,
    ticket: u64,
}

/// Shared by all workers of the process.
pub struct Trust {
    settings: TokenSettings,
    vault: Arc<Vault>,
    snapshot: RwLock<Arc<Snapshot>>,
    tickets: AtomicU64,
}

impl Trust {
    /// Believes nobody until [`Trust::refresh`] has read the keys.
    pub fn new(settings: TokenSettings, vault: Arc<Vault>) -> Self {
        let nothing = Snapshot { keys: Vec::new(), revoked: HashMap::new(), read_at: None, ticket: 0 };
        Trust { settings, vault, snapshot: RwLock::new(Arc::new(nothing)), tickets: AtomicU64::new(1) }
    }

    /// Reads keys and revocations. Called by the poll, and after every change made by this process,
    /// so that its own changes hold at once.
    pub async fn refresh(&self, conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<(), TrustError> {
        // A slow reading that started earlier must not replace a later one.
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed);
        let read_at = Instant::now();
        let keys = queries::list_keys(conn, now).await?;
        let revocations = queries::list_revocations(conn, now).await?;
        self.install(ticket, keys, revocations, read_at)
    }

    /// Signs a token for the account.
    pub fn sign(&self, grant: Grant, now: DateTime<Utc>) -> Result<SignedToken, TrustError> {
        let snapshot = self.current();
        let key = snapshot.keys.iter().find(|key| key.life.may_sign(now)).ok_or(TrustError::NoKey)?;
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(key.id.to_string());
        let payload = AccessToken {
            iss: self.settings.issuer.clone(),
            aud: self.settings.audience.clone(),
            sub: grant.account_id,
            kind: grant.kind,
            role: grant.role,
            scope: grant.scopes.to_token(),
            regions: grant.regions,
            regency_ids: grant.regency_id.into_iter().collect(),
            sid: grant.session_id,
            ver: grant.version,
            iat: now.timestamp(),
            exp: now.timestamp() + LIFETIME_SECONDS,
            jti: new_id(now),
        };
        let token = jsonwebtoken::encode(&header, &payload, &key.encoding)?;
        Ok(SignedToken { token, expires_in: LIFETIME_SECONDS })
    }

    /// The public keys that may still verify, as `(kid, x)` of RFC 8037.
    pub fn public_keys(&self, now: DateTime<Utc>) -> Vec<(Uuid, String)> {
        let snapshot = self.current();
        let believed = snapshot.keys.iter().filter(|key| key.life.verifies(now));
        believed.map(|key| (key.id, URL_SAFE_NO_PAD.encode(&key.public))).collect()
    }

    /// Whether the keys and revocations were read lately.
    pub fn is_fresh(&self) -> bool {
        self.current().is_fresh()
    }

    /// Who signs for whom.
    pub fn settings(&self) -> &TokenSettings {
        &self.settings
    }

    pub(super) fn current(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn install(
        &self,
        ticket: u64,
        keys: Vec<SigningKeyRow>,
        revocations: Vec<RevocationRow>,
        read_at: Instant,
    ) -> Result<(), TrustError> {
        let before = self.current();
        let keys = keys.into_iter().map(|row| self.load(&before, row)).collect::<Result<Vec<_>, _>>()?;
        let fresh = Snapshot { keys, revoked: index(revocations), read_at: Some(read_at), ticket };
        let mut slot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        if slot.ticket < ticket {
            *slot = Arc::new(fresh);
        }
        Ok(())
    }

    /// Opens a key, unless it was opened before and only its end has changed.
    fn load(&self, before: &Snapshot, row: SigningKeyRow) -> Result<LoadedKey, TrustError> {
        let life = row.life();
        if let Some(known) = before.keys.iter().find(|key| key.id == row.id) {
            return Ok(LoadedKey {
                id: row.id,
                life,
                public: known.public.clone(),
                decoding: known.decoding.clone(),
                encoding: known.encoding.clone(),
            });
        }
        let private = self.vault.open_bytes(Kind::SigningKey, &row.private_key_sealed)?;
        Ok(LoadedKey {
            id: row.id,
            life,
            decoding: DecodingKey::from_ed_der(&row.public_key),
            encoding: EncodingKey::from_ed_der(&private),
            public: row.public_key,
        })
    }
}

impl Snapshot {
    pub(super) fn is_fresh(&self) -> bool {
        self.read_at.is_some_and(|at| at.elapsed() < STALE_AFTER)
    }

    pub(super) fn verifying_key(&self, id: Uuid, now: DateTime<Utc>) -> Option<&DecodingKey> {
        let key = self.keys.iter().find(|key| key.id == id)?;
        key.life.verifies(now).then_some(&key.decoding)
    }

    /// Whether the session was ended, or the account changed after the token was signed.
    pub(super) fn is_revoked(&self, account: Uuid, version: i32, session: Option<Uuid>) -> bool {
        let hit = |target: Uuid| {
            self.revoked.get(&target).is_some_and(|below| below.is_none_or(|below| version < below))
        };
        hit(account) || session.is_some_and(hit)
    }
}

/// The strictest revocation for each target.
fn index(rows: Vec<RevocationRow>) -> HashMap<Uuid, Option<i32>> {
    let mut revoked: HashMap<Uuid, Option<i32>> = HashMap::with_capacity(rows.len());
    for row in rows {
        revoked
            .entry(row.target_id)
            .and_modify(|known| {
                *known = known.zip(row.below_version).map(|(one, other)| one.max(other));
            })
            .or_insert(row.below_version);
    }
    revoked
}

/// Makes a key pair; its private half leaves this function sealed.
pub fn generate_key(
    vault: &Vault,
    now: DateTime<Utc>,
    signs_from: DateTime<Utc>,
) -> Result<SigningKeyRow, TrustError> {
    let pair = Ed25519KeyPair::generate().map_err(|_| TrustError::Key)?;
    let private = pair.to_pkcs8().map_err(|_| TrustError::Key)?;
    Ok(SigningKeyRow {
        id: new_id(now),
        public_key: pair.public_key().as_ref().to_vec(),
        private_key_sealed: vault.seal_bytes(Kind::SigningKey, private.as_ref())?,
        created_at: now,
        signs_from,
        verifies_until: None,
    })
}
