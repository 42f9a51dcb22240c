//! Indonesian telephone numbers.

use std::borrow::Cow;
use std::fmt;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// An Indonesian telephone number in E.164, `+62...`. Families share phones: it identifies nobody alone.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(SecretText);

/// Why a text is no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something else than digits, a leading plus, and spaces, dashes or dots between.
    #[error("A phone number has digits only, with spaces, dashes or dots between.")]
    NotDigits,
    /// Not one of the beginnings of an Indonesian number.
    #[error("A phone number begins with 08, 628 or +62.")]
    Prefix,
    /// Too short or too long.
    #[error("A phone number has 8 to 12 digits after +62, a mobile number at least 9.")]
    Length,
}

impl Coded for PhoneError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "phone_not_digits",
            Self::Prefix => "phone_prefix",
            Self::Length => "phone_length",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => {
                "Nomor telepon hanya terdiri dari angka, boleh dipisah spasi, tanda hubung atau titik."
            }
            Self::Prefix => "Nomor telepon diawali 08, 628 atau +62.",
            Self::Length => {
                "Nomor telepon terdiri dari 8 sampai 12 angka setelah +62, ponsel paling sedikit 9."
            }
        }
        .into()
    }
}

impl Phone {
    /// Reads `08...`, `628...` or `+62...`; spaces, dashes and dots between the digits are dropped. Only
    /// the form with a plus takes a landline: without it, `62` and `03` say too little.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let compact = SecretText::new(digits::without_separators(digits::cleaned(text)));
        let (international, number) = match compact.as_str().strip_prefix('+') {
            Some(number) => (true, number),
            None => (false, compact.as_str()),
        };
        if !digits::only_digits(number) {
            return Err(PhoneError::NotDigits);
        }
        let national = if international {
            number.strip_prefix("62").filter(|national| !national.starts_with(['0', '1']))
        } else {
            number
                .strip_prefix("62")
                .or_else(|| number.strip_prefix('0'))
                .filter(|national| national.starts_with('8'))
        };
        let national = national.ok_or(PhoneError::Prefix)?;
        let shortest = if national.starts_with('8') { 9 } else { 8 };
        if !(shortest..=12).contains(&national.len()) {
            return Err(PhoneError::Length);
        }
        Ok(Self(SecretText::new(format!("+62{national}"))))
    }

    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The country code, seven stars whatever the length, and the last two digits.
    pub fn mask(&self) -> String {
        format!("+62*******{}", digits::tail(self.as_str(), 2))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Phone({})", self.mask())
    }
}

string_form!(Phone, PhoneError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn all_ways_of_writing_a_number_are_one_number() {
        for text in [
            "081234567812",
            "6281234567812",
            "+6281234567812",
            "+62 812-3456-7812",
            "0812 3456 7812",
            "0812.3456.7812",
            " '081234567812 ",
        ] {
            let parsed = Phone::parse(text);
            assert_eq!(parsed.as_ref().map(Phone::as_str), Ok("+6281234567812"), "{text}");
            assert_eq!(parsed.map(|phone| phone.mask()), Ok("+62*******12".to_owned()));
        }
    }

    #[test]
    fn a_landline_needs_its_country_code() {
        assert_eq!(Phone::parse("+62 328 662 123").as_ref().map(Phone::as_str), Ok("+62328662123"));
        assert_eq!(Phone::parse("0328662123"), Err(PhoneError::Prefix));
        assert_eq!(Phone::parse("62328662123"), Err(PhoneError::Prefix));
    }

    #[test]
    fn what_is_no_phone_number_says_why() {
        let table = [
            ("", PhoneError::Prefix),
            ("0", PhoneError::Prefix),
            ("tidak ada", PhoneError::NotDigits),
            ("08123456781a", PhoneError::NotDigits),
            ("++6281234567", PhoneError::NotDigits),
            ("+6591234567", PhoneError::Prefix),
            ("+62081234567", PhoneError::Prefix),
            ("81234567812", PhoneError::Prefix),
            ("081234567", PhoneError::Length),
            ("08123456781234", PhoneError::Length),
            ("+621234567", PhoneError::Prefix),
            ("+623286621", PhoneError::Length),
        ];
        for (text, error) in table {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_mobile_number_is_kept_and_masked(rest in "[0-9]{8,11}") {
            let text = format!("+628{rest}");
            let parsed = Phone::parse(&format!("08{rest}"));
            prop_assert_eq!(parsed.as_ref().map(Phone::as_str), Ok(text.as_str()));
            prop_assert_eq!(Phone::parse(&text), parsed.clone());
            if let Ok(phone) = parsed {
                let mask = format!("+62*******{}", digits::tail(&text, 2));
                prop_assert_eq!(format!("{phone:?}"), format!("Phone({mask})"));
                prop_assert_eq!(phone.mask(), mask);
                assert_travels_as(&phone, &text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
            }
        }
    }
}
