//! What a NIK and a form may disagree about.

use super::code_list;

code_list! {
    /// A disagreement between a NIK and what was stated, to be confirmed by a person.
    pub enum NikWarning = "nik_warning" {
        /// First issued in another regency.
        ForeignPrefix = "nik_foreign_prefix",
        /// Issued for another day of birth.
        BirthDateDiffers = "nik_birth_date_differs",
        /// Issued for the other sex.
        SexDiffers = "nik_sex_differs",
    }
}

impl NikWarning {
    /// The sentence in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::ForeignPrefix => "The NIK was first issued in another regency.",
            Self::BirthDateDiffers => "The NIK was issued for another day of birth.",
            Self::SexDiffers => "The NIK was issued for the other sex.",
        }
    }

    /// The sentence in Indonesian.
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::ForeignPrefix => "NIK pertama kali diterbitkan di kabupaten atau kota lain.",
            Self::BirthDateDiffers => "NIK diterbitkan untuk tanggal lahir yang berbeda.",
            Self::SexDiffers => "NIK diterbitkan untuk jenis kelamin yang berbeda.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_warning_has_words_in_both_languages() {
        for warning in NikWarning::ALL {
            assert!(warning.english().starts_with("The NIK"), "{warning}");
            assert!(warning.indonesian().starts_with("NIK"), "{warning}");
        }
    }
}
