//! Rows of batches.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::BatchStatus;
use crate::domain::Day;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::contribution_batches;

/// What goes to the insurer and to the bank together.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = contribution_batches, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct BatchRow {
    /// Its id.
    pub id: Uuid,
    /// The regency whose money it is.
    pub regency_id: i32,
    /// From which source it is paid.
    pub funding_source_id: Uuid,
    /// Counted within the source.
    pub number: i32,
    /// What people call it.
    pub name: Option<String>,
    /// The months that were asked for.
    pub months: Vec<AsFirstDay>,
    /// How far it has come.
    pub status: AsText<BatchStatus>,
    /// How many lines it has.
    pub lines_total: i32,
    /// How many people they are about.
    pub people_total: i32,
    /// What they come to.
    pub amount_idr: i64,
    /// How many the insurer accepted.
    pub accepted_lines: i32,
    /// What those come to.
    pub accepted_idr: i64,
    /// How many it refused.
    pub refused_lines: i32,
    /// What those come to.
    pub refused_idr: i64,
    /// Who prepared it; none for the deployment itself.
    pub prepared_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// The code under which it is paid.
    pub billing_code: Option<String>,
    /// The last day on which the code can be used.
    pub billing_code_expires_on: Option<Day>,
    /// The day of the transfer.
    pub paid_on: Option<Day>,
    /// When the last line was answered.
    pub reconciled_at: Option<DateTime<Utc>>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was prepared.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// The transfer that covers it.
    pub payment_id: Option<Uuid>,
    /// By whose doing the draft changed: none of them approves it.
    #[serde(default)]
    pub revised_by: Vec<Uuid>,
}

impl BatchRow {
    /// How many lines the insurer has not answered.
    pub fn open_lines(&self) -> i32 {
        self.lines_total.saturating_sub(self.accepted_lines).saturating_sub(self.refused_lines)
    }
}

impl BatchRow {
    /// Whether this account neither prepared it nor changed its lines.
    pub fn is_second_person(&self, account: Uuid) -> bool {
        self.prepared_by != Some(account) && !self.revised_by.contains(&account)
    }

    /// Whether it can be paid under its billing code.
    pub fn has_valid_code(&self, today: Day) -> bool {
        self.billing_code.is_some() && self.billing_code_expires_on.is_none_or(|last| last >= today)
    }

    /// Whether the insurer has answered any of its lines.
    pub fn is_answered(&self) -> bool {
        self.accepted_lines + self.refused_lines > 0
    }
}

impl Snapshot for BatchRow {
    const SUBJECT: Subject = Subject::ContributionBatch;

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
        None
    }
}
