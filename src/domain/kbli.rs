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
    #[error("A KBLI class is written with its edition, for instance 2020:56102.")]
    Format,
    /// Not a known edition.
    #[error("The KBLI edition must be 2020 or 2025.")]
    Edition,
    /// Not five digits.
    #[error("A KBLI code has exactly 5 digits.")]
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
            Self::Format => "KBLI ditulis dengan edisinya, misalnya 2020:56102.",
            Self::Edition => "Edisi KBLI harus 2020 atau 2025.",
            Self::Code => "Kode KBLI harus tepat 5 angka.",
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn a_class_is_read_with_its_edition() -> Result<(), KbliError> {
        let warung = Kbli::parse("2020:56102")?;
        assert_eq!((warung.edition(), warung.code()), (KbliEdition::Kbli2020, "56102"));
        assert_ne!(warung, Kbli::new(KbliEdition::Kbli2025, "56102")?);
        Ok(())
    }

    #[test]
    fn what_is_no_class_says_why() {
        assert_eq!(Kbli::parse("56102"), Err(KbliError::Format));
        assert_eq!(Kbli::parse("2015:56102"), Err(KbliError::Edition));
        for text in ["2020:", "2020:5610", "2020:561020", "2020:I5610"] {
            assert_eq!(Kbli::parse(text), Err(KbliError::Code), "{text}");
        }
    }

    #[test]
    fn an_edition_is_its_year() {
        for edition in KbliEdition::ALL {
            assert_eq!(KbliEdition::from_year(edition.year()), Ok(*edition));
            assert_eq!(edition.year().to_string(), edition.as_str());
        }
        assert_eq!(KbliEdition::from_year(2015), Err(KbliError::Edition));
    }

    proptest! {
        #[test]
        fn a_class_travels_as_its_text(edition in prop::sample::select(KbliEdition::ALL), code in "[0-9]{5}") {
            let class = Kbli::new(edition, &code);
            prop_assert_eq!(class.as_ref().map(Kbli::code), Ok(code.as_str()));
            if let Ok(class) = class {
                assert_travels_as(&class, &format!("{edition}:{code}"));
            }
        }
    }
}
