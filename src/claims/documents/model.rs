//! Rows of documents.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::{DocumentState, Format, Verdict};
use crate::cover::rules::checklists::codes::ChecklistDocument;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{claim_document_uploads, claim_documents};
use crate::platform::storage::FileKey;

/// A document as it is stored.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    Queryable,
    Selectable,
    Insertable,
    AsChangeset,
    Identifiable,
    Serialize,
    Deserialize,
)]
#[diesel(table_name = claim_documents, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct DocumentRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub claim_id: Uuid,
    pub kind: AsText<ChecklistDocument>,
    pub format: AsText<Format>,
    pub size_bytes: i64,
    pub sha256: String,
    pub verdict: Option<AsText<Verdict>>,
    pub verdict_reason: Option<String>,
    pub judged_by: Option<Uuid>,
    pub judged_at: Option<DateTime<Utc>>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub withdrawn_by: Option<Uuid>,
    pub withdrawal_reason: Option<String>,
    pub entered_by: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// The child that it is about. Versions from before children had papers name none.
    #[serde(default)]
    pub child_id: Option<Uuid>,
    /// The calendar year in which the school year begins that it is about.
    #[serde(default)]
    pub school_year: Option<i32>,
    /// The file of the attempt that became this document; none from before attempts had files of their own. Where bytes lie is no
    /// part of a claim's history.
    #[serde(skip)]
    pub file_id: Option<Uuid>,
}

impl DocumentRow {
    /// Where it stands.
    pub fn state(&self) -> DocumentState {
        match (self.withdrawn_at, self.verdict) {
            (Some(_), _) => DocumentState::Withdrawn,
            (None, None) => DocumentState::ToCheck,
            (None, Some(AsText(Verdict::Accepted))) => DocumentState::Accepted,
            (None, Some(AsText(Verdict::Refused))) => DocumentState::Refused,
        }
    }

    /// Where its bytes are.
    pub fn file(&self) -> FileKey {
        FileKey { regency_id: self.regency_id, id: self.file_id.unwrap_or(self.id) }
    }
}

/// A file that is on its way in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = claim_document_uploads, check_for_backend(Pg))]
pub struct UploadRow {
    /// The id of the file: each attempt has one of its own, whatever the document's id is to be.
    pub id: Uuid,
    pub regency_id: i32,
    pub started_at: DateTime<Utc>,
}

impl UploadRow {
    /// Where its bytes are, as far as they have come.
    pub fn file(&self) -> FileKey {
        FileKey { regency_id: self.regency_id, id: self.id }
    }
}
