//! Which column of a statement holds what: headings as banks write them, or as the caller names them.

use crate::platform::csv::{self, Column as _, Known};
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

const HEADINGS: &[Known<Column>] = &[
    (
        Column::Day,
        "day",
        &["day", "date", "tanggal", "tgl", "tanggaltransaksi", "tgltransaksi", "bookingdate"],
    ),
    (Column::Amount, "amount", &["amount", "jumlah", "nominal", "mutasi", "nilai", "debet", "debit"]),
    (
        Column::Direction,
        "direction",
        &[
            "direction",
            "dk",
            "dbkr",
            "dbcr",
            "jenis",
            "posisi",
            "arah",
            "tipe",
            "type",
            "debetkredit",
            "debitkredit",
        ],
    ),
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

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = HEADINGS;
}

/// Headings that the caller names instead of the usual ones.
pub type Mapping = csv::Mapping<Column>;

/// The columns of a statement.
pub type Columns = csv::Columns<Column>;

/// Reads a heading line, or says everything that is wrong with it.
pub fn parse(headings: &[Vec<u8>], mapping: &Mapping) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, mapping);
    let mut errors = Vec::new();
    for column in [Column::Day, Column::Amount] {
        if !columns.has(column) {
            errors.push(FieldError::new(format!("/{}", column.as_str()), "column_missing", MISSING));
        }
    }
    if !columns.has(Column::Reference) && !columns.has(Column::Description) {
        errors.push(FieldError::new("/reference", "column_missing", MISSING));
    }
    columns.checked(mapping, errors)
}

/// The text of a column in a record; none where it is empty.
pub fn text(columns: &Columns, record: &[Vec<u8>], wanted: Column) -> Option<String> {
    let text = String::from_utf8_lossy(columns.cell(record, wanted)?).trim().to_owned();
    Some(text).filter(|text| !text.is_empty())
}

const MISSING: Text = Text::fixed(
    "Berkas harus memuat kolom tanggal, jumlah, dan referensi atau keterangan.",
    "The file needs columns for day and amount, and one for reference or description.",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<Vec<u8>> {
        names.iter().map(|name| name.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headings_are_known_by_the_banks_names_and_by_the_callers_own() {
        let names = headings(&["Tgl. Transaksi", "Uraian", "Nominal", "D/K", "Saldo"]);
        let columns = parse(&names, &Mapping::default()).unwrap();
        let expected = [
            Some(Column::Day),
            Some(Column::Description),
            Some(Column::Amount),
            Some(Column::Direction),
            None,
        ];
        assert_eq!((columns.has(Column::Direction), columns.0), (true, expected.to_vec()));
        let mapping = csv::Mapping(vec![(Column::Amount, "Keluar".to_owned())]);
        let columns = parse(&headings(&["Tanggal", "Jumlah", "Keluar", "Ref"]), &mapping).unwrap();
        assert_eq!(columns.0, [Some(Column::Day), None, Some(Column::Amount), Some(Column::Reference)]);
    }

    #[test]
    fn a_heading_that_is_named_must_be_there() {
        let mapping =
            csv::Mapping(vec![(Column::Direction, "nope".to_owned()), (Column::Day, "kapan".to_owned())]);
        let errors = parse(&headings(&["Tanggal", "Jumlah", "Arah", "Ref"]), &mapping).unwrap_err();
        let pointers: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/day", "/direction"]);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = parse(&headings(&["Saldo", "DK", "Jenis"]), &Mapping::default()).unwrap_err();
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
