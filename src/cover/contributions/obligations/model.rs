//! Rows of the ledger.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::rules::ObligationStatus;
use crate::cover::coverages::rules::EndReason;
use crate::domain::{Day, Programme};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::contribution_obligations;

/// What is owed for one person, programme and month.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
#[diesel(table_name = contribution_obligations, check_for_backend(diesel::pg::Pg))]
pub struct ObligationRow {
    /// For whom.
    pub person_id: Uuid,
    /// The programme.
    pub programme: AsText<Programme>,
    /// The month.
    pub month: AsFirstDay,
    /// The regency that owes it.
    pub regency_id: i32,
    /// The funded period behind it.
    pub coverage_id: Uuid,
    /// The registration of that period.
    pub worker_id: Uuid,
    /// From which source.
    pub funding_source_id: Uuid,
    /// The rate it was computed from.
    pub rate_id: Uuid,
    /// Whether that is a rate with relief.
    pub relief: bool,
    /// The wage base.
    pub wage_base_idr: i64,
    /// How much.
    pub amount_idr: i64,
    /// How far it has come.
    pub status: AsText<ObligationStatus>,
    /// Why nothing is owed.
    pub waived_reason: Option<AsText<EndReason>>,
    /// The day of the transfer.
    pub paid_on: Option<Day>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}
