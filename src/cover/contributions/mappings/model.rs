//! Rows of mappings.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Delimiter, MappedColumn, MappedField, MappingKind};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::column_mappings;

/// How the columns of a kind of file are called in a regency.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = column_mappings, primary_key(id, regency_id), check_for_backend(diesel::pg::Pg))]
pub struct MappingRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// Which files it is for.
    pub kind: AsText<MappingKind>,
    /// What people call it.
    pub name: String,
    /// The headings in their order.
    pub headings: Vec<String>,
    /// What each column holds.
    pub fields: Vec<AsText<MappedField>>,
    /// What stands between the columns.
    pub delimiter: AsText<Delimiter>,
    /// Whether files are taken by it where a request names none.
    pub is_default: bool,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MappingRow {
    /// Its columns.
    pub fn columns(&self) -> Vec<MappedColumn> {
        self.headings.iter().cloned().zip(self.fields.iter().map(|field| field.0)).collect()
    }

    /// The same with other columns.
    pub fn with_columns(self, columns: Vec<MappedColumn>) -> Self {
        let (headings, fields) = columns.into_iter().map(|(heading, field)| (heading, AsText(field))).unzip();
        Self { headings, fields, ..self }
    }
}

impl Snapshot for MappingRow {
    const SUBJECT: Subject = Subject::ColumnMapping;

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
