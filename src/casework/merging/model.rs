//! Rows of merges, and what a merge moved.

use chrono::{DateTime, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::rules::{MergeStatus, Side};
use crate::domain::{Day, Month};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::worker_merges;
use crate::register::warungs::TakenOver;
use crate::register::workers::service::Merged;

/// That a registration was merged into another.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = worker_merges, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct MergeRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// How it stands.
    pub status: AsText<MergeStatus>,
    /// The registration that was merged.
    pub worker_id: Uuid,
    /// The one that stays.
    pub into_worker_id: Uuid,
    /// Where that one lies.
    pub village_code: String,
    /// Why.
    pub reason: String,
    /// Whose months stand where both were paid for, where that was said.
    pub paid_months: Option<AsText<Side>>,
    /// What it moved.
    pub effects: Effects,
    /// Who merged; none for the deployment itself.
    pub merged_by: Option<Uuid>,
    /// Who took it back.
    pub unmerged_by: Option<Uuid>,
    /// When.
    pub unmerged_at: Option<DateTime<Utc>>,
    /// Why.
    pub unmerged_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Snapshot for MergeRow {
    const SUBJECT: Subject = Subject::WorkerMerge;

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
        Some(&self.village_code)
    }
}

/// A period that went over or gave months up, as it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedPeriod {
    /// The period.
    pub coverage_id: Uuid,
    /// Whether it went over; else it stood under the registration that stays.
    pub went_over: bool,
    /// Its first month.
    pub from_month: Month,
    /// The last month that it took.
    pub last_month: Month,
    /// Its version after the merge, where it gave months up: they can be given back as long as nobody changed it since.
    pub trimmed_version: Option<i32>,
}

/// What a merge moved, as it was before; a JSON column.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Jsonb)]
pub struct Effects {
    /// The registration that was merged.
    pub registration: Merged,
    /// The business day of the merge.
    pub on: Day,
    /// Its work.
    pub work: TakenOver,
    /// The periods.
    pub periods: Vec<MovedPeriod>,
    /// The periods whose months were due twice, and are owed once.
    pub waived_of: Vec<Uuid>,
    /// What the insurer had said.
    pub facts: Vec<Uuid>,
    /// The claims.
    pub claims: Vec<Uuid>,
}

impl ToSql<Jsonb, Pg> for Effects {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(self)?;
        <Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

impl FromSql<Jsonb, Pg> for Effects {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <Value as FromSql<Jsonb, Pg>>::from_sql(bytes)?;
        Ok(serde_json::from_value(value)?)
    }
}
