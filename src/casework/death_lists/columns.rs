//! Which column of a list of deaths holds what: headings as registries and villages write them.

use crate::platform::csv::{self, Known, Mapping};
use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The NIK of the dead.
    Nik,
    /// The name of the dead.
    Name,
    /// The day of birth.
    BirthOn,
    /// The village in which the dead lived.
    VillageCode,
    /// The day of death.
    DiedOn,
    /// On what paper.
    Evidence,
}

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = &[
        (Column::Nik, "nik", &["nik", "nomorindukkependudukan", "noktp"]),
        (Column::Name, "name", &["name", "nama", "namalengkap", "namaalmarhum", "namajenazah"]),
        (Column::BirthOn, "birth_on", &["birthon", "tanggallahir", "tgllahir"]),
        (Column::VillageCode, "village_code", &["villagecode", "kodedesa", "kodekelurahan", "kodewilayah"]),
        (
            Column::DiedOn,
            "died_on",
            &["diedon", "tanggalmeninggal", "tglmeninggal", "tanggalkematian", "tglkematian", "tglwafat"],
        ),
        (
            Column::Evidence,
            "evidence",
            &["evidence", "noakta", "nomorakta", "aktakematian", "nosurat", "bukti"],
        ),
    ];
}

/// The columns of a list of deaths.
pub type Columns = csv::Columns<Column>;

/// Reads a heading line, or says everything that is wrong with it.
pub fn parse(headings: &[Vec<u8>]) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, &Mapping::default());
    let mut errors = Vec::new();
    if !columns.has(Column::Nik) && !columns.has(Column::Name) {
        errors.push(FieldError::new("/nik", "column_missing", WITHOUT_PERSON));
    }
    if !columns.has(Column::DiedOn) {
        errors.push(FieldError::new("/died_on", "column_missing", WITHOUT_DAY));
    }
    errors.extend(columns.repeated());
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

const WITHOUT_PERSON: Text = Text::fixed(
    "Berkas harus memuat kolom NIK, atau kolom nama dan kode desa.",
    "The file needs a column for the NIK, or columns for the name and the village's code.",
);
const WITHOUT_DAY: Text = Text::fixed(
    "Berkas harus memuat kolom tanggal meninggal.",
    "The file needs a column for the day of death.",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_both_languages_and_what_is_missing_is_said_at_once() {
        let names = |names: &[&str]| names.iter().map(|name| name.as_bytes().to_vec()).collect::<Vec<_>>();
        let columns = parse(&names(&["No", "NIK", "Nama Lengkap", "Tgl. Meninggal", "No. Akta"])).unwrap();
        let expected =
            [None, Some(Column::Nik), Some(Column::Name), Some(Column::DiedOn), Some(Column::Evidence)];
        assert_eq!(columns.0, expected);
        let errors = parse(&names(&["Kode Desa", "kode_desa"])).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected = [
            ("/nik", "column_missing"),
            ("/died_on", "column_missing"),
            ("/village_code", "column_repeated"),
        ];
        assert_eq!(found, expected);
    }
}
