//! The code and the words of every verdict as a reason, and the words by which registries give it.

use std::borrow::Cow;
use std::fmt;

use super::{CheckVerdict, PreCheckReason};
use crate::domain::Coded;

/// Set before the code of a verdict where it stands among the reasons of a candidate.
const PREFIX: &str = "pre_check_";

impl PreCheckReason {
    /// Code, Indonesian and English in one table.
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self.verdict {
            CheckVerdict::Ok => {
                ("pre_check_ok", "sudah diperiksa dan sesuai", "was checked, nothing is in the way")
            }
            CheckVerdict::DataMismatch => (
                "pre_check_data_mismatch",
                "hasil pemeriksaan: data tidak sesuai, perlu diperiksa lagi",
                "the check found other data, somebody should look at it",
            ),
            CheckVerdict::NikNotFound => (
                "pre_check_nik_not_found",
                "hasil pemeriksaan: NIK tidak ditemukan",
                "the check did not find the NIK",
            ),
            CheckVerdict::Deceased => (
                "pre_check_deceased",
                "hasil pemeriksaan: sudah meninggal",
                "the check found that the person has died",
            ),
            CheckVerdict::MovedAway => (
                "pre_check_moved_away",
                "hasil pemeriksaan: sudah pindah",
                "the check found that the person has moved away",
            ),
            CheckVerdict::ActiveWageEarner => (
                "pre_check_active_wage_earner",
                "hasil pemeriksaan: peserta aktif penerima upah",
                "the check found an active membership as a wage earner",
            ),
            CheckVerdict::CivilServant => (
                "pre_check_civil_servant",
                "hasil pemeriksaan: ASN, TNI atau Polri",
                "the check found a civil servant, military or police",
            ),
            CheckVerdict::FundedElsewhere => (
                "pre_check_funded_elsewhere",
                "hasil pemeriksaan: sudah didanai sumber lain",
                "the check found that another source pays",
            ),
            CheckVerdict::OverAge => (
                "pre_check_over_age",
                "hasil pemeriksaan: melewati usia masuk",
                "the check found the person past the age of entry",
            ),
        }
    }
}

impl fmt::Display for PreCheckReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().2)
    }
}

impl Coded for PreCheckReason {
    fn code(&self) -> &'static str {
        self.words().0
    }

    fn indonesian(&self) -> Cow<'static, str> {
        self.words().1.into()
    }
}

impl CheckVerdict {
    /// The verdict that a registry means by its code or its usual words. Words that one registry uses for good news and the
    /// other for bad (`aktif`, `tidak terdaftar`) mean nothing here.
    pub fn by_words(text: &str) -> Option<Self> {
        let words = plain(text);
        let named = |verdict: &Self| {
            plain(verdict.as_str()) == words || verdict.usual_words().contains(&words.as_str())
        };
        Self::ALL.iter().copied().find(named)
    }

    fn usual_words(self) -> &'static [&'static str] {
        match self {
            Self::Ok => &["sesuai", "padan", "cocok", "valid", "lolos", "oke", "layak"],
            Self::DataMismatch => {
                &["tidak sesuai", "data tidak sesuai", "tidak padan", "data berbeda", "nama berbeda"]
            }
            Self::NikNotFound => {
                &["tidak ditemukan", "nik tidak ditemukan", "nik tidak terdaftar", "nik salah"]
            }
            Self::Deceased => &["meninggal", "meninggal dunia", "sudah meninggal", "wafat"],
            Self::MovedAway => &["pindah", "sudah pindah", "pindah domisili", "pindah keluar"],
            Self::ActiveWageEarner => &[
                "pu",
                "pu aktif",
                "peserta pu",
                "peserta pu aktif",
                "penerima upah",
                "pekerja penerima upah",
            ],
            Self::CivilServant => &["asn", "pns", "pppk", "tni", "polri", "asn tni polri", "pns tni polri"],
            Self::FundedElsewhere => {
                &["sudah didanai", "didanai pihak lain", "didanai sumber lain", "sudah dibiayai"]
            }
            Self::OverAge => {
                &["lewat usia", "melebihi usia", "usia lebih", "di atas 65 tahun", "usia di atas 65 tahun"]
            }
        }
    }
}

/// Lower case, with single spaces for whatever stands between words.
pub fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A verdict as the code of a reason.
pub(super) mod prefixed {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::{CheckVerdict, PREFIX};

    pub fn serialize<S: Serializer>(verdict: &CheckVerdict, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{PREFIX}{verdict}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CheckVerdict, D::Error> {
        let code = String::deserialize(deserializer)?;
        let bare = code.strip_prefix(PREFIX).ok_or_else(|| D::Error::custom("no verdict of a check"))?;
        CheckVerdict::parse(bare).map_err(D::Error::custom)
    }
}
