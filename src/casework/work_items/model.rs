//! Rows of what people noted.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::Day;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::schema::work_item_marks;

/// What people noted on an item.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(
    table_name = work_item_marks,
    primary_key(id, regency_id),
    treat_none_as_null = true,
    check_for_backend(diesel::pg::Pg)
)]
pub struct MarkRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// The item.
    pub item_key: String,
    /// Where the item is.
    pub region_code: String,
    /// Since when the cause stood.
    pub caused_at: DateTime<Utc>,
    /// The first day on which it is shown again.
    pub snoozed_until: Option<Day>,
    /// When somebody said that nothing is left to do.
    pub done_at: Option<DateTime<Utc>>,
    /// Who.
    pub done_by: Option<Uuid>,
    /// To whom it was given.
    pub assigned_to: Option<Uuid>,
    /// Why.
    pub note: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was first marked.
    pub created_at: DateTime<Utc>,
    /// When it was marked last.
    pub updated_at: DateTime<Utc>,
}

impl Snapshot for MarkRow {
    const SUBJECT: Subject = Subject::WorkItem;

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
        Some(&self.region_code)
    }
}
