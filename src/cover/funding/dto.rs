//! Wire types of funding sources.

mod list;
mod request;
mod targets;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use list::FundingSourceQuery;
pub use request::{CreateFundingSource, UpdateFundingSource};

use super::model::{SourceMoney, SourceRow};
use super::rules::{self, Rights};
use crate::cover::wire::{self, OccupationCode, PayerKindCode, SegmentCode, SourceStatusCode};
use crate::domain::{Month, RegionCode};
use crate::platform::http::{Issues, Problem};

/// Money from which contributions are paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FundingSourceResponse {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    #[schema(example = "APBD 2026")]
    pub name: String,
    /// Who pays.
    #[schema(value_type = PayerKindCode)]
    pub payer_kind: &'static str,
    /// Whose money it is.
    #[schema(value_type = String, example = "35.29")]
    pub region_code: RegionCode,
    /// The year of the budget.
    #[schema(example = 2026)]
    pub fiscal_year: i32,
    /// The first month that it pays.
    #[schema(value_type = String, example = "2026-01")]
    pub from_month: Month,
    /// The last month that it pays.
    #[schema(value_type = String, example = "2026-12")]
    pub until_month: Month,
    /// How much there is.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    pub budget_idr: i64,
    /// What its approved periods owe or have paid, without excess months; null where the source is read as it was known at an instant.
    #[schema(required, example = 201_600, minimum = 0)]
    pub committed_idr: Option<i64>,
    /// What was transferred from it, what came back included.
    #[schema(required, example = 16_800, minimum = 0)]
    pub paid_idr: Option<i64>,
    /// What of the transfers came back. The budget bears what was transferred less this.
    #[schema(required, example = 0, minimum = 0)]
    pub refunded_idr: Option<i64>,
    /// What of the transfers the insurer has not accepted, or accepted for months after the end of a period or after a death,
    /// and holds, for later transfers or to be given back.
    #[schema(required, example = 0, minimum = 0)]
    pub credit_idr: Option<i64>,
    /// What is left for new periods.
    #[schema(required, example = 1_209_398_400_i64, minimum = 0)]
    pub free_idr: Option<i64>,
    /// Whether contributions from it may be paid at the relief rates.
    pub relief_eligible: bool,
    /// Only for people in these regions; in all of its own when empty.
    #[schema(value_type = Vec<String>, example = json!(["35.29.01"]))]
    pub include_regions: Vec<RegionCode>,
    /// Not for people in these regions.
    #[schema(value_type = Vec<String>, example = json!(["35.29.01.1016"]))]
    pub exclude_regions: Vec<RegionCode>,
    /// Only for people of these welfare deciles; of any, also an unknown one, when empty.
    #[schema(example = json!([1, 2, 3]))]
    pub target_deciles: Vec<i16>,
    /// Only for people who live by these; by anything when empty.
    #[schema(value_type = Vec<OccupationCode>, example = json!(["tobacco_farm_worker"]))]
    pub target_occupations: Vec<&'static str>,
    /// Only for this group of workers; for both when null.
    #[schema(required, value_type = Option<SegmentCode>)]
    pub target_segment: Option<&'static str>,
    /// The decree that gives the money.
    #[schema(example = "188/12/KEP/435.013/2026")]
    pub decree: Option<String>,
    /// Whether new periods may be proposed from it.
    #[schema(value_type = SourceStatusCode)]
    pub status: &'static str,
    /// Why it was closed or reopened.
    pub status_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!(["update", "close"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl FundingSourceResponse {
    /// A source as a caller with these rights sees it.
    pub fn new(row: SourceRow, money: Option<SourceMoney>, rights: Rights) -> Self {
        let refund = rights.refund && money.is_some_and(|money| money.credit_idr > 0);
        let rights = Rights { refund, ..rights };
        Self {
            id: row.id,
            name: row.name,
            payer_kind: row.payer_kind.0.as_str(),
            region_code: row.region_code.0,
            fiscal_year: row.fiscal_year,
            from_month: row.from_month.0,
            until_month: row.until_month.0,
            budget_idr: row.budget_idr,
            committed_idr: money.map(|money| money.committed_idr),
            paid_idr: money.map(|money| money.paid_idr),
            refunded_idr: money.map(|money| money.refunded_idr),
            credit_idr: money.map(|money| money.credit_idr),
            free_idr: money.map(|money| money.free_of(row.budget_idr)),
            relief_eligible: row.relief_eligible,
            include_regions: row.include_regions.into_iter().map(|code| code.0).collect(),
            exclude_regions: row.exclude_regions.into_iter().map(|code| code.0).collect(),
            target_deciles: row.target_deciles,
            target_occupations: row.target_occupations.iter().map(|code| code.0.as_str()).collect(),
            target_segment: row.target_segment.map(|segment| segment.0.as_str()),
            decree: row.decree,
            status: row.status.0.as_str(),
            status_reason: row.status_reason,
            allowed_actions: rules::allowed(row.status.0, rights),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Why a funding source is closed or reopened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingSourceReason {
    /// Kept in the history.
    #[schema(max_length = 500, example = "The budget was used up")]
    reason: String,
}

impl FundingSourceReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}
