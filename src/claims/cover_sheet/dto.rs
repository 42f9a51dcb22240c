//! The cover sheet as data.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::claims::cases::dto::ClaimResponse;
use crate::claims::checklist::dto::ClaimChecklist;
use crate::claims::clocks::dto::ClaimClock;
use crate::claims::scholarships::estimate::ScholarshipEstimate;
use crate::cover::wire::{BenefitItemCode, StandingCode};

/// Everything that goes with a claim to the insurer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimCoverSheet {
    /// The claim with its beneficiaries and their accounts.
    pub claim: ClaimResponse,
    /// The worker's NIK; masked without a purpose.
    #[schema(required, example = "3529************")]
    pub worker_nik: Option<String>,
    /// The worker's member number; masked without a purpose, null where none is known and for callers who may not know of it.
    #[schema(required, example = "********123")]
    pub worker_member_number: Option<String>,
    /// The regency.
    #[schema(example = "Kabupaten Sumenep")]
    pub regency: String,
    /// The district.
    #[schema(example = "Kota Sumenep")]
    pub district: String,
    /// The village.
    #[schema(example = "Pangarangan")]
    pub village: String,
    /// The papers.
    pub checklist: ClaimChecklist,
    /// The time limits.
    pub clock: ClaimClock,
    /// What the dated rules come to, beside what the insurer decided; null where only papers tell.
    #[schema(required)]
    pub estimate: Option<CoverSheetEstimate>,
    /// When it was put together.
    pub made_at: DateTime<Utc>,
}

/// What the dated rules of the day of the event come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverSheetEstimate {
    /// How the worker stood. In arrears is never a plain yes.
    #[schema(value_type = StandingCode)]
    pub standing: &'static str,
    /// Months paid without a gap before the death.
    #[schema(minimum = 0, example = 11)]
    pub consecutive_paid_months: i64,
    /// The wage base that was taken.
    #[schema(minimum = 0, example = 1_000_000)]
    pub wage_base_idr: i64,
    /// One line for each term of the sum.
    pub lines: Vec<EstimateLine>,
    /// The sum of the lines.
    #[schema(minimum = 0, example = 42_000_000)]
    pub total_idr: i64,
    /// What the scholarships of the children would come to, school year by school year: no part of the total; null without
    /// children.
    #[schema(required)]
    pub scholarships: Option<ScholarshipEstimate>,
    /// What the insurer decided.
    #[schema(required, minimum = 0)]
    pub decided_idr: Option<i64>,
    /// By how much that is more than the estimate; below zero where it is less.
    #[schema(required)]
    pub difference_idr: Option<i64>,
}

/// One term of an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EstimateLine {
    /// What is paid for.
    #[schema(value_type = BenefitItemCode, example = "funeral")]
    pub item: &'static str,
    /// How much.
    #[schema(minimum = 0, example = 10_000_000)]
    pub amount_idr: i64,
    /// The sum in words of arithmetic.
    #[schema(example = "500000 x 24 = 12000000")]
    pub arithmetic: String,
    /// The regulation.
    #[schema(example = "PP 82/2019")]
    pub legal_reference: String,
}
