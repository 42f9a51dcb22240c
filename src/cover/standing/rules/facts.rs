//! What a standing is computed from.

use super::LedgerMonth;
use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::cover::coverages::rules::EndReason;
use crate::cover::rules::parameters::rules::{Dated, value_on};
use crate::domain::{Day, Month, Programme, ProgrammeSet, code_list};

code_list! {
    /// What the insurer calls a membership.
    pub enum MembershipState = "membership_state" {
        /// Insured.
        Active = "active",
        /// Some months are unpaid.
        InArrears = "in_arrears",
        /// Over for unpaid months.
        Lapsed = "lapsed",
        /// Over for another reason.
        Ended = "ended",
        /// The insurer does not know the person as a member.
        NotMember = "not_member",
    }
}

impl MembershipState {
    /// Whether the membership goes on, paid or not.
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Active | Self::InArrears)
    }
}

/// What the insurer said on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipFact {
    /// What it called the membership.
    pub state: MembershipState,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// Since when the membership exists.
    pub since_on: Option<Day>,
    /// The last month paid.
    pub paid_until: Option<Month>,
    /// The day of which it spoke.
    pub as_of: Day,
}

/// What the insurer said with its own corrections: a later word of the same membership that reaches less far takes back what
/// an earlier one said is paid.
pub fn corrected(mut words: Vec<MembershipFact>) -> Vec<MembershipFact> {
    let said = words.clone();
    for word in &mut words {
        let later = said.iter().filter(|later| {
            later.as_of > word.as_of && later.since_on == word.since_on && later.programmes == word.programmes
        });
        let reached = later.filter_map(|later| later.paid_until).min();
        word.paid_until = word.paid_until.map(|until| reached.map_or(until, |reached| until.min(reached)));
    }
    words
}

/// A funded period that is or was active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageFact {
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// The first month.
    pub from_month: Month,
    /// The last month that is taken; before the first if none is.
    pub last_month: Month,
    /// The first day of cover.
    pub effective_on: Day,
    /// The day it was recorded as active.
    pub activated_on: Day,
    /// The day and the reason of its end.
    pub ended: Option<(Day, EndReason)>,
}

/// A month of our ledger that is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidMonth {
    /// The programme.
    pub programme: Programme,
    /// The month.
    pub month: Month,
    /// The day from which it counts as paid: that of the transfer, or the month's first day where the insurer has
    /// corrected a late payment of public money.
    pub paid_on: Day,
}

/// Everything known of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The insurer's words, oldest first.
    pub memberships: Vec<MembershipFact>,
    /// The funded periods.
    pub coverages: Vec<CoverageFact>,
    /// The months that our ledger has as paid, whoever paid them.
    pub paid: Vec<PaidMonth>,
    /// The day of death, where the register knows it.
    pub died_on: Option<Day>,
}

impl Facts {
    /// The months that our ledger has as paid, as months of a ledger. What is owed and unpaid explains a clock and does not
    /// move it, so that these are enough where nobody asks why.
    pub fn paid_ledger(&self) -> Vec<LedgerMonth> {
        let month = |paid: &PaidMonth| LedgerMonth {
            programme: paid.programme,
            month: paid.month,
            status: ObligationStatus::Paid,
            paid_on: Some(paid.paid_on),
            is_corrected: false,
            is_refused: false,
        };
        self.paid.iter().map(month).collect()
    }
}

/// The dated parameters that a standing needs, with all their days: what a month was judged by is the rule of that month, also
/// when it is looked at later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    lapse: Vec<Dated>,
    payable: Vec<Dated>,
}

impl Limits {
    /// The values of the two parameters, each from its first day to its last one.
    pub const fn new(lapse_after_unpaid_months: Vec<Dated>, arrears_months_payable: Vec<Dated>) -> Self {
        Self { lapse: lapse_after_unpaid_months, payable: arrears_months_payable }
    }

    /// After more consecutive unpaid months than this a membership has lapsed on the day; none: no rule says so.
    pub fn lapse_after(&self, on: Day) -> Option<i64> {
        value_on(self.lapse.iter().copied(), on)
    }

    /// How many unpaid months could still be paid on the day; none: no rule says so.
    pub fn payable(&self, on: Day) -> Option<i64> {
        value_on(self.payable.iter().copied(), on)
    }
}
