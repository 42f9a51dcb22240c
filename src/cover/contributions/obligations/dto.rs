//! Wire types of the ledger.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::{Entry, LedgerFilter};
use super::rules::ObligationStatus;
use crate::cover::wire::{
    self, EndReasonCode, LineStatusCode, ObligationStatusCode, ProgrammeCode, RefusalReasonCode,
};
use crate::domain::{Month, Programme};
use crate::platform::http::Problem;

/// What is owed for a worker, a programme and a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerEntry {
    /// The programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// The month.
    #[schema(value_type = String, example = "2026-05")]
    pub month: Month,
    /// The registration under which it is owed; another one of the same person after a move within the regency.
    pub worker_id: Uuid,
    /// The funded period behind it.
    pub coverage_id: Uuid,
    /// From which source.
    pub funding_source_id: Uuid,
    /// The contribution rate that it was computed from.
    pub rate_id: Uuid,
    /// Whether that is a rate with relief.
    pub relief: bool,
    /// The wage base.
    #[schema(example = 1_000_000, minimum = 0)]
    pub wage_base_idr: i64,
    /// How much.
    #[schema(example = 10_000, minimum = 0)]
    pub amount_idr: i64,
    /// How far it has come.
    #[schema(value_type = ObligationStatusCode)]
    pub status: &'static str,
    /// Why nothing is owed any more: the reason for which the period ended.
    #[schema(required, value_type = Option<EndReasonCode>)]
    pub waived_reason: Option<&'static str>,
    /// The day of the transfer that paid it.
    #[schema(required)]
    pub paid_on: Option<NaiveDate>,
    /// Whether it is paid although no period takes it any more, or somebody had died before: a credit with the insurer. It
    /// counts as paid all the same, also once that credit was used or came back, until the insurer says otherwise.
    pub is_excess: bool,
    /// What its source got of it as a credit with the insurer: the whole amount of an excess month, else nothing.
    #[schema(example = 0, minimum = 0)]
    pub credit_idr: i64,
    /// The newest batch that took it up; null also for callers who may not read batches.
    #[schema(required)]
    pub batch_id: Option<Uuid>,
    /// What the insurer made of it there.
    #[schema(required, value_type = Option<LineStatusCode>)]
    pub line_status: Option<&'static str>,
    /// Why it was refused there.
    #[schema(required, value_type = Option<RefusalReasonCode>)]
    pub refusal_reason: Option<&'static str>,
    /// Counts its changes.
    #[schema(example = 1)]
    pub version: i32,
}

impl LedgerEntry {
    /// The wire form for a caller who may read batches or not.
    pub fn new(entry: Entry, reads_batches: bool) -> Self {
        let row = entry.obligation;
        Self {
            programme: row.programme.0.as_str(),
            month: row.month.0,
            worker_id: row.worker_id,
            coverage_id: row.coverage_id,
            funding_source_id: row.funding_source_id,
            rate_id: row.rate_id,
            relief: row.relief,
            wage_base_idr: row.wage_base_idr,
            amount_idr: row.amount_idr,
            status: row.status.0.as_str(),
            waived_reason: row.waived_reason.map(|reason| reason.0.as_str()),
            paid_on: row.paid_on,
            is_excess: entry.is_excess,
            credit_idr: if entry.is_excess { row.amount_idr } else { 0 },
            batch_id: entry.batch_id.filter(|_| reads_batches),
            line_status: entry.line_status.filter(|_| reads_batches).map(|status| status.0.as_str()),
            refusal_reason: entry.refusal_reason.filter(|_| reads_batches).map(|reason| reason.0.as_str()),
            version: row.version,
        }
    }
}

/// Which months to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LedgerQuery {
    /// Of this programme.
    #[param(value_type = Option<ProgrammeCode>)]
    programme: Option<String>,
    /// In this state.
    #[param(value_type = Option<ObligationStatusCode>)]
    status: Option<String>,
    /// From this month on.
    #[param(example = "2026-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Option<String>,
    /// Until this month.
    #[param(example = "2026-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Option<String>,
}

impl LedgerQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self) -> Result<LedgerFilter, Problem> {
        Ok(LedgerFilter {
            programme: wire::parameter("programme", self.programme.as_deref(), Programme::parse)?,
            status: wire::parameter("status", self.status.as_deref(), ObligationStatus::parse)?,
            from_month: wire::parameter("from_month", self.from_month.as_deref(), Month::parse)?,
            until_month: wire::parameter("until_month", self.until_month.as_deref(), Month::parse)?,
        })
    }
}
