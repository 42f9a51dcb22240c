//! Rows of this room's tables.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::schema::{import_rows, imports};

/// An import job, as its table and its history hold it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = imports, check_for_backend(diesel::pg::Pg), treat_none_as_null = true)]
pub struct ImportRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub kind: String,
    pub status: String,
    pub region_codes: Vec<String>,
    pub actor_kind: String,
    pub actor_id: Uuid,
    pub rows_total: i32,
    pub rows_applied: Option<i32>,
    pub rows_refused: Option<i32>,
    pub attempts: i32,
    #[serde(skip)]
    pub key_digest: Option<Vec<u8>>,
    #[serde(skip)]
    pub request_digest: Option<Vec<u8>>,
    pub failure_code: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// What the file is called, of which day it speaks, and its SHA-256: what the facts of a list rest on.
    #[serde(default)]
    pub file_name: Option<String>,
    #[serde(skip)]
    pub file_digest: Option<Vec<u8>>,
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
}

impl Snapshot for ImportRow {
    const SUBJECT: Subject = Subject::Import;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        None
    }
}

/// The verdict on one row of a file.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = import_rows, check_for_backend(diesel::pg::Pg))]
pub struct VerdictRow {
    pub row_number: i32,
    pub verdict: String,
    pub worker_id: Option<Uuid>,
    pub problems: Option<Value>,
}
