//! Names under which people sign in.

use std::borrow::Cow;

use crate::domain::{Coded, string_form};

/// A user name: lower case, 3 to 64 characters, letters, digits, dots, hyphens and underscores.
/// Unique in the deployment, since it is typed without naming a regency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Username(String);

/// Why a text is no user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a user name has 3 to 64 characters: letters, digits, dots, hyphens, underscores; first a letter or digit"
)]
pub struct UsernameError;

impl Coded for UsernameError {
    fn code(&self) -> &'static str {
        "username_shape"
    }

    fn indonesian(&self) -> Cow<'static, str> {
        "nama pengguna terdiri dari 3 sampai 64 karakter: huruf, angka, titik, tanda hubung, garis bawah; \
         diawali huruf atau angka"
            .into()
    }
}

impl Username {
    /// Reads a user name; capitals become small, as people type them.
    pub fn parse(text: &str) -> Result<Self, UsernameError> {
        let text = text.trim().to_ascii_lowercase();
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let begins_well = text.bytes().next().is_some_and(is_plain);
        let all_well = text.bytes().all(|byte| is_plain(byte) || matches!(byte, b'.' | b'_' | b'-'));
        if (3..=64).contains(&text.len()) && begins_well && all_well {
            Ok(Self(text))
        } else {
            Err(UsernameError)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

string_form!(Username, UsernameError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_small_and_foreign_characters_are_refused() {
        assert_eq!(Username::parse(" Desa.Pamolokan-1 ").unwrap().as_str(), "desa.pamolokan-1");
        for wrong in ["", "ab", ".abc", "a b c", "désa", "a@b.id", &"a".repeat(65)] {
            assert_eq!(Username::parse(wrong), Err(UsernameError), "{wrong}");
        }
    }
}
