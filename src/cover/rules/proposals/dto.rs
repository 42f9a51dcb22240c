//! What all rows of the national rules show, and what decides upon them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::Listing;
use super::rules::{Entry, RuleStatus, Viewer};
use crate::cover::rules::benefits::dto::BenefitRuleResponse;
use crate::cover::rules::checklists::dto::ChecklistItemResponse;
use crate::cover::rules::contributions::dto::ContributionRateResponse;
use crate::cover::rules::holidays::dto::HolidayResponse;
use crate::cover::rules::parameters::dto::RuleParameterResponse;
use crate::cover::wire::{self, RuleStatusCode};
use crate::platform::http::{Issues, Problem};

/// How far a row has come, and who brought it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleEntryResponse {
    /// Whether it counts: only an approved row that no correction has replaced does.
    #[schema(value_type = RuleStatusCode, example = "approved")]
    pub status: &'static str,
    /// The account that proposed it; null for what came with the software.
    pub proposed_by: Option<Uuid>,
    /// The account of the second person.
    pub approved_by: Option<Uuid>,
    /// When that person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The row that it corrects, and whose place it takes once it is approved.
    pub supersedes: Option<Uuid>,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The correction.
    pub superseded_by: Option<Uuid>,
    /// What this caller may do with it.
    #[schema(example = json!(["update"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl RuleEntryResponse {
    /// A row's state as a viewer sees it.
    pub fn new(entry: &Entry, viewer: Viewer) -> Self {
        Self {
            status: entry.status.as_str(),
            proposed_by: entry.proposed_by,
            approved_by: entry.approved_by,
            approved_at: entry.approved_at,
            withdrawn_at: entry.withdrawn_at,
            supersedes: entry.supersedes,
            superseded_at: entry.superseded_at,
            superseded_by: entry.superseded_by,
            allowed_actions: entry.allowed_for(viewer),
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}

/// A row of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum RuleResponse {
    /// A contribution rate.
    Contribution(ContributionRateResponse),
    /// A benefit.
    Benefit(Box<BenefitRuleResponse>),
    /// A single parameter.
    Parameter(RuleParameterResponse),
    /// A holiday.
    Holiday(HolidayResponse),
    /// A document of a checklist.
    ChecklistItem(ChecklistItemResponse),
}

/// Why a proposal is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRule {
    /// Why; kept in its history.
    #[schema(max_length = 500, example = "The draft of the regulation was changed")]
    reason: String,
}

impl WithdrawRule {
    /// Reads the request.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// Which rows to list, by their state; 400 for a state that is none.
pub fn listing(
    status: Option<&str>,
    as_known_at: Option<DateTime<Utc>>,
    with_superseded: bool,
) -> Result<Listing, Problem> {
    let status = wire::parameter("status", status, RuleStatus::parse)?;
    Ok(Listing { status: status.unwrap_or(RuleStatus::Approved), as_known_at, with_superseded })
}
