//! Rows of regencies.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::platform::changes::{Snapshot, Subject, WHOLE_DEPLOYMENT};
use crate::platform::db::schema::regencies;

/// A regency of this deployment.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = regencies, check_for_backend(diesel::pg::Pg))]
pub struct RegencyRow {
    /// The number that stands in every key of the regency's data; never changes.
    pub id: i32,
    /// The Interior Ministry's code; changes when regencies are split.
    pub region_code: String,
    /// The name.
    pub name: String,
    /// Whether the regency still takes new registrations.
    pub active: bool,
    /// 1 when created, one more with every change.
    pub version: i32,
    /// When it was taken into the deployment.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a change sets; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = regencies)]
pub struct RegencyChanges {
    /// A new code.
    pub region_code: Option<String>,
    /// A new name.
    pub name: Option<String>,
    /// Active or not.
    pub active: Option<bool>,
}

impl Snapshot for RegencyRow {
    const SUBJECT: Subject = Subject::Regency;

    fn id(&self) -> Uuid {
        subject_id(self.id)
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        WHOLE_DEPLOYMENT
    }

    fn region_code(&self) -> Option<&str> {
        Some(&self.region_code)
    }
}

/// The history names its subjects by UUID; a regency's is its number with zeros before it.
pub fn subject_id(id: i32) -> Uuid {
    Uuid::from_u64_pair(0, u64::from(id.unsigned_abs()))
}
