//! Names of people.

use std::borrow::Cow;
use std::fmt;

use super::{Coded, is_invisible, string_form};

/// A person's name as written on the card: 1 to 100 characters, at least one letter. Many people have a
/// single name; titles, apostrophes and dots belong to it.
///
/// Its `Debug` shows nothing of it, since debug output ends up in logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// Nothing there.
    #[error("The name is empty.")]
    Empty,
    /// More than 100 characters.
    #[error("A name has at most 100 characters.")]
    TooLong,
    /// Line breaks, control characters, or invisible ones that change how text reads.
    #[error("A name must not contain line breaks or invisible characters.")]
    Invisible,
    /// Digits and signs only.
    #[error("A name has at least one letter.")]
    NoLetter,
}

impl Coded for PersonNameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::TooLong => "name_too_long",
            Self::Invisible => "name_invisible_characters",
            Self::NoLetter => "name_without_letter",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Empty => "Nama kosong.",
            Self::TooLong => "Nama paling banyak 100 karakter.",
            Self::Invisible => "Nama tidak boleh memuat ganti baris atau karakter tak terlihat.",
            Self::NoLetter => "Nama harus memuat sekurang-kurangnya satu huruf.",
        }
        .into()
    }
}

impl PersonName {
    /// The greatest number of characters.
    pub const MAX_CHARACTERS: usize = 100;

    /// Reads a name, without the space around it.
    pub fn parse(text: &str) -> Result<Self, PersonNameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PersonNameError::Empty);
        }
        if text.chars().count() > Self::MAX_CHARACTERS {
            return Err(PersonNameError::TooLong);
        }
        if text.chars().any(is_invisible) {
            return Err(PersonNameError::Invisible);
        }
        if !text.chars().any(char::is_alphabetic) {
            return Err(PersonNameError::NoLetter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonName(..)")
    }
}

string_form!(PersonName, PersonNameError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn names_as_they_occur_are_read() {
        for text in ["Siti", "H. Moh. Ra'as, S.Pd.", "Nur\u{2019}aini", "A", "Abd. Rahman II", "M. Zaini 2"] {
            assert_eq!(PersonName::parse(text).as_ref().map(PersonName::as_str), Ok(text));
        }
    }

    #[test]
    fn what_is_no_name_says_why() {
        let table = [
            ("", PersonNameError::Empty),
            (" \t ", PersonNameError::Empty),
            ("12345", PersonNameError::NoLetter),
            ("-", PersonNameError::NoLetter),
            ("Siti\nAminah", PersonNameError::Invisible),
            ("Siti\0", PersonNameError::Invisible),
            ("Siti\u{202e}Aminah", PersonNameError::Invisible),
            ("Siti\u{200b}", PersonNameError::Invisible),
        ];
        for (text, error) in table {
            assert_eq!(PersonName::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(PersonName::parse(&"\u{e9}".repeat(100)).is_ok());
        assert_eq!(PersonName::parse(&"a".repeat(101)), Err(PersonNameError::TooLong));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", PersonName::parse("Siti Aminah")), "Ok(PersonName(..))");
    }

    proptest! {
        #[test]
        fn a_name_is_kept_without_the_space_around_it(name in "[A-Za-z][A-Za-z' .]{0,60}[a-z]") {
            let parsed = PersonName::parse(&format!("  {name} "));
            prop_assert_eq!(parsed.as_ref().map(PersonName::as_str), Ok(name.as_str()));
            if let Ok(parsed) = parsed {
                assert_travels_as(&parsed, &name);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
