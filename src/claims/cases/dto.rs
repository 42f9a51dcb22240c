//! The wire types of claims.

pub mod requests;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::{Benefit, ClaimAction, ClaimKind, ClaimStatus, ClaimWarning};
use super::model::{ClaimView, WorkerCard};
use super::service;
use crate::access::caller::Principal;
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::claims::payouts;
use crate::cover::wire::ChecklistCircumstanceCode;
use crate::domain::Rupiah;
use crate::platform::http::{Problem, Version};

/// A claim with its beneficiaries and their transfers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClaimResponse {
    /// The claim.
    #[schema(example = "019aa000-0000-7000-8000-000000000001")]
    pub id: Uuid,
    /// For whom, as the register knows the worker now.
    pub worker: ClaimWorker,
    /// What is claimed.
    pub kind: ClaimKind,
    /// How far it has come.
    pub status: ClaimStatus,
    /// Why it got there, where a reason was asked for.
    #[schema(required)]
    pub status_reason: Option<String>,
    /// The day of the death or accident, or from which old-age savings are claimed.
    pub event_on: NaiveDate,
    /// The day on which a work accident ended in death; null otherwise.
    #[schema(required)]
    pub died_on: Option<NaiveDate>,
    /// What happened.
    #[schema(required, example = "Terpeleset di dermaga ketika menurunkan ikan.")]
    pub circumstances: Option<String>,
    /// The day on which it was reported.
    pub reported_on: NaiveDate,
    /// What decides about its papers beside the beneficiaries.
    #[schema(value_type = Vec<ChecklistCircumstanceCode>, example = json!([]))]
    pub stated_circumstances: Vec<&'static str>,
    /// What a person should look at. A warning never stops a claim.
    pub warnings: Vec<ClaimWarning>,
    /// What is missing; only while it is returned.
    pub returned_missing: Vec<String>,
    /// When it was last submitted.
    #[schema(required)]
    pub submitted_at: Option<DateTime<Utc>>,
    /// By which account.
    #[schema(required)]
    pub submitted_by: Option<Uuid>,
    /// When it was verified.
    #[schema(required)]
    pub verified_at: Option<DateTime<Utc>>,
    /// By which account.
    #[schema(required)]
    pub verified_by: Option<Uuid>,
    /// From when the insurer's clock runs: every paper that is needed was there and found right.
    #[schema(required)]
    pub documents_complete_at: Option<DateTime<Utc>>,
    /// When it was sent to the insurer.
    #[schema(required)]
    pub sent_to_insurer_at: Option<DateTime<Utc>>,
    /// The insurer's number for it.
    #[schema(required, example = "KLM-2026-000123")]
    pub insurer_reference: Option<String>,
    /// The day of the insurer's last decision.
    #[schema(required)]
    pub decided_on: Option<NaiveDate>,
    /// By which account it was recorded.
    #[schema(required)]
    pub decided_by: Option<Uuid>,
    /// What the insurer pays at once, to be divided among the beneficiaries.
    #[schema(required, minimum = 1, example = 42000000)]
    pub approved_amount_idr: Option<i64>,
    /// What that amount is made of, if the insurer said so, and what it grants beside it for the years of scholarships.
    pub approved_lines: Vec<ApprovedLineBody>,
    /// Why the insurer refused.
    #[schema(required)]
    pub rejection_reason: Option<String>,
    /// Who is paid, in the order of entry.
    pub beneficiaries: Vec<BeneficiaryResponse>,
    /// 1 at first, one more with every change of the claim or a part of it.
    #[schema(minimum = 1)]
    pub version: i32,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What this caller may do with it now.
    pub allowed_actions: Vec<ClaimAction>,
}

/// The worker of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimWorker {
    /// The registration.
    pub id: Uuid,
    /// The name.
    #[schema(example = "Moh. Hasan")]
    pub name: String,
    /// The village.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
}

/// A line of what the insurer approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[schema(as = ApprovedLine)]
#[serde(deny_unknown_fields)]
pub struct ApprovedLineBody {
    /// What it is for.
    pub benefit: Benefit,
    /// How much.
    #[schema(minimum = 1, example = 20000000)]
    pub amount_idr: i64,
}

impl ClaimResponse {
    /// What this caller is shown of a claim.
    pub fn of(view: &ClaimView, caller: &Principal) -> Result<Self, Problem> {
        let claim = view.file.claim.clone();
        let allowed_actions = service::allowed_actions(&view.file, caller);
        let lines = claim.approved_lines.0.iter();
        Ok(Self {
            id: claim.id,
            worker: ClaimWorker::from(&view.worker),
            kind: claim.kind.0,
            status: claim.status.0,
            status_reason: claim.status_reason,
            event_on: claim.event_on,
            died_on: claim.died_on,
            circumstances: claim.circumstances,
            reported_on: claim.reported_on,
            stated_circumstances: claim.stated_circumstances.iter().map(|one| one.0.as_str()).collect(),
            warnings: claim.warnings.iter().map(|warning| warning.0).collect(),
            returned_missing: claim.returned_missing,
            submitted_at: claim.submitted_at,
            submitted_by: claim.submitted_by,
            verified_at: claim.verified_at,
            verified_by: claim.verified_by,
            documents_complete_at: claim.documents_complete_at,
            sent_to_insurer_at: claim.sent_to_insurer_at,
            insurer_reference: claim.insurer_reference,
            decided_on: claim.decided_on,
            decided_by: claim.decided_by,
            approved_amount_idr: claim.approved_amount_idr,
            approved_lines: lines
                .map(|line| ApprovedLineBody { benefit: line.benefit, amount_idr: line.amount_idr })
                .collect(),
            rejection_reason: claim.rejection_reason,
            beneficiaries: beneficiaries(view)?,
            version: claim.version,
            created_at: claim.created_at,
            updated_at: claim.updated_at,
            allowed_actions,
        })
    }
}

/// The beneficiaries of a claim with what each is due, in the order of entry.
pub fn beneficiaries(view: &ClaimView) -> Result<Vec<BeneficiaryResponse>, Problem> {
    let due = payouts::service::due_amounts(&view.file)?;
    let mut due = due.map(Vec::into_iter);
    let parts = view.file.beneficiaries.iter();
    Ok(parts
        .map(|part| BeneficiaryResponse::of(part, due.as_mut().and_then(Iterator::next).map(Rupiah::amount)))
        .collect())
}

impl From<&WorkerCard> for ClaimWorker {
    fn from(worker: &WorkerCard) -> Self {
        let WorkerCard { id, name, village_code, .. } = worker.clone();
        Self { id, name, village_code }
    }
}

/// What a version of a claim shows: masks or identifiers, and the worker's name, which has a version of its own.
pub fn version_view(view: &ClaimView, is_open: bool) -> String {
    let shown = if is_open { "open" } else { "masked" };
    format!("{shown}-w{}", view.worker.version)
}

/// The entity tag of a claim with masks.
pub fn etag(view: &ClaimView) -> String {
    Version::new(view.file.claim.version, &version_view(view, false)).etag()
}
