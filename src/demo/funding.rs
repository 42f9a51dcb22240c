//! A funded period: which money pays for which months, who said so when, and what came of it.

mod membership;

use chrono::NaiveDate;

use super::calendar::{Calendar, month_after};
use super::claim::{DemoClaim, DemoClaimKind, DemoClaimState};
use super::identity::{self, Numbers};
use super::random::{Choice, Random};
use crate::cover::contributions::batches::rules::{RefusalAction, RefusalReason};
use crate::domain::{Id, Month, PayerKind, Programme, ProgrammeSet};

pub use membership::{Membership, Word};

/// A funded period and what came of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Funding {
    /// The period's id.
    pub id: Id,
    /// Which of the regency's sources pays.
    pub payer: PayerKind,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub until: Month,
    /// How far it has come.
    pub state: FundingState,
    /// The day on which an officer proposed it.
    pub proposed_on: NaiveDate,
    /// The day of the decree, if there is one.
    pub approved_on: Option<NaiveDate>,
    /// What the insurer gave, if it took the worker in.
    pub membership: Option<Membership>,
    /// The place of the worker in the village's list in whose place this one came.
    pub replaces: Option<usize>,
    /// Why the insurer refuses the newest month, if it does.
    pub refusal: Option<RefusalReason>,
    /// The claim that the family or the worker made.
    pub claim: Option<Box<DemoClaim>>,
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

/// The money of a village: most from one purse, the rest from another.
#[derive(Clone, Copy)]
pub struct Purses {
    most: PayerKind,
    rest: PayerKind,
}

const MAIN_PURSES: Choice<PayerKind> =
    Choice(PayerKind::Apbd, &[PayerKind::Apbd, PayerKind::Apbd, PayerKind::Dbhcht, PayerKind::Dbhcht]);

const OTHER_PURSES: Choice<PayerKind> =
    Choice(PayerKind::Csr, &[PayerKind::Csr, PayerKind::Apbdes, PayerKind::Apbdes, PayerKind::Dbhcht]);

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

/// How many days lie between a proposal and its decree, and at most between the first day of cover and the
/// insurer's word of it.
const APPROVED_AFTER: u32 = 10;
const TOLD_AFTER: u32 = 4;

impl Purses {
    /// The purses of a village.
    pub fn next(random: &mut Random) -> Self {
        Self { most: random.pick(&MAIN_PURSES), rest: random.pick(&OTHER_PURSES) }
    }

    fn pick(self, random: &mut Random) -> PayerKind {
        if random.chance(750) { self.most } else { self.rest }
    }
}

/// What the story of a funded worker needs of the village.
pub struct Village<'a> {
    /// Its numbers.
    pub numbers: &'a mut Numbers,
    /// Its money.
    pub purses: Purses,
    /// Its days.
    pub calendar: Calendar,
}

impl Funding {
    /// A period that is still to be approved.
    pub fn proposed(random: &mut Random, village: &mut Village<'_>) -> Self {
        let calendar = village.calendar;
        Self {
            id: identity::id(random, calendar.newest_on),
            payer: village.purses.pick(random),
            programmes: programmes(random.chance(40)),
            from: calendar.this_month(),
            until: calendar.december(),
            state: FundingState::Proposed,
            proposed_on: calendar.newest_on,
            approved_on: None,
            membership: None,
            replaces: None,
            refusal: None,
            claim: None,
        }
    }

    /// A period of which the insurer has not answered yet.
    pub fn approved(random: &mut Random, village: &mut Village<'_>) -> Self {
        let approved_on = village.calendar.after(village.calendar.newest_on, 5);
        Self {
            state: FundingState::Approved,
            approved_on: Some(approved_on),
            ..Self::proposed(random, village)
        }
    }

    /// A period that is paid for now, from one of the village's two rounds of enrolment.
    pub fn active(random: &mut Random, village: &mut Village<'_>) -> Self {
        let calendar = village.calendar;
        let from = if random.chance(700) { calendar.january() } else { calendar.second_round };
        let mut funding = Self::enrolled(random, village, from);
        if let Some(membership) = &mut funding.membership {
            membership.word = membership::word(random, &calendar, from);
        }
        funding
    }

    /// A period from the regency's own money that is paid since January.
    pub fn steady(random: &mut Random, village: &mut Village<'_>) -> Self {
        let calendar = village.calendar;
        let mut funding = Self::enrolled(random, village, calendar.january());
        funding.payer = PayerKind::Apbd;
        if let Some(membership) = &mut funding.membership {
            membership.word = membership::word(random, &calendar, calendar.january());
        }
        funding
    }

    /// The same, with the newest month refused. Whose data are to be corrected is near the end of the membership.
    pub fn refused(random: &mut Random, village: &mut Village<'_>, reason: RefusalReason) -> Self {
        let calendar = village.calendar;
        let mut funding = Self::steady(random, village);
        funding.refusal = Some(reason);
        if let Some(membership) = &mut funding.membership
            && reason.default_action() == RefusalAction::Correct
        {
            membership.word = Some(membership::near_lapse(&calendar, calendar.january()));
        }
        funding
    }

    /// A period that ended before its last month.
    pub fn ended(random: &mut Random, village: &mut Village<'_>) -> Self {
        let calendar = village.calendar;
        let from = if random.chance(700) { calendar.january() } else { calendar.second_round };
        let reason = random.pick(&END_REASONS);
        let mut funding = Self::enrolled(random, village, from);
        let on = calendar.between(random, from.first_day(), calendar.today);
        funding.state = FundingState::Ended(on, reason);
        if is_refused_at_once(reason) {
            funding.membership = None;
        }
        funding
    }

    /// A period of which a claim came.
    pub fn claimed(random: &mut Random, village: &mut Village<'_>, claim: DemoClaim) -> Self {
        let from = village.calendar.january();
        let mut funding = Self::enrolled(random, village, from);
        if claim.kind == DemoClaimKind::OldAge {
            funding.programmes = programmes(true);
        }
        // As long as nobody at the office has looked at the claim, it goes on paying for the dead.
        let is_known = !matches!(claim.state, DemoClaimState::Draft | DemoClaimState::Submitted);
        if let Some(on) = claim.death_on().filter(|_| is_known) {
            funding.state = FundingState::Ended(on, "death");
        }
        funding.claim = Some(Box::new(claim));
        funding
    }

    /// The period of somebody who came in the place of another, proposed on a day. It has come as far as the
    /// days since then allow.
    pub fn in_place_of(
        random: &mut Random,
        village: &mut Village<'_>,
        (place, old): (usize, &Self),
        from: Month,
        proposed_on: NaiveDate,
    ) -> Self {
        let calendar = village.calendar;
        let approved_on = calendar.after(proposed_on, APPROVED_AFTER);
        let told_on = calendar.after(approved_on.max(from.first_day()), TOLD_AFTER);
        let mut funding = Self {
            id: identity::id(random, proposed_on),
            payer: old.payer,
            programmes: old.programmes,
            from,
            until: old.until,
            proposed_on,
            replaces: Some(place),
            ..Self::proposed(random, village)
        };
        if approved_on < calendar.today {
            funding.approved_on = Some(approved_on);
            funding.state = FundingState::Approved;
        }
        if told_on < calendar.today && from <= calendar.this_month() {
            funding.membership =
                Some(Membership { number: village.numbers.member(from.year()), told_on, word: None });
            funding.state = FundingState::Active;
        }
        funding
    }

    /// The first month that the period leaves to somebody else, if it leaves one.
    pub fn first_free_month(&self) -> Option<Month> {
        let FundingState::Ended(on, _) = self.state else { return None };
        let free = if self.membership.is_some() { month_after(Month::from_date(on), 1) } else { self.from };
        (free <= self.until).then_some(free)
    }

    /// The day and the reason of leaving the register, where the end of the period tells of it.
    pub fn leaving(&self) -> Option<(NaiveDate, &'static str)> {
        let FundingState::Ended(on, reason) = self.state else { return None };
        let reason = match reason {
            "death" => "deceased",
            "moved_out" | "wage_worker" | "civil_servant" => reason,
            _ => return None,
        };
        Some((on, reason))
    }

    /// An active period of a round: proposed and approved in the month before, confirmed in its first days.
    fn enrolled(random: &mut Random, village: &mut Village<'_>, from: Month) -> Self {
        let calendar = village.calendar;
        let month_before = from.plus(-1).unwrap_or(from).first_day();
        let proposed_on = calendar.after(month_before, 9);
        let told_on = calendar.after(from.first_day(), TOLD_AFTER);
        Self {
            id: identity::id(random, proposed_on),
            from,
            state: FundingState::Active,
            proposed_on,
            approved_on: Some(calendar.after(proposed_on, APPROVED_AFTER)),
            membership: Some(Membership { number: village.numbers.member(from.year()), told_on, word: None }),
            ..Self::proposed(random, village)
        }
    }
}

/// Whether the insurer refuses the line when it comes, so that no cover begins.
fn is_refused_at_once(reason: &str) -> bool {
    matches!(reason, "double_funding" | "ineligible")
}

fn programmes(with_savings: bool) -> ProgrammeSet {
    let both = ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm);
    if with_savings { both.with(Programme::Jht) } else { both }
}
