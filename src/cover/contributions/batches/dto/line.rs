//! Wire types of lines.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::queries::{LineFilter, LineRow};
use super::super::rules::{LineStatus, RefusalReason};
use crate::cover::contributions::mappings::{self, service::Chosen};
use crate::cover::wire::{self, LineStatusCode, ProgrammeCode, RefusalActionCode, RefusalReasonCode};
use crate::domain::Month;
use crate::platform::http::Problem;

/// One attempt to settle one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineResponse {
    /// Counted within the batch.
    #[schema(example = 1, minimum = 1)]
    pub line_number: i32,
    /// About whom.
    pub worker_id: Uuid,
    /// What the worker is called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked unless a purpose was stated; null while it is not known.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// Born when.
    #[schema(required)]
    pub birth_on: Option<NaiveDate>,
    /// The programme.
    #[schema(value_type = ProgrammeCode)]
    pub programme: &'static str,
    /// The month.
    #[schema(value_type = String, example = "2026-05")]
    pub month: Month,
    /// The wage base.
    #[schema(example = 1_000_000, minimum = 0)]
    pub wage_base_idr: i64,
    /// How much.
    #[schema(example = 10_000, minimum = 0)]
    pub amount_idr: i64,
    /// What the insurer made of it.
    #[schema(value_type = LineStatusCode)]
    pub status: &'static str,
    /// Why it was refused.
    #[schema(required, value_type = Option<RefusalReasonCode>)]
    pub refusal_reason: Option<&'static str>,
    /// What is to be done about that unless somebody knows better.
    #[schema(required, value_type = Option<RefusalActionCode>)]
    pub default_action: Option<&'static str>,
    /// The same as long as it is to be done: the month is still owed and no later batch has taken it up. Null for
    /// everything else, so that what is left of a batch is its lines with an open action.
    #[schema(required, value_type = Option<RefusalActionCode>)]
    pub open_action: Option<&'static str>,
    /// What the source got of an accepted line as a credit with the insurer, because no period takes the month any more or
    /// it lies after a death.
    #[schema(example = 0, minimum = 0)]
    pub credit_idr: i64,
    /// The insurer's file that answered it, one of the batch's `reconciliations`.
    #[schema(required)]
    pub reconciliation_id: Option<Uuid>,
}

impl LineResponse {
    /// A line with the NIK in clear, if it was opened.
    pub fn new(row: LineRow, nik: Option<String>) -> Self {
        let reason = row.refusal_reason.map(|reason| reason.0);
        let action = reason.map(|reason| reason.default_action().as_str());
        Self {
            line_number: row.line_number,
            worker_id: row.worker_id,
            name: row.name,
            nik: nik.or(row.nik_mask),
            birth_on: row.birth_on,
            programme: row.programme.0.as_str(),
            month: row.month.0,
            wage_base_idr: row.wage_base_idr,
            amount_idr: row.amount_idr,
            status: row.status.0.as_str(),
            refusal_reason: reason.map(RefusalReason::as_str),
            default_action: action,
            open_action: action.filter(|_| row.is_open_item),
            credit_idr: row.credit_idr,
            reconciliation_id: row.reconciliation_id,
        }
    }
}

/// Which lines to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LineQuery {
    /// In this state.
    #[param(value_type = Option<LineStatusCode>)]
    status: Option<String>,
    /// Refused for this reason.
    #[param(value_type = Option<RefusalReasonCode>)]
    refusal_reason: Option<String>,
    /// Whether something is to be done about them.
    open_item: Option<bool>,
    /// The column mapping of a spreadsheet, or `none` for the standard columns; the regency's default when absent.
    #[param(max_length = 36, example = "none")]
    mapping: Option<String>,
}

impl LineQuery {
    /// By which mapping a spreadsheet is written, or 400 for what cannot be one.
    pub fn mapping(&self) -> Result<Chosen, Problem> {
        mappings::dto::chosen(self.mapping.as_deref())
    }

    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self) -> Result<LineFilter, Problem> {
        let reason = self.refusal_reason.as_deref();
        Ok(LineFilter {
            status: wire::parameter("status", self.status.as_deref(), LineStatus::parse)?,
            refusal_reason: wire::parameter("refusal_reason", reason, RefusalReason::parse)?,
            open_item: self.open_item,
        })
    }
}
