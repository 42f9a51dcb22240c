//! The national identity number (Nomor Induk Kependudukan).

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;

use super::secret_text::SecretText;
use super::{Coded, Day, NikWarning, RegionCode, Sex, digits, string_form};

/// A NIK: sixteen digits `PPRRDD DDMMYY NNNN`, region of first issue, day of birth (women's day plus 40), and
/// a serial number. It carries no checksum, so a right NIK is only a possible one.
///
/// It has no `Display`, its `Debug` shows the mask, and it is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik {
    text: SecretText,
    birth: WrittenBirth,
}

/// The day of birth as a NIK writes it, without its century.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct WrittenBirth {
    year: u32,
    month: u32,
    day: u32,
    sex: Sex,
}

/// Why a text is no NIK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Something else than digits.
    #[error("A NIK has digits only.")]
    NotDigits,
    /// Not sixteen digits.
    #[error("A NIK has exactly 16 digits.")]
    Length,
    /// One digit over and over, as people fill a field they have nothing for.
    #[error("One digit repeated 16 times is not a NIK.")]
    Implausible,
    /// The first two digits are no province.
    #[error("The first six digits are not a region: provinces are numbered from 11.")]
    Region,
    /// The date exists in neither century.
    #[error("Digits 7 to 12 are not a day of birth (for women the day is raised by 40).")]
    BirthDate,
    /// The serial number 0000 is never issued.
    #[error("The last four digits of a NIK are never 0000.")]
    SerialZero,
}

impl Coded for NikError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotDigits => "nik_not_digits",
            Self::Length => "nik_length",
            Self::Implausible => "nik_implausible",
            Self::Region => "nik_region",
            Self::BirthDate => "nik_birth_date",
            Self::SerialZero => "nik_serial_zero",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotDigits => "NIK hanya terdiri dari angka.",
            Self::Length => "NIK harus tepat 16 angka.",
            Self::Implausible => "Satu angka yang diulang 16 kali bukan NIK.",
            Self::Region => "Enam angka pertama bukan kode wilayah: kode provinsi dimulai dari 11.",
            Self::BirthDate => {
                "Angka ke-7 sampai ke-12 bukan tanggal lahir (perempuan: tanggal ditambah 40)."
            }
            Self::SerialZero => "Empat angka terakhir NIK tidak pernah 0000.",
        }
        .into()
    }
}

/// Nobody is taken to be older than this when the century of a birth is guessed.
const OLDEST_AGE: u32 = 110;

impl Nik {
    /// Reads sixteen digits; space around them and a spreadsheet's leading apostrophe are dropped, nothing
    /// between them is. Provinces are taken leniently as 11 to 99, and the regency and district part as it
    /// is: it names where the number was first issued, perhaps by a code that no longer exists.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        let text = digits::cleaned(text);
        if !digits::only_digits(text) {
            return Err(NikError::NotDigits);
        }
        if text.len() != 16 {
            return Err(NikError::Length);
        }
        if digits::one_repeated(text) {
            return Err(NikError::Implausible);
        }
        if digits::number_at(text, 0..2).is_none_or(|province| province < 11) {
            return Err(NikError::Region);
        }
        let birth = WrittenBirth::read(text).ok_or(NikError::BirthDate)?;
        if digits::tail(text, 4) == "0000" {
            return Err(NikError::SerialZero);
        }
        Ok(Self { text: SecretText::new(text), birth })
    }

    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// The regency of first issue and twelve stars: never a digit of the birth date or the serial number.
    pub fn mask(&self) -> String {
        format!("{}************", self.leading(4))
    }

    /// The six digits of the district where the NIK was first issued, without dots.
    pub fn region_prefix(&self) -> &str {
        self.leading(6)
    }

    /// The sex the NIK was issued for.
    pub fn sex(&self) -> Sex {
        self.birth.sex
    }

    /// The day of birth as far as it can be known on a day. The year has two digits, so this is the latest
    /// day that is not in the future and makes nobody older than about 110; `None` if there is none.
    /// For ages over about 100 the guess may be a century late: a stated birth date goes before it.
    pub fn birth_on(&self, reference_day: Day) -> Option<Day> {
        self.possible_births(reference_day).max()
    }

    /// What the NIK says differently from the form. Each is to be confirmed by a person and never a reason
    /// to reject: people move, registries err, and a number keeps the place where it was first issued.
    ///
    /// The region is compared at regency level, since moving within a regency is everyday life.
    pub fn warnings(
        &self,
        stated_birth: Option<Day>,
        stated_sex: Option<Sex>,
        region: Option<&RegionCode>,
        today: Day,
    ) -> Vec<NikWarning> {
        let foreign = region.is_some_and(|region| !self.issued_in(region));
        let birth_differs =
            stated_birth.is_some_and(|stated| !self.possible_births(today).any(|birth| birth == stated));
        let sex_differs = stated_sex.is_some_and(|stated| stated != self.sex());
        [
            (foreign, NikWarning::ForeignPrefix),
            (birth_differs, NikWarning::BirthDateDiffers),
            (sex_differs, NikWarning::SexDiffers),
        ]
        .into_iter()
        .filter_map(|(applies, warning)| applies.then_some(warning))
        .collect()
    }

    /// Whether the number was first issued in the regency of this region (in the province, if that is all
    /// the region says).
    fn issued_in(&self, region: &RegionCode) -> bool {
        let wanted = region.regency().unwrap_or_else(|| region.clone());
        let wanted: String = wanted.as_str().split('.').collect();
        self.region_prefix().starts_with(&wanted)
    }

    fn possible_births(&self, reference_day: Day) -> impl Iterator<Item = Day> {
        self.birth
            .in_each_century()
            .filter(move |birth| reference_day.years_since(*birth).is_some_and(|age| age <= OLDEST_AGE))
    }

    fn leading(&self, count: usize) -> &str {
        self.as_str().split_at_checked(count).map_or("", |(leading, _)| leading)
    }
}

impl WrittenBirth {
    /// Positions 7 to 12, if they are a day in at least one century.
    fn read(text: &str) -> Option<Self> {
        let day = digits::number_at(text, 6..8)?;
        let (day, sex) = if day > 40 { (day - 40, Sex::Female) } else { (day, Sex::Male) };
        let written =
            Self { year: digits::number_at(text, 10..12)?, month: digits::number_at(text, 8..10)?, day, sex };
        written.in_each_century().next().is_some().then_some(written)
    }

    /// The day in the twentieth and in the twenty-first century, where the calendar has it.
    fn in_each_century(self) -> impl Iterator<Item = Day> {
        [1900, 2000].into_iter().filter_map(move |century| {
            let year = i32::try_from(self.year + century).ok()?;
            NaiveDate::from_ymd_opt(year, self.month, self.day)
        })
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Nik({})", self.mask())
    }
}

string_form!(Nik, NikError);

#[cfg(test)]
mod tests;
