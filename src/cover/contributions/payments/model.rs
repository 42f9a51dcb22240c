//! Rows of transfers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::Day;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::schema::contribution_payments;

/// A transfer to the insurer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = contribution_payments, check_for_backend(diesel::pg::Pg))]
pub struct PaymentRow {
    /// Its id.
    pub id: Uuid,
    /// The regency that paid.
    pub regency_id: i32,
    /// What was transferred.
    pub amount_idr: i64,
    /// What the insurer took from what it held.
    pub credit_used_idr: i64,
    /// The day of the transfer.
    pub paid_on: Day,
    /// The bank's reference.
    pub transfer_reference: String,
    /// What else there is to say.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<Uuid>,
    /// 1 until it is taken back.
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// Who took it back.
    #[serde(default)]
    pub voided_by: Option<Uuid>,
    /// When.
    #[serde(default)]
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    #[serde(default)]
    pub void_reason: Option<String>,
    /// The batches that it had covered until then; none for what was taken back before this was kept.
    #[serde(default)]
    pub voided_batches: Option<Vec<Uuid>>,
}

impl PaymentRow {
    /// Whether it was taken back.
    pub fn is_void(&self) -> bool {
        self.voided_at.is_some()
    }
}

/// A batch that a transfer covers, or had covered until it was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct CoveredBatch {
    /// The transfer.
    pub payment_id: Option<Uuid>,
    /// The batch.
    pub id: Uuid,
    /// Counted within its source.
    pub number: i32,
    /// Its source.
    pub funding_source_id: Uuid,
    /// What it comes to.
    pub amount_idr: i64,
    /// How many of its lines the insurer accepted.
    pub accepted_lines: i32,
    /// How many it refused.
    pub refused_lines: i32,
    /// What those come to.
    pub refused_idr: i64,
    /// What of the accepted ones is excess.
    pub excess_idr: i64,
}

impl Snapshot for PaymentRow {
    const SUBJECT: Subject = Subject::ContributionPayment;

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
