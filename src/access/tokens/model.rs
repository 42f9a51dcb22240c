//! Rows of the token room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::rules::KeyLife;
use crate::platform::db::schema::{revocations, signing_keys};

/// A signing key; its private half is sealed.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys, check_for_backend(diesel::pg::Pg))]
pub struct SigningKeyRow {
    /// The `kid` of the token's header.
    pub id: Uuid,
    /// 32 bytes.
    pub public_key: Vec<u8>,
    /// PKCS#8, sealed.
    pub private_key_sealed: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it signs.
    pub signs_from: DateTime<Utc>,
    /// Until when it is believed; none while it has no successor.
    pub verifies_until: Option<DateTime<Utc>>,
}

impl SigningKeyRow {
    /// When it signs and verifies.
    pub fn life(&self) -> KeyLife {
        KeyLife { signs_from: self.signs_from, verifies_until: self.verifies_until }
    }
}

/// Tokens that are refused before they expire.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = revocations, check_for_backend(diesel::pg::Pg))]
pub struct RevocationRow {
    /// Its own id.
    pub id: Uuid,
    /// A session or an account.
    pub target_id: Uuid,
    /// For an account: tokens of an earlier version are refused.
    pub below_version: Option<i32>,
    /// When.
    pub revoked_at: DateTime<Utc>,
    /// When the last token concerned has expired.
    pub expires_at: DateTime<Utc>,
}
