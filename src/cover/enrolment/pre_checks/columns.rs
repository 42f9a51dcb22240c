//! Which column of a checked list holds what: headings as they went out, as registries write them, or as the caller names them.

use crate::platform::csv::{self, Known};
use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The worker's id, as it went out.
    WorkerId,
    /// The NIK.
    Nik,
    /// What was found.
    Verdict,
    /// What the registry adds in words.
    Note,
}

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = &[
        (Column::WorkerId, "worker_id", &["workerid", "idpekerja"]),
        (Column::Nik, "nik", &["nik", "nomorindukkependudukan", "noktp"]),
        (Column::Verdict, "verdict", &["verdict", "hasil", "hasilpemeriksaan", "hasilpadan", "status"]),
        (Column::Note, "note", &["note", "catatan", "keterangan"]),
    ];
}

/// Headings that the caller names instead of the usual ones.
pub type Mapping = csv::Mapping<Column>;

/// The columns of a checked list.
pub type Columns = csv::Columns<Column>;

/// Reads a heading line, or says everything that is wrong with it.
pub fn parse(headings: &[Vec<u8>], mapping: &Mapping) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, mapping);
    let mut errors = Vec::new();
    if !columns.has(Column::WorkerId) && !columns.has(Column::Nik) {
        errors.push(missing("/worker_id"));
    }
    if !columns.has(Column::Verdict) {
        errors.push(missing("/verdict"));
    }
    errors.extend(columns.repeated());
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

fn missing(pointer: &str) -> FieldError {
    let text = Text::fixed(
        "Berkas harus memuat kolom verdict, dan kolom worker_id atau NIK.",
        "The file needs a column for the verdict, and one for worker_id or NIK.",
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
    fn headings_are_known_as_they_went_out_and_by_the_callers_own_names() {
        let out = headings(&["row_number", "worker_id", "nik", "name", "verdict", "note"]);
        let expected = [
            None,
            Some(Column::WorkerId),
            Some(Column::Nik),
            None,
            Some(Column::Verdict),
            Some(Column::Note),
        ];
        assert_eq!(parse(&out, &Mapping::default()).unwrap().0, expected);
        let mapping = csv::Mapping(vec![(Column::Verdict, "Ket. Dukcapil".to_owned())]);
        let columns = parse(&headings(&["N I K", "Hasil", "ket dukcapil"]), &mapping).unwrap();
        assert_eq!(columns.0, [Some(Column::Nik), None, Some(Column::Verdict)]);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = parse(&headings(&["Catatan", "Keterangan"]), &Mapping::default()).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected =
            [("/worker_id", "column_missing"), ("/verdict", "column_missing"), ("/note", "column_repeated")];
        assert_eq!(found, expected);
    }
}
