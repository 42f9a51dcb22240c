//! From a record of a checked list to a verdict, without keeping the identifier in clear.

use uuid::Uuid;

use super::columns::{Column, Columns};
use super::rules::CheckVerdict;
use crate::domain::{Line, Nik};
use crate::platform::csv::{Column as _, Record};
use crate::platform::http::{Issues, Text};
use crate::platform::vault::{LookupHash, Vault, VaultError};
use crate::register::reference;

/// What a registry says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// Counted from 1, the heading line aside.
    pub row_number: i32,
    /// Of whom.
    pub worker_id: Option<Uuid>,
    /// Of whom.
    pub nik: Option<LookupHash<Nik>>,
    /// What was found.
    pub verdict: CheckVerdict,
    /// In words.
    pub note: Option<String>,
}

/// Reads records.
pub struct Reading<'a> {
    /// The heading line.
    pub columns: Columns,
    /// Hashes identifiers.
    pub vault: &'a Vault,
}

impl Reading<'_> {
    /// Reads a record; what is wrong with it goes to the issues, without its values. None for a row without an answer.
    pub fn row(
        &self,
        row_number: i32,
        record: &Record,
        issues: &mut Issues,
    ) -> Result<Option<CheckRow>, VaultError> {
        let pointer = |column: Column| format!("/rows/{row_number}/{}", column.as_str());
        self.columns.check_width(record, format!("/rows/{row_number}"), issues);
        let [worker, nik, verdict, note] = [Column::WorkerId, Column::Nik, Column::Verdict, Column::Note]
            .map(|column| {
                let text = self.columns.text(record, column, pointer, issues)?;
                // What went out with an apostrophe against formulas comes back with it.
                Some(text.trim_start_matches('\'')).filter(|text| !text.is_empty())
            });
        let Some(verdict) = verdict else {
            if note.is_some() {
                issues.missing(pointer(Column::Verdict));
            }
            return Ok(None);
        };
        if worker.is_none() && nik.is_none() {
            issues.missing(pointer(Column::WorkerId));
        }
        let worker_id = worker.and_then(|text| {
            let id = Uuid::try_parse(text).ok();
            if id.is_none() {
                issues.push(pointer(Column::WorkerId), "not_an_id", NOT_AN_ID);
            }
            id
        });
        // A spreadsheet may have spoilt the NIK; beside the worker's id it is only a second look.
        let nik = match (worker, nik) {
            (Some(_), Some(text)) => Nik::parse(text).ok(),
            (None, Some(text)) => issues.take(pointer(Column::Nik), Nik::parse(text)),
            (_, None) => None,
        };
        let known = verdict_of(verdict);
        if known.is_none() {
            issues.unknown_value(pointer(Column::Verdict), CheckVerdict::ALL);
        }
        let note = note.and_then(|text| {
            issues.take(pointer(Column::Note), Line::<200>::parse(text)).map(Line::into_string)
        });
        let nik = nik.map(|nik| self.vault.lookup_hash(&nik)).transpose()?;
        Ok(known.map(|verdict| CheckRow { row_number, worker_id, nik, verdict, note }))
    }
}

/// The verdict of a cell: by its code, its usual words, or its name in either language.
fn verdict_of(text: &str) -> Option<CheckVerdict> {
    let by_label = || {
        let lower = text.to_lowercase();
        let codes = reference::find(CheckVerdict::LIST).map_or(&[][..], |list| list.codes);
        let named = codes
            .iter()
            .find(|entry| [entry.label.id, entry.label.en].iter().any(|label| label.to_lowercase() == lower));
        named.and_then(|entry| CheckVerdict::parse(entry.code).ok())
    };
    CheckVerdict::by_words(text).or_else(by_label)
}

const NOT_AN_ID: Text = Text::fixed(
    "Ini bukan worker_id; biarkan kolom itu seperti pada berkas yang diunduh.",
    "This is no worker_id; leave that column as it is in the file that went out.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_known_by_the_names_of_the_list() {
        assert_eq!(verdict_of("Peserta aktif penerima upah"), Some(CheckVerdict::ActiveWageEarner));
        assert_eq!(verdict_of("Civil servant, military or police"), Some(CheckVerdict::CivilServant));
        assert_eq!(verdict_of("entah"), None);
    }
}
