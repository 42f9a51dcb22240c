//! Rows of the holidays.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::HolidayKind;
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::{Entry, RuleStatus, dated_rule};
use crate::cover::rules::source::Source;
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::holidays;

/// What one day is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = holidays, check_for_backend(diesel::pg::Pg))]
pub struct HolidayRow {
    /// Its id.
    pub id: Uuid,
    /// The day.
    pub holiday_on: Day,
    /// What it is.
    pub kind: AsText<HolidayKind>,
    /// Its name, in Indonesian as in the decree.
    pub name: String,
    /// The decree.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: AsText<Confidence>,
    /// Whether it counts.
    pub status: AsText<RuleStatus>,
    /// Who proposed it; none for what came with a migration.
    pub proposed_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When that person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The row that it corrects.
    pub supersedes: Option<Uuid>,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The correction.
    pub superseded_by: Option<Uuid>,
    /// Counts the changes of the row.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

dated_rule!(HolidayRow in holidays as Holiday, Holidays);

/// What a caller may say about a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayFacts {
    /// The day.
    pub holiday_on: Day,
    /// What it is.
    pub kind: HolidayKind,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
}

impl HolidayFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, entry: Entry) -> HolidayRow {
        HolidayRow {
            id,
            holiday_on: self.holiday_on,
            kind: AsText(self.kind),
            name: self.name,
            legal_reference: self.source.legal_reference,
            note: self.source.note,
            confidence: AsText(self.source.confidence),
            status: AsText(entry.status),
            proposed_by: entry.proposed_by,
            approved_by: entry.approved_by,
            approved_at: entry.approved_at,
            withdrawn_at: entry.withdrawn_at,
            supersedes: entry.supersedes,
            superseded_at: entry.superseded_at,
            superseded_by: entry.superseded_by,
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}
