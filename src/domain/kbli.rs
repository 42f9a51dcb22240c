//! The national classification of businesses (Klasifikasi Baku Lapangan Usaha Indonesia).

use std::borrow::Cow;
use std::fmt;

use super::{Coded, code_list, digits, string_form};

code_list! {
    /// An edition of the classification. The 2025 edition renumbers, so a code without its edition says
    /// nothing.
    pub enum KbliEdition = "kbli_edition" {
        /// The edition of 2020.
        Kbli2020 = "2020",
        /// The edition of 2025.
        Kbli2025 = "2025",
    }
}

impl KbliEdition {
    /// The edition of this year.
    pub fn from_year(year: i16) -> Result<Self, KbliError> {
        match year {
            2020 => Ok(Self::Kbli2020),
            2025 => Ok(Self::Kbli2025),
            _ => Err(KbliError::Edition),
        }
    }

    /// The year of the edition, as its column holds it.
    pub const fn year(self) -> i16 {
        match self {
            Self::Kbli2020 => 2020,
            Self::Kbli2025 => 2025,
        }
    }
}

/// A class of business with its edition, written `2020:56102`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kbli {
    edition: KbliEdition,
    code: String,
}

/// Why something is no class of business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KbliError {
    /// Not an edition and a code with a colon between.
    #[error("a KBLI class is written with its edition, for instance 2020:56102")]
    Format,
    /// Not a known edition.
    #[error("the KBLI edition must be 2020 or 2025")]
    Edition,
    /// Not five digits.
    #[error("a KBLI code has exactly 5 digits")]
    Code,
}

impl Coded for KbliError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "kbli_format",
            Self::Edition => "kbli_edition",
            Self::Code => "kbli_code",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => "KBLI ditulis dengan edisinya, misalnya 2020:56102",
            Self::Edition => "edisi KBLI harus 2020 atau 2025",
            Self::Code => "kode KBLI harus tepat 5 angka",
        }
        .into()
    }
}

impl Kbli {
    /// A class from its edition and its five digits.
    pub fn new(edition: KbliEdition, code: &str) -> Result<Self, KbliError> {
        let code = digits::cleaned(code);
        if code.len() != 5 || !digits::only_digits(code) {
            return Err(KbliError::Code);
        }
        Ok(Self { edition, code: code.to_owned() })
    }

    /// Reads `2020:56102`.
    pub fn parse(text: &str) -> Result<Self, KbliError> {
        let (edition, code) = text.trim().split_once(':').ok_or(KbliError::Format)?;
        let edition = KbliEdition::parse(edition).map_err(|_| KbliError::Edition)?;
        Self::new(edition, code)
    }

    /// The edition.
    pub fn edition(&self) -> KbliEdition {
        self.edition
    }

    /// The five digits.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl fmt::Display for Kbli {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.edition, self.code)
    }
}

string_form!(Kbli, KbliError, display);
