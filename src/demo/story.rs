//! What becomes of a registration: every state of workers, coverages and claims occurs in the roster.

use chrono::NaiveDate;

use super::claim::{DemoClaim, DemoClaimKind, DemoClaimState};
use super::funding::{Funding, Village};
use super::random::{Choice, Random};
use crate::cover::contributions::batches::rules::RefusalReason;

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

/// The part that somebody plays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Whatever comes.
    Any,
    /// See [`Story::Registered`].
    Registered,
    /// See [`Story::Rejected`].
    Rejected,
    /// See [`Story::Inactive`].
    Inactive,
    /// See [`Story::Verified`].
    Verified,
    /// Proposed for a fund.
    Proposed,
    /// Approved for a fund.
    Approved,
    /// Paid for by a fund.
    Active,
    /// Paid for by a fund once.
    Ended,
    /// Paid for by a fund, and the insurer refuses the newest month.
    Refused(RefusalReason),
    /// Paid for by a fund until the death of which the village has just heard.
    Dying,
    /// A claim must come of it.
    Claimant(DemoClaimKind, DemoClaimState),
    /// Died of an accident at work and left children at school, for whom a claim is so far.
    Orphans(DemoClaimState),
}

const REJECTIONS: Choice<&str> = Choice("not_resident", &["duplicate", "not_a_worker", "data_invalid"]);

const DEACTIVATIONS: Choice<&str> =
    Choice("moved_out", &["deceased", "stopped_working", "wage_worker", "withdrew"]);

impl Part {
    /// The part of somebody who may play any. Nobody funds those whose insurance is somebody else's duty.
    fn chosen(self, random: &mut Random, fundable: bool) -> Self {
        if self != Self::Any {
            return self;
        }
        match random.below(1000) {
            0..=119 => Self::Registered,
            120..=144 => Self::Rejected,
            145..=184 => Self::Inactive,
            185..=349 => Self::Verified,
            _ if !fundable => Self::Verified,
            _ => match random.below(100) {
                0..=7 => Self::Proposed,
                8..=15 => Self::Approved,
                16..=89 => Self::Active,
                _ => Self::Ended,
            },
        }
    }
}

impl Story {
    /// The story of the next worker. `fundable` is false for those whose insurance is somebody else's duty.
    pub fn next(random: &mut Random, village: &mut Village<'_>, part: Part, fundable: bool) -> Self {
        let calendar = village.calendar;
        match part.chosen(random, fundable) {
            Part::Any | Part::Registered => Self::Registered,
            Part::Rejected => Self::Rejected(random.pick(&REJECTIONS)),
            Part::Inactive => {
                let on = calendar.between(random, calendar.january().first_day(), calendar.today);
                Self::Inactive(random.pick(&DEACTIVATIONS), on)
            }
            Part::Verified => Self::Verified,
            Part::Proposed => Self::Funded(Funding::proposed(random, village)),
            Part::Approved => Self::Funded(Funding::approved(random, village)),
            Part::Active => Self::Funded(Funding::active(random, village)),
            Part::Ended => Self::Funded(Funding::ended(random, village)),
            Part::Refused(reason) => Self::Funded(Funding::refused(random, village, reason)),
            Part::Dying => Self::Funded(Funding::steady(random, village)),
            Part::Claimant(kind, state) => {
                let claim = DemoClaim::next(random, village, kind, state);
                Self::Funded(Funding::claimed(random, village, claim))
            }
            Part::Orphans(state) => {
                let claim = DemoClaim::of_orphans(random, village, state);
                Self::Funded(Funding::claimed(random, village, claim))
            }
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

    /// Whether the worker asks for old-age savings, for which one must be old.
    pub fn needs_retirement_age(&self) -> bool {
        let claim = match self {
            Self::Funded(funding) => funding.claim.as_deref(),
            _ => None,
        };
        claim.is_some_and(|claim| claim.kind == DemoClaimKind::OldAge)
    }

    /// The day and the reason of leaving the register.
    pub fn leaving(&self) -> Option<(NaiveDate, &'static str)> {
        match self {
            Self::Inactive(reason, on) => Some((*on, reason)),
            Self::Funded(funding) => funding.leaving(),
            Self::Registered | Self::Rejected(_) | Self::Verified => None,
        }
    }
}
