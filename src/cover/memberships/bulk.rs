//! The insurer's whole list at once: rows are staged by COPY and merged by a handful of set-based statements.
//!
//! A staged row was read by the same rules as a single fact; the merge adds what only the database knows: whose number
//! it is, and whether NIK and member number mean the same person.

mod merge;
mod stage;

use uuid::Uuid;

pub use merge::{Merged, clear_rows, merge, sweep};
pub use stage::{Stage, StageError};

use super::service::Fact;
use crate::domain::Nik;
use crate::platform::changes::Origin;
use crate::register::workers::bulk::RowProblem;

/// One load: the rows of one file about one regency, merged in one transaction.
#[derive(Debug, Clone)]
pub struct Load {
    /// Names the load; the facts carry it as their import.
    pub id: Uuid,
    /// The regency of every row.
    pub regency_id: i32,
    /// `LIKE` patterns of the regions in which the loading caller may see registrations.
    pub patterns: Vec<String>,
    /// Who loads, and the instant that the facts carry.
    pub origin: Origin,
    /// What the file is called.
    pub file_name: String,
    /// The file's SHA-256.
    pub file_digest: Vec<u8>,
}

/// A row on its way into the facts.
#[derive(Debug)]
pub struct StagedRow {
    /// The row's place in its file, from 1.
    pub row_number: i32,
    /// Of whom and what was said, or what is wrong with it. The evidence is the file's.
    pub content: Result<(Option<Nik>, Fact), Vec<RowProblem>>,
}
