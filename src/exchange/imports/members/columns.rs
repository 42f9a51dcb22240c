//! Which column of a member list holds what: headings as the insurer writes them.

use crate::platform::csv::{self, Known, Mapping};
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

const HEADINGS: &[Known<Column>] = &[
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

impl csv::Column for Column {
    const KNOWN: &'static [Known<Self>] = HEADINGS;
}

impl Column {
    /// The column of a field of a fact.
    pub fn by_pointer(pointer: &str) -> Option<Self> {
        let name = pointer.strip_prefix('/')?;
        HEADINGS.iter().find(|(_, known, _)| *known == name).map(|(column, _, _)| *column)
    }
}

/// The columns of a member list.
pub type Columns = csv::Columns<Column>;

/// Reads the heading line; what is missing or twice there is reported all at once. The day of which the insurer
/// spoke needs a column only where the upload does not name it.
pub fn parse(headings: &[Vec<u8>], as_of_given: bool) -> Result<Columns, Vec<FieldError>> {
    let columns = Columns::of(headings, &Mapping::default());
    let mut errors = Vec::new();
    if !columns.has(Column::Nik) && !columns.has(Column::MemberNumber) {
        errors.push(FieldError::new("/nik", "column_missing", WITHOUT_PERSON));
    }
    if !columns.has(Column::State) {
        errors.push(FieldError::new("/state", "column_missing", WITHOUT_STATE));
    }
    if !columns.has(Column::AsOf) && !as_of_given {
        errors.push(FieldError::new("/as_of", "column_missing", WITHOUT_DAY));
    }
    errors.extend(columns.repeated());
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::csv::Column as _;

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
        let columns = parse(&names, true).unwrap();
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
        let errors = parse(&headings(&["Nama", "TMT", "Sejak"]), false).unwrap_err();
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
