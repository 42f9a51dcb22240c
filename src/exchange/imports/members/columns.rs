//! Which column of a member list holds what: headings as the insurer writes them.

use crate::platform::http::{FieldError, Text};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Nik,
    MemberNumber,
    State,
    Programmes,
    SinceOn,
    PaidUntil,
    AsOf,
}

/// Column, its name in reports, and the headings it is known by (letters and digits only, lower case).
const HEADINGS: &[(Column, &str, &[&str])] = &[
    (Column::Nik, "nik", &["nik", "nomorindukkependudukan", "noktp", "nomoridentitas", "noidentitas"]),
    (
        Column::MemberNumber,
        "member_number",
        &["membernumber", "kpj", "nokpj", "nomorkpj", "nomorpeserta", "nopeserta"],
    ),
    (Column::State, "state", &["state", "status", "statuskepesertaan", "statuspeserta", "statusaktif"]),
    (Column::Programmes, "programmes", &["programmes", "programme", "program", "programjaminan"]),
    (
        Column::SinceOn,
        "since_on",
        &[
            "sinceon",
            "since",
            "sejak",
            "tanggalkepesertaan",
            "tglkepesertaan",
            "tanggalmulai",
            "tglmulai",
            "tmt",
            "tanggaldaftar",
        ],
    ),
    (
        Column::PaidUntil,
        "paid_until",
        &[
            "paiduntil",
            "dibayarsampai",
            "lunassampai",
            "iuransampai",
            "bulaniuranterakhir",
            "iuranterakhir",
            "blthterakhir",
            "blth",
        ],
    ),
    (Column::AsOf, "as_of", &["asof", "per", "pertanggal", "tanggaldata", "tgldata"]),
];

impl Column {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        HEADINGS.iter().find(|(column, _, _)| *column == self).map_or("row", |(_, name, _)| name)
    }

    /// The column of a field of a fact.
    pub fn by_pointer(pointer: &str) -> Option<Self> {
        let name = pointer.strip_prefix('/')?;
        HEADINGS.iter().find(|(_, known, _)| *known == name).map(|(column, _, _)| *column)
    }

    fn by_heading(heading: &str) -> Option<Self> {
        let plain: String =
            heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let known = HEADINGS.iter().find(|(_, _, headings)| headings.contains(&plain.as_str()));
        known.map(|(column, _, _)| *column)
    }
}

/// The columns of a file in its order; `None` for one that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads the heading line; what is missing or twice there is reported all at once. The day of which the insurer
    /// spoke needs a column only where the upload does not name it.
    pub fn parse(headings: &[Vec<u8>], as_of_given: bool) -> Result<Self, Vec<FieldError>> {
        let columns: Vec<Option<Column>> =
            headings.iter().map(|heading| Column::by_heading(&String::from_utf8_lossy(heading))).collect();
        let count = |wanted: Column| columns.iter().flatten().filter(|column| **column == wanted).count();
        let mut errors = Vec::new();
        if count(Column::Nik) + count(Column::MemberNumber) == 0 {
            errors.push(FieldError::new("/nik", "column_missing", WITHOUT_PERSON));
        }
        if count(Column::State) == 0 {
            errors.push(FieldError::new("/state", "column_missing", WITHOUT_STATE));
        }
        if count(Column::AsOf) == 0 && !as_of_given {
            errors.push(FieldError::new("/as_of", "column_missing", WITHOUT_DAY));
        }
        for (column, name, _) in HEADINGS {
            if count(*column) > 1 {
                errors.push(FieldError::new(format!("/{name}"), "column_repeated", REPEATED));
            }
        }
        if errors.is_empty() { Ok(Self(columns)) } else { Err(errors) }
    }

    /// The fields of a record by column.
    pub fn fields<'r>(&self, record: &'r [Vec<u8>]) -> impl Iterator<Item = (Column, &'r [u8])> {
        let fields = self.0.iter().zip(record);
        fields.filter_map(|(column, field)| column.map(|column| (column, field.as_slice())))
    }

    /// How many columns the heading line has.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

const WITHOUT_PERSON: Text = Text::fixed(
    "Berkas harus memuat kolom NIK atau nomor peserta (KPJ).",
    "The file needs a column for the NIK or the member number (KPJ).",
);
const WITHOUT_STATE: Text = Text::fixed(
    "Berkas harus memuat kolom status kepesertaan.",
    "The file needs a column for the state of the membership.",
);
const WITHOUT_DAY: Text = Text::fixed(
    "Sebutkan as_of, atau muat kolom tanggal data dalam berkas.",
    "Name as_of, or give the file a column for the day.",
);
const REPEATED: Text =
    Text::fixed("Kolom ini muncul lebih dari sekali.", "This column occurs more than once.");

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<Vec<u8>> {
        names.iter().map(|name| name.as_bytes().to_vec()).collect()
    }

    fn found(errors: &[FieldError]) -> Vec<(&str, &str)> {
        errors.iter().map(|error| (error.pointer.as_str(), error.code.as_ref())).collect()
    }

    #[test]
    fn headings_are_known_in_both_languages_and_any_dress() {
        let names =
            headings(&["No", "No. KPJ", "NAMA", "N I K", "Status Kepesertaan", "TMT", "BLTH Terakhir"]);
        let columns = Columns::parse(&names, true).unwrap();
        let expected = [
            None,
            Some(Column::MemberNumber),
            None,
            Some(Column::Nik),
            Some(Column::State),
            Some(Column::SinceOn),
            Some(Column::PaidUntil),
        ];
        assert_eq!(columns.0, expected);
    }

    #[test]
    fn everything_wrong_with_a_heading_line_is_said_at_once() {
        let errors = Columns::parse(&headings(&["Nama", "TMT", "Sejak"]), false).unwrap_err();
        let expected = [
            ("/nik", "column_missing"),
            ("/state", "column_missing"),
            ("/as_of", "column_missing"),
            ("/since_on", "column_repeated"),
        ];
        assert_eq!(found(&errors), expected);
    }

    #[test]
    fn every_column_is_known_by_its_own_name() {
        for (column, name, _) in HEADINGS {
            assert_eq!(Column::by_heading(name), Some(*column));
            assert_eq!(Column::by_pointer(&format!("/{name}")), Some(*column));
        }
    }
}
