//! API clients as they are stored.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::caller::{AccountKind, ScopeSet};
use crate::access::tokens::Grant;
use crate::access::users::AccountStatus;
use crate::domain::RegionCode;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::schema::{api_client_secrets, api_clients};

/// A row of `api_clients`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = api_clients, check_for_backend(diesel::pg::Pg))]
pub struct ApiClientRow {
    /// The client's id, which is also its OAuth `client_id`.
    pub id: Uuid,
    /// The regency it belongs to.
    pub regency_id: i32,
    /// What it is, in words.
    pub name: String,
    /// What it may do.
    #[diesel(deserialize_as = Vec<String>)]
    pub scopes: ScopeSet,
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

/// A client with its regions: the subject whose history is kept. Its secrets are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiClient {
    /// The row.
    #[serde(flatten)]
    pub row: ApiClientRow,
    /// The regions in which it acts, in order of their codes.
    pub region_codes: Vec<RegionCode>,
}

impl ApiClient {
    /// What a token of this client says, with all its scopes or some of them.
    pub fn grant(&self, scopes: ScopeSet) -> Grant {
        Grant {
            account_id: self.row.id,
            kind: AccountKind::Client,
            role: None,
            scopes,
            regions: self.region_codes.clone(),
            regency_id: Some(self.row.regency_id),
            session_id: None,
            version: self.row.version,
        }
    }

    /// The client after its next change.
    pub fn next(&self, now: DateTime<Utc>) -> ApiClient {
        let mut next = self.clone();
        next.row.version = self.row.version.saturating_add(1);
        next.row.updated_at = now;
        next
    }
}

impl Snapshot for ApiClient {
    const SUBJECT: Subject = Subject::ApiClient;

    fn id(&self) -> Uuid {
        self.row.id
    }

    fn version(&self) -> i32 {
        self.row.version
    }

    fn regency_id(&self) -> i32 {
        self.row.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        match self.region_codes.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        }
    }
}

/// A secret of a client.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_client_secrets, check_for_backend(diesel::pg::Pg))]
pub struct SecretRow {
    /// Its id.
    pub id: Uuid,
    /// The client.
    pub api_client_id: Uuid,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// None for the current one; the end of the overlap for the one before.
    pub expires_at: Option<DateTime<Utc>>,
}
