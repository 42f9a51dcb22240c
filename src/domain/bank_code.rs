//! The national codes of banks.

use std::borrow::Cow;
use std::fmt;

use super::{Coded, digits, string_form};

/// The three digits of a bank, with their leading zeros: BRI `002`, Mandiri `008`, BNI `009`, BCA `014`,
/// BTN `200`. Rural banks may have none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BankCode(String);

/// Why a text is no bank code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BankCodeError {
    /// Not three digits.
    #[error("A bank code has exactly 3 digits, zeros in front included.")]
    Shape,
}

impl Coded for BankCodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Shape => "bank_code_shape",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Shape => "Kode bank harus tepat 3 angka, termasuk nol di depan.",
        }
        .into()
    }
}

impl BankCode {
    /// Reads three digits. A code that lost its zeros is refused, since `14` could be a slip of another kind.
    pub fn parse(text: &str) -> Result<Self, BankCodeError> {
        let text = digits::cleaned(text);
        if text.len() != 3 || !digits::only_digits(text) {
            return Err(BankCodeError::Shape);
        }
        Ok(Self(text.to_owned()))
    }

    /// The three digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BankCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

string_form!(BankCode, BankCodeError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn a_code_without_its_zeros_is_refused() {
        for text in ["", "2", "14", "0014", "00A", "BRI"] {
            assert_eq!(BankCode::parse(text), Err(BankCodeError::Shape), "{text}");
        }
    }

    proptest! {
        #[test]
        fn three_digits_are_kept(text in "[0-9]{3}") {
            let parsed = BankCode::parse(&format!(" '{text}"));
            prop_assert_eq!(parsed.as_ref().map(BankCode::as_str), Ok(text.as_str()));
            if let Ok(code) = parsed {
                assert_travels_as(&code, &text);
            }
        }
    }
}
