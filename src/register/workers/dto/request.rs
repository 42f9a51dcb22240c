//! What callers send to register, correct and find.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::{Coded, Nik};
use crate::platform::http::{Field, Issues, Problem};
use crate::register::workers::fields::WorkerFields;

/// A worker to be registered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateWorker {
    /// The id, where the client made one; offline phones do.
    #[schema(example = "01999d2e-7f3a-7c52-8d11-0f6c1f2b9a10")]
    id: Option<Uuid>,
    /// The village where the worker lives, with or without dots.
    #[schema(example = "35.29.01.2006", max_length = 20)]
    village_code: String,
    /// The name as on the identity card.
    #[schema(example = "Siti Aminah", min_length = 1, max_length = 100)]
    name: String,
    /// The national identity number. Without it the identity is temporary.
    #[schema(example = "3529015506820003", max_length = 40)]
    nik: Option<String>,
    /// The day of birth; taken from the NIK where it is not stated.
    #[schema(value_type = Option<NaiveDate>, example = "1982-06-15")]
    birth_on: Option<String>,
    /// A code of the list `sex`; taken from the NIK where it is not stated.
    #[schema(example = "female", max_length = 40)]
    sex: Option<String>,
    /// The number of the family card.
    #[schema(example = "3529011203140007", max_length = 40)]
    family_card_number: Option<String>,
    /// A phone; `08...` and `+62...` are understood.
    #[schema(example = "081234567890", max_length = 40)]
    phone: Option<String>,
    /// Hamlet, street, neighbourhood.
    #[schema(example = "Dusun Laok RT 02 RW 01", max_length = 300)]
    address: Option<String>,
    /// A code of the list `segment`; `general` unless said otherwise.
    #[schema(example = "general", max_length = 40)]
    segment: Option<String>,
    /// A code of the list `occupation`; needs `occupation_source`.
    #[schema(example = "warung_keeper", max_length = 40)]
    occupation: Option<String>,
    /// A code of the list `occupation_source`.
    #[schema(example = "village_enumeration", max_length = 40)]
    occupation_source: Option<String>,
    /// Whom to ask when something happens.
    #[schema(example = "Moh. Rasyid", max_length = 100)]
    next_of_kin_name: Option<String>,
    /// A code of the list `kin_relation`.
    #[schema(example = "spouse", max_length = 40)]
    next_of_kin_relation: Option<String>,
    /// The next of kin's phone.
    #[schema(example = "081234567891", max_length = 40)]
    next_of_kin_phone: Option<String>,
    /// A code of the list `poverty_source`; needs `poverty_as_of`.
    #[schema(example = "dtsen", max_length = 40)]
    poverty_source: Option<String>,
    /// The welfare decile, from 1 (poorest) to 10.
    #[schema(example = 2, minimum = 1, maximum = 10)]
    poverty_decile: Option<i64>,
    /// The day of the poverty data.
    #[schema(value_type = Option<NaiveDate>, example = "2026-07-01")]
    poverty_as_of: Option<String>,
}

impl CreateWorker {
    /// The id that the client brought, and the fields to be read.
    pub fn into_fields(self) -> (Option<Uuid>, WorkerFields) {
        let fields = WorkerFields {
            village_code: Field::Value(self.village_code),
            name: Field::Value(self.name),
            nik: given(self.nik),
            birth_on: given(self.birth_on),
            sex: given(self.sex),
            family_card_number: given(self.family_card_number),
            phone: given(self.phone),
            address: given(self.address),
            segment: given(self.segment),
            occupation: given(self.occupation),
            occupation_source: given(self.occupation_source),
            next_of_kin_name: given(self.next_of_kin_name),
            next_of_kin_relation: given(self.next_of_kin_relation),
            next_of_kin_phone: given(self.next_of_kin_phone),
            poverty_source: given(self.poverty_source),
            poverty_decile: given(self.poverty_decile),
            poverty_as_of: given(self.poverty_as_of),
        };
        (self.id, fields)
    }
}

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}

/// What to change of a worker (JSON Merge Patch): absent fields stay, null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateWorker {
    /// The village, within the same regency; another regency takes a transfer.
    #[serde(default)]
    #[schema(value_type = String, example = "35.29.01.2007", max_length = 20)]
    village_code: Field<String>,
    /// The name as on the identity card.
    #[serde(default)]
    #[schema(value_type = String, example = "Siti Aminah", max_length = 100)]
    name: Field<String>,
    /// A first NIK, or another. It cannot be cleared.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "3529015506820003", max_length = 40)]
    nik: Field<String>,
    /// The day of birth.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "1982-06-15")]
    birth_on: Field<String>,
    /// A code of the list `sex`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "female", max_length = 40)]
    sex: Field<String>,
    /// The number of the family card.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "3529011203140007", max_length = 40)]
    family_card_number: Field<String>,
    /// A phone.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "081234567890", max_length = 40)]
    phone: Field<String>,
    /// Hamlet, street, neighbourhood.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Dusun Laok RT 02 RW 01", max_length = 300)]
    address: Field<String>,
    /// A code of the list `segment`.
    #[serde(default)]
    #[schema(value_type = String, example = "transport", max_length = 40)]
    segment: Field<String>,
    /// A code of the list `occupation`; needs `occupation_source`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "warung_keeper", max_length = 40)]
    occupation: Field<String>,
    /// A code of the list `occupation_source`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "village_enumeration", max_length = 40)]
    occupation_source: Field<String>,
    /// Whom to ask when something happens.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "Moh. Rasyid", max_length = 100)]
    next_of_kin_name: Field<String>,
    /// A code of the list `kin_relation`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "spouse", max_length = 40)]
    next_of_kin_relation: Field<String>,
    /// The next of kin's phone.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "081234567891", max_length = 40)]
    next_of_kin_phone: Field<String>,
    /// A code of the list `poverty_source`; needs `poverty_as_of`.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "dtsen", max_length = 40)]
    poverty_source: Field<String>,
    /// The welfare decile, from 1 (poorest) to 10.
    #[serde(default)]
    #[schema(value_type = Option<i64>, example = 2, minimum = 1, maximum = 10)]
    poverty_decile: Field<i64>,
    /// The day of the poverty data.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2026-07-01")]
    poverty_as_of: Field<String>,
    /// Confirms warnings that the change brings to a verified worker.
    #[serde(default)]
    #[schema(example = false)]
    confirm_warnings: bool,
}

impl UpdateWorker {
    /// The fields to be read, and whether new warnings are confirmed.
    pub fn into_fields(self) -> (WorkerFields, bool) {
        let fields = WorkerFields {
            village_code: self.village_code,
            name: self.name,
            nik: self.nik,
            birth_on: self.birth_on,
            sex: self.sex,
            family_card_number: self.family_card_number,
            phone: self.phone,
            address: self.address,
            segment: self.segment,
            occupation: self.occupation,
            occupation_source: self.occupation_source,
            next_of_kin_name: self.next_of_kin_name,
            next_of_kin_relation: self.next_of_kin_relation,
            next_of_kin_phone: self.next_of_kin_phone,
            poverty_source: self.poverty_source,
            poverty_decile: self.poverty_decile,
            poverty_as_of: self.poverty_as_of,
        };
        (fields, self.confirm_warnings)
    }
}

/// Whom to look for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchWorkers {
    /// The national identity number.
    #[schema(example = "3529015506820003", max_length = 40)]
    nik: String,
}

impl SearchWorkers {
    /// Reads the NIK.
    pub fn parse(&self) -> Result<Nik, Problem> {
        one("/nik", Nik::parse(&self.nik))
    }
}

fn one<T, E: Coded>(pointer: &str, parsed: Result<T, E>) -> Result<T, Problem> {
    let mut issues = Issues::new();
    match issues.take(pointer, parsed) {
        Some(value) => Ok(value),
        None => Err(issues.into_problem()),
    }
}
