//! Characters that nobody sees.

/// Whether a character is a control character, a separator of lines or paragraphs, or one of those that hide text or turn its
/// direction around. What people enter is printed on decrees and read by second persons: it says what it shows.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_signs_and_spaces_are_seen_and_turned_directions_are_not() {
        for seen in ['a', '\u{e9}', '\u{2019}', '/', ' ', '\u{a0}'] {
            assert!(!is_invisible(seen), "{seen:?}");
        }
        for hidden in ['\n', '\0', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}'] {
            assert!(is_invisible(hidden), "{hidden:?}");
        }
    }
}
