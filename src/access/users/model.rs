//! Accounts of people as they are stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::status::AccountStatus;
use crate::access::caller::{AccountKind, Role, ScopeSet};
use crate::access::tokens::Grant;
use crate::domain::{PersonName, RegionCode};
use crate::platform::changes::{Snapshot, Subject, WHOLE_DEPLOYMENT};
use crate::platform::db::schema::{user_credentials, users};

use super::username::Username;

/// A row of `users`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct UserRow {
    /// The account's id.
    pub id: Uuid,
    /// The regency it belongs to; none for a national account.
    pub regency_id: Option<i32>,
    /// The name under which the person signs in.
    #[diesel(deserialize_as = String)]
    pub username: Username,
    /// The person's name.
    #[diesel(deserialize_as = String)]
    pub full_name: PersonName,
    /// What the person does.
    #[diesel(deserialize_as = String)]
    pub role: Role,
    /// Whether it can be used.
    #[diesel(deserialize_as = String)]
    pub status: AccountStatus,
    /// Its version.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// An account with its regions: the subject whose history is kept. What proves its owner is not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// The row.
    #[serde(flatten)]
    pub row: UserRow,
    /// The regions in which the person acts, in order of their codes.
    pub region_codes: Vec<RegionCode>,
}

impl User {
    /// What a token for a sign-in of this account says.
    pub fn grant(&self, session_id: Uuid) -> Grant {
        Grant {
            account_id: self.row.id,
            kind: AccountKind::User,
            role: Some(self.row.role),
            scopes: ScopeSet::of_role(self.row.role),
            regions: self.region_codes.clone(),
            regency_id: self.row.regency_id,
            session_id: Some(session_id),
            version: self.row.version,
        }
    }

    /// The account after its next change.
    pub fn next(&self, now: DateTime<Utc>) -> User {
        let mut next = self.clone();
        next.row.version = self.row.version.saturating_add(1);
        next.row.updated_at = now;
        next
    }
}

impl Snapshot for User {
    const SUBJECT: Subject = Subject::User;

    fn id(&self) -> Uuid {
        self.row.id
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn regency_id(&self) -> i32 {
        self.row.regency_id.unwrap_or(WHOLE_DEPLOYMENT)
    }

    fn region_code(&self) -> Option<&str> {
        match self.region_codes.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        }
    }
}

/// What proves that someone owns an account.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = user_credentials, check_for_backend(diesel::pg::Pg))]
pub struct CredentialsRow {
    /// The account.
    pub user_id: Uuid,
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Set while the secret is a one-time start code.
    pub start_code_expires_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}
