//! What counts as a password, and one-time start codes.

use std::borrow::Cow;
use std::fmt;

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;
use zeroize::Zeroizing;

use crate::domain::Coded;

/// Symbols of start codes: 32 that are not confused on a printed list (no 0, 1, I, O).
const SYMBOLS: [char; 32] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
    'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// A start code has 12 symbols, 60 bits: enough, since guessing is slowed and the code ends.
const START_CODE_BYTES: usize = 12;

/// A password that someone chose, or a start code. Never printed, wiped after use.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

/// Why a text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too easy to guess.
    #[error("A password has at least 10 characters.")]
    TooShort,
    /// Hashing it would cost too much.
    #[error("A password has at most 128 characters.")]
    TooLong,
    /// The user name, or the same characters over and over.
    #[error("The password is too easy to guess.")]
    TooEasy,
}

impl Coded for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::TooEasy => "password_too_easy",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::TooShort => "Kata sandi sekurang-kurangnya 10 karakter.",
            Self::TooLong => "Kata sandi paling banyak 128 karakter.",
            Self::TooEasy => "Kata sandi terlalu mudah ditebak.",
        }
        .into()
    }
}

impl Password {
    /// The fewest characters.
    pub const MIN_CHARACTERS: usize = 10;
    /// The most characters.
    pub const MAX_CHARACTERS: usize = 128;

    /// Reads a password that someone chooses for the account of this name. Length counts, composition
    /// does not (NIST SP 800-63B).
    pub fn choose(text: &str, username: &str) -> Result<Self, PasswordError> {
        let characters = text.chars().count();
        if characters < Self::MIN_CHARACTERS {
            return Err(PasswordError::TooShort);
        }
        if characters > Self::MAX_CHARACTERS {
            return Err(PasswordError::TooLong);
        }
        let folded = text.to_lowercase();
        let mut different: Vec<char> = folded.chars().collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < 5 || folded.contains(&username.to_lowercase()) {
            return Err(PasswordError::TooEasy);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// Takes what someone offers at sign-in; nothing of it is checked but that hashing it stays cheap.
    pub fn offered(text: &str) -> Option<Self> {
        (text.chars().count() <= Self::MAX_CHARACTERS).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// A new one-time start code, in groups as it is printed: `K7QF-9MXD-2RTB`.
    pub fn start_code() -> Result<Self, Unspecified> {
        let mut bytes = [0_u8; START_CODE_BYTES];
        rand::fill(&mut bytes)?;
        let symbols = bytes.iter().filter_map(|byte| SYMBOLS.get(usize::from(byte % 32)));
        Ok(Self(Zeroizing::new(in_groups(symbols.copied()))))
    }

    /// The start code that someone typed from a printed list, in the form in which it was made.
    pub fn as_start_code(&self) -> Self {
        let typed = self.0.to_uppercase();
        Self(Zeroizing::new(in_groups(typed.chars().filter(|symbol| SYMBOLS.contains(symbol)))))
    }

    /// The text, for hashing and for showing a start code once.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

fn in_groups(symbols: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(START_CODE_BYTES + 2);
    for (place, symbol) in symbols.enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(symbol);
    }
    text
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_passwords_are_refused() {
        for (text, error) in [
            ("short", PasswordError::TooShort),
            ("aaaaaaaaaaaa", PasswordError::TooEasy),
            ("Siti.Sumenep-1", PasswordError::TooEasy),
        ] {
            assert_eq!(Password::choose(text, "siti.sumenep").err(), Some(error), "{text}");
        }
        assert_eq!(Password::choose(&"x1y2z3".repeat(40), "siti").err(), Some(PasswordError::TooLong));
        assert!(Password::choose("kopi pahit pagi", "siti").is_ok());
    }

    #[test]
    fn a_start_code_is_recognised_however_it_is_typed() {
        let code = Password::start_code().unwrap();
        assert_eq!(code.expose().len(), 14);
        let typed = code.expose().to_lowercase().replace('-', " ");
        assert_eq!(Password::offered(&typed).unwrap().as_start_code().expose(), code.expose());
        assert_ne!(code.expose(), Password::start_code().unwrap().expose());
    }

    #[test]
    fn a_password_is_not_printed() {
        let password = Password::choose("kopi pahit pagi", "siti").unwrap();
        assert_eq!(format!("{password:?}"), "Password(..)");
    }
}
