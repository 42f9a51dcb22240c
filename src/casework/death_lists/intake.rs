//! From a file to the reports in it. What is wrong with a row is kept as its verdict, without the row's values.

use aws_lc_rs::digest::{SHA256, digest};

use super::columns::{self, Column, Columns};
use crate::casework::deaths::rules::DeathSource;
use crate::casework::deaths::service::{Facts, Who};
use crate::domain::{Line, Nik, PersonName, RegionCode, RegionLevel, parse_day};
use crate::platform::csv::{self, Column as _, Record, iso_day};
use crate::platform::http::{Code, FieldError, Issues, Problem, Text};

/// The largest file in bytes.
pub const FILE_MAX: usize = 512 * 1024;
/// The most rows: each may end somebody's cover, and all of them are one transaction.
const ROWS_MAX: usize = 1_000;

/// A file that was read.
pub struct ListFile {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its rows with their numbers: a report, or what is wrong with it.
    pub rows: Vec<(i32, Result<Told, Vec<FieldError>>)>,
}

/// A death as a row tells of it.
pub struct Told {
    /// Of whom.
    pub who: Who,
    /// When, and on what paper.
    pub facts: Facts,
}

impl Told {
    /// The NIK that the row names.
    pub fn nik(&self) -> Option<&Nik> {
        match &self.who {
            Who::Told { nik, .. } => nik.as_ref(),
            Who::Numbered { nik, .. } => Some(nik),
            Who::Worker(_) => None,
        }
    }
}

/// Reads a file, or says why it cannot be read at all.
pub fn read(file: &[u8], source: DeathSource) -> Result<ListFile, Problem> {
    let (headings, records) = csv::sheet(file, ROWS_MAX, None)?;
    let columns =
        columns::parse(&headings).map_err(|errors| Problem::new(Code::ValidationFailed).errors(errors))?;
    if records.len() > ROWS_MAX {
        return Err(Problem::new(Code::BodyTooLarge));
    }
    if records.is_empty() {
        return Err(Problem::invalid_field(FieldError::new("", "empty_file", EMPTY)));
    }
    let mut sha256 = [0; 32];
    sha256.copy_from_slice(digest(&SHA256, file).as_ref());
    let rows = records.into_iter().map(|(number, record)| (number, row(&columns, &record, source)));
    Ok(ListFile { sha256, rows: rows.collect() })
}

fn row(columns: &Columns, record: &Record, source: DeathSource) -> Result<Told, Vec<FieldError>> {
    let mut issues = Issues::new();
    columns.check_width(record, "/row", &mut issues);
    let all =
        [Column::Nik, Column::Name, Column::BirthOn, Column::VillageCode, Column::DiedOn, Column::Evidence];
    let [nik, name, birth_on, village, died_on, evidence] = all.map(|column| {
        let pointer = |column: Column| format!("/{}", column.as_str());
        let text = columns.text(record, column, pointer, &mut issues)?;
        // What went out with an apostrophe against formulas comes back with it.
        Some(text.trim_start_matches('\'')).filter(|text| !text.is_empty())
    });
    // A spoilt NIK beside a name still leaves somebody to look for.
    let nik = match (nik, name) {
        (Some(text), Some(_)) => Nik::parse(text).ok(),
        (Some(text), None) => issues.take("/nik", Nik::parse(text)),
        (None, Some(_)) => None,
        (None, None) => {
            issues.missing("/nik");
            None
        }
    };
    let village = village.and_then(|text| issues.take("/village_code", RegionCode::parse(text)));
    let village = village.filter(|village| {
        let is_village = village.level() == RegionLevel::Village;
        if !is_village {
            issues.push("/village_code", "not_a_village", NOT_A_VILLAGE);
        }
        is_village
    });
    let name = name.and_then(|text| issues.take("/name", PersonName::parse(text)));
    if name.is_some() && village.is_none() && nik.is_none() && issues.is_empty() {
        issues.missing("/village_code");
    }
    let birth_on = birth_on.and_then(|text| issues.take("/birth_on", parse_day(&iso_day(text))));
    let evidence =
        evidence.and_then(|text| issues.take("/evidence", Line::<200>::parse(text)).map(Line::into_string));
    let died_on = match died_on {
        Some(text) => issues.take("/died_on", parse_day(&iso_day(text))),
        None => {
            issues.missing("/died_on");
            None
        }
    };
    match died_on {
        Some(died_on) if issues.is_empty() => Ok(Told {
            who: match (nik, village) {
                (Some(nik), None) => Who::Numbered { nik, name, birth_on },
                (nik, village) => Who::Told { nik, named: name.zip(village), birth_on },
            },
            facts: Facts { died_on, place: None, circumstances: None, source, evidence },
        }),
        _ => Err(issues.into_problem().field_errors().to_vec()),
    }
}

const EMPTY: Text = Text::fixed("Berkas tidak memuat baris data.", "The file has no rows.");
const NOT_A_VILLAGE: Text = Text::fixed("Ini bukan kode desa.", "This is not the code of a village.");
