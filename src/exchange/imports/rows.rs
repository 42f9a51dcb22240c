//! From a record of a file to a staged row: the spellings of spreadsheets become what the register's
//! field rules read.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::columns::{Column, Columns};
use super::places::Places;
use crate::domain::{Day, Occupation, OccupationSource, PersonName, PovertySource, RegionCode, WarungRole};
use crate::platform::changes::Origin;
use crate::platform::csv::{Column as _, NOT_UTF8, iso_day};
use crate::platform::http::{Field, FieldError, Issues, Text};
use crate::platform::vault::{Kind, Vault, VaultError};
use crate::register::reference;
use crate::register::workers::bulk::{RowProblem, StagedRow, StagedWorker};
use crate::register::workers::fields::{self, ApplyError, Entry, Standing, WorkerFields};

/// What every row of a file shares.
pub struct Reading<'a> {
    pub columns: Columns,
    pub places: &'a Places,
    pub vault: &'a Vault,
    pub import_id: Uuid,
    pub regency_id: i32,
    pub origin: Origin,
    pub today: Day,
    /// Where the file's deciles come from, and as of when, unless a row says otherwise.
    pub decile_source: PovertySource,
    pub decile_as_of: Day,
}

/// Why a row could not be staged at all: never the file's fault.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Apply(#[from] ApplyError),
}

/// The values of a row by column; empty cells are absent.
type Cells = BTreeMap<Column, String>;

impl Reading<'_> {
    /// Reads a record: a registration, or everything that is wrong with it.
    pub fn row(&self, row_number: i32, record: &[Vec<u8>]) -> Result<StagedRow, RowError> {
        let mut issues = Issues::new();
        let cells = self.cells(record, &mut issues);
        let village = self.village(&cells, &mut issues);
        if !cells.contains_key(&Column::Name) {
            issues.missing("/name");
        }
        let warung = warung(&cells, &mut issues);
        let parsed =
            self.worker_fields(&cells, village.as_ref()).parse(Standing::default(), self.today, &mut issues);
        if !issues.is_empty() {
            let problem = issues.into_problem();
            let problems = self.problems(&cells, problem.field_errors())?;
            return Ok(StagedRow { row_number, content: Err(problems) });
        }
        let mut worker = fields::blank(Entry {
            id: Uuid::now_v7(),
            regency_id: self.regency_id,
            entered_by: self.origin.actor.id(),
            import_id: Some(self.import_id),
            now: self.origin.now,
            today: self.today,
        });
        fields::apply(parsed, &mut worker, self.vault, self.today)?;
        Ok(StagedRow { row_number, content: Ok(StagedWorker { worker: Box::new(worker), warung }) })
    }

    fn cells(&self, record: &[Vec<u8>], issues: &mut Issues) -> Cells {
        self.columns.check_width(record, "/row", issues);
        let mut cells = Cells::new();
        for (column, bytes) in self.columns.fields(record) {
            let text = String::from_utf8_lossy(bytes);
            if std::str::from_utf8(bytes).is_err() || text.contains('\0') {
                // It stays, so that it is shown as received and is not called missing besides.
                unreadable(column, issues);
            }
            if !text.trim().is_empty() {
                cells.insert(column, text.trim().replace('\0', "\u{fffd}"));
            }
        }
        cells
    }

    /// The village by code, else by district and name; it must lie where the caller may write.
    fn village(&self, cells: &Cells, issues: &mut Issues) -> Option<RegionCode> {
        let found = match (cells.get(&Column::VillageCode), cells.get(&Column::Village)) {
            (Some(code), _) => issues
                .take("/village_code", RegionCode::parse(code))
                .map(|code| ("/village_code", self.places.by_code(&code))),
            (None, Some(village)) => {
                let district = cells.get(&Column::District).map_or("", String::as_str);
                Some(("/village", self.places.by_names(district, village)))
            }
            (None, None) => {
                issues.missing("/village_code");
                None
            }
        };
        let (pointer, village) = found?;
        if village.is_none() {
            issues.push(
                pointer,
                "unknown_village",
                Text::fixed(
                    "Desa ini tidak dikenal di wilayah Anda.",
                    "This village is not known in your regions.",
                ),
            );
        }
        village
    }

    fn worker_fields(&self, cells: &Cells, village: Option<&RegionCode>) -> WorkerFields {
        let text = |column: Column| cells.get(&column).cloned().map_or(Field::Absent, Field::Value);
        let mut fields = WorkerFields {
            // An unknown village is reported already: any valid code keeps it from being reported twice.
            village_code: Field::Value(village.map_or(self.places.any(), RegionCode::as_str).to_owned()),
            name: text(Column::Name),
            nik: text(Column::Nik),
            birth_on: text(Column::BirthOn).map(|text| iso_day(&text)),
            sex: text(Column::Sex).map(|text| sex_code(&text)),
            phone: text(Column::Phone),
            ..WorkerFields::default()
        };
        if let Some(occupation) = cells.get(&Column::Occupation) {
            fields.occupation = Field::Value(occupation_code(occupation));
            let source = OccupationSource::VillageEnumeration;
            fields.occupation_source = Field::Value(source.as_str().to_owned());
        }
        if let Some(decile) = cells.get(&Column::Decile) {
            // What is no number is refused as one out of range.
            fields.poverty_decile = Field::Value(decile.parse().unwrap_or(-1));
            let source = cells.get(&Column::DecileSource).map(|source| source.to_lowercase());
            fields.poverty_source =
                Field::Value(source.unwrap_or_else(|| self.decile_source.as_str().to_owned()));
            let as_of = cells.get(&Column::DecileAsOf).map(|day| iso_day(day));
            fields.poverty_as_of = Field::Value(as_of.unwrap_or_else(|| self.decile_as_of.to_string()));
        }
        fields
    }

    /// The problems by the file's columns, with the received values sealed.
    fn problems(&self, cells: &Cells, errors: &[FieldError]) -> Result<Vec<RowProblem>, VaultError> {
        let sealed = |column: Column| {
            let value = cells.get(&column);
            let seal = |value: &String| self.vault.seal_bytes(Kind::ImportValue, value.as_bytes());
            value.map(seal).transpose().map(|sealed| sealed.map(|bytes| STANDARD.encode(bytes)))
        };
        errors
            .iter()
            .map(|error| {
                let column = column_of(&error.pointer);
                Ok(RowProblem {
                    field: column.map_or("row", Column::as_str),
                    code: error.code.clone().into_owned(),
                    detail: error.detail.clone(),
                    received_sealed: column.map(sealed).transpose()?.flatten(),
                })
            })
            .collect()
    }
}

/// The warung by name, and the role in it; who gives no role keeps the warung.
fn warung(cells: &Cells, issues: &mut Issues) -> Option<(String, WarungRole)> {
    let role = match cells.get(&Column::Role) {
        None => WarungRole::Owner,
        Some(text) => issues.take("/role", WarungRole::parse(role_code(text)))?,
    };
    let name = cells.get(&Column::Warung)?;
    let name = issues.take("/warung", PersonName::parse(name))?;
    Some((name.as_str().to_owned(), role))
}

fn unreadable(column: Column, issues: &mut Issues) {
    issues.push(format!("/{}", column.as_str()), "not_utf8", NOT_UTF8);
}

/// The column that a field of the register was read from.
fn column_of(pointer: &str) -> Option<Column> {
    Some(match pointer {
        "/nik" => Column::Nik,
        "/name" => Column::Name,
        "/birth_on" => Column::BirthOn,
        "/sex" => Column::Sex,
        "/village_code" => Column::VillageCode,
        "/village" => Column::Village,
        "/phone" => Column::Phone,
        "/occupation" => Column::Occupation,
        "/warung" => Column::Warung,
        "/role" => Column::Role,
        "/poverty_decile" => Column::Decile,
        "/poverty_source" => Column::DecileSource,
        "/poverty_as_of" => Column::DecileAsOf,
        _ => return None,
    })
}

fn sex_code(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "l" | "laki-laki" | "laki laki" | "pria" | "m" => "male".to_owned(),
        "p" | "perempuan" | "wanita" | "f" => "female".to_owned(),
        other => other.to_owned(),
    }
}

fn role_code(text: &str) -> &str {
    match text.to_lowercase().as_str() {
        "pemilik" | "owner" => "owner",
        "keluarga" | "family" => "family",
        "karyawan" | "pegawai" | "pekerja" | "employee" => "employee",
        _ => text,
    }
}

/// The code of an occupation from its code or its name in either language; what is unknown stays as
/// it is and is refused by the field's own rule.
fn occupation_code(text: &str) -> String {
    let lower = text.to_lowercase();
    let codes = reference::find(Occupation::LIST).map_or(&[][..], |list| list.codes);
    let named = codes.iter().find(|entry| {
        entry.code == lower
            || entry.label.id.to_lowercase() == lower
            || entry.label.en.to_lowercase() == lower
    });
    named.map_or_else(|| text.to_owned(), |entry| entry.code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occupations_are_known_by_code_and_by_name() {
        assert_eq!(occupation_code("farmer"), "farmer");
        let label = reference::label(Occupation::LIST, "tobacco_farm_worker").unwrap();
        assert_eq!(occupation_code(&label.id.to_uppercase()), "tobacco_farm_worker");
        assert_eq!(occupation_code("astronaut"), "astronaut");
    }
}
