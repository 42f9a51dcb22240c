//! Names of people.

use std::borrow::Cow;
use std::fmt;

use super::{Coded, string_form};

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
    #[error("the name is empty")]
    Empty,
    /// More than 100 characters.
    #[error("a name has at most 100 characters")]
    TooLong,
    /// Line breaks, control characters, or invisible ones that change how text reads.
    #[error("a name must not contain line breaks or invisible characters")]
    Invisible,
    /// Digits and signs only.
    #[error("a name has at least one letter")]
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
            Self::Empty => "nama kosong",
            Self::TooLong => "nama paling banyak 100 karakter",
            Self::Invisible => "nama tidak boleh memuat ganti baris atau karakter tak terlihat",
            Self::NoLetter => "nama harus memuat sekurang-kurangnya satu huruf",
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

/// Control characters, line and paragraph separators, and the formatting characters that hide text or turn
/// its direction around: a name is printed on decrees.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonName(..)")
    }
}

string_form!(PersonName, PersonNameError);
