//! Rows of transfers.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::Day;
use crate::platform::db::schema::claim_payments;

/// A transfer as it is stored, for ever: one that was recorded in error is marked, never taken away.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = claim_payments, check_for_backend(Pg))]
pub struct PaymentRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub claim_id: Uuid,
    pub beneficiary_id: Uuid,
    pub amount_idr: i64,
    pub paid_on: Day,
    pub transfer_reference: String,
    pub account_mask: String,
    pub recorded_by: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    /// Who took it back. Versions from before this was kept have nothing from here on.
    #[serde(default)]
    pub voided_by: Option<Uuid>,
    #[serde(default)]
    pub voided_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub void_reason: Option<String>,
}

impl PaymentRow {
    /// Whether it was taken back.
    pub fn is_void(&self) -> bool {
        self.voided_at.is_some()
    }
}
