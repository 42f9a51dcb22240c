//! Small helpers for identifiers made of digits.

use std::ops::Range;

/// The text without surrounding space and without the apostrophe that spreadsheets put before a number to
/// keep it text.
pub(super) fn cleaned(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix(['\'', '\u{2019}']).unwrap_or(text)
}

/// Whether every character is one of the ten ASCII digits (true for empty text).
pub(super) fn only_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is one character over and over.
pub(super) fn one_repeated(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| bytes.all(|byte| byte == first))
}

/// The number at these positions, if they are digits.
pub(super) fn number_at(text: &str, positions: Range<usize>) -> Option<u32> {
    text.get(positions).filter(|part| only_digits(part)).and_then(|part| part.parse().ok())
}

/// The last `count` characters of a text of digits, or all of it where it is shorter.
pub(super) fn tail(text: &str, count: usize) -> &str {
    text.split_at_checked(text.len().saturating_sub(count)).map_or("", |(_, tail)| tail)
}

/// The text without the spaces, dashes and dots people write between groups of digits.
pub(super) fn without_separators(text: &str) -> String {
    text.chars().filter(|character| !matches!(character, ' ' | '-' | '.')).collect()
}

/// A number with its thousands set apart.
pub fn grouped(number: i64, separator: char) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_apostrophe_is_dropped_once() {
        assert_eq!(cleaned(" '123 "), "123");
        assert_eq!(cleaned("\u{2019}123"), "123");
        assert_eq!(cleaned("''123"), "'123");
        assert_eq!(cleaned("1'23"), "1'23");
    }

    #[test]
    fn only_ascii_digits_are_digits() {
        assert!(only_digits("0123456789"));
        assert!(!only_digits("\u{ff11}\u{ff12}"));
        assert!(!only_digits("12 3"));
    }

    #[test]
    fn a_tail_longer_than_the_text_is_the_text() {
        assert_eq!(tail("12345", 3), "345");
        assert_eq!(tail("12", 3), "12");
        assert_eq!(tail("", 3), "");
    }

    #[test]
    fn repetition_needs_every_character_to_agree() {
        assert!(one_repeated("7777"));
        assert!(!one_repeated("7778"));
        assert!(!one_repeated(""));
    }

    #[test]
    fn a_number_is_read_only_from_digits_inside_the_text() {
        assert_eq!(number_at("3529", 2..4), Some(29));
        assert_eq!(number_at("35+9", 2..4), None);
        assert_eq!(number_at("35", 2..4), None);
    }
}
