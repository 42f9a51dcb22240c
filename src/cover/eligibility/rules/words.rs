//! The code and the words of every reason of eligibility.

use std::borrow::Cow;
use std::fmt;

use super::Reason;
use crate::domain::Coded;

impl Reason {
    /// Code, Indonesian and English in one table.
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Verified => ("verified", "pendaftaran sudah diverifikasi", "the registration is verified"),
            Self::NotVerified { .. } => (
                "not_verified",
                "pendaftaran belum atau tidak terverifikasi",
                "the registration is not verified",
            ),
            Self::NotKnownDeceased => {
                ("not_known_deceased", "tidak ada catatan kematian", "no death is on record")
            }
            Self::Deceased => {
                ("deceased", "sudah meninggal menurut catatan", "has died according to the records")
            }
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
            Self::FundedAlready { .. } => (
                "funded_already",
                "bulan itu sudah didanai untuk program ini",
                "that month is funded already for these programmes",
            ),
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
            Self::InSourceRegion => (
                "in_source_region",
                "sumber dana membayar untuk desa ini",
                "the source pays for this village",
            ),
            Self::OutsideSourceRegion => (
                "outside_source_region",
                "sumber dana tidak membayar untuk desa ini",
                "the source does not pay for this village",
            ),
            Self::DecileInTarget { .. } => (
                "decile_in_target",
                "desil kesejahteraan termasuk sasaran sumber dana",
                "the welfare decile is one that the source is for",
            ),
            Self::DecileOutsideTarget { .. } => (
                "decile_outside_target",
                "desil kesejahteraan di luar sasaran sumber dana",
                "the source is for other welfare deciles",
            ),
            Self::DecileUnknown => (
                "decile_unknown",
                "desil kesejahteraan belum diketahui, padahal sumber dana untuk desil tertentu",
                "the welfare decile is not known, and the source is for some deciles only",
            ),
            Self::OccupationInTarget { .. } => (
                "occupation_in_target",
                "pekerjaan termasuk sasaran sumber dana",
                "the occupation is one that the source is for",
            ),
            Self::OccupationOutsideTarget { .. } => (
                "occupation_outside_target",
                "pekerjaan di luar sasaran sumber dana",
                "the source is for other occupations",
            ),
            Self::OccupationUnknown => (
                "occupation_unknown",
                "pekerjaan belum diketahui, padahal sumber dana untuk pekerjaan tertentu",
                "the occupation is not known, and the source is for some occupations only",
            ),
            Self::SegmentInTarget { .. } => (
                "segment_in_target",
                "kelompok pekerja termasuk sasaran sumber dana",
                "the group of workers is one that the source is for",
            ),
            Self::SegmentOutsideTarget { .. } => (
                "segment_outside_target",
                "kelompok pekerja di luar sasaran sumber dana",
                "the source is for the other group of workers",
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
