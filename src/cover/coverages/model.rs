//! Rows of funded periods.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{CoverageStatus, EndReason, State};
use crate::domain::{Day, MemberNumber, Month, MonthRange, MonthRangeError};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::db::schema::coverages;
use crate::platform::vault::{LookupHash, Sealed};

/// A funded period.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = coverages, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct CoverageRow {
    /// Its id.
    pub id: Uuid,
    /// The regency it belongs to.
    pub regency_id: i32,
    /// Whose contributions are paid.
    pub worker_id: Uuid,
    /// The person behind the registration.
    pub person_id: Uuid,
    /// From which source.
    pub funding_source_id: Uuid,
    /// For which programmes.
    pub programmes: AsCodes,
    /// The wage base of the contributions.
    pub wage_base_idr: i64,
    /// The first month.
    pub from_month: AsFirstDay,
    /// The last month.
    pub until_month: AsFirstDay,
    /// The last month that is really taken; the month before the first if none is.
    pub last_month: AsFirstDay,
    /// How far it has come.
    pub status: AsText<CoverageStatus>,
    /// Who proposed it; none for the deployment itself.
    pub proposed_by: Option<Uuid>,
    /// Who last changed the proposal.
    pub revised_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// The decree's number.
    pub decree_number: Option<String>,
    /// The decree's day.
    pub decree_on: Option<Day>,
    /// The member number.
    pub member_number_sealed: Option<Sealed<MemberNumber>>,
    /// What may be shown of it.
    pub member_number_mask: Option<String>,
    /// Under which it is found.
    pub member_number_hash: Option<LookupHash<MemberNumber>>,
    /// The first day of cover as the insurer gave it.
    pub effective_on: Option<Day>,
    /// The day it was recorded as active.
    pub activated_on: Option<Day>,
    /// The day of its end.
    pub ended_on: Option<Day>,
    /// Why it ended.
    pub end_reason: Option<AsText<EndReason>>,
    /// What else there is to say about the end.
    pub end_note: Option<String>,
    /// When an end that was recorded in error was taken back last.
    #[serde(default)]
    pub reopened_at: Option<DateTime<Utc>>,
    /// The period in whose place it came.
    pub replaces_id: Option<Uuid>,
    /// The period that came in its place.
    pub replaced_by_id: Option<Uuid>,
    /// The import it came with.
    pub import_id: Option<Uuid>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was proposed.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl CoverageRow {
    /// Regency, member number and person, as a number is claimed.
    pub fn numbered(&self) -> (i32, Option<&LookupHash<MemberNumber>>, Uuid) {
        (self.regency_id, self.member_number_hash.as_ref(), self.person_id)
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        State {
            status: self.status.0,
            was_approved: self.approved_at.is_some(),
            was_active: self.effective_on.is_some(),
            replaced: self.replaced_by_id.is_some(),
        }
    }

    /// The months it was meant for.
    pub fn months(&self) -> Result<MonthRange, MonthRangeError> {
        MonthRange::new(self.from_month.0, self.until_month.0)
    }

    /// The last month that is really taken, if one is.
    pub fn taken_until(&self) -> Option<Month> {
        (self.last_month >= self.from_month).then_some(self.last_month.0)
    }
}

impl Snapshot for CoverageRow {
    const SUBJECT: Subject = Subject::Coverage;

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
