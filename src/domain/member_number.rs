//! The insurer's member number (Kartu Peserta Jamsostek).

use std::borrow::Cow;
use std::fmt;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// A member number (KPJ): eleven digits, text because of leading zeros. It may never be shared with a
/// village, so a missing one is normal.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberNumber(SecretText);

/// Why a text is no member number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MemberNumberError {
    /// Something else than digits.
    #[error("A member number has digits only.")]
    NotDigits,
    /// Not eleven digits.
    #[error("A member number has exactly 11 digits.")]
    Length,
}

impl Coded for MemberNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "member_number_not_digits",
            Self::Length => "member_number_length",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => "Nomor KPJ hanya terdiri dari angka.",
            Self::Length => "Nomor KPJ harus tepat 11 angka.",
        }
        .into()
    }
}

impl MemberNumber {
    /// Reads eleven digits; space around them and a spreadsheet's leading apostrophe are dropped.
    pub fn parse(text: &str) -> Result<Self, MemberNumberError> {
        let text = digits::cleaned(text);
        if !digits::only_digits(text) {
            return Err(MemberNumberError::NotDigits);
        }
        if text.len() != 11 {
            return Err(MemberNumberError::Length);
        }
        Ok(Self(SecretText::new(text)))
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Eight stars and the last three digits.
    pub fn mask(&self) -> String {
        format!("********{}", digits::tail(self.as_str(), 3))
    }
}

impl fmt::Debug for MemberNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemberNumber({})", self.mask())
    }
}

string_form!(MemberNumber, MemberNumberError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn another_length_and_other_characters_are_refused() {
        assert_eq!(MemberNumber::parse(""), Err(MemberNumberError::Length));
        assert_eq!(MemberNumber::parse("1111111111"), Err(MemberNumberError::Length));
        assert_eq!(MemberNumber::parse("111111111111"), Err(MemberNumberError::Length));
        assert_eq!(MemberNumber::parse("LEMemberNumberER"), Err(MemberNumberError::NotDigits));
    }

    proptest! {
        #[test]
        fn the_digits_are_kept_and_masked(text in "[0-9]{11}") {
            let parsed = MemberNumber::parse(&format!("'{text} "));
            prop_assert_eq!(parsed.as_ref().map(MemberNumber::as_str), Ok(text.as_str()));
            if let Ok(number) = parsed {
                let mask = format!("********{}", digits::tail(&text, 3));
                prop_assert_eq!(format!("{number:?}"), format!("MemberNumber({mask})"));
                prop_assert_eq!(number.mask(), mask);
                assert_travels_as(&number, &text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            if let Ok(number) = MemberNumber::parse(&text) {
                prop_assert_eq!(MemberNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
