//! From a record of a result file to a verdict, without keeping the identifier in clear.

use super::columns::{Column, Columns};
use crate::cover::contributions::batches::rules::RefusalReason;
use crate::domain::{Day, MemberNumber, Month, Nik, Programme};
use crate::platform::csv::{Column as _, Record};
use crate::platform::http::{Issues, Text};
use crate::platform::vault::{LookupHash, Vault, VaultError};
use crate::register::reference;

/// Accepted, or why not.
pub type Verdict = Result<(), RefusalReason>;

/// What the insurer says of a line or of several of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// Counted from 1, the heading line aside.
    pub row_number: i32,
    /// Which line.
    pub line_number: Option<i32>,
    /// Of whom.
    pub nik: Option<LookupHash<Nik>>,
    /// Of whom.
    pub member_number: Option<LookupHash<MemberNumber>>,
    /// Of which programme; of all when absent.
    pub programme: Option<Programme>,
    /// Of which month; of all when absent.
    pub month: Option<Month>,
    /// Accepted, or why not.
    pub verdict: Verdict,
}

/// Reads records.
pub struct Reading<'a> {
    /// The heading line.
    pub columns: Columns,
    /// Hashes identifiers.
    pub vault: &'a Vault,
}

impl Reading<'_> {
    /// Reads a record; what is wrong with it goes to the issues, without its values.
    pub fn row(
        &self,
        row_number: i32,
        record: &Record,
        issues: &mut Issues,
    ) -> Result<Option<ResultRow>, VaultError> {
        let pointer = |column: Column| format!("/rows/{row_number}/{}", column.as_str());
        self.columns.check_width(record, format!("/rows/{row_number}"), issues);
        let [line, nik, member, programme, month, result, reason] =
            Column::ALL.map(|column| self.columns.text(record, column, pointer, issues));
        if line.is_none() && nik.is_none() && member.is_none() {
            issues.missing(pointer(Column::Nik));
        }
        let line_number = line.and_then(|text| match text.parse::<i32>() {
            Ok(number) if number > 0 => Some(number),
            _ => {
                issues.push(pointer(Column::LineNumber), "not_a_number", NOT_A_NUMBER);
                None
            }
        });
        let nik = nik.and_then(|text| issues.take(pointer(Column::Nik), Nik::parse(text)));
        let member =
            member.and_then(|text| issues.take(pointer(Column::MemberNumber), MemberNumber::parse(text)));
        let programme = programme
            .and_then(|text| issues.take(pointer(Column::Programme), Programme::parse(&text.to_lowercase())));
        let month =
            month.and_then(|text| issues.take(pointer(Column::Month), Month::parse(&iso_month(text))));
        let verdict = verdict(result, reason, &pointer, issues);
        let Some(verdict) = verdict else { return Ok(None) };
        let nik = nik.map(|nik| self.vault.lookup_hash(&nik)).transpose()?;
        let member_number = member.map(|member| self.vault.lookup_hash(&member)).transpose()?;
        Ok(Some(ResultRow { row_number, line_number, nik, member_number, programme, month, verdict }))
    }
}

fn verdict(
    result: Option<&str>,
    reason: Option<&str>,
    pointer: &impl Fn(Column) -> String,
    issues: &mut Issues,
) -> Option<Verdict> {
    let Some(result) = result else {
        issues.missing(pointer(Column::Result));
        return None;
    };
    match result.to_lowercase().as_str() {
        "accepted" | "diterima" | "terima" | "berhasil" | "sukses" | "lunas" | "ok" => {
            // A word like "sukses" in the column of reasons is none.
            let named = reason.and_then(|reason| RefusalReason::parse(&reason_code(reason)).ok());
            if named.is_some() {
                issues.push(pointer(Column::Reason), "reason_without_refusal", CONTRADICTION);
                return None;
            }
            Some(Ok(()))
        }
        "refused" | "ditolak" | "tolak" | "gagal" => {
            let Some(reason) = reason else {
                issues.missing(pointer(Column::Reason));
                return None;
            };
            issues.take(pointer(Column::Reason), RefusalReason::parse(&reason_code(reason))).map(Err)
        }
        _ => {
            issues.push(pointer(Column::Result), "unknown_result", UNKNOWN_RESULT);
            None
        }
    }
}

/// The code of a reason from its code or its name in either language, with or without what is to be done; what is
/// unknown stays as it is and is refused by the list.
fn reason_code(text: &str) -> String {
    let lower = text.to_lowercase();
    let codes = reference::find(RefusalReason::LIST).map_or(&[][..], |list| list.codes);
    let is_named = |label: &str| {
        let label = label.to_lowercase();
        label == lower || label.split(':').next() == Some(lower.as_str())
    };
    let named = codes
        .iter()
        .find(|entry| entry.code == lower || is_named(entry.label.id) || is_named(entry.label.en));
    named.map_or(lower, |entry| entry.code.to_owned())
}

/// A month as spreadsheets write it, in the form of the API. What is no month stays and is refused by its own rule.
fn iso_month(text: &str) -> String {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    match parts.as_slice() {
        [month, year] if year.len() == 4 && month.len() <= 2 => format!("{year}-{month:0>2}"),
        [year, month, day] if year.len() == 4 && *day == "01" => format!("{year}-{month}"),
        [day, month, year] if year.len() == 4 && *day == "01" => format!("{year}-{month}"),
        _ => text.to_owned(),
    }
}

/// The first day of a row's month.
pub fn first_day(row: &ResultRow) -> Option<Day> {
    row.month.map(Month::first_day)
}

const CONTRADICTION: Text = Text::fixed(
    "Baris ini diterima dan sekaligus menyebut alasan penolakan.",
    "This row is accepted and gives a reason of a refusal at the same time.",
);
const NOT_A_NUMBER: Text =
    Text::fixed("Nomor baris ditulis dengan angka.", "A line number is written in digits.");
const UNKNOWN_RESULT: Text = Text::fixed(
    "Tulis diterima atau ditolak (accepted, refused).",
    "Write accepted or refused (diterima, ditolak).",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_spreadsheets_write_them() {
        for text in ["2026-05", "05/2026", "5-2026", "2026-05-01", "01/05/2026"] {
            assert_eq!(iso_month(text), "2026-05", "{text}");
        }
        assert_eq!(iso_month("Mei 2026"), "Mei 2026");
    }

    #[test]
    fn reasons_are_known_by_code_and_by_name() {
        assert_eq!(reason_code("deceased"), "deceased");
        assert_eq!(reason_code("Sudah meninggal"), "deceased");
        assert_eq!(reason_code("System error: send again"), "system_error");
        assert_eq!(reason_code("entah"), "entah");
    }
}
