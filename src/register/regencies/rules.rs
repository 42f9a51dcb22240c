//! What may be a regency.

use std::borrow::Cow;

use crate::domain::{Coded, RegionCode, RegionCodeError, RegionLevel, is_invisible};

const NAME_MAX: usize = 100;

/// Why something is no regency's name or code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegencyError {
    /// Nothing but space.
    #[error("A name must not be empty.")]
    NameEmpty,
    /// Longer than a name of a region gets.
    #[error("A name has at most 100 characters.")]
    NameTooLong,
    /// A line break or the like.
    #[error("A name has no control characters.")]
    NameControl,
    /// A province, a district or a village.
    #[error("The code must be a regency's or a city's, such as 35.29.")]
    Level,
    /// No region code at all.
    #[error(transparent)]
    Code(#[from] RegionCodeError),
}

impl Coded for RegencyError {
    fn code(&self) -> &'static str {
        match self {
            Self::NameEmpty => "name_empty",
            Self::NameTooLong => "name_too_long",
            Self::NameControl => "name_control_character",
            Self::Level => "not_a_regency",
            Self::Code(error) => error.code(),
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NameEmpty => "Nama tidak boleh kosong.".into(),
            Self::NameTooLong => "Nama paling panjang 100 karakter.".into(),
            Self::NameControl => "Nama tidak boleh memuat karakter kendali.".into(),
            Self::Level => "Kode harus kode kabupaten atau kota, misalnya 35.29.".into(),
            Self::Code(error) => error.indonesian(),
        }
    }
}

/// Reads a regency's name.
pub fn parse_name(text: &str) -> Result<String, RegencyError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(RegencyError::NameEmpty);
    }
    if name.chars().count() > NAME_MAX {
        return Err(RegencyError::NameTooLong);
    }
    if name.contains(is_invisible) {
        return Err(RegencyError::NameControl);
    }
    Ok(name.to_owned())
}

/// Reads the code of a region of the regencies' level.
pub fn parse_code(text: &str) -> Result<RegionCode, RegencyError> {
    let code = RegionCode::parse(text)?;
    if code.level() == RegionLevel::Regency { Ok(code) } else { Err(RegencyError::Level) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_the_second_level_are_regencies() {
        for good in ["35.29", "3529"] {
            assert_eq!(parse_code(good).map(|code| code.to_string()), Ok("35.29".to_owned()));
        }
        for wrong in ["35", "35.29.01", "35.29.01.2001"] {
            assert_eq!(parse_code(wrong), Err(RegencyError::Level), "{wrong}");
        }
        assert_eq!(parse_code("x"), Err(RegencyError::Code(RegionCodeError::Shape)));
    }

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(parse_name(" Kabupaten Sumenep "), Ok("Kabupaten Sumenep".to_owned()));
        assert_eq!(parse_name(" "), Err(RegencyError::NameEmpty));
        assert_eq!(parse_name(&"a".repeat(101)), Err(RegencyError::NameTooLong));
        assert_eq!(parse_name("a\nb"), Err(RegencyError::NameControl));
    }
}
