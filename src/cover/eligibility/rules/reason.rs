//! Every reason of eligibility with its code, its verdict, its words and its inputs.

use std::borrow::Cow;
use std::fmt;

use super::Verdict;
use crate::cover::standing::rules::StandingState;
use crate::domain::{Coded, Month};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The registration is verified.
    Verified,
    /// The registration is in another state.
    NotVerified {
        /// The state.
        status: String,
        /// Its reason.
        reason: Option<String>,
    },
    /// The NIK is known.
    NikKnown,
    /// The identity is temporary.
    NikMissing,
    /// NIK and stated data disagree.
    NikDoubtful {
        /// About what, as codes.
        warnings: Vec<String>,
    },
    /// Young enough to enter.
    YoungEnough {
        /// In years.
        age: i64,
        /// In years.
        limit: i64,
    },
    /// Too old to enter; no obstacle to a member.
    TooOldToEnter {
        /// In years.
        age: i64,
        /// In years.
        limit: i64,
    },
    /// The day of birth is not known.
    AgeUnknown,
    /// No entry age is in force on the day.
    NoAgeRule,
    /// Works on own account, or helps the family.
    OwnAccount,
    /// Is paid a wage in every warung.
    EmployeeOnly,
    /// Not more jobs than can be insured.
    JobsWithinMaximum {
        /// How many there are.
        jobs: i64,
        /// How many there can be.
        maximum: i64,
    },
    /// More jobs than can be insured.
    TooManyJobs {
        /// How many there are.
        jobs: i64,
        /// How many there can be.
        maximum: i64,
    },
    /// No number of jobs is in force on the day.
    NoJobsRule,
    /// Nobody funds the month.
    NotFunded,
    /// A source funds the month.
    FundedAlready {
        /// The last of the funded months.
        until: Month,
    },
    /// A member already: this would be no entry.
    MemberAlready {
        /// How the person stands.
        standing: StandingState,
    },
    /// No membership runs, so this is an entry.
    NoRunningMembership,
    /// The membership runs.
    MembershipActive {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// The membership runs with unpaid months.
    MembershipInArrears {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// The membership lapsed: who comes back enters anew.
    MembershipLapsed {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// There is no membership to continue.
    NoMembership,
    /// Nothing is known of a membership.
    MembershipUnknown,
}

/// A value that a check looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A number.
    Number(i64),
    /// A code.
    Code(String),
    /// Several codes.
    Codes(Vec<String>),
    /// A month.
    Month(Month),
}

impl Reason {
    /// What the check came to.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Verified
            | Self::NikKnown
            | Self::YoungEnough { .. }
            | Self::OwnAccount
            | Self::JobsWithinMaximum { .. }
            | Self::NotFunded
            | Self::NoRunningMembership
            | Self::MembershipActive { .. } => Verdict::Ok,
            Self::NikDoubtful { .. }
            | Self::EmployeeOnly
            | Self::TooManyJobs { .. }
            | Self::MemberAlready { .. }
            | Self::MembershipInArrears { .. } => Verdict::Warns,
            Self::AgeUnknown | Self::NoAgeRule | Self::NoJobsRule | Self::MembershipUnknown => {
                Verdict::Unknown
            }
            Self::NotVerified { .. }
            | Self::NikMissing
            | Self::TooOldToEnter { .. }
            | Self::FundedAlready { .. }
            | Self::MembershipLapsed { .. }
            | Self::NoMembership => Verdict::Blocks,
        }
    }

    /// What the check looked at, by name.
    pub fn inputs(&self) -> Vec<(&'static str, Input)> {
        let until =
            |until: &Option<Month>| until.map(|month| ("until_month", Input::Month(month))).into_iter();
        match self {
            Self::NotVerified { status, reason } => {
                let reason = reason.clone().map(|reason| ("reason", Input::Code(reason)));
                std::iter::once(("status", Input::Code(status.clone()))).chain(reason).collect()
            }
            Self::NikDoubtful { warnings } => vec![("warnings", Input::Codes(warnings.clone()))],
            Self::YoungEnough { age, limit } | Self::TooOldToEnter { age, limit } => {
                vec![("age_years", Input::Number(*age)), ("limit_years", Input::Number(*limit))]
            }
            Self::JobsWithinMaximum { jobs, maximum } | Self::TooManyJobs { jobs, maximum } => {
                vec![("jobs", Input::Number(*jobs)), ("maximum", Input::Number(*maximum))]
            }
            Self::FundedAlready { until } => vec![("until_month", Input::Month(*until))],
            Self::MemberAlready { standing } => vec![("standing", Input::Code(standing.as_str().to_owned()))],
            Self::MembershipActive { until: month }
            | Self::MembershipInArrears { until: month }
            | Self::MembershipLapsed { until: month } => until(month).collect(),
            Self::Verified
            | Self::NikKnown
            | Self::NikMissing
            | Self::AgeUnknown
            | Self::NoAgeRule
            | Self::OwnAccount
            | Self::EmployeeOnly
            | Self::NoJobsRule
            | Self::NotFunded
            | Self::NoRunningMembership
            | Self::NoMembership
            | Self::MembershipUnknown => Vec::new(),
        }
    }

    /// Code, Indonesian and English in one table.
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Verified => ("verified", "pendaftaran sudah diverifikasi", "the registration is verified"),
            Self::NotVerified { .. } => (
                "not_verified",
                "pendaftaran belum atau tidak terverifikasi",
                "the registration is not verified",
            ),
            Self::NikKnown => ("nik_known", "NIK diketahui", "the NIK is known"),
            Self::NikMissing => ("nik_missing", "NIK belum diketahui", "the NIK is not known"),
            Self::NikDoubtful { .. } => (
                "nik_doubtful",
                "NIK tidak cocok dengan data lain dan perlu dipastikan",
                "the NIK disagrees with other data and should be confirmed",
            ),
            Self::YoungEnough { .. } => {
                ("young_enough", "usia masih di bawah batas masuk", "the age is below the limit of entry")
            }
            Self::TooOldToEnter { .. } => (
                "too_old_to_enter",
                "usia sudah mencapai batas masuk peserta baru",
                "the age has reached the limit for new members",
            ),
            Self::AgeUnknown => {
                ("age_unknown", "tanggal lahir belum diketahui", "the day of birth is not known")
            }
            Self::NoAgeRule => (
                "no_age_rule",
                "tidak ada batas usia masuk yang berlaku pada hari itu",
                "no age of entry is in force on that day",
            ),
            Self::OwnAccount => (
                "own_account",
                "bekerja mandiri atau membantu keluarga",
                "works on own account or helps the family",
            ),
            Self::EmployeeOnly => (
                "employee_only",
                "hanya bekerja sebagai karyawan, yang menjadi kewajiban pemberi kerja",
                "is an employee only, whose insurance is the employer's duty",
            ),
            Self::JobsWithinMaximum { .. } => (
                "jobs_within_maximum",
                "jumlah pekerjaan dalam batas",
                "the number of jobs is within the limit",
            ),
            Self::TooManyJobs { .. } => (
                "too_many_jobs",
                "jumlah pekerjaan melebihi batas",
                "there are more jobs than can be insured",
            ),
            Self::NoJobsRule => (
                "no_jobs_rule",
                "tidak ada batas jumlah pekerjaan yang berlaku pada hari itu",
                "no number of jobs is in force on that day",
            ),
            Self::NotFunded => ("not_funded", "bulan itu belum didanai", "nobody funds that month yet"),
            Self::FundedAlready { .. } => {
                ("funded_already", "bulan itu sudah didanai", "that month is funded already")
            }
            Self::MemberAlready { .. } => (
                "member_already",
                "sudah menjadi peserta, jadi ini kelanjutan dan bukan pendaftaran baru",
                "is a member already, so this is a continuation and no entry",
            ),
            Self::NoRunningMembership => (
                "no_running_membership",
                "tidak ada kepesertaan yang berjalan, jadi ini pendaftaran baru",
                "no membership runs, so this is an entry",
            ),
            Self::MembershipActive { .. } => {
                ("membership_active", "kepesertaan masih berjalan", "the membership runs")
            }
            Self::MembershipInArrears { .. } => (
                "membership_in_arrears",
                "kepesertaan berjalan dengan bulan yang belum dibayar",
                "the membership runs with unpaid months",
            ),
            Self::MembershipLapsed { .. } => (
                "membership_lapsed",
                "kepesertaan sudah gugur, jadi harus mendaftar baru",
                "the membership has lapsed, so it would be a new entry",
            ),
            Self::NoMembership => (
                "no_membership",
                "tidak ada kepesertaan untuk dilanjutkan",
                "there is no membership to continue",
            ),
            Self::MembershipUnknown => (
                "membership_unknown",
                "belum diketahui apakah sudah menjadi peserta",
                "it is not known whether there is a membership",
            ),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().2)
    }
}

impl Coded for Reason {
    fn code(&self) -> &'static str {
        self.words().0
    }

    fn indonesian(&self) -> Cow<'static, str> {
        self.words().1.into()
    }
}
