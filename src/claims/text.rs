//! Texts that people write: reasons, circumstances, references.

use std::borrow::Cow;

use crate::domain::{Coded, is_invisible};

/// Why a text is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TextError {
    /// Nothing there.
    #[error("The text is empty.")]
    Empty,
    /// Longer than the column.
    #[error("The text has at most {0} characters.")]
    TooLong(usize),
    /// Control characters beside line breaks.
    #[error("The text must not contain control characters.")]
    Control,
}

impl Coded for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong(_) => "text_too_long",
            Self::Control => "text_control_characters",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Empty => "Teks kosong.".into(),
            Self::TooLong(most) => format!("Teks paling banyak {most} karakter.").into(),
            Self::Control => "Teks tidak boleh memuat karakter kendali.".into(),
        }
    }
}

/// The longest reason.
pub(super) const REASON: usize = 1_000;
/// The longest account of what happened.
pub(super) const CIRCUMSTANCES: usize = 4_000;
/// The longest reference, name of a bank or item of a list.
pub(super) const LINE: usize = 100;

/// A text of several lines, without the space around it.
pub(super) fn parse_text(text: &str, most: usize) -> Result<String, TextError> {
    parse(text, most, |character| is_invisible(character) && !matches!(character, '\n' | '\r' | '\t'))
}

/// A text of one line, without the space around it.
pub(super) fn parse_line(text: &str) -> Result<String, TextError> {
    parse(text, LINE, is_invisible)
}

fn parse(text: &str, most: usize, refused: impl Fn(char) -> bool) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().count() > most {
        return Err(TextError::TooLong(most));
    }
    if text.chars().any(refused) {
        return Err(TextError::Control);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_bounded_and_without_control_characters() {
        assert_eq!(parse_text("  jatuh\nsaat melaut ", 20).as_deref(), Ok("jatuh\nsaat melaut"));
        assert_eq!(parse_text("   ", 20), Err(TextError::Empty));
        assert_eq!(parse_text("abcd", 3), Err(TextError::TooLong(3)));
        assert_eq!(parse_text("a\u{7}", 3), Err(TextError::Control));
        assert_eq!(parse_line("a\nb"), Err(TextError::Control));
        assert_eq!(parse_line("a\u{202e}b"), Err(TextError::Control));
        assert_eq!(parse_line(&"é".repeat(LINE)).map(|line| line.chars().count()), Ok(LINE));
    }
}
