//! Wire types of batches.

mod line;
mod prepared;
mod request;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use line::{LineQuery, LineResponse};
pub use prepared::{LeftOutOfBatch, PreparedContributionBatchResponse};
pub use request::{
    ApproveContributionBatch, BatchQuery, CancelContributionBatch, ContributionBatchReason,
    CreateContributionBatch, IssueBillingCode, UpdateContributionBatch,
};

use super::model::BatchRow;
use super::rules::{self, Action, Rights};
use crate::access::caller::{
    ContributionsApprove, ContributionsBill, ContributionsPay, ContributionsPrepare, ContributionsReconcile,
    Principal,
};
use crate::cover::wire::BatchStatusCode;
use crate::domain::{Day, Month};

/// Months of the ledger that go to the insurer and to the bank together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionBatchResponse {
    /// Its id.
    pub id: Uuid,
    /// From which source it is paid.
    pub funding_source_id: Uuid,
    /// Counted within the source.
    #[schema(example = 1, minimum = 1)]
    pub number: i32,
    /// What people call it.
    #[schema(required, example = "Tahap 1")]
    pub name: Option<String>,
    /// The months that were asked for. Lines that were refused before keep their own month.
    #[schema(value_type = Vec<String>, example = json!(["2026-01", "2026-02"]))]
    pub months: Vec<Month>,
    /// How far it has come.
    #[schema(value_type = BatchStatusCode)]
    pub status: &'static str,
    /// How many lines it has: one a person, programme and month.
    #[schema(example = 4, minimum = 0)]
    pub lines: i32,
    /// How many people they are about.
    #[schema(example = 1, minimum = 0)]
    pub people: i32,
    /// What they come to.
    #[schema(example = 33_600, minimum = 0)]
    pub amount_idr: i64,
    /// How many lines the insurer accepted.
    #[schema(example = 0, minimum = 0)]
    pub accepted_lines: i32,
    /// What those come to.
    #[schema(example = 0, minimum = 0)]
    pub accepted_idr: i64,
    /// How many it refused.
    #[schema(example = 0, minimum = 0)]
    pub refused_lines: i32,
    /// What those come to: a credit with the insurer, which later transfers can use.
    #[schema(example = 0, minimum = 0)]
    pub refused_idr: i64,
    /// How many it has not answered.
    #[schema(example = 4, minimum = 0)]
    pub open_lines: i32,
    /// Who prepared it; null for the deployment itself.
    #[schema(required)]
    pub prepared_by: Option<Uuid>,
    /// By whose doing its lines changed while it was a draft, in the order in which they came: like who prepared it, none of
    /// them approves it.
    pub revised_by: Vec<Uuid>,
    /// The second person.
    #[schema(required)]
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    #[schema(required)]
    pub approved_at: Option<DateTime<Utc>>,
    /// The insurer's code under which it is paid.
    #[schema(required, example = "926011234567")]
    pub billing_code: Option<String>,
    /// The last day on which the code can be used.
    #[schema(required)]
    pub billing_code_expires_on: Option<NaiveDate>,
    /// The transfer that covers it.
    #[schema(required)]
    pub payment_id: Option<Uuid>,
    /// The day of that transfer.
    #[schema(required)]
    pub paid_on: Option<NaiveDate>,
    /// When its last line was answered.
    #[schema(required)]
    pub reconciled_at: Option<DateTime<Utc>>,
    /// Why it was called off.
    #[schema(required)]
    pub cancel_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!(["update", "cancel"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was prepared.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl ContributionBatchResponse {
    /// A batch as this caller sees it.
    pub fn new(row: BatchRow, viewer: Viewer<'_>) -> Self {
        Self {
            allowed_actions: viewer.allowed(&row),
            open_lines: row.open_lines(),
            id: row.id,
            funding_source_id: row.funding_source_id,
            number: row.number,
            name: row.name,
            months: row.months.into_iter().map(|month| month.0).collect(),
            status: row.status.0.as_str(),
            lines: row.lines_total,
            people: row.people_total,
            amount_idr: row.amount_idr,
            accepted_lines: row.accepted_lines,
            accepted_idr: row.accepted_idr,
            refused_lines: row.refused_lines,
            refused_idr: row.refused_idr,
            prepared_by: row.prepared_by,
            revised_by: row.revised_by,
            approved_by: row.approved_by,
            approved_at: row.approved_at,
            billing_code: row.billing_code,
            billing_code_expires_on: row.billing_code_expires_on,
            payment_id: row.payment_id,
            paid_on: row.paid_on,
            reconciled_at: row.reconciled_at,
            cancel_reason: row.cancel_reason,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Who looks at a batch, and on which day: what can be done with it may depend on both.
#[derive(Clone, Copy)]
pub struct Viewer<'a> {
    /// The caller.
    pub caller: &'a Principal,
    /// The business day.
    pub today: Day,
}

impl Viewer<'_> {
    /// What makes the bytes differ between callers and days: what they may do.
    pub fn view(self, row: &BatchRow) -> String {
        let rights = self.rights(row);
        let parts = [
            (rights.prepare, 'p'),
            (rights.approve, 'a'),
            (rights.bill, 'b'),
            (rights.pay, 'm'),
            (rights.reconcile, 'r'),
            (rights.void_payment || rights.reopen, 'u'),
            (row.has_valid_code(self.today), 'c'),
        ];
        std::iter::once('v')
            .chain(parts.into_iter().filter(|(has, _)| *has).map(|(_, letter)| letter))
            .collect()
    }

    /// What the caller may do to this batch as it stands: a code that can still be used is taken back before there can be another.
    fn allowed(self, row: &BatchRow) -> Vec<&'static str> {
        let mut allowed = rules::allowed(row.status.0, self.rights(row));
        let keeps_code = row.has_valid_code(self.today);
        allowed.retain(|action| !keeps_code || *action != Action::IssueBillingCode.as_str());
        allowed
    }

    /// What the caller may do to this batch, whatever its state. No money leaves before the year of its months.
    fn rights(self, row: &BatchRow) -> Rights {
        let Self { caller, today } = self;
        let is_payable = row.months.iter().all(|month| month.0.year() <= today.year());
        Rights {
            prepare: caller.may::<ContributionsPrepare>(),
            approve: caller.may::<ContributionsApprove>() && row.is_second_person(caller.account_id),
            bill: caller.may::<ContributionsBill>(),
            pay: caller.may::<ContributionsPay>() && is_payable,
            reconcile: caller.may::<ContributionsReconcile>(),
            void_payment: caller.may::<ContributionsApprove>() && !row.is_answered(),
            reopen: caller.may::<ContributionsApprove>() && row.is_answered(),
        }
    }
}
