//! Wire types of the checklists.

mod write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use write::{CreateChecklistItem, UpdateChecklistItem};

use super::codes::{ChecklistCircumstance, ChecklistKind};
use super::model::ChecklistRow;
use super::queries::ChecklistFilter;
use crate::cover::rules::proposals::dto::{RuleEntryResponse, listing};
use crate::cover::rules::proposals::{DatedRule as _, Viewer};
use crate::cover::wire::{
    self, ChecklistCircumstanceCode, ChecklistDocumentCode, ChecklistKindCode, ConfidenceCode,
    RequirementCode, RuleStatusCode,
};
use crate::domain::parse_day;
use crate::platform::http::Problem;

/// One document that a claim needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChecklistItemResponse {
    /// Its id.
    pub id: Uuid,
    /// For which claims.
    #[schema(value_type = ChecklistKindCode, example = "death")]
    pub kind: &'static str,
    /// In which circumstance; null: in every case.
    #[schema(value_type = Option<ChecklistCircumstanceCode>, example = json!(null))]
    pub circumstance: Option<&'static str>,
    /// The document.
    #[schema(value_type = ChecklistDocumentCode, example = "death_certificate")]
    pub document: &'static str,
    /// Whether nothing goes on without it.
    #[schema(value_type = RequirementCode, example = "required")]
    pub requirement: &'static str,
    /// Documents that are taken in its place.
    #[schema(value_type = Vec<ChecklistDocumentCode>, example = json!(["village_letter"]))]
    pub alternatives: Vec<String>,
    /// The first day of events.
    #[schema(example = "2021-04-01")]
    pub valid_from: NaiveDate,
    /// The last day of events; null while it is in force.
    pub valid_until: Option<NaiveDate>,
    /// Where it is written.
    #[schema(example = "Permenaker 5/2021")]
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode)]
    pub confidence: &'static str,
    /// How far it has come.
    #[serde(flatten)]
    pub entry: RuleEntryResponse,
}

impl ChecklistItemResponse {
    /// A document as a viewer sees it.
    pub fn new(row: ChecklistRow, viewer: Viewer) -> Self {
        let entry = RuleEntryResponse::new(&row.entry(), viewer);
        Self {
            id: row.id,
            kind: row.kind.0.as_str(),
            circumstance: row.circumstance.map(|circumstance| circumstance.0.as_str()),
            document: row.document.0.as_str(),
            requirement: row.requirement.0.as_str(),
            alternatives: row.alternatives,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            legal_reference: row.legal_reference,
            note: row.note,
            confidence: row.confidence.0.as_str(),
            entry,
        }
    }
}

/// Which documents to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChecklistQuery {
    /// Only for this kind of claim.
    #[param(value_type = Option<ChecklistKindCode>)]
    kind: Option<String>,
    /// Only in this circumstance, without what is asked for in every case.
    #[param(value_type = Option<ChecklistCircumstanceCode>)]
    circumstance: Option<String>,
    /// Only those in force for events of this day.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
    /// Only in this state: those that count when absent.
    #[param(value_type = Option<RuleStatusCode>)]
    status: Option<String>,
    /// What the rules said at this instant, instead of now.
    as_known_at: Option<DateTime<Utc>>,
    /// Also rows that a correction replaced.
    #[serde(default)]
    #[param(required = false, default = false)]
    superseded: bool,
}

impl ChecklistQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<ChecklistFilter, Problem> {
        let circumstance = self.circumstance.as_deref();
        Ok(ChecklistFilter {
            kind: wire::parameter("kind", self.kind.as_deref(), ChecklistKind::parse)?,
            circumstance: wire::parameter("circumstance", circumstance, ChecklistCircumstance::parse)?,
            on: wire::parameter("on", self.on.as_deref(), parse_day)?,
            listing: listing(self.status.as_deref(), self.as_known_at, self.superseded)?,
        })
    }
}
