//! Whom a plan chose, and why or why not.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::queries::{CandidateFilter, CandidateRow, ReasonCount};
use super::super::rules::{Outcome, Why};
use crate::cover::eligibility::dto::{EligibilityText, named};
use crate::cover::wire::{self, EnrolmentOutcomeCode, SegmentCode};
use crate::domain::{Coded as _, RegionCode};
use crate::platform::http::Problem;

/// Somebody whom a plan was computed over.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EnrolmentCandidateResponse {
    /// The worker.
    pub worker_id: Uuid,
    /// What the worker is called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// Where the worker lived when the plan was computed.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// What the computation made of the worker.
    #[schema(value_type = EnrolmentOutcomeCode)]
    pub outcome: &'static str,
    /// The place among all who may be funded, by the priorities of the plan; null for who is excluded.
    #[schema(required, example = 1, minimum = 1)]
    pub rank: Option<i32>,
    /// Whether a membership that runs is continued.
    #[schema(example = false)]
    pub is_continuation: bool,
    /// The group of workers.
    #[schema(value_type = SegmentCode)]
    pub segment: &'static str,
    /// What all months of the plan cost; null for who is excluded.
    #[schema(required, example = 201_600, minimum = 0)]
    pub cost_idr: Option<i64>,
    /// Why: for who is excluded everything in the way, for the others in which way they come in, what somebody should look
    /// at, and what keeps them on the reserve list.
    pub reasons: Vec<EnrolmentReason>,
    /// The funded period that the approval of the plan made, or with which somebody of the reserve list came into a free
    /// place.
    #[schema(required)]
    pub coverage_id: Option<Uuid>,
    /// When a place became free and the worker, whose turn it was, could not come; null where that never happened.
    #[schema(required)]
    pub passed_over_at: Option<DateTime<Utc>>,
    /// Why the worker could not come then.
    pub passed_over_reasons: Vec<EnrolmentReason>,
}

/// A reason of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EnrolmentReason {
    /// The stable code.
    #[schema(example = "quota_full")]
    pub code: &'static str,
    /// The reason in both languages.
    pub text: EligibilityText,
    /// What was looked at, by name.
    #[schema(value_type = Object, example = json!({"places": 20}))]
    pub inputs: Map<String, Value>,
}

impl EnrolmentCandidateResponse {
    /// The wire form.
    pub fn new(row: CandidateRow) -> Result<Self, Problem> {
        let reasons: Vec<Why> = serde_json::from_value(row.reasons).map_err(Problem::internal)?;
        let passed_over = row.passed_over_reasons.map(serde_json::from_value::<Vec<Why>>).transpose();
        let passed_over = passed_over.map_err(Problem::internal)?.unwrap_or_default();
        Ok(Self {
            worker_id: row.worker_id,
            name: row.name,
            nik: row.nik_mask,
            village_code: row.village_code,
            outcome: row.outcome.0.as_str(),
            rank: row.rank,
            is_continuation: row.is_continuation,
            segment: row.segment.0.as_str(),
            cost_idr: row.cost_idr,
            reasons: reasons.iter().map(EnrolmentReason::of).collect(),
            coverage_id: row.coverage_id,
            passed_over_at: row.passed_over_at,
            passed_over_reasons: passed_over.iter().map(EnrolmentReason::of).collect(),
        })
    }
}

impl EnrolmentReason {
    /// The wire form.
    pub fn of(why: &Why) -> Self {
        Self { code: why.code(), text: text(why), inputs: named(why.inputs()) }
    }
}

fn text(why: &Why) -> EligibilityText {
    EligibilityText { id: why.indonesian().into_owned(), en: why.to_string() }
}

/// How many candidates have which reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentCandidateSummary {
    /// By outcome, the most frequent first. Whoever has several reasons is counted under each.
    pub data: Vec<EnrolmentReasonCount>,
}

/// So many candidates of an outcome with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentReasonCount {
    /// The outcome.
    #[schema(value_type = EnrolmentOutcomeCode)]
    pub outcome: &'static str,
    /// The stable code of the reason.
    #[schema(example = "too_old_to_enter")]
    pub code: &'static str,
    /// The reason in both languages.
    pub text: EligibilityText,
    /// How many people.
    #[schema(example = 120, minimum = 1)]
    pub people: i64,
}

impl EnrolmentCandidateSummary {
    /// The wire form.
    pub fn new(counts: Vec<ReasonCount>) -> Result<Self, Problem> {
        let count = |count: ReasonCount| {
            let why: Why = serde_json::from_value(count.sample).map_err(Problem::internal)?;
            Ok(EnrolmentReasonCount {
                outcome: count.outcome.0.as_str(),
                code: why.code(),
                text: text(&why),
                people: count.people,
            })
        };
        Ok(Self { data: counts.into_iter().map(count).collect::<Result<_, Problem>>()? })
    }
}

/// Which candidates to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CandidateQuery {
    /// With this outcome.
    #[param(value_type = Option<EnrolmentOutcomeCode>)]
    outcome: Option<String>,
    /// With this reason, among others.
    #[param(example = "quota_full", max_length = 50)]
    reason: Option<String>,
    /// In this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
}

impl CandidateQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<CandidateFilter, Problem> {
        Ok(CandidateFilter {
            outcome: wire::parameter("outcome", self.outcome.as_deref(), Outcome::parse)?,
            reason: self.reason,
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
        })
    }
}
