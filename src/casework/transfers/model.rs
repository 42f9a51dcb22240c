//! Rows of requests.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{TransferStatus, VillageCoverage};
use crate::domain::Nik;
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::transfers;
use crate::platform::vault::{LookupHash, Sealed};

/// A request to move a registration.
#[derive(Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize)]
#[diesel(table_name = transfers, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct TransferRow {
    /// Its id.
    pub id: Uuid,
    /// The regency that asks.
    pub regency_id: i32,
    /// How far it has come.
    pub status: AsText<TransferStatus>,
    /// The village that asks.
    pub to_village_code: String,
    /// Whom it names.
    pub nik_sealed: Sealed<Nik>,
    /// What everybody may see of it.
    pub nik_mask: String,
    /// Under which somebody is found.
    pub nik_hash: LookupHash<Nik>,
    /// Why.
    pub reason: Option<String>,
    /// The registration that is to move, if there is one. The history, which belongs to the regency that asks, does not tell
    /// where it is.
    #[serde(skip)]
    pub from_worker_id: Option<Uuid>,
    /// Its regency.
    #[serde(skip)]
    pub from_regency_id: Option<i32>,
    /// Where it was.
    #[serde(skip)]
    pub from_village_code: Option<String>,
    /// What was said of a period that the village before pays for.
    pub village_coverage: Option<AsText<VillageCoverage>>,
    /// The registration after the move.
    pub worker_id: Option<Uuid>,
    /// Who asked; none for the deployment itself.
    pub requested_by: Option<Uuid>,
    /// Who answered, or took it back.
    pub answered_by: Option<Uuid>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What was said with it.
    pub answer_note: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl TransferRow {
    /// The registration that is to move with its regency, if there is one.
    pub fn moving(&self) -> Option<(Uuid, i32)> {
        self.from_worker_id.zip(self.from_regency_id)
    }
}

impl Snapshot for TransferRow {
    const SUBJECT: Subject = Subject::Transfer;

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
        Some(&self.to_village_code)
    }
}
