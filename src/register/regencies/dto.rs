//! The wire types of regencies.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{RegencyChanges, RegencyRow};
use super::rules;
use super::service::NewRegency;
use crate::platform::http::{Field, Issues, Problem};

/// A regency of this deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RegencyResponse {
    /// The number that stands in every key of the regency's data; it never changes.
    #[schema(example = 1)]
    pub id: i32,
    /// The Interior Ministry's code; it changes when regencies are split.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// The name.
    #[schema(example = "Kabupaten Sumenep")]
    pub name: String,
    /// Whether the regency takes new registrations.
    pub active: bool,
    /// When it was taken into the deployment.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl From<RegencyRow> for RegencyResponse {
    fn from(row: RegencyRow) -> Self {
        let RegencyRow { id, region_code, name, active, created_at, updated_at, version: _ } = row;
        Self { id, region_code, name, active, created_at, updated_at }
    }
}

/// A regency to be taken into the deployment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRegency {
    /// Its code in the list of regions, with or without the dot.
    #[schema(example = "35.29", max_length = 5)]
    region_code: String,
    /// Its name; the name in the list of regions when absent.
    #[schema(example = "Kabupaten Sumenep", max_length = 100)]
    name: Option<String>,
}

impl CreateRegency {
    /// Checks everything at once.
    pub(super) fn parse(self) -> Result<NewRegency, Problem> {
        let mut issues = Issues::new();
        let region_code = issues.take("/region_code", rules::parse_code(&self.region_code));
        let name = issues.take_optional("/name", self.name, |name| rules::parse_name(&name));
        match region_code {
            Some(region_code) if issues.is_empty() => Ok(NewRegency { region_code, name }),
            _ => Err(issues.into_problem()),
        }
    }
}

/// What to change of a regency (JSON Merge Patch).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRegency {
    /// The code that the regency got.
    #[serde(default)]
    #[schema(value_type = String, example = "35.29", max_length = 5)]
    region_code: Field<String>,
    /// The name.
    #[serde(default)]
    #[schema(value_type = String, example = "Kabupaten Sumenep", max_length = 100)]
    name: Field<String>,
    /// Whether the regency takes new registrations.
    #[serde(default)]
    #[schema(value_type = bool)]
    active: Field<bool>,
}

impl UpdateRegency {
    /// Checks everything at once. No field of a regency can be cleared.
    pub(super) fn parse(self) -> Result<RegencyChanges, Problem> {
        let mut issues = Issues::new();
        let region_code = never_null(&mut issues, "/region_code", self.region_code);
        let name = never_null(&mut issues, "/name", self.name);
        let changes = RegencyChanges {
            region_code: issues
                .take_optional("/region_code", region_code, |code| rules::parse_code(&code))
                .map(|code| code.as_str().to_owned()),
            name: issues.take_optional("/name", name, |name| rules::parse_name(&name)),
            active: never_null(&mut issues, "/active", self.active),
        };
        issues.finish()?;
        Ok(changes)
    }
}

fn never_null<T>(issues: &mut Issues, pointer: &str, field: Field<T>) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Value(value) => Some(value),
        Field::Null => {
            issues.missing(pointer);
            None
        }
    }
}

/// Which regencies to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RegencyQuery {
    /// Only those that take new registrations, or only those that do not.
    pub(super) active: Option<bool>,
}

/// As of when to read.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsKnownAtQuery {
    /// What the register said at this instant.
    pub(super) as_known_at: Option<DateTime<Utc>>,
}
