//! Rows of lists and of the verdicts on their rows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::rules::ListVerdict;
use crate::casework::deaths::rules::DeathSource;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{death_list_rows, death_lists};

/// A list of deaths.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = death_lists, check_for_backend(diesel::pg::Pg))]
pub struct DeathListRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// Who told.
    pub source: AsText<DeathSource>,
    /// What the file is called.
    pub file_name: Option<String>,
    /// SHA-256 of the file.
    pub file_digest: Vec<u8>,
    /// Rows whose deaths were recorded.
    pub recorded: i32,
    /// Rows of whom somebody has to decide.
    pub undecided: i32,
    /// Rows of people who are not in the register.
    pub not_registered: i32,
    /// Rows that told nothing new.
    pub known: i32,
    /// Rows that were refused.
    pub refused: i32,
    /// Who sent it; none for the deployment itself.
    pub recorded_by: Option<Uuid>,
    /// Always 1: a list does not change.
    pub version: i32,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

impl Snapshot for DeathListRow {
    const SUBJECT: Subject = Subject::DeathList;

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

/// The verdict on one row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = death_list_rows, check_for_backend(diesel::pg::Pg))]
pub struct ListVerdictRow {
    /// The list.
    pub list_id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The row's place in the file, from 1, the heading line aside.
    pub row_number: i32,
    /// What became of it.
    pub verdict: AsText<ListVerdict>,
    /// The report that it became, or that told of the death before.
    pub death_id: Option<Uuid>,
    /// What is wrong with it.
    pub problems: Option<Value>,
}

/// One thing that is wrong with a row, as it is kept: never a value of the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The column; empty for the row as a whole.
    pub field: String,
    /// The stable code of the rule.
    pub code: String,
    /// The rule.
    pub detail: BothLanguages,
}

/// A text in both languages of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BothLanguages {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}
