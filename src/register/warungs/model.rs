//! The rows of this room, which are also what the history keeps.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{ClosingReason, Period, WarungStatus};
use crate::domain::{Day, RegionCode, WarungRole};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{warung_workers, warungs};

/// A warung. No `Debug`: warungs are called after their owners, and debug output ends up in logs.
#[derive(Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = warungs, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct WarungRow {
    /// The warung.
    pub id: Uuid,
    /// The regency it belongs to.
    pub regency_id: i32,
    /// Where it stands.
    pub village_code: AsText<RegionCode>,
    /// What it is called.
    pub name: String,
    /// Hamlet, street, market.
    pub address: Option<String>,
    /// The latitude, north positive.
    pub latitude_microdegrees: Option<i32>,
    /// The longitude, east positive.
    pub longitude_microdegrees: Option<i32>,
    /// The year of the classification.
    pub kbli_edition: Option<i16>,
    /// The class in that edition.
    pub kbli_code: Option<String>,
    /// The business identification number.
    pub nib: Option<String>,
    /// Open or closed.
    pub status: AsText<WarungStatus>,
    /// Why it closed.
    pub status_reason: Option<AsText<ClosingReason>>,
    /// The day from which the state holds.
    pub status_on: Day,
    /// The account or client that entered it.
    pub entered_by: Option<Uuid>,
    /// The import it came with.
    pub import_id: Option<Uuid>,
    /// 1 at first, one more with every change of it or of who works there.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// That somebody works in a warung, in which role and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = warung_workers, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct LinkRow {
    /// The link.
    pub id: Uuid,
    /// The regency of the warung and of the worker.
    pub regency_id: i32,
    /// The warung.
    pub warung_id: Uuid,
    /// Who works there.
    pub worker_id: Uuid,
    /// As what.
    pub role: AsText<WarungRole>,
    /// The first day.
    pub since_on: Day,
    /// The last day; none while it lasts.
    pub until_on: Option<Day>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl LinkRow {
    /// When the work is done.
    pub fn period(&self) -> Period {
        Period { since: self.since_on, until: self.until_on }
    }
}

impl Snapshot for WarungRow {
    const SUBJECT: Subject = Subject::Warung;

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
        Some(self.village_code.0.as_str())
    }
}

impl Snapshot for LinkRow {
    const SUBJECT: Subject = Subject::WarungWorker;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    /// A link has no place of its own; whoever records it names the warung's village.
    fn region_code(&self) -> Option<&str> {
        None
    }
}
