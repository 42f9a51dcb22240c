//! The wire types of children and scholarships.

mod request;
mod year;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use request::{
    ClaimScholarship, CreateClaimChild, LapseClaimChild, RecordScholarshipDecision, RecordScholarshipPayment,
    UpdateClaimChild, VerifyScholarship,
};
pub use year::{ScholarshipPaymentResponse, ScholarshipResponse};

use super::codes::{ChildAction, LapseReason, ScholarshipAction, ScholarshipStatus};
use super::model::{Child, ChildRow};
use super::service::{self, Terms};
use crate::access::caller::Principal;
use crate::claims::cases::model::ClaimFile;
use crate::claims::payouts::dto::PayoutState;
use crate::cover::wire::EducationLevelCode;
use crate::platform::http::{CodeOf, Problem};

/// The schema of states of scholarships.
pub type ScholarshipStatusCode = CodeOf<ScholarshipStatus>;
/// The schema of what can be done with a scholarship.
pub type ScholarshipActionCode = CodeOf<ScholarshipAction>;
/// The schema of what can be done with a child.
pub type ChildActionCode = CodeOf<ChildAction>;
/// The schema of why a child gets no more.
pub type LapseReasonCode = CodeOf<LapseReason>;

/// A child of a claim whose schooling the insurer helps with. The claim's `ETag` is the version of its children too.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ClaimChild)]
pub struct ChildResponse {
    /// The child.
    pub id: Uuid,
    /// The claim.
    pub claim_id: Uuid,
    /// The name.
    #[schema(example = "Ani Hasanah")]
    pub name: String,
    /// When it was born.
    #[schema(example = "2016-03-01")]
    pub birth_on: NaiveDate,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// The level that the child was in on the day of the event, or entered next.
    #[schema(value_type = EducationLevelCode, example = "primary")]
    pub level: &'static str,
    /// The year of that level; 1 is the first.
    #[schema(minimum = 1, maximum = 10, example = 5)]
    pub level_year: i16,
    /// The beneficiary of the claim to whose account the scholarship goes: the child, or whoever cares for it.
    #[schema(required)]
    pub payee_id: Option<Uuid>,
    /// Whether that beneficiary can be paid; from the `payable_from` of the account on, where it has one.
    pub payout_state: PayoutState,
    /// Whether the scholarship may be due, by what was known when the child was last written.
    pub may_be_due: bool,
    /// Why it gets no more scholarships; null while it may.
    #[schema(required)]
    pub lapse: Option<LapseResponse>,
    /// What it can get by the dated rules of the day of the event, level by level, if nothing stands in the way.
    pub entitlement: Vec<EntitlementResponse>,
    /// What was claimed, in the order in which it was.
    pub scholarships: Vec<ScholarshipResponse>,
    /// When it was stated.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What this caller may do with it now.
    #[schema(value_type = Vec<ChildActionCode>)]
    pub allowed_actions: Vec<&'static str>,
}

/// Why a child gets no more scholarships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ScholarshipLapse)]
pub struct LapseResponse {
    /// Since which day. School years that begin on it or later are not claimed.
    pub lapsed_on: NaiveDate,
    /// Why.
    #[schema(value_type = LapseReasonCode, example = "married")]
    pub reason: &'static str,
    /// What was noted with it.
    #[schema(required)]
    pub note: Option<String>,
    /// Who said so.
    #[schema(required)]
    pub by: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a child can get in one level of education.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ScholarshipEntitlement)]
pub struct EntitlementResponse {
    /// The level.
    #[schema(value_type = EducationLevelCode, example = "junior")]
    pub level: &'static str,
    /// For so many years, from where the child stood on the day of the event.
    #[schema(minimum = 0, example = 3)]
    pub years: i64,
    /// So many of them are claimed.
    #[schema(minimum = 0, example = 1)]
    pub years_claimed: i64,
    /// For each of them.
    #[schema(minimum = 0, example = 2_000_000)]
    pub amount_idr: i64,
    /// The dated row.
    pub benefit_rule_id: Uuid,
    /// The regulation.
    #[schema(example = "PP 82/2019")]
    pub legal_reference: String,
}

impl ChildResponse {
    /// What this caller is shown of a child.
    pub fn of(file: &ClaimFile, child: &Child, terms: &Terms, caller: &Principal) -> Result<Self, Problem> {
        let row = &child.row;
        let used = child.used();
        let entitlement = terms.entitlements(row)?.into_iter().map(|one| {
            let claimed = used.iter().filter(|year| year.level == one.level).count();
            Ok(EntitlementResponse {
                level: one.level.as_str(),
                years: one.years,
                years_claimed: i64::try_from(claimed).map_err(Problem::internal)?,
                amount_idr: one.amount.amount(),
                benefit_rule_id: one.rule_id,
                legal_reference: one.legal_reference,
            })
        });
        let scholarships = child.scholarships.iter();
        Ok(Self {
            id: row.id,
            claim_id: row.claim_id,
            name: row.name.clone(),
            birth_on: row.birth_on,
            nik: row.nik_mask.clone(),
            level: row.level.0.as_str(),
            level_year: row.level_year,
            payee_id: row.payee_id,
            payout_state: payout_state(file, row),
            may_be_due: row.may_be_due,
            lapse: LapseResponse::of(row),
            entitlement: entitlement.collect::<Result<_, Problem>>()?,
            scholarships: scholarships
                .map(|one| ScholarshipResponse::of(file, (child, one), terms, caller))
                .collect::<Result<_, Problem>>()?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: service::child_actions(file, child, caller)
                .into_iter()
                .map(ChildAction::as_str)
                .collect(),
        })
    }
}

/// Whether whoever gets the scholarship can be paid; what is due at once has nothing to do with it.
fn payout_state(file: &ClaimFile, row: &ChildRow) -> PayoutState {
    let payee = file.beneficiaries.iter().find(|one| row.payee_id == Some(one.row.id));
    payee.map_or(PayoutState::AwaitingAccount, |one| PayoutState::of_account(&one.row))
}

impl LapseResponse {
    /// Its columns are set together.
    fn of(row: &ChildRow) -> Option<Self> {
        Some(Self {
            lapsed_on: row.lapsed_on?,
            reason: row.lapse_reason?.0.as_str(),
            note: row.lapse_note.clone(),
            by: row.lapsed_by,
            at: row.lapsed_at?,
        })
    }
}
