//! Many registrations at once: rows are staged by COPY and merged by a handful of set-based statements.
//!
//! Imports and the demo's roster go this way. A staged row was read by the same field rules as a
//! single registration; the merge adds what only the database knows: duplicates within the load and
//! persons who are registered already. Everything applied is recorded as a change, like any other.

mod merge;
mod stage;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

pub use merge::{Merged, clear, clear_rows, merge};
pub use stage::Stage;

use super::model::WorkerRow;
use crate::domain::WarungRole;
use crate::platform::changes::Origin;
use crate::platform::i18n::Text;

/// One load: a set of rows of one regency that is merged in one transaction.
#[derive(Debug, Clone)]
pub struct Load {
    /// Names the load; the workers carry it as their import.
    pub id: Uuid,
    /// The regency of every row.
    pub regency_id: i32,
    /// `LIKE` patterns of the regions in which the loading caller may see registrations.
    pub patterns: Vec<String>,
    /// Who loads, and the instant that the rows carry.
    pub origin: Origin,
    /// The day from which the registrations stand.
    pub today: NaiveDate,
}

/// A row on its way into the register.
pub struct StagedRow {
    /// The row's place in its file, from 1.
    pub row_number: i32,
    /// The registration, or what is wrong with it.
    pub content: Result<StagedWorker, Vec<RowProblem>>,
}

/// A readable row.
pub struct StagedWorker {
    /// The registration as it will stand if the merge finds no objection.
    pub worker: Box<WorkerRow>,
    /// The warung it works in, by name within the village, and its role there.
    pub warung: Option<(String, WarungRole)>,
}

/// One thing that is wrong with a staged row. Stored as JSON in `problems`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The column of the file's format.
    pub field: &'static str,
    /// The stable code of the rule.
    pub code: String,
    /// The rule in words, without the value.
    pub detail: Text,
    /// The received value, sealed (`Kind::ImportValue`), in base64.
    pub received_sealed: Option<String>,
}

impl RowProblem {
    /// As it is stored.
    pub fn to_json(&self) -> Value {
        json!({
            "field": self.field,
            "code": self.code,
            "detail": {"id": self.detail.id, "en": self.detail.en},
            "received_sealed": self.received_sealed,
        })
    }
}
