//! What becomes of a registration: every state of workers, coverages and claims occurs in the roster.

use chrono::{Datelike, Days, NaiveDate};

use super::random::{Choice, Random};
use crate::domain::{Month, PayerKind};

/// How far a registration has come.
#[derive(Clone, PartialEq, Eq)]
pub enum Story {
    /// Waits for the officer.
    Registered,
    /// Refused, with a code of the list of rejection reasons.
    Rejected(&'static str),
    /// Out of the register, with a code of the list of deactivation reasons and the day of it.
    Inactive(&'static str, NaiveDate),
    /// Verified and not (yet) funded.
    Verified,
    /// Verified, and a fund is to pay, pays or paid.
    Funded(Funding),
}

/// A funded period and what came of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Funding {
    /// Which of the regency's sources pays.
    pub payer: PayerKind,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub until: Month,
    /// How far it has come.
    pub state: FundingState,
    /// The claim that the family or the worker made.
    pub claim: Option<DemoClaim>,
}

/// How far a funded period has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FundingState {
    /// An officer proposed it.
    Proposed,
    /// A second person approved it.
    Approved,
    /// The insurer returned a member number.
    Active,
    /// Over before its last month: the day, and a code of the list of end reasons.
    Ended(NaiveDate, &'static str),
}

/// A claim to be carried to a state.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DemoClaim {
    /// What it is about.
    pub kind: DemoClaimKind,
    /// The day of death or of the accident; the day of asking for old-age savings.
    pub event_on: NaiveDate,
    /// Where it stands.
    pub state: DemoClaimState,
}

/// What a claim is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DemoClaimKind {
    /// Death (JKM).
    Death,
    /// Work accident (JKK).
    WorkAccident,
    /// Old-age savings (JHT).
    OldAge,
}

/// Where a claim stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DemoClaimState {
    /// Begun by the village.
    Draft,
    /// Handed to the office.
    Submitted,
    /// Sent back for a missing paper.
    Returned,
    /// Checked by the office.
    Verified,
    /// With the insurer.
    SentToInsurer,
    /// Granted, not yet paid.
    Approved,
    /// Refused.
    Rejected,
    /// Refused and contested.
    Appealed,
    /// Granted and paid to everybody.
    Paid,
    /// Taken back before a decision.
    Withdrawn,
}

impl DemoClaimKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Death, Self::WorkAccident, Self::OldAge];
}

impl DemoClaimState {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Paid,
        Self::SentToInsurer,
        Self::Draft,
        Self::Approved,
        Self::Submitted,
        Self::Returned,
        Self::Verified,
        Self::Rejected,
        Self::Appealed,
        Self::Withdrawn,
    ];
}

const PAYERS: Choice<PayerKind> = Choice(
    PayerKind::Apbd,
    &[
        PayerKind::Apbd,
        PayerKind::Apbd,
        PayerKind::Dbhcht,
        PayerKind::Dbhcht,
        PayerKind::Csr,
        PayerKind::Apbdes,
    ],
);

const END_REASONS: Choice<&str> = Choice(
    "moved_out",
    &[
        "wage_worker",
        "civil_servant",
        "double_funding",
        "ineligible",
        "lapsed",
        "quota_cut",
        "withdrew",
        "death",
    ],
);

const REJECTIONS: Choice<&str> = Choice("not_resident", &["duplicate", "not_a_worker", "data_invalid"]);

const DEACTIVATIONS: Choice<&str> =
    Choice("moved_out", &["deceased", "stopped_working", "wage_worker", "withdrew"]);

impl Story {
    /// The story of the next worker. `claim` says which claim must come of it; `fundable` is false for
    /// those whose insurance is somebody else's duty.
    pub fn next(
        random: &mut Random,
        today: NaiveDate,
        claim: Option<(DemoClaimKind, DemoClaimState)>,
        fundable: bool,
    ) -> Self {
        if let Some((kind, state)) = claim {
            return Self::Funded(Funding::with_claim(random, today, kind, state));
        }
        match random.below(1000) {
            0..=119 => Self::Registered,
            120..=144 => Self::Rejected(random.pick(&REJECTIONS)),
            145..=184 => {
                let on = day_between(random, january(today).first_day(), today);
                Self::Inactive(random.pick(&DEACTIVATIONS), on)
            }
            185..=349 => Self::Verified,
            _ if !fundable => Self::Verified,
            _ => Self::Funded(Funding::next(random, today)),
        }
    }

    /// Whether the office has not come to it yet, or has only just refused it.
    pub fn is_recent(&self) -> bool {
        matches!(self, Self::Registered | Self::Rejected(_))
    }

    /// Whether the worker must have a NIK.
    pub fn needs_identity(&self) -> bool {
        matches!(self, Self::Verified | Self::Funded(_))
    }

    /// Whether the worker must be young enough to enter the insurance, by data that agree with the NIK.
    pub fn needs_entry_age(&self) -> bool {
        matches!(self, Self::Funded(_))
    }
}

impl Funding {
    fn next(random: &mut Random, today: NaiveDate) -> Self {
        let month = Month::from_date(today);
        let (from, state) = match random.below(100) {
            0..=7 => (month, FundingState::Proposed),
            8..=15 => (month, FundingState::Approved),
            16..=89 => (earlier_this_year(random, today), FundingState::Active),
            _ => {
                let from = earlier_this_year(random, today);
                let on = day_between(random, from.first_day(), today);
                (from, FundingState::Ended(on, random.pick(&END_REASONS)))
            }
        };
        Self { payer: random.pick(&PAYERS), from, until: december(today), state, claim: None }
    }

    fn with_claim(random: &mut Random, today: NaiveDate, kind: DemoClaimKind, state: DemoClaimState) -> Self {
        let from = january(today);
        let event_on = day_between(random, from.first_day(), today);
        let died = kind == DemoClaimKind::Death && state != DemoClaimState::Draft;
        Self {
            payer: random.pick(&PAYERS),
            from,
            until: december(today),
            state: if died { FundingState::Ended(event_on, "death") } else { FundingState::Active },
            claim: Some(DemoClaim { kind, event_on, state }),
        }
    }
}

fn january(today: NaiveDate) -> Month {
    Month::from_date(today.with_ordinal(1).unwrap_or(today))
}

fn december(today: NaiveDate) -> Month {
    Month::from_date(NaiveDate::from_ymd_opt(today.year(), 12, 1).unwrap_or(today))
}

fn earlier_this_year(random: &mut Random, today: NaiveDate) -> Month {
    let day = NaiveDate::from_ymd_opt(today.year(), 1 + random.below(today.month()), 1);
    Month::from_date(day.unwrap_or(today))
}

fn day_between(random: &mut Random, first: NaiveDate, last: NaiveDate) -> NaiveDate {
    let span = u32::try_from((last - first).num_days().max(0)).unwrap_or(0);
    first.checked_add_days(Days::new(u64::from(random.below(span + 1)))).unwrap_or(last)
}
