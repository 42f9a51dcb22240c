//! Wire types of the insurer's facts.

mod late;
mod request;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use late::CorrectLateMonths;
pub use request::{CreateMembership, UpdateMembership};

use super::model::MembershipRow;
use super::queries::MembershipFilter;
use super::rules;
use crate::cover::standing::rules::MembershipState;
use crate::cover::wire::{self, MembershipStateCode, ProgrammeCode};
use crate::domain::{Month, RegionCode};
use crate::platform::http::Problem;

/// What the insurer said of a membership on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MembershipResponse {
    /// Its id.
    pub id: Uuid,
    /// Whose membership.
    pub worker_id: Uuid,
    /// The member number, masked.
    #[schema(example = "********123")]
    pub member_number: Option<String>,
    /// What the insurer calls the membership.
    #[schema(value_type = MembershipStateCode)]
    pub state: &'static str,
    /// For which programmes.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]))]
    pub programmes: Vec<&'static str>,
    /// Since when it exists.
    pub since_on: Option<NaiveDate>,
    /// The last month paid.
    #[schema(value_type = Option<String>, example = "2026-10")]
    pub paid_until: Option<Month>,
    /// The day of which the insurer spoke.
    pub as_of: NaiveDate,
    /// Where it is known from.
    #[schema(example = "Daftar peserta BPJS, 1 November 2026, baris 214")]
    pub evidence: String,
    /// From which month public money that came late counts as paid in time, by this word of the insurer.
    #[schema(required, value_type = Option<String>, example = json!(null))]
    pub corrected_from_month: Option<Month>,
    /// Until which month.
    #[schema(required, value_type = Option<String>, example = json!(null))]
    pub corrected_until_month: Option<Month>,
    /// What this caller may do with it.
    #[schema(example = json!(["update", "correct_late_months"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl MembershipResponse {
    /// A fact as a caller sees it who may record facts or not.
    pub fn new(row: MembershipRow, may_write: bool) -> Self {
        let allowed = if may_write { rules::allowed(&row.standing_of_months()) } else { Vec::new() };
        Self {
            id: row.id,
            worker_id: row.worker_id,
            member_number: row.member_number_mask,
            state: row.state.0.as_str(),
            programmes: row.programmes.0.codes(),
            since_on: row.since_on,
            paid_until: row.paid_until.map(|month| month.0),
            as_of: row.as_of,
            evidence: row.evidence,
            corrected_from_month: row.corrected_from_month.map(|month| month.0),
            corrected_until_month: row.corrected_until_month.map(|month| month.0),
            allowed_actions: allowed,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Which facts to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MembershipQuery {
    /// Of workers in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// In this state.
    #[param(value_type = Option<MembershipStateCode>)]
    state: Option<String>,
    /// Of this worker.
    worker_id: Option<Uuid>,
}

impl MembershipQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<MembershipFilter, Problem> {
        Ok(MembershipFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            state: wire::parameter("state", self.state.as_deref(), MembershipState::parse)?,
            worker_id: self.worker_id,
        })
    }
}
