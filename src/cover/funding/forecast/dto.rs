//! Wire types of forecasts.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::rules::MonthSum;
use crate::cover::funding::model::{SourceMoney, SourceRow};
use crate::domain::Month;

/// What a funding source will have paid by its last month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ForecastResponse {
    /// The source.
    pub funding_source_id: Uuid,
    /// How much there is.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    pub budget_idr: i64,
    /// What its approved periods owe or have paid, without excess months.
    #[schema(example = 201_600, minimum = 0)]
    pub committed_idr: i64,
    /// What was transferred, what came back included, and whether the insurer has accepted it or not.
    #[schema(example = 16_800, minimum = 0)]
    pub paid_idr: i64,
    /// What of the transfers came back.
    #[schema(example = 0, minimum = 0)]
    pub refunded_idr: i64,
    /// What of the transfers the insurer has not accepted, or accepted as excess, and holds, for later transfers or to be
    /// given back.
    #[schema(example = 0, minimum = 0)]
    pub credit_idr: i64,
    /// What is left for new periods.
    #[schema(example = 1_209_398_400_i64, minimum = 0)]
    pub free_idr: i64,
    /// Every month of the source.
    pub months: Vec<ForecastMonth>,
}

/// One month of a funding source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ForecastMonth {
    /// The month.
    #[schema(value_type = String, example = "2026-05")]
    pub month: Month,
    /// How many people have a contribution that is due.
    #[schema(example = 1, minimum = 0)]
    pub due_people: i64,
    /// What is due.
    #[schema(example = 16_800, minimum = 0)]
    pub due_idr: i64,
    /// How many people have a contribution that the insurer has accepted as paid.
    #[schema(example = 0, minimum = 0)]
    pub accepted_people: i64,
    /// What the insurer has accepted as paid for the month, whenever it was transferred; what is under way is still due.
    #[schema(example = 0, minimum = 0)]
    pub accepted_idr: i64,
    /// What of the accepted is excess, after the end of its period or after a death: a credit with the insurer, which the budget
    /// has back.
    #[schema(example = 0, minimum = 0)]
    pub excess_idr: i64,
    /// What the budget leaves after this month and those before it.
    #[schema(example = 1_209_515_600_i64, minimum = 0)]
    pub free_idr: i64,
}

impl ForecastResponse {
    /// The wire form.
    pub fn new(row: &SourceRow, money: SourceMoney, months: Vec<(MonthSum, i64)>) -> Self {
        Self {
            funding_source_id: row.id,
            budget_idr: row.budget_idr,
            committed_idr: money.committed_idr,
            paid_idr: money.paid_idr,
            refunded_idr: money.refunded_idr,
            credit_idr: money.credit_idr,
            free_idr: money.free_of(row.budget_idr),
            months: months.into_iter().map(ForecastMonth::new).collect(),
        }
    }
}

impl ForecastMonth {
    fn new((sum, free_idr): (MonthSum, i64)) -> Self {
        Self {
            month: sum.month,
            due_people: sum.due_people,
            due_idr: sum.due_idr,
            accepted_people: sum.accepted_people,
            accepted_idr: sum.accepted_idr,
            excess_idr: sum.excess_idr,
            free_idr,
        }
    }
}
