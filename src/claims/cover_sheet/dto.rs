//! The cover sheet as data.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::claims::cases::dto::ClaimResponse;
use crate::claims::checklist::dto::ClaimChecklist;
use crate::claims::clocks::dto::ClaimClock;
use crate::claims::scholarships::estimate::ScholarshipEstimate;
use crate::cover::wire::{BenefitItemCode, NotDueReasonCode, StandingCode};

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
    /// One line for each term of the sum. Where nobody is named but whoever buried the dead, only the funeral is due.
    pub lines: Vec<EstimateLine>,
    /// What would be due in other circumstances and is not, with the reasons.
    pub not_due: Vec<EstimateNotDue>,
    /// The sum of the lines.
    #[schema(minimum = 0, example = 42_000_000)]
    pub total_idr: i64,
    /// What the insurer owes for paying late: no part of the total; null where nothing is late and none was granted.
    #[schema(required)]
    pub late_fee: Option<CoverSheetLateFee>,
    /// What the scholarships of the children would come to, school year by school year: no part of the total; null without
    /// children.
    #[schema(required)]
    pub scholarships: Option<ScholarshipEstimate>,
    /// What the insurer decided, with what it granted for paying late.
    #[schema(required, minimum = 0)]
    pub decided_idr: Option<i64>,
    /// The same without what it granted for paying late.
    #[schema(required, minimum = 0)]
    pub decided_benefit_idr: Option<i64>,
    /// By how much the decision without such a fee is more than the total of the estimate; below zero where it is less.
    #[schema(required)]
    pub difference_idr: Option<i64>,
}

/// What the insurer owes for paying late, beside the benefits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverSheetLateFee {
    /// What it comes to in all: of the estimate, or once an amount is approved of that without a fee in it.
    #[schema(minimum = 0, example = 420_000)]
    pub amount_idr: i64,
    /// The sum in words of arithmetic; null where nothing is late.
    #[schema(required, example = "100 bp x 42000000 x 1 = 420000")]
    pub arithmetic: Option<String>,
    /// The regulation; null where nothing is late.
    #[schema(required, example = "PP 44/2015")]
    pub legal_reference: Option<String>,
    /// What the insurer has approved of it already, in lines `late_fee`; null until an amount is approved.
    #[schema(required, minimum = 0, example = 420_000)]
    pub granted_idr: Option<i64>,
    /// What of it is still open.
    #[schema(minimum = 0, example = 0)]
    pub open_idr: i64,
}

/// Something that an estimate does not contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EstimateNotDue {
    /// What would be paid for.
    #[schema(value_type = BenefitItemCode, example = "death")]
    pub item: &'static str,
    /// Why it is not due.
    #[schema(value_type = NotDueReasonCode, example = "no_heir")]
    pub reason: &'static str,
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
