//! Rows of funding sources.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{SourceStatus, Targets, Terms};
use crate::domain::{
    Decile, DecileError, MonthRange, MonthRangeError, Occupation, PayerKind, RegionCode, Segment,
};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::funding_sources;

/// Money from which contributions are paid.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = funding_sources, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct SourceRow {
    /// Its id.
    pub id: Uuid,
    /// The regency that uses it.
    pub regency_id: i32,
    /// What people call it.
    pub name: String,
    /// Who pays.
    pub payer_kind: AsText<PayerKind>,
    /// Whose money it is.
    pub region_code: AsText<RegionCode>,
    /// The year of the budget.
    pub fiscal_year: i32,
    /// The first month that it pays.
    pub from_month: AsFirstDay,
    /// The last month that it pays.
    pub until_month: AsFirstDay,
    /// How much there is.
    pub budget_idr: i64,
    /// Whether contributions from it may be paid at the relief rates.
    pub relief_eligible: bool,
    /// The decree that gives the money.
    pub decree: Option<String>,
    /// Whether new periods may be proposed from it.
    pub status: AsText<SourceStatus>,
    /// Why it was closed or reopened.
    pub status_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// Only for people in these regions; the whole of its own when empty.
    #[serde(default)]
    pub include_regions: Vec<AsText<RegionCode>>,
    /// Not for people in these.
    #[serde(default)]
    pub exclude_regions: Vec<AsText<RegionCode>>,
    /// Only for people of these deciles; of any when empty.
    #[serde(default)]
    pub target_deciles: Vec<i16>,
    /// Only for people who live by these; by anything when empty.
    #[serde(default)]
    pub target_occupations: Vec<AsText<Occupation>>,
    /// Only for this group of workers.
    #[serde(default)]
    pub target_segment: Option<AsText<Segment>>,
}

impl SourceRow {
    /// The months that it pays.
    pub fn months(&self) -> Result<MonthRange, MonthRangeError> {
        MonthRange::new(self.from_month.0, self.until_month.0)
    }

    /// For whom it pays.
    pub fn terms(&self) -> Result<Terms, DecileError> {
        let regions = |codes: &[AsText<RegionCode>]| codes.iter().map(|code| code.0.clone()).collect();
        Ok(Terms {
            region: self.region_code.0.clone(),
            targets: Targets {
                include_regions: regions(&self.include_regions),
                exclude_regions: regions(&self.exclude_regions),
                deciles: self
                    .target_deciles
                    .iter()
                    .map(|number| Decile::new(*number))
                    .collect::<Result<_, _>>()?,
                occupations: self.target_occupations.iter().map(|code| code.0).collect(),
                segment: self.target_segment.map(|segment| segment.0),
            },
        })
    }

    /// The same source for other people.
    pub fn with_targets(self, targets: Targets) -> Self {
        let regions = |codes: Vec<RegionCode>| codes.into_iter().map(AsText).collect();
        Self {
            include_regions: regions(targets.include_regions),
            exclude_regions: regions(targets.exclude_regions),
            target_deciles: targets.deciles.into_iter().map(Decile::number).collect(),
            target_occupations: targets.occupations.into_iter().map(AsText).collect(),
            target_segment: targets.segment.map(AsText),
            ..self
        }
    }
}

/// The running sums of a source, kept under its row lock. They follow from the ledger and from the transfers, whose
/// own history tells how they came about, so that they are no part of the source's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = funding_sources, check_for_backend(diesel::pg::Pg))]
pub struct SourceMoney {
    /// What its funded periods owe or have paid, without excess months.
    pub committed_idr: i64,
    /// What was transferred from it, what came back included.
    pub paid_idr: i64,
    /// What of the transfers the insurer has not accepted, or accepted as excess, and still holds.
    pub credit_idr: i64,
    /// What of the transfers came back.
    pub refunded_idr: i64,
}

impl SourceMoney {
    /// The least budget that covers what is promised and what was transferred.
    pub fn bound_idr(self) -> i64 {
        self.committed_idr.max(self.spent_idr())
    }

    /// What was transferred and did not come back.
    pub fn spent_idr(self) -> i64 {
        self.paid_idr.saturating_sub(self.refunded_idr)
    }

    /// What a budget leaves free; the sums never exceed it.
    pub fn free_of(self, budget_idr: i64) -> i64 {
        budget_idr.saturating_sub(self.committed_idr)
    }
}

/// A source with its sums.
pub type Funded = (SourceRow, SourceMoney);

impl Snapshot for SourceRow {
    const SUBJECT: Subject = Subject::FundingSource;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        Some(self.region_code.0.as_str())
    }
}
