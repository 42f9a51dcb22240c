//! Indonesian telephone numbers.

use std::borrow::Cow;
use std::fmt;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// An Indonesian telephone number in E.164, `+62...`. Families share phones: it identifies nobody alone.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(SecretText);

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something else than digits, a leading plus, and spaces, dashes or dots between.
    #[error("a phone number has digits only, with spaces, dashes or dots between")]
    NotDigits,
    /// Not one of the beginnings of an Indonesian number.
    #[error("a phone number begins with 08, 628 or +62")]
    Prefix,
    /// Too short or too long.
    #[error("a phone number has 8 to 12 digits after +62, a mobile number at least 9")]
    Length,
}

impl Coded for PhoneError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "phone_not_digits",
            Self::Prefix => "phone_prefix",
            Self::Length => "phone_length",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => {
                "nomor telepon hanya terdiri dari angka, boleh dipisah spasi, tanda hubung atau titik"
            }
            Self::Prefix => "nomor telepon diawali 08, 628 atau +62",
            Self::Length => {
                "nomor telepon terdiri dari 8 sampai 12 angka setelah +62, ponsel paling sedikit 9"
            }
        }
        .into()
    }
}

impl Phone {
    /// Reads `08...`, `628...` or `+62...`; spaces, dashes and dots between the digits are dropped. Only
    /// the form with a plus takes a landline: without it, `62` and `03` say too little.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let compact = SecretText::new(digits::without_separators(digits::cleaned(text)));
        let (international, number) = match compact.as_str().strip_prefix('+') {
            Some(number) => (true, number),
            None => (false, compact.as_str()),
        };
        if !digits::only_digits(number) {
            return Err(PhoneError::NotDigits);
        }
        let national = if international {
            number.strip_prefix("62").filter(|national| !national.starts_with(['0', '1']))
        } else {
            number
                .strip_prefix("62")
                .or_else(|| number.strip_prefix('0'))
                .filter(|national| national.starts_with('8'))
        };
        let national = national.ok_or(PhoneError::Prefix)?;
        let shortest = if national.starts_with('8') { 9 } else { 8 };
        if !(shortest..=12).contains(&national.len()) {
            return Err(PhoneError::Length);
        }
        Ok(Self(SecretText::new(format!("+62{national}"))))
    }

    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The country code, seven stars whatever the length, and the last two digits.
    pub fn mask(&self) -> String {
        format!("+62*******{}", digits::tail(self.as_str(), 2))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Phone({})", self.mask())
    }
}

string_form!(Phone, PhoneError);
