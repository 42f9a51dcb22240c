//! What callers send to decide.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::domain::parse_day;
use crate::platform::http::{Issues, Problem, Text};
use crate::register::workers::rules::{DeactivationReason, RejectionReason};

/// The longest note in characters.
const NOTE_MAX: usize = 500;

/// Confirms that a registration is right.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyWorker {
    /// Confirms all warnings of `nik_warnings`: somebody has looked at the identity card.
    #[serde(default)]
    #[schema(example = true)]
    pub confirm_warnings: bool,
    /// What the history shall keep beside it.
    #[schema(example = "KTP dilihat", max_length = 500)]
    note: Option<String>,
}

/// Refuses a registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectWorker {
    /// A code of the list `worker_rejection_reason`.
    #[schema(example = "not_resident", max_length = 40)]
    reason: String,
    /// What the history shall keep beside it.
    #[schema(example = "Pindah sebelum pendataan", max_length = 500)]
    note: Option<String>,
}

/// Takes a worker out of the register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeactivateWorker {
    /// A code of the list `worker_deactivation_reason`.
    #[schema(example = "moved_out", max_length = 40)]
    reason: String,
    /// The day of it: of death, of moving.
    #[schema(value_type = NaiveDate, example = "2026-11-01")]
    on: String,
    /// What the history shall keep beside it.
    #[schema(example = "Pindah ke Pamekasan", max_length = 500)]
    note: Option<String>,
}

/// Takes a refused or inactive registration up again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenWorker {
    /// Why; the history keeps it.
    #[schema(example = "Kembali tinggal di desa", min_length = 1, max_length = 500)]
    reason: String,
}

impl VerifyWorker {
    /// Reads the note.
    pub fn parse(self) -> Result<(bool, Option<String>), Problem> {
        let mut issues = Issues::new();
        let note = read_note(&mut issues, "/note", self.note);
        issues.finish()?;
        Ok((self.confirm_warnings, note))
    }
}

impl RejectWorker {
    /// Reads the reason and the note.
    pub fn parse(self) -> Result<(RejectionReason, Option<String>), Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", RejectionReason::parse(&self.reason));
        let note = read_note(&mut issues, "/note", self.note);
        match reason {
            Some(reason) if issues.is_empty() => Ok((reason, note)),
            _ => Err(issues.into_problem()),
        }
    }
}

impl DeactivateWorker {
    /// Reads the reason, the day and the note.
    pub fn parse(self) -> Result<(DeactivationReason, NaiveDate, Option<String>), Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", DeactivationReason::parse(&self.reason));
        let on = issues.take("/on", parse_day(&self.on));
        let note = read_note(&mut issues, "/note", self.note);
        match (reason, on) {
            (Some(reason), Some(on)) if issues.is_empty() => Ok((reason, on, note)),
            _ => Err(issues.into_problem()),
        }
    }
}

impl ReopenWorker {
    /// Reads the reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = read_note(&mut issues, "/reason", Some(self.reason));
        match reason {
            Some(reason) if issues.is_empty() => Ok(reason),
            _ => Err(issues.into_problem()),
        }
    }
}

fn read_note(issues: &mut Issues, pointer: &str, note: Option<String>) -> Option<String> {
    let note = note?.trim().to_owned();
    if note.is_empty() || note.chars().count() > NOTE_MAX {
        issues.push(
            pointer,
            "note_length",
            Text::fixed("Tulis 1 sampai 500 huruf.", "Write 1 to 500 characters."),
        );
        return None;
    }
    Some(note)
}
