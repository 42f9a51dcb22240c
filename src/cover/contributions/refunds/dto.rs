//! Wire types of refunds.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::RefundRow;
use super::service::NewRefund;
use crate::access::caller::{ContributionsApprove, Principal};
use crate::cover::funding::dto::FundingSourceResponse;
use crate::cover::funding::model::Funded;
use crate::cover::funding::routes::rights;
use crate::cover::wire;
use crate::domain::Day;
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// Money that the insurer gave back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionRefundResponse {
    /// Its id.
    pub id: Uuid,
    /// The source whose credit it was.
    pub funding_source_id: Uuid,
    /// How much came back.
    #[schema(example = 6_800, minimum = 1)]
    pub amount_idr: i64,
    /// The day on which it came back.
    pub refunded_on: NaiveDate,
    /// The bank's reference.
    #[schema(example = "RTR-0007/2026")]
    pub bank_reference: String,
    /// Why it came back.
    #[schema(example = "Refused lines of January")]
    pub reason: String,
    /// Who recorded it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// Who took it back; null as long as it holds.
    #[schema(required)]
    pub voided_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub void_reason: Option<String>,
    /// What this caller may do with it, with the version of its source.
    #[schema(example = json!([]))]
    pub allowed_actions: Vec<&'static str>,
}

impl ContributionRefundResponse {
    /// A refund as this caller sees it.
    pub fn new(row: RefundRow, caller: &Principal) -> Self {
        let may_void = caller.may::<ContributionsApprove>() && row.recorded_by != Some(caller.account_id);
        Self {
            allowed_actions: if may_void && !row.is_void() { vec!["void"] } else { Vec::new() },
            voided_by: row.voided_by,
            voided_at: row.voided_at,
            void_reason: row.void_reason,
            id: row.id,
            funding_source_id: row.funding_source_id,
            amount_idr: row.amount_idr,
            refunded_on: row.refunded_on,
            bank_reference: row.bank_reference,
            reason: row.reason,
            recorded_by: row.recorded_by,
            created_at: row.created_at,
        }
    }
}

/// A refund with the source after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordedRefundResponse {
    /// The refund.
    pub refund: ContributionRefundResponse,
    /// The source after it.
    pub funding_source: FundingSourceResponse,
}

impl RecordedRefundResponse {
    /// The wire form for this caller.
    pub fn new(row: RefundRow, (source, money): Funded, caller: &Principal) -> Self {
        Self {
            refund: ContributionRefundResponse::new(row, caller),
            funding_source: FundingSourceResponse::new(source, Some(money), rights(caller)),
        }
    }
}

/// Why a refund is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidContributionRefund {
    /// Kept with the refund, and in the history of the source.
    #[schema(max_length = 500, example = "It was of another source")]
    reason: String,
}

impl VoidContributionRefund {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// A refund to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRefund {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// How much came back: at most what the insurer holds of the source.
    #[schema(example = 6_800, minimum = 1)]
    amount_idr: i64,
    /// The day on which it came back; not in the future, and not before the year of the source.
    #[schema(value_type = NaiveDate, example = "2026-04-02")]
    refunded_on: String,
    /// The bank's reference; unique in the regency.
    #[schema(max_length = 100, example = "RTR-0007/2026")]
    bank_reference: String,
    /// Why it came back; kept in the history of the source.
    #[schema(max_length = 500, example = "Refused lines of January")]
    reason: String,
}

impl RecordRefund {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day, new_id: impl FnOnce() -> Uuid) -> Result<NewRefund, Problem> {
        let mut issues = Issues::new();
        let amount = wire::amount(&mut issues, "/amount_idr", self.amount_idr);
        if self.amount_idr == 0 {
            let text = Text::fixed("Paling sedikit satu rupiah.", "At least one rupiah.");
            issues.push("/amount_idr", "out_of_range", text);
        }
        let refunded_on = wire::day(&mut issues, "/refunded_on", &self.refunded_on);
        if refunded_on.is_some_and(|day| day > today) {
            let text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
            issues.push("/refunded_on", "day_in_future", text);
        }
        let reference = wire::line::<100>(&mut issues, "/bank_reference", &self.bank_reference);
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        let refund = || {
            Some(NewRefund {
                id: self.id.unwrap_or_else(new_id),
                amount: amount?,
                refunded_on: refunded_on?,
                bank_reference: reference?,
                reason: reason?,
            })
        };
        wire::finish(refund(), issues)
    }
}
