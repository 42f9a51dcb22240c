//! Wire types of the dead without a claim.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::UnclaimedFilter;
use super::service::Unclaimed;
use crate::cover::wire::{self, BasisCode, StandingCode};
use crate::domain::{Day, RegionCode, parse_day};
use crate::platform::http::Problem;

/// Somebody who died covered, or may have, without a claim beyond its draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnclaimedDeathResponse {
    /// The report of the death.
    pub death_id: Uuid,
    /// The registration.
    pub worker_id: Uuid,
    /// What the dead were called.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK, masked.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// Where they lived.
    #[schema(example = "35.29.01.1015")]
    pub village_code: String,
    /// The day of death.
    #[schema(example = "2026-11-02")]
    pub died_on: NaiveDate,
    /// How many days ago that is.
    #[schema(example = 21, minimum = 0)]
    pub days_since_death: i64,
    /// How they stood on that day, by what is known now.
    #[schema(value_type = StandingCode)]
    pub standing: &'static str,
    /// Where that is known from.
    #[schema(value_type = BasisCode)]
    pub standing_basis: &'static str,
    /// Months paid without a gap before the death.
    #[schema(example = 11, minimum = 0)]
    pub consecutive_paid_months: i64,
    /// What heirs get by the rules of that day: an estimate for a death not at work, without scholarships. Zero where it is
    /// known by now that they were not covered; the funeral alone where the drafted claim names only who buried them.
    #[schema(example = 42_000_000, minimum = 0)]
    pub at_stake_idr: i64,
    /// What the scholarships of the children would come to whom the drafted claim names, school year by school year: no part of
    /// what is due at once.
    #[schema(example = 78_000_000, minimum = 0)]
    pub scholarship_at_stake_idr: i64,
    /// The claim that is drafted and not handed in, if one is.
    #[schema(required)]
    pub draft_claim_id: Option<Uuid>,
}

impl UnclaimedDeathResponse {
    /// One of them on a day.
    pub fn new(one: Unclaimed, today: Day) -> Self {
        Self {
            death_id: one.row.id,
            worker_id: one.row.worker_id,
            name: one.row.name,
            nik: one.row.nik_mask,
            village_code: one.row.village_code,
            died_on: one.row.died_on,
            days_since_death: (today - one.row.died_on).num_days().max(0),
            standing: one.stood.standing.state.as_str(),
            standing_basis: one.stood.standing.basis.as_str(),
            consecutive_paid_months: one.stood.consecutive_months,
            at_stake_idr: one.at_stake.amount(),
            scholarship_at_stake_idr: one.scholarships.amount(),
            draft_claim_id: one.row.draft_claim_id,
        }
    }
}

/// Which of them to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnclaimedDeathQuery {
    /// Who lived in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// Who died on this day or later.
    #[param(value_type = Option<NaiveDate>, example = "2026-01-01")]
    died_from: Option<String>,
    /// Who died on this day or before.
    #[param(value_type = Option<NaiveDate>, example = "2026-12-31")]
    died_until: Option<String>,
}

impl UnclaimedDeathQuery {
    /// Reads the parameters.
    pub fn filter(self) -> Result<UnclaimedFilter, Problem> {
        Ok(UnclaimedFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            died_from: wire::parameter("died_from", self.died_from.as_deref(), parse_day)?,
            died_until: wire::parameter("died_until", self.died_until.as_deref(), parse_day)?,
        })
    }
}
