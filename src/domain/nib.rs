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
    #[error("a NIB has digits only")]
    NotDigits,
    /// Not thirteen digits.
    #[error("a NIB has exactly 13 digits")]
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
            Self::NotDigits => "NIB hanya terdiri dari angka",
            Self::Length => "NIB harus tepat 13 angka",
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
