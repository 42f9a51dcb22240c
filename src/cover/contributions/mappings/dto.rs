//! Wire types of mappings.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::MappingRow;
use super::rules::{self, Delimiter, MappedColumn, MappedField, MappingKind};
use super::service::{Chosen, NewMapping};
use crate::cover::wire::{self, DelimiterCode, MappedFieldCode, MappingKindCode};
use crate::domain::{Coded as _, RegionCode};
use crate::platform::db::columns::AsText;
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// The most columns of a file.
const COLUMNS_MAX: usize = 100;

/// How the columns of a kind of file are called in a regency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ColumnMappingResponse {
    /// Its id.
    pub id: Uuid,
    /// Which files it is for.
    #[schema(value_type = MappingKindCode)]
    pub kind: &'static str,
    /// What people call it.
    #[schema(example = "Templat iuran BPJS 2026")]
    pub name: String,
    /// The columns in their order.
    pub columns: Vec<MappedColumnBody>,
    /// What stands between the columns.
    #[schema(value_type = DelimiterCode)]
    pub delimiter: &'static str,
    /// Whether files are taken by it where a request names none.
    pub is_default: bool,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A column and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedColumnBody {
    /// The heading, as the file has it.
    #[schema(max_length = 60, example = "No KTP")]
    header: String,
    /// What the column holds.
    #[schema(value_type = MappedFieldCode)]
    field: String,
}

impl From<MappingRow> for ColumnMappingResponse {
    fn from(row: MappingRow) -> Self {
        let column =
            |(header, field): MappedColumn| MappedColumnBody { header, field: field.as_str().to_owned() };
        Self {
            columns: row.columns().into_iter().map(column).collect(),
            id: row.id,
            kind: row.kind.0.as_str(),
            name: row.name,
            delimiter: row.delimiter.0.as_str(),
            is_default: row.is_default,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// A mapping to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateColumnMapping {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The regency; may be left away by a caller of one regency.
    #[schema(max_length = 13, example = "35.29")]
    region_code: Option<String>,
    /// Which files it is for.
    #[schema(value_type = MappingKindCode)]
    kind: String,
    /// What people call it; once a regency and kind.
    #[schema(max_length = 100, example = "Templat iuran BPJS 2026")]
    name: String,
    /// The columns in their order. Of a file that is read, those that have another heading than usual.
    #[schema(min_items = 1, max_items = 100, example = json!([{ "header": "No KTP", "field": "nik" }]))]
    columns: Vec<MappedColumnBody>,
    /// What stands between the columns; a comma when absent. Files that are read may have another one of the two usual.
    #[schema(value_type = Option<DelimiterCode>)]
    delimiter: Option<String>,
    /// Whether files are taken by it where a request names none, instead of the default before it; false when absent.
    #[schema(example = false)]
    is_default: Option<bool>,
}

impl CreateColumnMapping {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<(Option<RegionCode>, NewMapping), Problem> {
        let mut issues = Issues::new();
        let region = issues.take_optional("/region_code", self.region_code, |code| RegionCode::parse(&code));
        let kind = issues.take("/kind", MappingKind::parse(&self.kind));
        let name = wire::line::<100>(&mut issues, "/name", &self.name);
        let columns = columns(&mut issues, kind, &self.columns);
        let delimiter = match self.delimiter {
            Some(code) => issues.take("/delimiter", Delimiter::parse(&code)),
            None => Some(Delimiter::Comma),
        };
        let mapping = || {
            Some(NewMapping {
                id: self.id.unwrap_or_else(new_id),
                kind: kind?,
                name: name?,
                columns,
                delimiter: delimiter?,
                is_default: self.is_default.unwrap_or(false),
            })
        };
        Ok((region, wire::finish(mapping(), issues)?))
    }
}

fn columns(issues: &mut Issues, kind: Option<MappingKind>, given: &[MappedColumnBody]) -> Vec<MappedColumn> {
    if given.is_empty() {
        issues.missing("/columns");
    }
    if given.len() > COLUMNS_MAX {
        let text = Text::new(
            format!("Paling banyak {COLUMNS_MAX} kolom."),
            format!("At most {COLUMNS_MAX} columns."),
        );
        issues.push("/columns", "too_many_columns", text);
        return Vec::new();
    }
    let mut columns = Vec::with_capacity(given.len());
    for (place, column) in given.iter().enumerate() {
        let heading = wire::line::<60>(issues, &format!("/columns/{place}/header"), &column.header);
        let field = issues.take(format!("/columns/{place}/field"), MappedField::parse(&column.field));
        columns.extend(heading.zip(field));
    }
    // Places are those of the request only where every column could be read.
    if let Some(kind) = kind.filter(|_| columns.len() == given.len()) {
        for (place, error) in rules::check(kind, &columns) {
            let part = if error == rules::ColumnError::HeadingRepeated { "header" } else { "field" };
            let text = Text::new(error.indonesian(), error.to_string());
            issues.push(format!("/columns/{place}/{part}"), error.code(), text);
        }
    }
    columns
}

/// What to change of a mapping (JSON Merge Patch). Its kind stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateColumnMapping {
    /// What people call it.
    #[serde(default)]
    #[schema(value_type = String, max_length = 100)]
    name: Field<String>,
    /// The columns in their order, all of them.
    #[serde(default)]
    #[schema(value_type = Vec<MappedColumnBody>, min_items = 1, max_items = 100)]
    columns: Field<Vec<MappedColumnBody>>,
    /// What stands between the columns.
    #[serde(default)]
    #[schema(value_type = DelimiterCode)]
    delimiter: Field<String>,
    /// Whether files are taken by it where a request names none.
    #[serde(default)]
    #[schema(value_type = bool)]
    is_default: Field<bool>,
}

impl UpdateColumnMapping {
    /// The changed mapping.
    pub fn apply(self, row: MappingRow) -> Result<MappingRow, Problem> {
        let mut issues = Issues::new();
        let mut row = row;
        if let Some(name) = wire::never_null(&mut issues, "/name", self.name) {
            row.name = wire::line::<100>(&mut issues, "/name", &name).unwrap_or(row.name);
        }
        if let Some(given) = wire::never_null(&mut issues, "/columns", self.columns) {
            let read = columns(&mut issues, Some(row.kind.0), &given);
            row = row.with_columns(read);
        }
        if let Some(code) = wire::never_null(&mut issues, "/delimiter", self.delimiter) {
            let delimiter = issues.take("/delimiter", Delimiter::parse(&code));
            row.delimiter = delimiter.map_or(row.delimiter, AsText);
        }
        if let Some(is_default) = wire::never_null(&mut issues, "/is_default", self.is_default) {
            row.is_default = is_default;
        }
        issues.finish()?;
        Ok(row)
    }
}

/// Which mappings to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnMappingQuery {
    /// For these files.
    #[param(value_type = Option<MappingKindCode>)]
    kind: Option<String>,
}

impl ColumnMappingQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn kind(&self) -> Result<Option<MappingKind>, Problem> {
        wire::parameter("kind", self.kind.as_deref(), MappingKind::parse)
    }
}

/// Reads by which mapping a file is to be taken: its id, `none`, or nothing for the regency's default.
pub fn chosen(text: Option<&str>) -> Result<Chosen, Problem> {
    match text {
        None => Ok(Chosen::Default),
        Some("none") => Ok(Chosen::None),
        Some(id) => match Uuid::try_parse(id) {
            Ok(id) => Ok(Chosen::Named(id)),
            Err(_) => {
                let text = Text::fixed(
                    "Isi id pemetaan kolom, atau none.",
                    "Give the id of a column mapping, or none.",
                );
                Err(invalid_parameter("mapping", "unknown_mapping", text))
            }
        },
    }
}
