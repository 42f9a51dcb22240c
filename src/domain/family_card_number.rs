//! The number of a family card (Kartu Keluarga).

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use super::secret_text::SecretText;
use super::{Coded, digits, string_form};

/// The sixteen digits of a family card: region, day of issue, serial number. It looks like a NIK, but its
/// date is the day the card was issued, without the 40 that a woman's NIK adds.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyCardNumber(SecretText);

/// Why a text is no family card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FamilyCardNumberError {
    /// Something else than digits.
    #[error("A family card number has digits only.")]
    NotDigits,
    /// Not sixteen digits.
    #[error("A family card number has exactly 16 digits.")]
    Length,
    /// One digit over and over.
    #[error("One digit repeated 16 times is not a family card number.")]
    Implausible,
    /// The date exists in neither century.
    #[error("Digits 7 to 12 are not the day the family card was issued.")]
    IssueDate,
}

impl Coded for FamilyCardNumberError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "family_card_not_digits",
            Self::Length => "family_card_length",
            Self::Implausible => "family_card_implausible",
            Self::IssueDate => "family_card_issue_date",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => "Nomor KK hanya terdiri dari angka.",
            Self::Length => "Nomor KK harus tepat 16 angka.",
            Self::Implausible => "Satu angka yang diulang 16 kali bukan nomor KK.",
            Self::IssueDate => "Angka ke-7 sampai ke-12 bukan tanggal terbit KK.",
        }
        .into()
    }
}

impl FamilyCardNumber {
    /// Reads sixteen digits; space around them and a spreadsheet's leading apostrophe are dropped.
    pub fn parse(text: &str) -> Result<Self, FamilyCardNumberError> {
        let text = digits::cleaned(text);
        if !digits::only_digits(text) {
            return Err(FamilyCardNumberError::NotDigits);
        }
        if text.len() != 16 {
            return Err(FamilyCardNumberError::Length);
        }
        if digits::one_repeated(text) {
            return Err(FamilyCardNumberError::Implausible);
        }
        if !has_issue_date(text) {
            return Err(FamilyCardNumberError::IssueDate);
        }
        Ok(Self(SecretText::new(text)))
    }

    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The regency of issue and twelve stars.
    pub fn mask(&self) -> String {
        let regency = self.as_str().split_at_checked(4).map_or("", |(regency, _)| regency);
        format!("{regency}************")
    }
}

/// Whether positions 7 to 12 are a day in at least one century.
fn has_issue_date(text: &str) -> bool {
    let parts =
        (digits::number_at(text, 6..8), digits::number_at(text, 8..10), digits::number_at(text, 10..12));
    let (Some(day), Some(month), Some(year)) = parts else { return false };
    [1900, 2000].into_iter().any(|century| {
        i32::try_from(year + century).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
    })
}

impl fmt::Debug for FamilyCardNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FamilyCardNumber({})", self.mask())
    }
}

string_form!(FamilyCardNumber, FamilyCardNumberError);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::string_form::testing::assert_travels_as;

    #[test]
    fn what_is_no_family_card_number_says_why() {
        let table = [
            ("", FamilyCardNumberError::Length),
            ("352901150310000", FamilyCardNumberError::Length),
            ("3529011503 100007", FamilyCardNumberError::NotDigits),
            ("1111111111111111", FamilyCardNumberError::Implausible),
            // A woman's NIK in the field of the family card.
            ("3529015503900007", FamilyCardNumberError::IssueDate),
            ("3529013102100007", FamilyCardNumberError::IssueDate),
        ];
        for (text, error) in table {
            assert_eq!(FamilyCardNumber::parse(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_family_card_number_is_kept_and_masked(
            region in "[1-9][0-9]{5}", day in 1_u32..=28, month in 1_u32..=12, year in 0_u32..=99, serial in "[0-9]{4}",
        ) {
            let text = format!("{region}{day:02}{month:02}{year:02}{serial}");
            prop_assume!(!digits::one_repeated(&text));
            let parsed = FamilyCardNumber::parse(&format!(" '{text}"));
            prop_assert_eq!(parsed.as_ref().map(FamilyCardNumber::as_str), Ok(text.as_str()));
            if let Ok(number) = parsed {
                let mask = format!("{}************", text.get(..4).unwrap_or_default());
                prop_assert_eq!(format!("{number:?}"), format!("FamilyCardNumber({mask})"));
                prop_assert_eq!(number.mask(), mask);
                assert_travels_as(&number, &text);
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in ".{0,20}") {
            if let Ok(number) = FamilyCardNumber::parse(&text) {
                prop_assert_eq!(number.as_str().len(), 16);
            }
        }
    }
}
