//! What a worker looks like from outside.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::platform::vault::{Vault, VaultError};
use crate::register::workers::model::WorkerRow;

/// A worker. Identifiers are masked unless the caller stated a purpose.
#[derive(Serialize, ToSchema)]
pub struct WorkerResponse {
    /// The registration.
    #[schema(example = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10")]
    pub id: Uuid,
    /// The village where the worker lives.
    #[schema(example = "35.29.01.2006")]
    pub village_code: String,
    /// The name.
    #[schema(example = "Siti Aminah")]
    pub name: String,
    /// The NIK; null while the identity is temporary.
    #[schema(required, example = "3529************")]
    pub nik: Option<String>,
    /// What the NIK and the stated data disagree about: codes of the list `nik_warning`, to be confirmed on
    /// verification.
    #[schema(example = json!(["nik_foreign_prefix"]))]
    pub nik_warnings: Vec<String>,
    /// The day of birth.
    #[schema(required, example = "1982-06-15")]
    pub birth_on: Option<NaiveDate>,
    /// A code of the list `sex`.
    #[schema(required, example = "female")]
    pub sex: Option<String>,
    /// The number of the family card.
    #[schema(required, example = "3529************")]
    pub family_card_number: Option<String>,
    /// The phone.
    #[schema(required, example = "+62*******90")]
    pub phone: Option<String>,
    /// Hamlet, street, neighbourhood.
    #[schema(required, example = "Dusun Laok RT 02 RW 01")]
    pub address: Option<String>,
    /// A code of the list `segment`.
    #[schema(example = "general")]
    pub segment: String,
    /// A code of the list `occupation`.
    #[schema(required, example = "warung_keeper")]
    pub occupation: Option<String>,
    /// A code of the list `occupation_source`.
    #[schema(required, example = "village_enumeration")]
    pub occupation_source: Option<String>,
    /// Whom to ask when something happens.
    #[schema(required, example = "Moh. Rasyid")]
    pub next_of_kin_name: Option<String>,
    /// A code of the list `kin_relation`.
    #[schema(required, example = "spouse")]
    pub next_of_kin_relation: Option<String>,
    /// The next of kin's phone.
    #[schema(required, example = "+62*******91")]
    pub next_of_kin_phone: Option<String>,
    /// A code of the list `poverty_source`.
    #[schema(required, example = "dtsen")]
    pub poverty_source: Option<String>,
    /// The welfare decile, from 1 (poorest) to 10.
    #[schema(required, example = 2)]
    pub poverty_decile: Option<i16>,
    /// The day of the poverty data.
    #[schema(required, example = "2026-07-01")]
    pub poverty_as_of: Option<NaiveDate>,
    /// A code of the list `worker_status`. Covered or not is no state: see the standing.
    #[schema(example = "registered")]
    pub status: String,
    /// Why, for a rejected or inactive worker: a code of the list of that status.
    #[schema(required)]
    pub status_reason: Option<String>,
    /// The day from which the status holds.
    #[schema(example = "2026-11-23")]
    pub status_on: NaiveDate,
    /// The registration into which this one was merged: what belonged to it is found there.
    #[schema(required, example = json!(null))]
    pub merged_into: Option<Uuid>,
    /// The account or API client that entered the worker; null for the deployment itself.
    #[schema(required)]
    pub entered_by: Option<Uuid>,
    /// When the worker was entered.
    pub created_at: DateTime<Utc>,
    /// When the worker was last changed.
    pub updated_at: DateTime<Utc>,
    /// What this caller can do now: `update`, `verify`, `reject`, `deactivate`, `reopen`, `merge`,
    /// `unmerge`. Lists offer `unmerge` of everybody who was merged; of one worker who is read it is left out where the one that
    /// stays was merged or died since, or the person was registered again.
    #[schema(value_type = Vec<String>, example = json!(["update", "verify"]))]
    pub allowed_actions: Vec<&'static str>,
    /// What `expand` asked for, each under its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub expanded: Option<Map<String, Value>>,
}

/// Identifiers in clear.
#[derive(Default)]
pub struct Revealed {
    nik: Option<String>,
    family_card_number: Option<String>,
    phone: Option<String>,
    next_of_kin_phone: Option<String>,
}

impl Revealed {
    /// Opens what is sealed in the row.
    pub fn open(row: &WorkerRow, vault: &Vault) -> Result<Self, VaultError> {
        let phone = |sealed| vault.open(sealed).map(|phone: crate::domain::Phone| phone.as_str().to_owned());
        Ok(Self {
            nik: row
                .nik_sealed
                .as_ref()
                .map(|nik| vault.open(nik))
                .transpose()?
                .map(|n| n.as_str().to_owned()),
            family_card_number: row
                .family_card_sealed
                .as_ref()
                .map(|card| vault.open(card))
                .transpose()?
                .map(|card| card.as_str().to_owned()),
            phone: row.phone_sealed.as_ref().map(phone).transpose()?,
            next_of_kin_phone: row.next_of_kin_phone_sealed.as_ref().map(phone).transpose()?,
        })
    }

    /// The names of what is in clear, for the access log.
    pub fn fields(&self) -> Vec<&'static str> {
        [
            ("nik", &self.nik),
            ("family_card_number", &self.family_card_number),
            ("phone", &self.phone),
            ("next_of_kin_phone", &self.next_of_kin_phone),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.as_ref().map(|_| name))
        .collect()
    }
}

/// How a caller sees a row.
pub struct View {
    /// Identifiers in clear, for who stated a purpose.
    pub revealed: Option<Revealed>,
    /// What this caller can do.
    pub allowed_actions: Vec<&'static str>,
}

impl WorkerResponse {
    /// The row as this caller sees it.
    pub fn new(row: WorkerRow, view: View) -> Self {
        let shown = view.revealed.unwrap_or(Revealed {
            nik: row.nik_mask,
            family_card_number: row.family_card_mask,
            phone: row.phone_mask,
            next_of_kin_phone: row.next_of_kin_phone_mask,
        });
        Self {
            id: row.id,
            village_code: row.village_code,
            name: row.name,
            nik: shown.nik,
            nik_warnings: row.nik_warnings,
            birth_on: row.birth_on,
            sex: row.sex,
            family_card_number: shown.family_card_number,
            phone: shown.phone,
            address: row.address,
            segment: row.segment,
            occupation: row.occupation,
            occupation_source: row.occupation_source,
            next_of_kin_name: row.next_of_kin_name,
            next_of_kin_relation: row.next_of_kin_relation,
            next_of_kin_phone: shown.next_of_kin_phone,
            poverty_source: row.poverty_source,
            poverty_decile: row.poverty_decile,
            poverty_as_of: row.poverty_as_of,
            status: row.status,
            status_reason: row.status_reason,
            status_on: row.status_on,
            merged_into: row.merged_into_id,
            entered_by: row.entered_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            allowed_actions: view.allowed_actions,
            expanded: None,
        }
    }
}
