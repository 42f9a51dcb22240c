//! The row of a registration, which is also what its history keeps.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{DeactivationReason, WorkerStatus};
use crate::domain::{FamilyCardNumber, Nik, NikWarning, Phone, RegionCode, UnknownCode};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::schema::workers;
use crate::platform::vault::{LookupHash, Sealed};

/// A registration. No `Debug`: it would print a person into a log.
#[derive(Clone, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = workers, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct WorkerRow {
    /// The registration.
    pub id: Uuid,
    /// The regency it belongs to.
    pub regency_id: i32,
    /// Whose registration it is.
    pub person_id: Uuid,
    /// Where the worker lives.
    pub village_code: String,
    /// As stated.
    pub name: String,
    /// Null while the identity is temporary.
    pub nik_sealed: Option<Sealed<Nik>>,
    /// What everybody may see of the NIK.
    pub nik_mask: Option<String>,
    /// Under which the NIK is found.
    pub nik_hash: Option<LookupHash<Nik>>,
    /// Codes of what the NIK and the stated data disagree about.
    pub nik_warnings: Vec<String>,
    /// As stated, or else as the NIK says.
    pub birth_on: Option<NaiveDate>,
    /// As stated, or else as the NIK says.
    pub sex: Option<String>,
    /// The family card.
    pub family_card_sealed: Option<Sealed<FamilyCardNumber>>,
    /// What everybody may see of it.
    pub family_card_mask: Option<String>,
    /// Under which it is found.
    pub family_card_hash: Option<LookupHash<FamilyCardNumber>>,
    /// The worker's phone.
    pub phone_sealed: Option<Sealed<Phone>>,
    /// What everybody may see of it.
    pub phone_mask: Option<String>,
    /// Hamlet, street, neighbourhood.
    pub address: Option<String>,
    /// The group of workers for contribution rates.
    pub segment: String,
    /// What the worker lives by.
    pub occupation: Option<String>,
    /// Who says so.
    pub occupation_source: Option<String>,
    /// Whom to ask when something happens.
    pub next_of_kin_name: Option<String>,
    /// What that person is to the worker.
    pub next_of_kin_relation: Option<String>,
    /// That person's phone.
    pub next_of_kin_phone_sealed: Option<Sealed<Phone>>,
    /// What everybody may see of it.
    pub next_of_kin_phone_mask: Option<String>,
    /// The social registry that ranks the household.
    pub poverty_source: Option<String>,
    /// 1 (poorest) to 10.
    pub poverty_decile: Option<i16>,
    /// The day the registry stood like this.
    pub poverty_as_of: Option<NaiveDate>,
    /// See [`WorkerStatus`].
    pub status: String,
    /// The code of the reason for the status, where it needs one.
    pub status_reason: Option<String>,
    /// The day from which the status holds.
    pub status_on: NaiveDate,
    /// The account or client that entered it.
    pub entered_by: Option<Uuid>,
    /// The import it came with.
    pub import_id: Option<Uuid>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The registration into which it was merged. Versions from before merging was kept have none.
    #[serde(default)]
    pub merged_into_id: Option<Uuid>,
}

impl WorkerRow {
    /// The state.
    pub fn worker_status(&self) -> Result<WorkerStatus, UnknownCode> {
        WorkerStatus::parse(&self.status)
    }

    /// Whether a death ended it.
    pub fn is_buried(&self) -> bool {
        self.status == WorkerStatus::Inactive.as_str()
            && self.status_reason.as_deref() == Some(DeactivationReason::Deceased.as_str())
    }

    /// The warnings that somebody must confirm.
    pub fn warnings(&self) -> Result<Vec<NikWarning>, UnknownCode> {
        self.nik_warnings.iter().map(|code| NikWarning::parse(code)).collect()
    }

    /// Where the worker lives.
    pub fn village(&self) -> Result<RegionCode, crate::domain::RegionCodeError> {
        RegionCode::parse(&self.village_code)
    }
}

impl Snapshot for WorkerRow {
    const SUBJECT: Subject = Subject::Worker;

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
