//! The business identification number (Nomor Induk Berusaha).

use std::borrow::Cow;
use std::fmt;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// A NIB: thirteen digits, text because of leading zeros. Most warungs have none. That of a one-person
/// business leads to a person, hence the mask.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nib(SecretText);

/// Why a text is no NIB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NibError {
    /// Something else than digits.
    #[error("A NIB has digits only.")]
    NotDigits,
    /// Not thirteen digits.
    #[error("A NIB has exactly 13 digits.")]
    Length,
}

impl Coded for NibError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "nib_not_digits",
            Self::Length => "nib_length",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => "NIB hanya terdiri dari angka.",
            Self::Length => "NIB harus tepat 13 angka.",
        }
        .into()
    }
}

impl Nib {
    /// Reads thirteen digits; space around them and a spreadsheet's leading apostrophe are dropped.
    pub fn parse(text: &str) -> Result<Self, NibError> {
        let text = digits::cleaned(text);
        if !digits::only_digits(text) {
            return Err(NibError::NotDigits);
        }
        if text.len() != 13 {
            return Err(NibError::Length);
        }
        Ok(Self(SecretText::new(text)))
    }

    /// The thirteen digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Ten stars and the last three digits.
    pub fn mask(&self) -> String {
        format!("**********{}", digits::tail(self.as_str(), 3))
    }
}

impl fmt::Debug for Nib {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Nib({})", self.mask())
    }
}

string_form!(Nib, NibError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn another_length_and_other_characters_are_refused() {
        assert_eq!(Nib::parse(""), Err(NibError::Length));
        assert_eq!(Nib::parse("111111111111"), Err(NibError::Length));
        assert_eq!(Nib::parse("11111111111111"), Err(NibError::Length));
        assert_eq!(Nib::parse("LENibER"), Err(NibError::NotDigits));
    }

    proptest! {
        #[test]
        fn the_digits_are_kept_and_masked(text in "[0-9]{13}") {
            let parsed = Nib::parse(&format!("'{text} "));
            prop_assert_eq!(parsed.as_ref().map(Nib::as_str), Ok(text.as_str()));
            if let Ok(number) = parsed {
                let mask = format!("**********{}", digits::tail(&text, 3));
                prop_assert_eq!(format!("{number:?}"), format!("Nib({mask})"));
                prop_assert_eq!(number.mask(), mask);
                assert_travels_as(&number, &text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            if let Ok(number) = Nib::parse(&text) {
                prop_assert_eq!(Nib::parse(number.as_str()), Ok(number));
            }
        }
    }
}
