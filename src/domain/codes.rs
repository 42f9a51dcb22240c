//! Code lists: closed sets of lower snake strings, and the macro that writes one.

use std::borrow::Cow;

use super::Coded;

/// A text that is not in its code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Must be one of: {}.", .allowed.join(", "))]
pub struct UnknownCode {
    /// The name of the code list, as under `/v1/reference`.
    pub list: &'static str,
    /// The codes of the list.
    pub allowed: &'static [&'static str],
}

impl Coded for UnknownCode {
    fn code(&self) -> &'static str {
        "unknown_code"
    }

    fn indonesian(&self) -> Cow<'static, str> {
        format!("Harus salah satu dari: {}.", self.allowed.join(", ")).into()
    }
}

/// A code list as a type, for whoever treats all of them alike.
pub trait CodeList: Copy + 'static {
    /// The name of the list, as under `/v1/reference`.
    const LIST: &'static str;
    /// Its codes, in the order in which lists show them.
    const CODES: &'static [&'static str];
}

/// Writes a code list: the enum, `ALL`, `LIST`, `as_str`, `parse`, `Display` and the serde string form, with
/// each code spelled once.
macro_rules! code_list {
    (
        $(#[$meta:meta])*
        pub enum $name:ident = $list:literal {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// The name of this code list.
            pub const LIST: &'static str = $list;

            /// Every value, in the order in which lists show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// Reads the exact code.
            pub fn parse(text: &str) -> Result<Self, $crate::domain::UnknownCode> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::domain::UnknownCode { list: $list, allowed: &[$($code),+] }),
                }
            }
        }

        impl $crate::domain::CodeList for $name {
            const LIST: &'static str = $list;
            const CODES: &'static [&'static str] = &[$($code),+];
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        $crate::domain::string_form!($name, $crate::domain::UnknownCode);
    };
}

pub(crate) use code_list;

code_list! {
    /// Sex as the population registry records it.
    pub enum Sex = "sex" {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
    }
}

code_list! {
    /// The insurer's programmes open to people outside an employment relation (PP 44/2015, PP 46/2015).
    pub enum Programme = "programme" {
        /// Jaminan Kecelakaan Kerja: work accidents.
        Jkk = "jkk",
        /// Jaminan Kematian: death.
        Jkm = "jkm",
        /// Jaminan Hari Tua: old-age savings, optional.
        Jht = "jht",
    }
}

code_list! {
    /// Who pays a contribution.
    pub enum PayerKind = "payer_kind" {
        /// The budget of a regency or province.
        Apbd = "apbd",
        /// The regency's share of the tobacco excise, which flows through its budget.
        Dbhcht = "dbhcht",
        /// The budget of a village.
        Apbdes = "apbdes",
        /// A company's social responsibility money.
        Csr = "csr",
        /// A bank.
        Bank = "bank",
        /// SERTAKAN: a wage earner who pays for a worker nearby.
        Sertakan = "sertakan",
        /// The worker.
        SelfPaid = "self",
        /// Anybody else.
        Other = "other",
    }
}

code_list! {
    /// The group of workers a contribution rate is made for: the relief of PP 50/2025 treats transport apart.
    pub enum Segment = "segment" {
        /// Every informal worker outside transport.
        General = "general",
        /// Drivers, riders and couriers.
        Transport = "transport",
    }
}

code_list! {
    /// What somebody is in a warung. An employee who is paid a wage is legally the employer's duty, so the
    /// role matters for eligibility.
    pub enum WarungRole = "warung_role" {
        /// Owns the warung.
        Owner = "owner",
        /// Helps as family, without a wage.
        Family = "family",
        /// Works for a wage.
        Employee = "employee",
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    use serde::{Serialize, de::DeserializeOwned};

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;
    use crate::domain::{KbliEdition, NikWarning, RegionLevel, VillageKind};

    fn assert_list<T>(values: &[T], codes: &[&str])
    where
        T: FromStr<Err = UnknownCode> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
    {
        let written: Vec<String> = values.iter().map(ToString::to_string).collect();
        assert_eq!(written, codes);
        for (value, code) in values.iter().zip(codes) {
            assert_eq!(code.parse::<T>().as_ref(), Ok(value));
            assert_travels_as(value, code);
        }
        let refused = T::from_str("no such code").map_err(|error| (error.code(), error.allowed.to_vec()));
        assert_eq!(refused, Err(("unknown_code", codes.to_vec())));
    }

    #[test]
    fn every_code_is_read_and_written_as_itself() {
        assert_list(Sex::ALL, &["male", "female"]);
        assert_list(Programme::ALL, &["jkk", "jkm", "jht"]);
        assert_list(
            PayerKind::ALL,
            &["apbd", "dbhcht", "apbdes", "csr", "bank", "sertakan", "self", "other"],
        );
        assert_list(Segment::ALL, &["general", "transport"]);
        assert_list(WarungRole::ALL, &["owner", "family", "employee"]);
        assert_list(RegionLevel::ALL, &["province", "regency", "district", "village"]);
        assert_list(VillageKind::ALL, &["kelurahan", "desa", "desa_adat"]);
        assert_list(KbliEdition::ALL, &["2020", "2025"]);
        assert_list(NikWarning::ALL, &["nik_foreign_prefix", "nik_birth_date_differs", "nik_sex_differs"]);
    }

    #[test]
    fn codes_are_exact() {
        assert!(Sex::parse("Male").is_err());
        assert!(Sex::parse(" male").is_err());
        assert!(Sex::parse("").is_err());
    }

    #[test]
    fn an_unknown_code_names_what_is_allowed_but_not_what_was_sent() {
        let sentences = Sex::parse("3529011503900007")
            .map_err(|error| (error.to_string(), error.indonesian().into_owned()));
        assert_eq!(
            sentences,
            Err((
                "Must be one of: male, female.".to_owned(),
                "Harus salah satu dari: male, female.".to_owned()
            ))
        );
    }
}
