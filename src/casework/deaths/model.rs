//! Rows of reports, and what a recorded death ended.

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

use super::rules::{DeathPlace, DeathSource, DeathStatus};
use crate::claims::cases::codes::ClaimStatus;
use crate::cover::coverages::rules::CoverageStatus;
use crate::domain::{Day, Nik};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::deaths;
use crate::platform::vault::{LookupHash, Sealed};
use crate::register::workers::service::Closed;

/// A report of a death.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = deaths, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct DeathRow {
    /// Its id.
    pub id: Uuid,
    /// The regency.
    pub regency_id: i32,
    /// How far it has come.
    pub status: AsText<DeathStatus>,
    /// The registration of the dead.
    pub worker_id: Option<Uuid>,
    /// The person behind it.
    pub person_id: Option<Uuid>,
    /// Where the dead lived.
    pub village_code: String,
    /// What the dead were called, as the report says.
    pub name: Option<String>,
    /// When they were born, as the report says.
    pub birth_on: Option<Day>,
    /// The NIK that the report names.
    pub nik_sealed: Option<Sealed<Nik>>,
    /// What everybody may see of it.
    pub nik_mask: Option<String>,
    /// Under which it is found.
    pub nik_hash: Option<LookupHash<Nik>>,
    /// The day of death.
    pub died_on: Day,
    /// Where.
    pub place: Option<AsText<DeathPlace>>,
    /// What happened.
    pub circumstances: Option<String>,
    /// Who told.
    pub source: AsText<DeathSource>,
    /// On what paper.
    pub evidence: Option<String>,
    /// Whether the dead were covered, or might have been, as far as was known.
    pub may_be_covered: bool,
    /// The claim for it.
    pub claim_id: Option<Uuid>,
    /// Whether the claim was opened with the record.
    pub opened_claim: bool,
    /// What it ended.
    pub effects: Effects,
    /// The list with which it came.
    pub list_id: Option<Uuid>,
    /// Its row there.
    pub list_row: Option<i32>,
    /// Who recorded it; none for the deployment itself.
    pub recorded_by: Option<Uuid>,
    /// Who said whose death it is.
    pub decided_by: Option<Uuid>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Who said that it was recorded in error.
    pub revoked_by: Option<Uuid>,
    /// When.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl DeathRow {
    /// Whether it opened this claim.
    pub fn opened(&self, claim_id: Uuid) -> bool {
        self.opened_claim && self.claim_id == Some(claim_id)
    }

    /// Whether a claim for this death lets it be taken back. What the family drafts says nothing yet, and what the insurer
    /// refused pays nobody; the draft that the report opened goes with it.
    pub fn is_let_go_by(&self, claim_id: Uuid, status: ClaimStatus) -> bool {
        match status {
            ClaimStatus::Draft | ClaimStatus::Rejected | ClaimStatus::Withdrawn => true,
            ClaimStatus::Returned => self.opened(claim_id),
            _ => false,
        }
    }
}

impl Snapshot for DeathRow {
    const SUBJECT: Subject = Subject::Death;

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

/// A funded period as it was before a death ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedPeriod {
    /// The period.
    pub coverage_id: Uuid,
    /// How far it had come.
    pub status: CoverageStatus,
    /// In whose place it had come.
    pub replaces_id: Option<Uuid>,
}

/// What a recorded death ended, as it was before; a JSON column.
#[derive(Debug, Clone, Default, PartialEq, Eq, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Jsonb)]
pub struct Effects {
    /// The registrations that it closed.
    pub registrations: Vec<Closed>,
    /// The periods that it ended.
    pub periods: Vec<EndedPeriod>,
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

/// What a report shows of the registration of the dead.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = crate::platform::db::schema::workers, check_for_backend(Pg))]
pub struct DeadCard {
    /// The registration.
    pub id: Uuid,
    /// Its regency.
    pub regency_id: i32,
    /// The person behind it.
    pub person_id: Uuid,
    /// What the worker is called.
    pub name: String,
    /// What everybody may see of the NIK.
    pub nik_mask: Option<String>,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// Where the worker lives.
    pub village_code: String,
}
