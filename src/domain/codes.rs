//! Code lists: closed sets of lower snake strings, and the macro that writes one.

use std::borrow::Cow;

use super::Coded;

/// A text that is not in its code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one of: {}", .allowed.join(", "))]
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
        format!("harus salah satu dari: {}", self.allowed.join(", ")).into()
    }
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
