//! Somebody whom a renewal touches.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::super::dto::EnrolmentReason;
use super::super::super::rules::Why;
use super::super::queries::{PeopleFilter, RenewalRow};
use super::super::rules::{Fate, can_pay_alone};
use super::super::service::Paid;
use crate::cover::wire::{self, RenewalFateCode, SegmentCode};
use crate::domain::{Day, Month, RegionCode};
use crate::platform::http::Problem;

/// Somebody with what a renewal does to them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RenewalPersonResponse {
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
    /// What becomes of the worker.
    #[schema(value_type = RenewalFateCode, example = "dropped")]
    pub fate: &'static str,
    /// Why: what stands in the way, or in which way the worker comes in.
    pub reasons: Vec<EnrolmentReason>,
    /// Whether the age of entry is past, so that a membership that lapses cannot begin again.
    #[schema(example = false)]
    pub is_past_entry_age: bool,
    /// The group of workers.
    #[schema(value_type = SegmentCode)]
    pub segment: &'static str,
    /// The last month that the plan before pays; null for who is new.
    #[schema(value_type = Option<String>, required, example = "2026-12")]
    pub last_covered_month: Option<Month>,
    /// The first month after that which nobody pays, with what the new plan and other sources pay; of who is new, the first
    /// one after the new plan.
    #[schema(value_type = Option<String>, required, example = "2027-01")]
    pub unfunded_from_month: Option<Month>,
    /// What the months of the new plan cost the worker who pays alone; null for whom it chose, and for whoever cannot go on
    /// that way.
    #[schema(required, example = 168_000, minimum = 0)]
    pub self_payment_idr: Option<i64>,
}

impl RenewalPersonResponse {
    /// The wire form: who is born on the day `aged_since` or before is past the age of entry.
    pub fn new(row: RenewalRow, aged_since: Option<Day>, months: &Paid) -> Result<Self, Problem> {
        let reasons: Vec<Why> = serde_json::from_value(row.reasons).map_err(Problem::internal)?;
        let (fate, segment) = (row.fate.0, row.segment.0);
        let pays = [Fate::CannotReturn, Fate::Dropped].contains(&fate) && can_pay_alone(&reasons);
        let alone = months.segments.iter().find(|(of, _)| *of == segment).filter(|_| pays);
        let is_aged = row.birth_on.zip(aged_since).is_some_and(|(birth_on, since)| birth_on <= since);
        Ok(Self {
            worker_id: row.worker_id,
            name: row.name,
            nik: row.nik_mask,
            village_code: row.village_code,
            fate: fate.as_str(),
            reasons: reasons.iter().map(EnrolmentReason::of).collect(),
            is_past_entry_age: is_aged,
            segment: segment.as_str(),
            last_covered_month: row.last_month.map(|month| month.0),
            unfunded_from_month: row.unfunded_from.map(|month| month.0),
            self_payment_idr: alone.map(|(_, alone)| alone.total.amount()),
        })
    }
}

/// Whom to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RenewalPeopleQuery {
    /// Of whom this becomes.
    #[param(value_type = Option<RenewalFateCode>)]
    fate: Option<String>,
    /// Who lives in this region or those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
}

impl RenewalPeopleQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<PeopleFilter, Problem> {
        Ok(PeopleFilter {
            fate: wire::parameter("fate", self.fate.as_deref(), Fate::parse)?,
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
        })
    }
}
