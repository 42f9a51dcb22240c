//! Wire types of funded periods.

mod request;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use request::{
    ActivateCoverage, ApproveCoverage, CreateCoverage, EndCoverage, ReopenCoverage, ReplaceCoverage,
    UpdateCoverage,
};

use super::model::CoverageRow;
use super::queries::CoverageFilter;
use super::rules::{self, CoverageStatus, Rights};
use crate::access::caller::{
    CoveragesActivate, CoveragesApprove, CoveragesEnd, CoveragesPropose, MembershipsRead, Principal,
};
use crate::cover::wire::{self, CoverageStatusCode, EndReasonCode, ProgrammeCode};
use crate::domain::{Month, RegionCode};
use crate::platform::changes::HistoryEntry;
use crate::platform::http::Problem;

/// A funded period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageResponse {
    /// Its id.
    pub id: Uuid,
    /// Whose contributions are paid.
    pub worker_id: Uuid,
    /// From which source.
    pub funding_source_id: Uuid,
    /// For which programmes.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]))]
    pub programmes: Vec<&'static str>,
    /// The wage base of the contributions.
    #[schema(example = 1_000_000)]
    pub wage_base_idr: i64,
    /// The first month.
    #[schema(value_type = String, example = "2026-01")]
    pub from_month: Month,
    /// The last month.
    #[schema(value_type = String, example = "2026-12")]
    pub until_month: Month,
    /// The last month that it really takes: earlier after an end, null if it never began.
    #[schema(value_type = Option<String>, example = "2026-12")]
    pub last_month: Option<Month>,
    /// How far it has come.
    #[schema(value_type = CoverageStatusCode)]
    pub status: &'static str,
    /// The account that proposed it; null for the deployment itself.
    pub proposed_by: Option<Uuid>,
    /// The account that last changed the proposal.
    pub revised_by: Option<Uuid>,
    /// The second person, who approved it.
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// The decree's number.
    #[schema(example = "188/245/KEP/435.013/2026")]
    pub decree_number: Option<String>,
    /// The decree's day.
    pub decree_on: Option<NaiveDate>,
    /// The member number, masked; null before activation and for callers who may not know of it.
    #[schema(example = "********123")]
    pub member_number: Option<String>,
    /// The first day of cover as the insurer gave it.
    pub effective_on: Option<NaiveDate>,
    /// The day of its end.
    pub ended_on: Option<NaiveDate>,
    /// Why it ended.
    #[schema(value_type = Option<EndReasonCode>)]
    pub end_reason: Option<&'static str>,
    /// What else there is to say about the end.
    pub end_note: Option<String>,
    /// The period in whose place it came.
    pub replaces_id: Option<Uuid>,
    /// The period that came in its place.
    pub replaced_by_id: Option<Uuid>,
    /// What this caller may do with it.
    #[schema(example = json!(["end", "replace"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was proposed.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl CoverageResponse {
    /// A period as this caller sees it.
    pub fn new(row: CoverageRow, caller: &Principal) -> Self {
        let last_month = row.taken_until();
        let allowed_actions = rules::allowed(row.state(), rights(&row, caller));
        Self {
            id: row.id,
            worker_id: row.worker_id,
            funding_source_id: row.funding_source_id,
            programmes: row.programmes.0.codes(),
            wage_base_idr: row.wage_base_idr,
            from_month: row.from_month.0,
            until_month: row.until_month.0,
            last_month,
            status: row.status.0.as_str(),
            proposed_by: row.proposed_by,
            revised_by: row.revised_by,
            approved_by: row.approved_by,
            approved_at: row.approved_at,
            decree_number: row.decree_number,
            decree_on: row.decree_on,
            // A member number may never be shared with the village.
            member_number: row.member_number_mask.filter(|_| caller.may::<MembershipsRead>()),
            effective_on: row.effective_on,
            ended_on: row.ended_on,
            end_reason: row.end_reason.map(|reason| reason.0.as_str()),
            end_note: row.end_note,
            replaces_id: row.replaces_id,
            replaced_by_id: row.replaced_by_id,
            allowed_actions,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// What this caller may do to this period.
fn rights(row: &CoverageRow, caller: &Principal) -> Rights {
    let is_second =
        rules::is_second_person(&caller.account_id, row.proposed_by.as_ref(), row.revised_by.as_ref());
    Rights {
        propose: caller.may::<CoveragesPropose>(),
        approve: caller.may::<CoveragesApprove>() && is_second,
        activate: caller.may::<CoveragesActivate>(),
        end: caller.may::<CoveragesEnd>(),
    }
}

/// What makes the bytes differ between callers: what they may do, and whether they see the member number.
pub fn view(row: &CoverageRow, caller: &Principal) -> String {
    let rights = rights(row, caller);
    let parts = [
        (rights.propose, 'p'),
        (rights.approve, 'a'),
        (rights.activate, 'i'),
        (rights.end, 'e'),
        (caller.may::<MembershipsRead>(), 'm'),
    ];
    std::iter::once('v').chain(parts.into_iter().filter(|(has, _)| *has).map(|(_, letter)| letter)).collect()
}

/// Which periods to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageQuery {
    /// Of workers in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// In this state.
    #[param(value_type = Option<CoverageStatusCode>)]
    status: Option<String>,
    /// Of this worker.
    worker_id: Option<Uuid>,
    /// From this source.
    funding_source_id: Option<Uuid>,
    /// Which take this month.
    #[param(example = "2026-05", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    month: Option<String>,
}

impl CoverageQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<CoverageFilter, Problem> {
        Ok(CoverageFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            status: wire::parameter("status", self.status.as_deref(), CoverageStatus::parse)?,
            worker_id: self.worker_id,
            funding_source_id: self.funding_source_id,
            month: wire::parameter("month", self.month.as_deref(), Month::parse)?,
        })
    }
}

/// A change as this caller may see it: the history keeps the mask of the member number, which is not for the
/// village either.
pub fn without_member_number(mut entry: HistoryEntry, caller: &Principal) -> HistoryEntry {
    if !caller.may::<MembershipsRead>() {
        for side in [&mut entry.before, &mut entry.after] {
            if let Some(members) = side.as_mut().and_then(serde_json::Value::as_object_mut) {
                members.remove("member_number_mask");
            }
        }
    }
    entry
}
