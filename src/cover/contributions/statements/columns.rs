//! Which column of a statement holds what: headings as banks write them, or as the caller names them.

use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Day,
    Amount,
    Direction,
    Reference,
    Description,
}

/// Column, its name in reports, and the headings it is known by (letters and digits only, lower case).
const HEADINGS: &[(Column, &str, &[&str])] = &[
    (
        Column::Day,
        "day",
        &["day", "date", "tanggal", "tgl", "tanggaltransaksi", "tgltransaksi", "bookingdate"],
    ),
    (Column::Amount, "amount", &["amount", "jumlah", "nominal", "mutasi", "nilai", "debet", "debit"]),
    (Column::Direction, "direction", &["direction", "dk", "dbkr", "dbcr", "jenis", "posisi"]),
    (
        Column::Reference,
        "reference",
        &["reference", "ref", "noref", "referensi", "noreferensi", "nomorreferensi"],
    ),
    (
        Column::Description,
        "description",
        &["description", "keterangan", "uraian", "deskripsi", "keterangantransaksi", "berita"],
    ),
];

impl Column {
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
        for column in [Column::Day, Column::Amount] {
            if count(column) == 0 {
                errors.push(FieldError::new(format!("/{}", column.as_str()), "column_missing", MISSING));
            }
        }
        if count(Column::Reference) + count(Column::Description) == 0 {
            errors.push(FieldError::new("/reference", "column_missing", MISSING));
        }
        for (column, name, _) in HEADINGS {
            if count(*column) > 1 {
                errors.push(FieldError::new(format!("/{name}"), "column_repeated", REPEATED));
            }
        }
        if errors.is_empty() { Ok(Self(columns)) } else { Err(errors) }
    }

    /// The text of a column in a record; none where it is empty.
    pub fn cell(&self, record: &[Vec<u8>], wanted: Column) -> Option<String> {
        let place = self.0.iter().position(|column| *column == Some(wanted))?;
        let text = String::from_utf8_lossy(record.get(place)?).trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    }

    /// Whether the file says which way the money went.
    pub fn has_direction(&self) -> bool {
        self.0.contains(&Some(Column::Direction))
    }
}

const MISSING: Text = Text::fixed(
    "Berkas harus memuat kolom tanggal, jumlah, dan referensi atau keterangan.",
    "The file needs columns for day and amount, and one for reference or description.",
);
const REPEATED: Text =
    Text::fixed("Kolom ini muncul lebih dari sekali.", "This column occurs more than once.");

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<Vec<u8>> {
        names.iter().map(|name| name.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headings_are_known_by_the_banks_names_and_by_the_callers_own() {
        let names = headings(&["Tgl. Transaksi", "Uraian", "Nominal", "D/K", "Saldo"]);
        let columns = Columns::parse(&names, &Mapping::default()).unwrap();
        let expected = [
            Some(Column::Day),
            Some(Column::Description),
            Some(Column::Amount),
            Some(Column::Direction),
            None,
        ];
        assert_eq!((columns.has_direction(), columns.0), (true, expected.to_vec()));
        let mapping = Mapping(vec![(Column::Amount, "Keluar".to_owned())]);
        let columns = Columns::parse(&headings(&["Tanggal", "Jumlah", "Keluar", "Ref"]), &mapping).unwrap();
        assert_eq!(columns.0, [Some(Column::Day), None, Some(Column::Amount), Some(Column::Reference)]);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = Columns::parse(&headings(&["Saldo", "DK", "Jenis"]), &Mapping::default()).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected = [
            ("/day", "column_missing"),
            ("/amount", "column_missing"),
            ("/reference", "column_missing"),
            ("/direction", "column_repeated"),
        ];
        assert_eq!(found, expected);
    }
}
