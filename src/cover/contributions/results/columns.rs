//! Which column of a result file holds what: headings as the insurer writes them, or as the caller names them.

use crate::platform::csv::{self, Known};
use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The line's number in the list that was sent.
    LineNumber,
    /// The NIK.
    Nik,
    /// The member number.
    MemberNumber,
    /// The programme.
    Programme,
    /// The month.
    Month,
    /// Accepted or refused.
    Result,
    /// Why refused.
    Reason,
}

const HEADINGS: &[Known<Column>] = &[
    (Column::LineNumber, "line_number", &["linenumber", "nomorbaris", "baris"]),
    (Column::Nik, "nik", &["nik", "nomorindukkependudukan", "noktp"]),
    (Column::MemberNumber, "member_number", &["membernumber", "kpj", "nokpj", "nomorpeserta"]),
    (Column::Programme, "programme", &["programme", "program", "jaminan"]),
    (Column::Month, "month", &["month", "bulan", "periode", "bulaniuran"]),
    (Column::Result, "status", &["status", "result", "hasil", "keputusan"]),
    (
        Column::Reason,
        "refusal_reason",
        &["refusalreason", "reason", "alasan", "alasanpenolakan", "keterangan"],
    ),
];

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = HEADINGS;
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 7] = [
        Self::LineNumber,
        Self::Nik,
        Self::MemberNumber,
        Self::Programme,
        Self::Month,
        Self::Result,
        Self::Reason,
    ];
}

/// Headings that the caller names instead of the usual ones.
pub type Mapping = csv::Mapping<Column>;

/// The columns of a result file.
pub type Columns = csv::Columns<Column>;

/// Reads a heading line, or says everything that is wrong with it.
pub fn parse(headings: &[Vec<u8>], mapping: &Mapping) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, mapping);
    let mut errors = Vec::new();
    if ![Column::LineNumber, Column::Nik, Column::MemberNumber].into_iter().any(|column| columns.has(column))
    {
        errors.push(missing("/nik"));
    }
    if !columns.has(Column::Result) {
        errors.push(missing("/status"));
    }
    columns.checked(mapping, errors)
}

fn missing(pointer: &str) -> FieldError {
    let text = Text::fixed(
        "Berkas harus memuat kolom status, dan kolom line_number, NIK atau nomor peserta.",
        "The file needs a column for the status, and one for line_number, NIK or member number.",
    );
    FieldError::new(pointer, "column_missing", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<Vec<u8>> {
        names.iter().map(|name| name.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headings_are_known_in_both_languages_and_by_the_callers_own_names() {
        let names = headings(&["No", "N.I.K", "Periode", "Hasil", "Alasan"]);
        let columns = parse(&names, &Mapping::default()).unwrap();
        let expected =
            [None, Some(Column::Nik), Some(Column::Month), Some(Column::Result), Some(Column::Reason)];
        assert_eq!(columns.0, expected);
        let mapping = csv::Mapping(vec![
            (Column::Result, "Sts Iuran".to_owned()),
            (Column::MemberNumber, "NO".to_owned()),
        ]);
        let columns = parse(&headings(&["No", "Status", "sts_iuran"]), &mapping).unwrap();
        assert_eq!(columns.0, [Some(Column::MemberNumber), None, Some(Column::Result)]);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = parse(&headings(&["Bulan", "Periode"]), &Mapping::default()).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected =
            [("/nik", "column_missing"), ("/status", "column_missing"), ("/month", "column_repeated")];
        assert_eq!(found, expected);
    }
}
