//! Wire types of the contribution rates.

mod write;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use write::{CreateContributionRate, UpdateContributionRate};

use super::model::RateRow;
use super::queries::RateFilter;
use crate::cover::rules::proposals::dto::{RuleEntryResponse, listing};
use crate::cover::rules::proposals::{DatedRule as _, Viewer};
use crate::cover::wire::{
    self, ConfidenceCode, PayerKindCode, ProgrammeCode, RateMethodCode, RuleStatusCode, SegmentCode,
};
use crate::domain::{Month, Programme, Segment};
use crate::platform::http::Problem;

/// What a programme costs for a member and month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionRateResponse {
    /// Its id.
    pub id: Uuid,
    /// For which programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// For which group of workers.
    #[schema(value_type = SegmentCode)]
    pub segment: &'static str,
    /// Whether only payers who may have relief get it.
    pub relief: bool,
    /// Payers for whom there is no relief all the same: no source of theirs may have it in these months. Empty without relief.
    #[schema(value_type = Vec<PayerKindCode>, example = json!([]))]
    pub excluded_payers: Vec<&'static str>,
    /// How it becomes an amount.
    #[schema(value_type = RateMethodCode)]
    pub method: &'static str,
    /// The amount of a flat rate.
    #[schema(example = json!(null), minimum = 0)]
    pub amount_idr: Option<i64>,
    /// The part of the wage base; one hundred are one per cent.
    #[schema(example = 100, minimum = 0, maximum = 10000)]
    pub basis_points: Option<i32>,
    /// Not less than this.
    #[schema(example = 10_000, minimum = 0)]
    pub min_idr: Option<i64>,
    /// Not more than this.
    #[schema(example = 207_000, minimum = 0)]
    pub max_idr: Option<i64>,
    /// The first month.
    #[schema(value_type = String, example = "2015-07")]
    pub from_month: Month,
    /// The last month; null while it is in force.
    #[schema(value_type = Option<String>, example = json!(null))]
    pub until_month: Option<Month>,
    /// The regulation.
    #[schema(example = "PP 44/2015, Lampiran II")]
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

impl ContributionRateResponse {
    /// A rate as a viewer sees it.
    pub fn new(row: RateRow, viewer: Viewer) -> Self {
        let entry = RuleEntryResponse::new(&row.entry(), viewer);
        Self {
            id: row.id,
            programme: row.programme.0.as_str(),
            segment: row.segment.0.as_str(),
            relief: row.relief,
            excluded_payers: row.excluded_payers.iter().map(|payer| payer.0.as_str()).collect(),
            method: row.method.0.as_str(),
            amount_idr: row.amount_idr,
            basis_points: row.basis_points,
            min_idr: row.min_idr,
            max_idr: row.max_idr,
            from_month: row.from_month.0,
            until_month: row.until_month.map(|month| month.0),
            legal_reference: row.legal_reference,
            note: row.note,
            confidence: row.confidence.0.as_str(),
            entry,
        }
    }
}

/// Which rates to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContributionRateQuery {
    /// Only of this programme.
    #[param(value_type = Option<ProgrammeCode>)]
    programme: Option<String>,
    /// Only for this group of workers.
    #[param(value_type = Option<SegmentCode>)]
    segment: Option<String>,
    /// Only those in force in this month.
    #[param(example = "2026-05", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
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

impl ContributionRateQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<RateFilter, Problem> {
        Ok(RateFilter {
            programme: wire::parameter("programme", self.programme.as_deref(), Programme::parse)?,
            segment: wire::parameter("segment", self.segment.as_deref(), Segment::parse)?,
            month: wire::parameter("month", self.month.as_deref(), Month::parse)?,
            listing: listing(self.status.as_deref(), self.as_known_at, self.superseded)?,
        })
    }
}
