//! What a plan costs, month by month.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::rules::CostLine;
use crate::cover::wire::{ProgrammeCode, SegmentCode};
use crate::domain::Month;

/// One month of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPlanMonth {
    /// The month.
    #[schema(value_type = String, example = "2026-05")]
    pub month: Month,
    /// What all chosen cost in it.
    #[schema(example = 100_800_000, minimum = 0)]
    pub amount_idr: i64,
    /// By programme and group of workers.
    pub lines: Vec<EnrolmentPlanCostLine>,
}

/// So many people of a group for one programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPlanCostLine {
    /// The programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// The group of workers.
    #[schema(value_type = SegmentCode)]
    pub segment: &'static str,
    /// The contribution rate.
    pub rate_id: Uuid,
    /// Whether that is a rate with relief.
    pub relief: bool,
    /// How many people.
    #[schema(example = 6_000, minimum = 1)]
    pub people: i32,
    /// For one of them.
    #[schema(example = 10_000, minimum = 0)]
    pub monthly_idr: i64,
    /// For all of them.
    #[schema(example = 60_000_000, minimum = 0)]
    pub amount_idr: i64,
}

impl EnrolmentPlanMonth {
    /// The months of lines that stand in their order.
    pub fn of(costs: &[CostLine]) -> Vec<Self> {
        costs
            .chunk_by(|one, next| one.month == next.month)
            .filter_map(|lines| {
                let month = lines.first()?.month;
                let amount_idr = lines.iter().map(|line| line.amount.amount()).sum();
                Some(Self { month, amount_idr, lines: lines.iter().map(EnrolmentPlanCostLine::of).collect() })
            })
            .collect()
    }
}

impl EnrolmentPlanCostLine {
    fn of(line: &CostLine) -> Self {
        Self {
            programme: line.programme.as_str(),
            segment: line.segment.as_str(),
            rate_id: line.rate_id,
            relief: line.relief,
            people: line.people,
            monthly_idr: line.monthly.amount(),
            amount_idr: line.amount.amount(),
        }
    }
}
