//! Wire types of gaps.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::queries::{Gap, GapFilter, GapMember};
use super::rules::{self, GapBy, Stake};
use crate::cover::wire::{self, GapByCode};
use crate::domain::{Day, Month, MonthRange, RegionCode, Rupiah};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};

/// How many months a question spans at most: two years.
const MONTHS_MAX: i64 = 24;
/// How many months after this one are looked at unless others are named.
const MONTHS_AHEAD: i32 = 3;

/// Members of one source in one region who are cut off in one month, if nothing more is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageGapResponse {
    /// The month in which they are cut off.
    #[schema(value_type = String, example = "2027-03")]
    pub month: Month,
    /// The last day on which a payment keeps them in.
    #[schema(example = "2027-02-28")]
    pub pay_by: NaiveDate,
    /// The region.
    #[schema(example = "35.29.01")]
    pub region_code: String,
    /// The source: of the first month that is owed and unpaid, else of the last period.
    pub funding_source_id: Uuid,
    /// How many members.
    #[schema(example = 120, minimum = 0)]
    pub members: i64,
    /// How many of them have the full death benefit until then.
    #[schema(example = 110, minimum = 0)]
    pub full_benefit_members: i64,
    /// For how many of them nothing is owed any more, because their funding ends.
    #[schema(example = 0, minimum = 0)]
    pub unfunded_members: i64,
    /// What is owed for the others and unpaid.
    #[schema(example = 6_048_000, minimum = 0)]
    pub unpaid_idr: i64,
    /// What heirs get as long as the months are paid.
    #[schema(example = 42_000_000, minimum = 0)]
    pub benefit_before_idr: i64,
    /// What heirs get after the cut.
    #[schema(example = 10_000_000, minimum = 0)]
    pub benefit_after_idr: i64,
    /// What those with the full benefit lose together.
    #[schema(example = 3_520_000_000_i64, minimum = 0)]
    pub at_stake_idr: i64,
}

impl CoverageGapResponse {
    /// A gap with what is at stake in its month.
    pub fn new(gap: Gap, stakes: &BTreeMap<Month, Stake>) -> Result<Self, Problem> {
        let month = gap.dropped_in.0;
        let stake = *stakes.get(&month).ok_or_else(|| Problem::internal("a gap without its stake"))?;
        let at_stake = rules::at_stake(stake, gap.full_members);
        Ok(Self {
            month,
            pay_by: rules::pay_by(month),
            region_code: gap.region_code,
            funding_source_id: gap.funding_source_id,
            members: gap.members,
            full_benefit_members: gap.full_members,
            unfunded_members: gap.unfunded_members,
            unpaid_idr: gap.unpaid_idr,
            benefit_before_idr: stake.before.amount(),
            benefit_after_idr: stake.after.amount(),
            at_stake_idr: at_stake
                .map(Rupiah::amount)
                .ok_or_else(|| Problem::internal("too much at stake"))?,
        })
    }
}

/// Somebody who is cut off, if nothing more is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverageGapMember {
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
    /// The source.
    pub funding_source_id: Uuid,
    /// The month in which the worker is cut off.
    #[schema(value_type = String, example = "2027-03")]
    pub month: Month,
    /// The last day on which a payment keeps the worker in.
    pub pay_by: NaiveDate,
    /// The last paid month.
    #[schema(required, value_type = Option<String>, example = "2026-12")]
    pub last_paid_month: Option<Month>,
    /// Whether heirs get the full death benefit until then.
    pub has_full_benefit: bool,
    /// What is owed and unpaid; null where the funding ends.
    #[schema(required, minimum = 0)]
    pub unpaid_idr: Option<i64>,
}

impl From<GapMember> for CoverageGapMember {
    fn from(row: GapMember) -> Self {
        Self {
            worker_id: row.worker_id,
            name: row.name,
            nik: row.nik_mask,
            village_code: row.village_code,
            funding_source_id: row.funding_source_id,
            month: row.dropped_in.0,
            pay_by: rules::pay_by(row.dropped_in.0),
            last_paid_month: row.last_paid.map(|month| month.0),
            has_full_benefit: row.is_full,
            unpaid_idr: row.unpaid_idr,
        }
    }
}

/// Which gaps to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageGapQuery {
    /// Of workers in this region and those in it.
    #[param(example = "35.29.01", max_length = 13)]
    region: Option<String>,
    /// Of this source.
    funding_source_id: Option<Uuid>,
    /// Cut off in this month or later; in this one when absent.
    #[param(example = "2026-11", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Option<String>,
    /// Cut off in this month or before, at most 24 in all; three months after the first when absent.
    #[param(example = "2027-03", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Option<String>,
}

impl CoverageGapQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self, today: Day) -> Result<GapFilter, Problem> {
        let from = wire::parameter("from_month", self.from_month.as_deref(), Month::parse)?;
        let from = from.unwrap_or_else(|| Month::from_date(today));
        let until = wire::parameter("until_month", self.until_month.as_deref(), Month::parse)?;
        let until = until.or_else(|| from.plus(MONTHS_AHEAD)).unwrap_or(from);
        let months = MonthRange::new(from, until).ok().filter(|months| months.len() <= MONTHS_MAX);
        Ok(GapFilter {
            region: wire::parameter("region", self.region.as_deref(), RegionCode::parse)?,
            funding_source_id: self.funding_source_id,
            months: months.ok_or_else(|| invalid_parameter("until_month", "wrong_range", WRONG_RANGE))?,
        })
    }
}

/// By which regions to count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CoverageGapGrouping {
    /// By which regions to count; by regency when absent.
    #[param(inline, value_type = Option<GapByCode>)]
    by: Option<String>,
}

impl CoverageGapGrouping {
    /// The grouping, or 400 for what it cannot be.
    pub fn by(&self) -> Result<GapBy, Problem> {
        Ok(wire::parameter("by", self.by.as_deref(), GapBy::parse)?.unwrap_or(GapBy::Regency))
    }
}

const WRONG_RANGE: Text = Text::fixed(
    "Bulan terakhir tidak boleh sebelum bulan pertama, dan paling banyak 24 bulan.",
    "The last month cannot lie before the first, and there are at most 24.",
);
