//! What messages say, in Indonesian and in English.
//!
//! Families that read little read them: one thing at a time, what it means, what to do. Nothing identifies a person but the
//! name, and of an account only the last digits.

mod said;

use super::rules::MessageKind;
use crate::cover::coverages::rules::EndReason;
use crate::cover::enrolment::annex::words;
use crate::domain::{Day, Month, RegionCode, VillageKind};

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

    /// How it is told in Indonesian that its money was sent, which tells such messages apart.
    pub fn money(&self) -> String {
        format!("Uang {} {} sebesar ", self.title[0], self.worker)
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
