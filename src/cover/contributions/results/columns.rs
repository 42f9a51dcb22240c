//! Which column of a result file holds what: headings as the insurer writes them, or as the caller names them.

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

/// Column, its name in reports, and the headings it is known by (letters and digits only, lower case).
const HEADINGS: &[(Column, &str, &[&str])] = &[
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

    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        HEADINGS.iter().find(|(column, _, _)| *column == self).map_or("row", |(_, name, _)| name)
    }
}

/// Headings that the caller names instead of the usual ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(pub Vec<(Column, String)>);

impl Mapping {
    fn column_of(&self, heading: &str) -> Option<Column> {
        let key = key_of(heading);
        let named = self.0.iter().find(|(_, name)| key_of(name) == key).map(|(column, _)| *column);
        // A column that the caller named is found under no other heading.
        let taken = |column: Column| self.0.iter().any(|(named, _)| *named == column);
        let usual = HEADINGS.iter().find(|(_, _, keys)| keys.contains(&key.as_str()));
        named.or_else(|| usual.map(|(column, _, _)| *column).filter(|column| !taken(*column)))
    }
}

fn key_of(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The columns of a file, in its order; those that say nothing to us are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads a heading line, or says everything that is wrong with it.
    pub fn parse(headings: &[Vec<u8>], mapping: &Mapping) -> Result<Self, Vec<FieldError>> {
        let read = |heading: &Vec<u8>| mapping.column_of(&String::from_utf8_lossy(heading));
        let columns: Vec<Option<Column>> = headings.iter().map(read).collect();
        let count = |wanted: Column| columns.iter().flatten().filter(|column| **column == wanted).count();
        let mut errors = Vec::new();
        if [Column::LineNumber, Column::Nik, Column::MemberNumber]
            .into_iter()
            .all(|column| count(column) == 0)
        {
            errors.push(missing("/nik"));
        }
        if count(Column::Result) == 0 {
            errors.push(missing("/status"));
        }
        for column in Column::ALL.into_iter().filter(|column| count(*column) > 1) {
            let text =
                Text::fixed("Kolom ini muncul lebih dari sekali.", "This column occurs more than once.");
            errors.push(FieldError::new(format!("/{}", column.as_str()), "column_repeated", text));
        }
        if errors.is_empty() { Ok(Self(columns)) } else { Err(errors) }
    }

    /// The cell of a column in a record.
    pub fn cell<'r>(&self, record: &'r [Vec<u8>], wanted: Column) -> Option<&'r [u8]> {
        let place = self.0.iter().position(|column| *column == Some(wanted))?;
        record.get(place).map(Vec::as_slice)
    }
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
        let columns = Columns::parse(&names, &Mapping::default()).unwrap();
        let expected =
            [None, Some(Column::Nik), Some(Column::Month), Some(Column::Result), Some(Column::Reason)];
        assert_eq!(columns.0, expected);
        let mapping =
            Mapping(vec![(Column::Result, "Sts Iuran".to_owned()), (Column::MemberNumber, "NO".to_owned())]);
        let columns = Columns::parse(&headings(&["No", "Status", "sts_iuran"]), &mapping).unwrap();
        assert_eq!(columns.0, [Some(Column::MemberNumber), None, Some(Column::Result)]);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = Columns::parse(&headings(&["Bulan", "Periode"]), &Mapping::default()).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected =
            [("/nik", "column_missing"), ("/status", "column_missing"), ("/month", "column_repeated")];
        assert_eq!(found, expected);
    }
}
