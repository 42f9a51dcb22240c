//! From what somebody typed to what a registration holds. Entering, correcting and importing all read
//! their fields here, so that a rule cannot hold for one of them only.

mod apply;
mod parse;

pub use apply::{ApplyError, Entry, apply, blank};
pub use parse::{ParsedFields, Standing};

use crate::platform::http::Field;

/// The attributes of a registration as they were typed: absent, null, or a text to be read.
#[derive(Debug, Clone, Default)]
pub struct WorkerFields {
    /// The village's code.
    pub village_code: Field<String>,
    /// The name.
    pub name: Field<String>,
    /// The NIK.
    pub nik: Field<String>,
    /// The day of birth.
    pub birth_on: Field<String>,
    /// A code of `sex`.
    pub sex: Field<String>,
    /// The family card's number.
    pub family_card_number: Field<String>,
    /// The phone.
    pub phone: Field<String>,
    /// Hamlet, street, neighbourhood.
    pub address: Field<String>,
    /// A code of `segment`.
    pub segment: Field<String>,
    /// A code of `occupation`.
    pub occupation: Field<String>,
    /// A code of `occupation_source`.
    pub occupation_source: Field<String>,
    /// The next of kin's name.
    pub next_of_kin_name: Field<String>,
    /// A code of `kin_relation`.
    pub next_of_kin_relation: Field<String>,
    /// The next of kin's phone.
    pub next_of_kin_phone: Field<String>,
    /// A code of `poverty_source`.
    pub poverty_source: Field<String>,
    /// 1 to 10.
    pub poverty_decile: Field<i64>,
    /// The day of the poverty data.
    pub poverty_as_of: Field<String>,
}
