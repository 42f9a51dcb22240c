//! Rows of beneficiaries.

use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::HeirRelation;
use super::rules::Heir;
use crate::claims::payouts::model::PaymentRow;
use crate::domain::{AccountNumber, Day, Nik};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::claim_beneficiaries;
use crate::platform::vault::{LookupHash, Sealed};

/// A beneficiary as it is stored. It has no `Debug`: nearly all of it is personal.
#[derive(
    Clone, PartialEq, Queryable, Selectable, Insertable, AsChangeset, Identifiable, Serialize, Deserialize,
)]
#[diesel(table_name = claim_beneficiaries, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(Pg))]
pub struct BeneficiaryRow {
    pub id: Uuid,
    pub regency_id: i32,
    pub claim_id: Uuid,
    /// The order of entry.
    pub place: i16,
    pub name: String,
    pub relation: AsText<HeirRelation>,
    pub nik_sealed: Option<Sealed<Nik>>,
    pub nik_mask: Option<String>,
    pub nik_hash: Option<LookupHash<Nik>>,
    pub birth_on: Option<Day>,
    pub guardian_name: Option<String>,
    pub share_basis_points: i32,
    pub bank_name: Option<String>,
    pub bank_code: Option<String>,
    pub account_sealed: Option<Sealed<AccountNumber>>,
    pub account_mask: Option<String>,
    pub account_hash: Option<LookupHash<AccountNumber>>,
    pub account_holder_name: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Why the account is somebody else's. Versions from before accounts were guarded have nothing from here on.
    #[serde(default)]
    pub account_explanation: Option<String>,
    /// Who stated the account in the place of another after the claim was verified.
    #[serde(default)]
    pub account_changed_by: Option<Uuid>,
    #[serde(default)]
    pub account_approved_by: Option<Uuid>,
    #[serde(default)]
    pub account_payable_from: Option<DateTime<Utc>>,
    #[serde(default)]
    pub pending_bank_name: Option<String>,
    #[serde(default)]
    pub pending_bank_code: Option<String>,
    #[serde(default)]
    pub pending_account_sealed: Option<Sealed<AccountNumber>>,
    #[serde(default)]
    pub pending_account_mask: Option<String>,
    #[serde(default)]
    pub pending_account_hash: Option<LookupHash<AccountNumber>>,
    #[serde(default)]
    pub pending_account_holder_name: Option<String>,
    #[serde(default)]
    pub pending_explanation: Option<String>,
    #[serde(default)]
    pub pending_by: Option<Uuid>,
    #[serde(default)]
    pub pending_at: Option<DateTime<Utc>>,
    /// Who stated the account, unless it took the place of another one. Of accounts that were stated before a claim was verified
    /// this was not kept at first.
    #[serde(default)]
    pub account_stated_by: Option<Uuid>,
}

impl BeneficiaryRow {
    /// Whether somebody stated the account in force, or one that waits to take its place.
    pub fn has_account_of(&self, account_id: Uuid) -> bool {
        [self.account_stated_by, self.account_changed_by, self.pending_by].contains(&Some(account_id))
    }

    /// What the order of heirs asks, of a claim whose worker has this NIK.
    pub fn heir(&self, worker_nik: Option<&LookupHash<Nik>>) -> Heir {
        Heir {
            relation: self.relation.0,
            birth_on: self.birth_on,
            is_worker: worker_nik.is_some() && self.nik_hash.as_ref() == worker_nik,
            has_guardian: self.guardian_name.is_some(),
            share_basis_points: self.share_basis_points,
        }
    }
}

/// A beneficiary with the transfer, once it was made, and those that were taken back.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Beneficiary {
    #[serde(flatten)]
    pub row: BeneficiaryRow,
    pub payment: Option<PaymentRow>,
    /// In the order in which they were recorded. Versions from before transfers were taken back have none.
    #[serde(default)]
    pub voided_payments: Vec<PaymentRow>,
}
