//! Which column of a file holds what: headings as villages write them.

use crate::platform::csv::{self, Known, Mapping};
use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Nik,
    Name,
    BirthOn,
    Sex,
    VillageCode,
    District,
    Village,
    Phone,
    Occupation,
    Warung,
    Role,
    Decile,
    DecileSource,
    DecileAsOf,
}

/// Column, its name in reports and templates, and the headings it is known by (letters and digits
/// only, lower case).
const HEADINGS: &[Known<Column>] = &[
    (Column::Nik, "nik", &["nik", "nomorindukkependudukan", "noktp"]),
    (Column::Name, "name", &["name", "nama", "namalengkap"]),
    (Column::BirthOn, "birth_on", &["birthon", "birthdate", "tanggallahir", "tgllahir"]),
    (Column::Sex, "sex", &["sex", "jeniskelamin", "jk", "lp"]),
    (Column::VillageCode, "village_code", &["villagecode", "kodedesa", "kodewilayah"]),
    (Column::District, "district", &["district", "kecamatan"]),
    (Column::Village, "village", &["village", "desa", "kelurahan", "desakelurahan"]),
    (Column::Phone, "phone", &["phone", "telepon", "notelepon", "nohp", "hp"]),
    (Column::Occupation, "occupation", &["occupation", "pekerjaan"]),
    (Column::Warung, "warung", &["warung", "namawarung"]),
    (Column::Role, "role", &["role", "peran", "kedudukan"]),
    (Column::Decile, "decile", &["decile", "desil"]),
    (Column::DecileSource, "decile_source", &["decilesource", "sumberdesil", "sumberdata"]),
    (Column::DecileAsOf, "decile_as_of", &["decileasof", "desilper", "tanggaldesil"]),
];

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = HEADINGS;
}

/// The columns of a roster.
pub type Columns = csv::Columns<Column>;

/// Reads the heading line; what is missing or twice there is reported all at once.
pub fn parse(headings: &[Vec<u8>]) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, &Mapping::default());
    let mut errors = Vec::new();
    if !columns.has(Column::Name) {
        errors.push(missing("/name"));
    }
    let located =
        columns.has(Column::VillageCode) || (columns.has(Column::District) && columns.has(Column::Village));
    if !located {
        errors.push(missing("/village_code"));
    }
    let mut seen: Vec<Column> = columns.0.iter().flatten().copied().collect();
    seen.sort_unstable();
    for pair in seen.windows(2) {
        if let [first, second] = pair
            && first == second
        {
            errors.push(csv::repeated(*first));
        }
    }
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

fn missing(pointer: &str) -> FieldError {
    let detail = Text::fixed(
        "Berkas harus memuat kolom nama, dan kode desa atau kecamatan beserta desa.",
        "The file needs a column for the name, and the village code or district and village.",
    );
    FieldError::new(pointer, "column_missing", detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::csv::Column as _;

    fn headings(names: &[&str]) -> Vec<Vec<u8>> {
        names.iter().map(|name| name.as_bytes().to_vec()).collect()
    }

    #[test]
    fn headings_are_known_in_both_languages_and_any_dress() {
        let columns = parse(&headings(&["No.", "NIK", "Nama Lengkap", "Tgl. Lahir", "KECAMATAN", "Desa"]));
        let expected = [
            None,
            Some(Column::Nik),
            Some(Column::Name),
            Some(Column::BirthOn),
            Some(Column::District),
            Some(Column::Village),
        ];
        assert_eq!(columns, Ok(csv::Columns(expected.to_vec())));
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = parse(&headings(&["NIK", "nik", "Desa"])).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect();
        let expected =
            [("/name", "column_missing"), ("/village_code", "column_missing"), ("/nik", "column_repeated")];
        assert_eq!(found, expected);
    }

    #[test]
    fn every_column_is_known_by_its_own_name() {
        for (column, name, _) in HEADINGS {
            assert_eq!(Column::by_heading(name), Some(*column));
        }
    }
}
