//! What messages say, in Indonesian and in English.
//!
//! Families that read little read them: one thing at a time, what it means, what to do. Nothing identifies a person but the
//! name, and of an account only the last digits.

mod said;

use super::rules::MessageKind;
use crate::cover::coverages::rules::EndReason;
use crate::cover::enrolment::annex::words;
use crate::domain::{Day, Month, RegionCode, VillageKind};

/// How it begins in Indonesian that another account is asked for, and is not the beneficiary's yet.
pub const REQUESTED: &str = "Ada permintaan mengganti ";

/// What there is to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told<'a> {
    /// Cover begins on a day and is paid for until a month.
    CoverStarted { name: &'a str, on: Day, until: Month },
    /// Cover goes on until a month after all.
    CoverResumed { name: &'a str, until: Month },
    /// Nobody pays after a month. What a month costs who pays alone, where that is possible.
    CoverEnds { name: &'a str, last: Month, why: Option<EndReason>, alone: Option<i64> },
    /// The membership is cut off unless somebody pays by a day. What a month costs, where nobody else owes it.
    NearLapse { name: &'a str, pay_by: Day, alone: Option<i64> },
    /// Papers are missing, as they are called in both languages.
    ClaimReturned { claim: Claim<'a>, missing: Vec<[String; 2]> },
    /// The insurer has the claim.
    ClaimSent { claim: Claim<'a> },
    /// The insurer pays so much.
    ClaimApproved { claim: Claim<'a>, amount: i64 },
    /// The insurer refused.
    ClaimRejected { claim: Claim<'a> },
    /// It refused the scholarship of a year, against which nobody appeals here.
    YearRejected { claim: Claim<'a> },
    /// So much was sent to an account.
    ClaimPaid { claim: Claim<'a>, amount: i64, on: Day, account: &'a str },
    /// Another account was named, and waits for a second person or not.
    AccountChanged { claim: Claim<'a>, bank: &'a str, account: &'a str, is_waiting: bool },
    /// The registration moved to a village.
    TransferAccepted { name: &'a str, village: &'a str },
    /// It did not.
    TransferRefused { name: &'a str, village: &'a str },
}

/// A claim as people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// Its kind in both languages.
    pub title: [&'a str; 2],
    /// Whose insurance it is, or which child goes to school.
    pub worker: &'a str,
    /// Whether that person died.
    pub is_mourned: bool,
    /// Whether the account in question is that of the dead, and not of whoever hears of it.
    pub is_account_of_the_dead: bool,
}

impl Claim<'_> {
    /// How a family is addressed in its grief.
    fn condolence(&self) -> [&'static str; 2] {
        if self.is_mourned { ["Kami turut berduka cita. ", "Our condolences. "] } else { ["", ""] }
    }

    /// How what tells this of it begins in Indonesian, after the condolences: by that the messages of its school years are told
    /// apart.
    pub fn begins(&self, kind: MessageKind) -> String {
        let ([title, _], worker) = (self.title, self.worker);
        match kind {
            MessageKind::ClaimSent => format!("Klaim {title} {worker} sudah dikirim "),
            MessageKind::ClaimRejected => format!("Klaim {title} {worker} tidak disetujui "),
            MessageKind::ClaimPaid => format!("Uang {title} {worker} sebesar "),
            _ => format!("Klaim {title} {worker} "),
        }
    }

    /// Whose account it is to whoever hears of it.
    fn whose_account(&self) -> [&'static str; 2] {
        match self.is_account_of_the_dead {
            true => ["rekening mendiang", "the account of the deceased"],
            false => ["rekening Anda", "your account"],
        }
    }
}

impl Told<'_> {
    /// What kind of message it makes.
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::CoverStarted { .. } => MessageKind::CoverStarted,
            Self::CoverResumed { .. } => MessageKind::CoverResumed,
            Self::CoverEnds { .. } => MessageKind::CoverEnds,
            Self::NearLapse { .. } => MessageKind::NearLapse,
            Self::ClaimReturned { .. } => MessageKind::ClaimReturned,
            Self::ClaimSent { .. } => MessageKind::ClaimSent,
            Self::ClaimApproved { .. } => MessageKind::ClaimApproved,
            Self::ClaimRejected { .. } | Self::YearRejected { .. } => MessageKind::ClaimRejected,
            Self::ClaimPaid { .. } => MessageKind::ClaimPaid,
            Self::AccountChanged { .. } => MessageKind::AccountChanged,
            Self::TransferAccepted { .. } => MessageKind::TransferAccepted,
            Self::TransferRefused { .. } => MessageKind::TransferRefused,
        }
    }

    /// The last day on which it is of any use, said on a day.
    pub fn last_day(&self, today: Day) -> Option<Day> {
        match self {
            Self::NearLapse { pay_by, .. } => Some(*pay_by),
            Self::CoverEnds { last, .. } => {
                let this_month = Month::from_date(today);
                let next = last.plus(1).filter(|next| *next >= this_month);
                // What ended long ago and was decided only now is news as long.
                next.or_else(|| this_month.plus(1)).map(Month::last_day)
            }
            _ => None,
        }
    }
}

/// Where the people of a village go with their affairs, in Indonesian and in English.
pub fn office(village_code: &str) -> [&'static str; 2] {
    match village_kind(village_code) {
        Some(VillageKind::Kelurahan) => ["kantor kelurahan", "kelurahan office"],
        Some(VillageKind::Desa | VillageKind::DesaAdat) | None => ["kantor desa", "village office"],
    }
}

/// A text for somebody of one village as it is for somebody of another: where both go to the same kind of office it stays.
pub fn at_other_office([id, en]: [&str; 2], (from, to): (&str, &str)) -> [String; 2] {
    let ([old, old_in_english], [new, new_in_english]) = (office(from), office(to));
    let exchanged = |text: &str, (either, old, new): (&str, &str, &str)| match text.contains(either) {
        true => text.to_owned(),
        false => text.replace(old, new),
    };
    let [either, either_in_english] = EITHER_OFFICE;
    [exchanged(id, (either, old, new)), exchanged(en, (either_in_english, old_in_english, new_in_english))]
}

/// Whichever of them somebody who has left lives under now.
const EITHER_OFFICE: [&str; 2] = ["kantor desa atau kelurahan", "village or kelurahan office"];

/// Who signs for a village.
pub(super) fn signed(village_code: &str) -> [&'static str; 2] {
    match village_kind(village_code) {
        Some(VillageKind::Kelurahan) => ["Petugas kelurahan", "For the kelurahan"],
        Some(VillageKind::Desa | VillageKind::DesaAdat) | None => ["Petugas desa", "For the village"],
    }
}

fn village_kind(code: &str) -> Option<VillageKind> {
    RegionCode::parse(code).ok()?.village_kind()
}

/// `Rp16.800`.
fn rupiah(amount: i64) -> String {
    format!("Rp{}", words::number(amount))
}

/// `Rp16,800`.
fn rupiah_in_english(amount: i64) -> String {
    format!("Rp{}", crate::domain::grouped(amount, ','))
}

/// `1 February 2026`.
pub(super) fn day_in_english(day: Day) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `February 2026`.
fn month_in_english(month: Month) -> String {
    month.first_day().format("%B %Y").to_string()
}

/// `a`, `a and b`, `a, b and c`.
fn listed_in_english(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The digits that a masked number shows.
fn tail(mask: &str) -> &str {
    mask.trim_start_matches('*')
}

#[cfg(test)]
mod tests;
