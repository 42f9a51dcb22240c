//! The wire types of warungs.

mod actions;
mod links;
mod view;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use actions::{CloseWarung, ReopenWarung};
pub use links::{AddWarungWorker, UpdateWarungWorker, WarungWorkerQuery, WarungWorkerResponse};
pub use view::{WarungExpand, WarungQuery, WarungView};

use super::fields::{WarungFacts, WarungFields};
use super::model::WarungRow;
use super::rules;
use super::service::NewWarung;
use crate::domain::GeoPoint;
use crate::platform::http::{Field, Issues, Page, Problem, Text};

/// A food stall, coffee stall or kiosk.
#[derive(Clone, Serialize, ToSchema)]
pub struct WarungResponse {
    /// The warung.
    pub id: Uuid,
    /// Where it stands: a village's code, with dots.
    #[schema(example = "35.29.01.2006")]
    pub village_code: String,
    /// What it is called.
    #[schema(example = "Warung Kopi Pelabuhan")]
    pub name: String,
    /// Hamlet, street, market.
    #[schema(required, example = "Dusun Pasar, sebelah dermaga")]
    pub address: Option<String>,
    /// Decimal degrees, north positive, exact to six decimals.
    #[schema(required, example = -7.012345)]
    pub latitude: Option<f64>,
    /// Decimal degrees, east positive, exact to six decimals.
    #[schema(required, example = 113.860001)]
    pub longitude: Option<f64>,
    /// The edition of the classification of businesses: a code of the list `kbli_edition`.
    #[schema(required, example = "2020")]
    pub kbli_edition: Option<String>,
    /// The class: a code of the edition's list, `kbli_2020` or `kbli_2025`.
    #[schema(required, example = "56102")]
    pub kbli_code: Option<String>,
    /// The business identification number: 13 digits.
    #[schema(required, example = "1234567890123")]
    pub nib: Option<String>,
    /// A code of the list `warung_status`.
    #[schema(example = "open")]
    pub status: String,
    /// Why it closed: a code of the list `warung_closing_reason`; null while it is open.
    #[schema(required, example = json!(null))]
    pub status_reason: Option<String>,
    /// The day from which the state holds: its registration, its last day of business, or its reopening.
    pub status_on: NaiveDate,
    /// What the caller can do now: `update`, `add_worker`, `update_worker`, `close`, `reopen`.
    #[schema(example = json!(["update", "add_worker", "update_worker", "close"]))]
    pub allowed_actions: Vec<&'static str>,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What `expand` asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expanded: Option<WarungExpanded>,
}

impl WarungResponse {
    /// A warung as a caller sees it.
    pub(super) fn new(row: WarungRow, may_write: bool) -> Result<Self, Problem> {
        let WarungFacts { village, name, address, location, kbli, nib } = WarungFacts::of(&row)?;
        Ok(Self {
            id: row.id,
            village_code: village.to_string(),
            name,
            address,
            latitude: location.map(GeoPoint::latitude),
            longitude: location.map(GeoPoint::longitude),
            kbli_edition: kbli.as_ref().map(|kbli| kbli.edition().to_string()),
            kbli_code: kbli.map(|kbli| kbli.code().to_owned()),
            nib: nib.map(|nib| nib.as_str().to_owned()),
            status: row.status.0.to_string(),
            status_reason: row.status_reason.map(|reason| reason.0.to_string()),
            status_on: row.status_on,
            allowed_actions: rules::allowed_actions(row.status.0, may_write),
            created_at: row.created_at,
            updated_at: row.updated_at,
            expanded: None,
        })
    }
}

/// What a warung can be shown with.
#[derive(Clone, Serialize, ToSchema)]
pub struct WarungExpanded {
    /// The first page of who works or worked there; its cursor goes on under `/v1/warungs/{id}/workers`.
    pub workers: Page<WarungWorkerResponse>,
}

/// A warung to be entered.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWarung {
    /// The id, if the caller brings one: best a UUID of version 7.
    id: Option<Uuid>,
    /// Where it stands: a village's code, with or without dots.
    #[schema(example = "35.29.01.2006", max_length = 15)]
    village_code: String,
    /// What it is called.
    #[schema(example = "Warung Kopi Pelabuhan", min_length = 1, max_length = 100)]
    name: String,
    /// Hamlet, street, market.
    #[schema(example = "Dusun Pasar, sebelah dermaga", min_length = 1, max_length = 300)]
    address: Option<String>,
    /// Decimal degrees, together with the longitude; rounded to six decimals.
    #[schema(example = -7.012345, minimum = -90, maximum = 90)]
    latitude: Option<f64>,
    /// Decimal degrees, together with the latitude; rounded to six decimals.
    #[schema(example = 113.860001, minimum = -180, maximum = 180)]
    longitude: Option<f64>,
    /// A code of the list `kbli_edition`, together with the class.
    #[schema(example = "2020")]
    kbli_edition: Option<String>,
    /// A code of the edition's list, `kbli_2020` or `kbli_2025`.
    #[schema(example = "56102")]
    kbli_code: Option<String>,
    /// The business identification number: 13 digits.
    #[schema(example = "1234567890123", max_length = 20)]
    nib: Option<String>,
}

impl CreateWarung {
    /// Checks everything at once.
    pub(super) fn parse(self) -> Result<NewWarung, Problem> {
        let fields = WarungFields {
            village_code: Field::Value(self.village_code),
            name: Field::Value(self.name),
            address: given(self.address),
            latitude: given(self.latitude),
            longitude: given(self.longitude),
            kbli_edition: given(self.kbli_edition),
            kbli_code: given(self.kbli_code),
            nib: given(self.nib),
        };
        let mut issues = Issues::new();
        check_id(&mut issues, self.id);
        Ok(NewWarung { id: self.id, facts: fields.settle(None, issues)? })
    }
}

/// A client's own id must tell one thing from another.
fn check_id(issues: &mut Issues, id: Option<Uuid>) {
    if id.is_some_and(|id| id.is_nil() || id.is_max()) {
        issues.push(
            "/id",
            "nil_id",
            Text::fixed("Id ini tidak membedakan apa pun.", "The nil and the max id tell nothing apart."),
        );
    }
}

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}

/// What to correct of a warung (JSON Merge Patch).
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateWarung {
    /// Another village of the same regency, with or without dots.
    #[serde(default)]
    #[schema(value_type = String, example = "35.29.01.2007", max_length = 15)]
    village_code: Field<String>,
    /// What it is called.
    #[serde(default)]
    #[schema(value_type = String, example = "Warung Kopi Dermaga", min_length = 1, max_length = 100)]
    name: Field<String>,
    /// Hamlet, street, market.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Dusun Pasar", min_length = 1, max_length = 300)]
    address: Field<String>,
    /// Decimal degrees; null only together with the longitude.
    #[serde(default)]
    #[schema(value_type = Option<f64>, example = -7.012345, minimum = -90, maximum = 90)]
    latitude: Field<f64>,
    /// Decimal degrees; null only together with the latitude.
    #[serde(default)]
    #[schema(value_type = Option<f64>, example = 113.860001, minimum = -180, maximum = 180)]
    longitude: Field<f64>,
    /// A code of the list `kbli_edition`; null only together with the class.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2020")]
    kbli_edition: Field<String>,
    /// A code of the edition's list; null only together with the edition.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "56103")]
    kbli_code: Field<String>,
    /// The business identification number: 13 digits.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "1234567890123", max_length = 20)]
    nib: Field<String>,
}

impl From<UpdateWarung> for WarungFields {
    fn from(patch: UpdateWarung) -> Self {
        let UpdateWarung { village_code, name, address, latitude, longitude, kbli_edition, kbli_code, nib } =
            patch;
        Self { village_code, name, address, latitude, longitude, kbli_edition, kbli_code, nib }
    }
}
