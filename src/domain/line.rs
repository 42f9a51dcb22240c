//! A short free text: a name of something, a reference, a reason.

use std::borrow::Cow;

use super::{Coded, is_invisible};

/// One line of at most `MAX` characters: trimmed, not empty, without characters that nobody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<const MAX: usize>(String);

/// Why a text is no such line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Nothing but space.
    #[error("The text must not be empty.")]
    Empty,
    /// Too many characters.
    #[error("The text must have at most {max} characters.")]
    TooLong {
        /// How many there may be.
        max: usize,
    },
    /// A line break, another control character, or one that hides or turns text.
    #[error("The text must not hold line breaks or other control characters.")]
    Control,
}

impl Coded for LineError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::Control => "text_control_character",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Empty => "Teks tidak boleh kosong.".into(),
            Self::TooLong { max } => format!("Teks paling banyak {max} karakter.").into(),
            Self::Control => "Teks tidak boleh memuat ganti baris atau karakter kendali lain.".into(),
        }
    }
}

impl<const MAX: usize> Line<MAX> {
    /// Reads a line; space around it is dropped.
    pub fn parse(text: &str) -> Result<Self, LineError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(LineError::Empty);
        }
        if text.chars().any(is_invisible) {
            return Err(LineError::Control);
        }
        if text.chars().count() > MAX {
            return Err(LineError::TooLong { max: MAX });
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, LineError> {
        Line::<5>::parse(text).map(Line::into_string)
    }

    #[test]
    fn a_line_is_trimmed_and_counted_in_characters() {
        assert_eq!(parse("  a b \n"), Ok("a b".to_owned()));
        assert_eq!(parse("\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}"), Ok("\u{e9}".repeat(5)));
        assert_eq!(parse("123456"), Err(LineError::TooLong { max: 5 }));
    }

    #[test]
    fn empty_texts_and_control_characters_are_refused() {
        assert_eq!(parse(" \t "), Err(LineError::Empty));
        assert_eq!(parse("a\nb"), Err(LineError::Control));
        assert_eq!(parse("1\u{202e}2"), Err(LineError::Control));
    }
}
