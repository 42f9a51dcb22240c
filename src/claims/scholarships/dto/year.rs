//! What is shown of a scholarship.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ScholarshipActionCode, ScholarshipStatusCode};
use crate::access::caller::Principal;
use crate::claims::cases::model::ClaimFile;
use crate::claims::scholarships::codes::{ScholarshipAction, ScholarshipStatus};
use crate::claims::scholarships::model::{Child, ScholarshipRow, VoidedPaymentRow};
use crate::claims::scholarships::rules::SchoolYear;
use crate::claims::scholarships::service::{self, Terms};
use crate::cover::wire::{ChecklistDocumentCode, EducationLevelCode};
use crate::platform::http::Problem;

/// What is claimed for a child and a school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Scholarship)]
pub struct ScholarshipResponse {
    /// The scholarship.
    pub id: Uuid,
    /// The claim.
    pub claim_id: Uuid,
    /// The child.
    pub child_id: Uuid,
    /// Which school year.
    #[schema(value_type = String, example = "2026/2027")]
    pub school_year: SchoolYear,
    /// The level that the child is in then.
    #[schema(value_type = EducationLevelCode, example = "primary")]
    pub level: &'static str,
    /// What the dated rule gives.
    #[schema(minimum = 1, example = 1_500_000)]
    pub amount_idr: i64,
    /// The dated row.
    pub benefit_rule_id: Uuid,
    /// How far it has come.
    #[schema(value_type = ScholarshipStatusCode)]
    pub status: &'static str,
    /// Why it was refused or taken back.
    #[schema(required)]
    pub status_reason: Option<String>,
    /// Papers that are needed for it and not there, or not found right.
    #[schema(value_type = Vec<ChecklistDocumentCode>, example = json!(["report_card"]))]
    pub missing_documents: Vec<&'static str>,
    /// Who claimed it.
    #[schema(required)]
    pub claimed_by: Option<Uuid>,
    /// When.
    pub claimed_at: DateTime<Utc>,
    /// Who confirmed it.
    #[schema(required)]
    pub verified_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub verified_at: Option<DateTime<Utc>>,
    /// The day of the insurer's decision.
    #[schema(required)]
    pub decided_on: Option<NaiveDate>,
    /// Who recorded it.
    #[schema(required)]
    pub decided_by: Option<Uuid>,
    /// What the insurer pays.
    #[schema(required, minimum = 1, example = 1_500_000)]
    pub approved_amount_idr: Option<i64>,
    /// The insurer's number for it.
    #[schema(required)]
    pub insurer_reference: Option<String>,
    /// The transfer, once it was made.
    #[schema(required)]
    pub payment: Option<ScholarshipPaymentResponse>,
    /// Transfers that were recorded in error and taken back.
    pub voided_payments: Vec<ScholarshipPaymentResponse>,
    /// What this caller may do with it now.
    #[schema(value_type = Vec<ScholarshipActionCode>)]
    pub allowed_actions: Vec<&'static str>,
}

/// The transfer of a scholarship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ScholarshipPayment)]
pub struct ScholarshipPaymentResponse {
    /// To which beneficiary's account.
    pub beneficiary_id: Uuid,
    /// How much.
    #[schema(minimum = 1, example = 1_500_000)]
    pub amount_idr: i64,
    /// On which day.
    pub paid_on: NaiveDate,
    /// The insurer's or bank's number for it.
    #[schema(example = "BEA-2026-000789")]
    pub transfer_reference: String,
    /// To which account, masked.
    #[schema(example = "*******789")]
    pub account_number: String,
    /// By which account of Payung it was recorded.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who took it back.
    #[schema(required)]
    pub voided_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub void_reason: Option<String>,
}

impl ScholarshipResponse {
    /// What this caller is shown of a scholarship.
    pub fn of(
        file: &ClaimFile,
        (child, row): (&Child, &ScholarshipRow),
        terms: &Terms,
        caller: &Principal,
    ) -> Result<Self, Problem> {
        let missing = match row.status.0 {
            ScholarshipStatus::Claimed => service::missing(terms, file, (&child.row, row))?,
            _ => Vec::new(),
        };
        let allowed = service::actions(file, (child, row), caller);
        Ok(Self {
            id: row.id,
            claim_id: row.claim_id,
            child_id: row.child_id,
            school_year: row.year(),
            level: row.level.0.as_str(),
            amount_idr: row.amount_idr,
            benefit_rule_id: row.benefit_rule_id,
            status: row.status.0.as_str(),
            status_reason: row.status_reason.clone(),
            missing_documents: missing,
            claimed_by: row.claimed_by,
            claimed_at: row.claimed_at,
            verified_by: row.verified_by,
            verified_at: row.verified_at,
            decided_on: row.decided_on,
            decided_by: row.decided_by,
            approved_amount_idr: row.approved_amount_idr,
            insurer_reference: row.insurer_reference.clone(),
            payment: ScholarshipPaymentResponse::of(row),
            voided_payments: child
                .voided_payments
                .iter()
                .filter(|one| one.scholarship_id == row.id)
                .map(ScholarshipPaymentResponse::from)
                .collect(),
            allowed_actions: allowed.into_iter().map(ScholarshipAction::as_str).collect(),
        })
    }
}

impl ScholarshipPaymentResponse {
    /// Its columns are set together.
    fn of(row: &ScholarshipRow) -> Option<Self> {
        Some(Self {
            beneficiary_id: row.payee_id?,
            amount_idr: row.approved_amount_idr?,
            paid_on: row.paid_on?,
            transfer_reference: row.transfer_reference.clone()?,
            account_number: row.account_mask.clone()?,
            recorded_by: row.paid_by,
            recorded_at: row.paid_at?,
            voided_by: None,
            voided_at: None,
            void_reason: None,
        })
    }
}

impl From<&VoidedPaymentRow> for ScholarshipPaymentResponse {
    fn from(row: &VoidedPaymentRow) -> Self {
        Self {
            beneficiary_id: row.payee_id,
            amount_idr: row.amount_idr,
            paid_on: row.paid_on,
            transfer_reference: row.transfer_reference.clone(),
            account_number: row.account_mask.clone(),
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            voided_by: Some(row.voided_by),
            voided_at: Some(row.voided_at),
            void_reason: Some(row.void_reason.clone()),
        }
    }
}
