//! Rows of what was answered.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::platform::db::schema::contribution_reconciliations;

/// A file of the insurer that answered lines of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = contribution_reconciliations, check_for_backend(diesel::pg::Pg))]
pub struct ReconciliationRow {
    /// Its id.
    pub id: Uuid,
    /// The regency of the batch.
    pub regency_id: i32,
    /// The batch.
    pub batch_id: Uuid,
    /// Counted within the batch.
    pub number: i32,
    /// What the file is called, as far as it was told.
    pub file_name: Option<String>,
    /// SHA-256 of the file; none for what was answered before files were recorded.
    pub file_digest: Option<Vec<u8>>,
    /// How many lines it accepted.
    pub accepted_lines: i32,
    /// What those come to.
    pub accepted_idr: i64,
    /// How many it refused.
    pub refused_lines: i32,
    /// What those come to.
    pub refused_idr: i64,
    /// Rows that spoke of no open line.
    pub skipped_rows: i32,
    /// Who sent it.
    pub recorded_by: Option<Uuid>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who took it back.
    pub taken_back_by: Option<Uuid>,
    /// When.
    pub taken_back_at: Option<DateTime<Utc>>,
    /// Why.
    pub taken_back_reason: Option<String>,
}
