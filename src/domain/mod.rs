//! Value types shared by all wings: pure, and wrong values cannot be built.
//!
//! Every type here is made by `parse` from what somebody typed or sent, or by `new` from parts that are
//! already right. Nothing here asks a clock, a database or the network; time is always an argument.
//! Errors are closed enums that never repeat the value they refuse, because it may identify a person.

mod account_number;
mod bank_code;
mod coded;
mod codes;
mod day;
mod decile;
mod digits;
mod family_card_number;
mod geo_point;
mod id;
mod invisible;
mod kbli;
mod kin_relation;
mod line;
mod member_number;
mod month;
mod month_range;
mod nib;
mod nik;
mod nik_warning;
mod occupation;
mod person_name;
mod phone;
mod poverty_source;
mod programme_set;
mod region_code;
mod rupiah;
mod secret_text;
mod string_form;

pub use account_number::{AccountNumber, AccountNumberError};
pub use bank_code::{BankCode, BankCodeError};
pub use coded::Coded;
pub(crate) use codes::code_list;
pub use codes::{CodeList, PayerKind, Programme, Segment, Sex, UnknownCode, WarungRole};
pub use day::{Day, DayError, age_on, parse_day, wib_today};
pub use decile::{Decile, DecileError};
pub use digits::grouped;
pub use family_card_number::{FamilyCardNumber, FamilyCardNumberError};
pub use geo_point::{GeoPoint, GeoPointError};
pub use id::{Id, new_id};
pub use invisible::is_invisible;
pub use kbli::{Kbli, KbliEdition, KbliError};
pub use kin_relation::KinRelation;
pub use line::{Line, LineError};
pub use member_number::{MemberNumber, MemberNumberError};
pub use month::{Month, MonthError};
pub use month_range::{MonthRange, MonthRangeError};
pub use nib::{Nib, NibError};
pub use nik::{Nik, NikError};
pub use nik_warning::NikWarning;
pub use occupation::{Occupation, OccupationSource};
pub use person_name::{PersonName, PersonNameError};
pub use phone::{Phone, PhoneError};
pub use poverty_source::PovertySource;
pub use programme_set::{ProgrammeSet, ProgrammeSetError};
pub use region_code::{RegionCode, RegionCodeError, RegionLevel, VillageKind};
pub use rupiah::{Rounding, Rupiah, RupiahError};
pub(crate) use string_form::string_form;
