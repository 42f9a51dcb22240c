//! Bank account numbers.

use std::borrow::Cow;
use std::fmt;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// The number of a bank account, 5 to 20 digits; banks agree on nothing more.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(SecretText);

/// Why a text is no account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountNumberError {
    /// Something else than digits, and spaces, dashes or dots between.
    #[error("An account number has digits only, with spaces, dashes or dots between.")]
    NotDigits,
    /// Too short or too long.
    #[error("An account number has 5 to 20 digits.")]
    Length,
}

impl Coded for AccountNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "account_number_not_digits",
            Self::Length => "account_number_length",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => {
                "Nomor rekening hanya terdiri dari angka, boleh dipisah spasi, tanda hubung atau titik."
            }
            Self::Length => "Nomor rekening terdiri dari 5 sampai 20 angka.",
        }
        .into()
    }
}

impl AccountNumber {
    /// Reads 5 to 20 digits; spaces, dashes and dots between them are dropped, as bank books print them.
    pub fn parse(text: &str) -> Result<Self, AccountNumberError> {
        let compact = SecretText::new(digits::without_separators(digits::cleaned(text)));
        if !digits::only_digits(compact.as_str()) {
            return Err(AccountNumberError::NotDigits);
        }
        if !(5..=20).contains(&compact.as_str().len()) {
            return Err(AccountNumberError::Length);
        }
        Ok(Self(compact))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Seven stars whatever the length, and the last three digits.
    pub fn mask(&self) -> String {
        format!("*******{}", digits::tail(self.as_str(), 3))
    }
}

impl fmt::Debug for AccountNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AccountNumber({})", self.mask())
    }
}

string_form!(AccountNumber, AccountNumberError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn a_number_as_the_bank_book_prints_it_is_read() {
        let parsed = AccountNumber::parse("3456-01-012345-53-1");
        assert_eq!(parsed.as_ref().map(AccountNumber::as_str), Ok("345601012345531"));
        assert_eq!(parsed.map(|number| number.mask()), Ok("*******531".to_owned()));
    }

    #[test]
    fn what_is_no_account_number_says_why() {
        assert_eq!(AccountNumber::parse(""), Err(AccountNumberError::Length));
        assert_eq!(AccountNumber::parse("1234"), Err(AccountNumberError::Length));
        assert_eq!(AccountNumber::parse("123456789012345678901"), Err(AccountNumberError::Length));
        assert_eq!(AccountNumber::parse("BRI 12345"), Err(AccountNumberError::NotDigits));
    }

    proptest! {
        #[test]
        fn an_account_number_is_kept_and_masked(text in "[0-9]{5,20}") {
            let parsed = AccountNumber::parse(&text);
            prop_assert_eq!(parsed.as_ref().map(AccountNumber::as_str), Ok(text.as_str()));
            if let Ok(number) = parsed {
                let mask = format!("*******{}", digits::tail(&text, 3));
                prop_assert_eq!(format!("{number:?}"), format!("AccountNumber({mask})"));
                prop_assert_eq!(number.mask(), mask);
                assert_travels_as(&number, &text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,25}") {
            if let Ok(number) = AccountNumber::parse(&text) {
                prop_assert_eq!(AccountNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
