//! Wire types of filling free places.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::dto::EnrolmentReason;
use super::super::rules::Why;
use super::queries::PassedOverRow;
use super::service::{Came, Filled};
use crate::domain::Month;
use crate::platform::http::{Issues, Problem, Text};

/// The most places that one call fills.
const PLACES_MAX: i32 = 500;

/// How many free places to fill.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FillEnrolmentPlan {
    /// At most so many; 500 when absent.
    #[schema(minimum = 1, maximum = 500, example = 20)]
    places_max: Option<i32>,
}

impl FillEnrolmentPlan {
    /// How many at most.
    pub fn parse(self) -> Result<usize, Problem> {
        let places = self.places_max.unwrap_or(PLACES_MAX);
        let mut issues = Issues::new();
        if !(1..=PLACES_MAX).contains(&places) {
            let text = Text::new(
                format!("Nilai antara 1 dan {PLACES_MAX}."),
                format!("A value from 1 to {PLACES_MAX}."),
            );
            issues.push("/places_max", "out_of_range", text);
        }
        issues.finish()?;
        usize::try_from(places).map_err(Problem::internal)
    }
}

/// What became of the free places of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EnrolmentFillResponse {
    /// The plan.
    pub plan_id: Uuid,
    /// Its version, as in the entity tag.
    #[schema(example = 5)]
    pub version: i32,
    /// How many places were free.
    #[schema(example = 3, minimum = 0)]
    pub free_before: i64,
    /// How many stay free.
    #[schema(example = 1, minimum = 0)]
    pub free_after: i64,
    /// Who came in whose place.
    pub filled: Vec<FilledPlace>,
    /// How many could not come, though it was their turn.
    #[schema(example = 1, minimum = 0)]
    pub passed_over_total: i64,
    /// Who, and why: the first 200 of them by rank. The candidates of the plan keep it of everybody.
    pub passed_over: Vec<PassedOverCandidate>,
    /// The ended periods whose places stay free: the first 1,000 of them.
    pub still_free: Vec<Uuid>,
}

/// Somebody who came into a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilledPlace {
    /// The ended period whose place it was.
    pub replaces_id: Uuid,
    /// The proposed period, which a second person approves.
    pub coverage_id: Uuid,
    /// Who came.
    pub worker_id: Uuid,
    /// The place among all who could be chosen.
    #[schema(example = 6_001, minimum = 1)]
    pub rank: i32,
    /// The first month.
    #[schema(value_type = String, example = "2026-08")]
    pub from_month: Month,
    /// The last month.
    #[schema(value_type = String, example = "2026-12")]
    pub until_month: Month,
}

/// Somebody who could not come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PassedOverCandidate {
    /// The worker.
    pub worker_id: Uuid,
    /// The place among all who could be chosen.
    #[schema(example = 6_000, minimum = 1)]
    pub rank: i32,
    /// Why.
    pub reasons: Vec<EnrolmentReason>,
}

impl EnrolmentFillResponse {
    /// The wire form.
    pub fn new(filled: Filled) -> Result<Self, Problem> {
        let came = i64::try_from(filled.came.len()).map_err(Problem::internal)?;
        Ok(Self {
            plan_id: filled.plan.id,
            version: filled.plan.version,
            free_before: filled.free_before,
            free_after: filled.free_before.saturating_sub(came),
            filled: filled.came.iter().map(FilledPlace::of).collect(),
            passed_over_total: filled.passed_over.first().map(|row| row.total).unwrap_or_default(),
            passed_over: filled
                .passed_over
                .into_iter()
                .map(PassedOverCandidate::of)
                .collect::<Result<_, _>>()?,
            still_free: filled.still_free,
        })
    }
}

impl FilledPlace {
    fn of(came: &Came) -> Self {
        Self {
            replaces_id: came.replaces_id,
            coverage_id: came.coverage_id,
            worker_id: came.worker_id,
            rank: came.rank,
            from_month: came.months.from(),
            until_month: came.months.until(),
        }
    }
}

impl PassedOverCandidate {
    fn of(row: PassedOverRow) -> Result<Self, Problem> {
        let reasons: Vec<Why> = serde_json::from_value(row.reasons).map_err(Problem::internal)?;
        Ok(Self {
            worker_id: row.worker_id,
            rank: row.rank,
            reasons: reasons.iter().map(EnrolmentReason::of).collect(),
        })
    }
}
