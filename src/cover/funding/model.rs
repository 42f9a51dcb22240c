//! Rows of funding sources.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::SourceStatus;
use crate::domain::{MonthRange, MonthRangeError, PayerKind, RegionCode};
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
}

impl SourceRow {
    /// The months that it pays.
    pub fn months(&self) -> Result<MonthRange, MonthRangeError> {
        MonthRange::new(self.from_month.0, self.until_month.0)
    }
}

/// The running sums of a source, kept under its row lock. They follow from the ledger and from the transfers, whose
/// own history tells how they came about, so that they are no part of the source's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = funding_sources, check_for_backend(diesel::pg::Pg))]
pub struct SourceMoney {
    /// What its funded periods owe or have paid.
    pub committed_idr: i64,
    /// What was transferred from it.
    pub paid_idr: i64,
    /// What of the transfers the insurer has not accepted and still holds.
    pub credit_idr: i64,
}

impl SourceMoney {
    /// The least budget that covers what is promised and what was transferred.
    pub fn bound_idr(self) -> i64 {
        self.committed_idr.max(self.paid_idr)
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
