//! Which values of the domain are sealed, and as what.

use super::Kind;
use crate::domain::{AccountNumber, FamilyCardNumber, MemberNumber, Nik, Phone};

/// An identifier that is sealed wherever it is stored.
pub trait Identifier: Sized {
    /// The kind of field, bound to the ciphertext.
    const KIND: Kind;
    /// The digits in clear.
    fn clear(&self) -> &str;
    /// Reads the digits back; `None` if they are not of this kind.
    fn from_clear(clear: &str) -> Option<Self>;
    /// What may be shown to everyone.
    fn masked(&self) -> String;
}

/// Ties an identifier of the domain to its kind.
macro_rules! identifier {
    ($type:ty, $kind:expr) => {
        impl Identifier for $type {
            const KIND: Kind = $kind;
            fn clear(&self) -> &str {
                self.as_str()
            }
            fn from_clear(clear: &str) -> Option<Self> {
                Self::parse(clear).ok()
            }
            fn masked(&self) -> String {
                self.mask()
            }
        }
    };
}

identifier!(Nik, Kind::Nik);
identifier!(FamilyCardNumber, Kind::FamilyCard);
identifier!(Phone, Kind::Phone);
identifier!(AccountNumber, Kind::Account);
identifier!(MemberNumber, Kind::MemberNumber);
