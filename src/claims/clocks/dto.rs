//! The wire type of a claim's clocks.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// The time limits of a claim and how far they have run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimClock {
    /// The day on which the papers were complete; the insurer's clock counts from the next one.
    #[schema(required)]
    pub documents_complete_on: Option<NaiveDate>,
    /// The working days in which the insurer pays; null where the rules know no limit.
    #[schema(required, minimum = 0, example = 3)]
    pub working_days: Option<u32>,
    /// The last day in time, holidays and weekends left out.
    #[schema(required)]
    pub due_on: Option<NaiveDate>,
    /// The working days that have passed, until today or the last transfer.
    #[schema(required, minimum = 0, example = 2)]
    pub working_days_passed: Option<u64>,
    /// The calendar days by which the insurer is late, or was; 0 unless it has the claim and has not refused it.
    #[schema(minimum = 0, example = 0)]
    pub days_late: i64,
    /// What the insurer owes for each of these days, of the amount: 100 are one per cent.
    #[schema(required, minimum = 0, example = 100)]
    pub late_fee_basis_points_per_day: Option<i32>,
    /// What that comes to in all, once an amount is approved: of each transfer for its own days, of what is open until today.
    /// Transfers that were taken back do not count, nor does what was approved as `late_fee`: the fee is owed for the benefit.
    #[schema(required, minimum = 0, example = 7_245_000)]
    pub late_fee_idr: Option<i64>,
    /// What the insurer has approved of it already, in lines `late_fee`; null until an amount is approved.
    #[schema(required, minimum = 0, example = 420_000)]
    pub late_fee_granted_idr: Option<i64>,
    /// What of the fee is still open after what was approved of it; 0 where more was.
    #[schema(required, minimum = 0, example = 6_825_000)]
    pub late_fee_open_idr: Option<i64>,
    /// The sum of the whole fee in words of arithmetic; null where nothing is late.
    #[schema(required, example = "100 bp x 31500000 x 6 + 100 bp x 10500000 x 51 = 7245000")]
    pub late_fee_arithmetic: Option<String>,
    /// Whether a work accident was reported later than the rules say; null for other claims.
    #[schema(required)]
    pub is_reported_late: Option<bool>,
    /// The day from which a work accident can no longer be claimed; null for other claims.
    #[schema(required)]
    pub lapses_on: Option<NaiveDate>,
    /// The days until then; below zero once it is over.
    #[schema(required)]
    pub days_to_lapse: Option<i64>,
}
