//! Rows of refunds.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::Day;
use crate::platform::db::schema::contribution_refunds;

/// Money that the insurer gave back.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = contribution_refunds, check_for_backend(diesel::pg::Pg))]
pub struct RefundRow {
    /// Its id.
    pub id: Uuid,
    /// The regency whose money it is.
    pub regency_id: i32,
    /// The source whose credit it was.
    pub funding_source_id: Uuid,
    /// How much came back.
    pub amount_idr: i64,
    /// The day.
    pub refunded_on: Day,
    /// The bank's reference.
    pub bank_reference: String,
    /// Why it came back.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: Option<Uuid>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who took it back.
    pub voided_by: Option<Uuid>,
    /// When.
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    pub void_reason: Option<String>,
}

impl RefundRow {
    /// Whether it was taken back.
    pub fn is_void(&self) -> bool {
        self.voided_at.is_some()
    }
}
