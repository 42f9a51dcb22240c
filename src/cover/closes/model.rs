//! Rows of closes.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{CloseStatus, ReopenCause};
use crate::domain::Day;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsFirstDay, AsText};
use crate::platform::db::schema::monthly_closes;

/// The close of a month.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = monthly_closes, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct CloseRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// The month.
    pub month: AsFirstDay,
    /// How it stands.
    pub status: AsText<CloseStatus>,
    /// How often it was closed.
    pub run: i32,
    /// Who counts as lapsed after the last run.
    pub lapses_total: i32,
    /// The day of the last run.
    pub closed_on: Day,
    /// Who closed it last.
    pub closed_by: Option<Uuid>,
    /// When it was reopened last.
    pub reopened_at: Option<DateTime<Utc>>,
    /// By whom.
    pub reopened_by: Option<Uuid>,
    /// Why.
    pub reopen_cause: Option<AsText<ReopenCause>>,
    /// In words.
    pub reopen_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was closed first.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Snapshot for CloseRow {
    const SUBJECT: Subject = Subject::MonthlyClose;

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
