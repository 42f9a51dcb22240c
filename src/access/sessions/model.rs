//! Rows of the session room.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::rules::Attempts;
use crate::domain::code_list;
use crate::platform::db::schema::{refresh_tokens, sessions, sign_in_attempts};

code_list! {
    /// Why a session ended before its time.
    pub enum EndedReason = "session_ended_reason" {
        /// Its owner signed out.
        SignedOut = "signed_out",
        /// A refresh token was used twice: two parties held the family.
        TokenReused = "token_reused",
        /// The owner chose another password.
        PasswordChanged = "password_changed",
        /// An admin issued a new start code.
        AccountChanged = "account_changed",
        /// The account was shut.
        AccountDisabled = "account_disabled",
    }
}

/// One sign-in.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct SessionRow {
    /// Its id: `sid` in the tokens.
    pub id: Uuid,
    /// The account.
    pub user_id: Uuid,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last refreshed.
    pub last_used_at: DateTime<Utc>,
    /// When it ends in any case.
    pub expires_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Why it was ended.
    pub ended_reason: Option<String>,
}

/// One refresh token of a family.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens, check_for_backend(diesel::pg::Pg))]
pub struct RefreshTokenRow {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Its session.
    pub session_id: Uuid,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// When it ends unused.
    pub expires_at: DateTime<Utc>,
    /// When it was exchanged.
    pub used_at: Option<DateTime<Utc>>,
    /// What it was exchanged for.
    pub successor_hash: Option<Vec<u8>>,
    /// The same, sealed, until the successor is used.
    pub successor_sealed: Option<Vec<u8>>,
    /// When the exchange was repeated.
    pub replayed_at: Option<DateTime<Utc>>,
}

/// What is remembered of failed sign-ins under one key.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sign_in_attempts, check_for_backend(diesel::pg::Pg))]
#[diesel(treat_none_as_null = true)]
pub struct AttemptsRow {
    /// Digest of account, address, or both.
    pub key_digest: Vec<u8>,
    /// Failures in a row.
    pub failures: i32,
    /// The last attempt.
    pub last_attempt_at: DateTime<Utc>,
    /// No attempt before this.
    pub blocked_until: Option<DateTime<Utc>>,
    /// When the owner last signed in.
    pub last_success_at: Option<DateTime<Utc>>,
}

impl AttemptsRow {
    /// What the rules look at.
    pub fn attempts(&self) -> Attempts {
        Attempts {
            failures: self.failures,
            last_attempt_at: self.last_attempt_at,
            blocked_until: self.blocked_until,
            last_success_at: self.last_success_at,
        }
    }

    /// The row of a key with these attempts.
    pub fn new(key_digest: Vec<u8>, attempts: Attempts) -> Self {
        AttemptsRow {
            key_digest,
            failures: attempts.failures,
            last_attempt_at: attempts.last_attempt_at,
            blocked_until: attempts.blocked_until,
            last_success_at: attempts.last_success_at,
        }
    }
}
