//! Why a year cannot be claimed.

use std::borrow::Cow;

use crate::domain::Coded;

/// Why a scholarship of a year cannot be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScholarshipError {
    /// The year lies ahead.
    #[error("This school year has not begun.")]
    NotBegun,
    /// The year was over before the death or accident.
    #[error("This school year ended before the event.")]
    BeforeEvent,
    /// The year was over before the child was born.
    #[error("This school year ended before the child was born.")]
    BeforeBirth,
    /// The child gets no more.
    #[error("The child has lost the scholarship before this school year.")]
    Lapsed,
    /// No rule speaks of the level, or the child has left it behind.
    #[error("The child has no scholarship for this level of education.")]
    NoLevel,
    /// The child has reached the age.
    #[error("The child is {0} years old or more when the school year begins.")]
    TooOld(i64),
    /// Every year of the level was claimed.
    #[error("All {0} years of this level have been claimed.")]
    UsedUp(i64),
    /// A higher level was claimed for a year before.
    #[error("A higher level was claimed for an earlier school year.")]
    BelowEarlier,
    /// A lower level was claimed for a year after.
    #[error("A lower level was claimed for a later school year.")]
    AboveLater,
    /// Nothing is left of what the insurer granted.
    #[error("What the insurer granted for scholarships is used up.")]
    GrantUsedUp,
    /// Too few months were paid.
    #[error("Fewer months were paid before the death than the scholarship asks for.")]
    GateClosed,
}

impl ScholarshipError {
    /// The field that is to blame.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::NotBegun | Self::BeforeEvent | Self::BeforeBirth | Self::TooOld(_) | Self::GrantUsedUp => {
                "/school_year"
            }
            Self::NoLevel | Self::UsedUp(_) | Self::BelowEarlier | Self::AboveLater => "/level",
            Self::Lapsed | Self::GateClosed => "/child_id",
        }
    }
}

impl Coded for ScholarshipError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotBegun => "school_year_not_begun",
            Self::BeforeEvent => "school_year_before_event",
            Self::BeforeBirth => "school_year_before_birth",
            Self::Lapsed => "child_lapsed",
            Self::NoLevel => "level_without_scholarship",
            Self::TooOld(_) => "child_too_old",
            Self::UsedUp(_) => "level_used_up",
            Self::BelowEarlier => "level_below_earlier_year",
            Self::AboveLater => "level_above_later_year",
            Self::GrantUsedUp => "grant_used_up",
            Self::GateClosed => "too_few_paid_months",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotBegun => "Tahun ajaran ini belum dimulai.".into(),
            Self::BeforeEvent => "Tahun ajaran ini berakhir sebelum kejadian.".into(),
            Self::BeforeBirth => "Tahun ajaran ini berakhir sebelum anak ini lahir.".into(),
            Self::Lapsed => "Hak beasiswa anak ini sudah berakhir sebelum tahun ajaran ini.".into(),
            Self::NoLevel => "Anak ini tidak berhak atas beasiswa untuk jenjang ini.".into(),
            Self::TooOld(age) => {
                format!("Anak ini sudah berusia {age} tahun atau lebih saat tahun ajaran dimulai.").into()
            }
            Self::UsedUp(years) => format!("Seluruh {years} tahun pada jenjang ini sudah diajukan.").into(),
            Self::BelowEarlier => {
                "Jenjang yang lebih tinggi sudah diajukan untuk tahun ajaran sebelumnya.".into()
            }
            Self::AboveLater => {
                "Jenjang yang lebih rendah sudah diajukan untuk tahun ajaran sesudahnya.".into()
            }
            Self::GrantUsedUp => "Dana beasiswa yang disetujui BPJS Ketenagakerjaan sudah habis.".into(),
            Self::GateClosed => {
                "Bulan iuran sebelum kematian kurang dari yang disyaratkan untuk beasiswa.".into()
            }
        }
    }
}
