//! Trust without a database, for the unit tests of this room.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{RevocationRow, SigningKeyRow};
use super::payload::AccessToken;
use super::trust::{STALE_AFTER, TokenSettings, Trust, generate_key};
use crate::access::caller::{AccountKind, Role};
use crate::platform::vault::{Keyring, Vault};

pub(super) fn trust(issuer: &str, now: DateTime<Utc>) -> (Arc<Trust>, SigningKeyRow) {
    let vault = vault();
    let key = generate_key(&vault, now, now).unwrap();
    let trust = Trust::new(settings(issuer), vault);
    trust.install(1, vec![key.clone()], Vec::new(), Instant::now()).unwrap();
    (Arc::new(trust), key)
}

pub(super) fn unread_trust() -> Arc<Trust> {
    Arc::new(Trust::new(settings("https://a.example"), vault()))
}

/// What the process reads after the target was revoked.
pub(super) fn revoke(trust: &Trust, key: SigningKeyRow, target_id: Uuid, below_version: Option<i32>) {
    let now = Utc::now();
    let row = RevocationRow { id: Uuid::nil(), target_id, below_version, revoked_at: now, expires_at: now };
    trust.install(2, vec![key], vec![row], Instant::now()).unwrap();
}

/// What the process is left with when it has read nothing since.
pub(super) fn make_stale(trust: &Trust, key: SigningKeyRow) {
    let long_ago = Instant::now().checked_sub(STALE_AFTER).unwrap();
    trust.install(2, vec![key], Vec::new(), long_ago).unwrap();
}

pub(super) fn payload() -> AccessToken {
    AccessToken {
        iss: String::new(),
        aud: String::new(),
        sub: Uuid::nil(),
        kind: AccountKind::User,
        role: Some(Role::Auditor),
        scope: String::new(),
        regions: Vec::new(),
        regency_ids: vec![1],
        sid: Some(Uuid::nil()),
        ver: 1,
        iat: 0,
        exp: 0,
        jti: Uuid::nil(),
    }
}

fn settings(issuer: &str) -> TokenSettings {
    TokenSettings { issuer: issuer.to_owned(), audience: "payung".to_owned() }
}

fn vault() -> Arc<Vault> {
    Arc::new(Vault::new(&Keyring::generate().unwrap()).unwrap())
}
