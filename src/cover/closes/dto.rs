//! Wire types of closes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::CloseRow;
use super::queries::{CloseFilter, LapseFilter, LapsedWorker};
use super::rules::{self, CloseStatus, LapseKind};
use crate::cover::wire::{self, BasisCode, CloseStatusCode, LapseKindCode, ReopenCauseCode};
use crate::domain::{Month, RegionCode};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// The close of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthlyCloseResponse {
    /// Its id.
    pub id: Uuid,
    /// The month.
    #[schema(value_type = String, example = "2026-10")]
    pub month: Month,
    /// How it stands.
    #[schema(value_type = CloseStatusCode)]
    pub status: &'static str,
    /// How often it was closed.
    #[schema(example = 1, minimum = 1)]
    pub run: i32,
    /// How many memberships lapsed in the month, by all of its runs.
    #[schema(example = 12, minimum = 0)]
    pub lapses_total: i32,
    /// The day on which it was closed last.
    pub closed_on: NaiveDate,
    /// By whom; null for the deployment itself.
    #[schema(required)]
    pub closed_by: Option<Uuid>,
    /// When it was reopened last.
    #[schema(required)]
    pub reopened_at: Option<DateTime<Utc>>,
    /// By whose request.
    #[schema(required)]
    pub reopened_by: Option<Uuid>,
    /// Why.
    #[schema(required, value_type = Option<ReopenCauseCode>)]
    pub reopen_cause: Option<&'static str>,
    /// Why, in the words of who decided so.
    #[schema(required)]
    pub reopen_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!(["reopen"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was closed first.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MonthlyCloseResponse {
    /// A close as a caller sees it who may close months or not.
    pub fn new(row: CloseRow, may_write: bool) -> Self {
        Self {
            id: row.id,
            month: row.month.0,
            status: row.status.0.as_str(),
            run: row.run,
            lapses_total: row.lapses_total,
            closed_on: row.closed_on,
            closed_by: row.closed_by,
            reopened_at: row.reopened_at,
            reopened_by: row.reopened_by,
            reopen_cause: row.reopen_cause.map(|cause| cause.0.as_str()),
            reopen_reason: row.reopen_reason,
            allowed_actions: rules::allowed(row.status.0, may_write),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Somebody who lapsed in the month, or did not after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthlyLapseResponse {
    /// The run that found it.
    #[schema(example = 1, minimum = 1)]
    pub run: i32,
    /// The worker.
    pub worker_id: Uuid,
    /// What the worker is called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// Where the worker lives.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// What was found.
    #[schema(value_type = LapseKindCode)]
    pub kind: &'static str,
    /// The last month that is paid; null for those who did not lapse.
    #[schema(required, value_type = Option<String>, example = "2026-06")]
    pub last_paid_month: Option<Month>,
    /// How many months since are unpaid.
    #[schema(required, example = 4, minimum = 0)]
    pub unpaid_months: Option<i32>,
    /// Where it is known from.
    #[schema(required, value_type = Option<BasisCode>)]
    pub basis: Option<&'static str>,
}

impl From<LapsedWorker> for MonthlyLapseResponse {
    fn from(row: LapsedWorker) -> Self {
        Self {
            run: row.run,
            worker_id: row.worker_id,
            name: row.name,
            nik: row.nik_mask,
            village_code: row.village_code,
            kind: row.kind.0.as_str(),
            last_paid_month: row.last_paid_month.map(|month| month.0),
            unpaid_months: row.unpaid_months,
            basis: row.basis.map(|basis| basis.0.as_str()),
        }
    }
}

/// A month to be closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateMonthlyClose {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The regency's code; may be left away by a caller of one regency.
    #[schema(example = "35.29", max_length = 5)]
    region_code: Option<String>,
    /// The month; it must be over.
    #[schema(example = "2026-10", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: String,
}

impl CreateMonthlyClose {
    /// Id, regency and month, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<(Uuid, Option<RegionCode>, Month), Problem> {
        let mut issues = Issues::new();
        let region = issues.take_optional("/region_code", self.region_code, |code| RegionCode::parse(&code));
        let month = issues.take("/month", Month::parse(&self.month));
        let month = wire::finish(month, issues)?;
        Ok((self.id.unwrap_or_else(new_id), region, month))
    }
}

/// Why a month is reopened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenMonthlyClose {
    /// Kept with the close.
    #[schema(max_length = 500, example = "A transfer of October was recorded for the wrong batch")]
    reason: String,
}

impl ReopenMonthlyClose {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// Which closes to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthlyCloseQuery {
    /// Of this month.
    #[param(example = "2026-10", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
    /// That stand so.
    #[param(value_type = Option<CloseStatusCode>)]
    status: Option<String>,
}

impl MonthlyCloseQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self) -> Result<CloseFilter, Problem> {
        Ok(CloseFilter {
            month: wire::parameter("month", self.month.as_deref(), Month::parse)?,
            status: wire::parameter("status", self.status.as_deref(), CloseStatus::parse)?,
        })
    }
}

/// Which findings to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MonthlyLapseQuery {
    /// Of this run.
    #[param(minimum = 1)]
    run: Option<i32>,
    /// Of this kind.
    #[param(value_type = Option<LapseKindCode>)]
    kind: Option<String>,
}

impl MonthlyLapseQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self) -> Result<LapseFilter, Problem> {
        if self.run.is_some_and(|run| run < 1) {
            let text = Text::fixed("Nilai paling sedikit 1.", "A value of at least 1.");
            return Err(invalid_parameter("run", "out_of_range", text));
        }
        Ok(LapseFilter {
            run: self.run,
            kind: wire::parameter("kind", self.kind.as_deref(), LapseKind::parse)?,
        })
    }
}
