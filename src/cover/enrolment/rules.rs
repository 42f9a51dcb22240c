//! The states of an enrolment plan, and what its parts are called.

mod cost;
mod criteria;
mod ranking;
mod reason;
mod verdict;
mod words;

pub use cost::{CostLine, TooMuch, cost_lines, cost_of};
pub use criteria::{Criteria, Quotas, Traits, judge};
pub use ranking::{RankFacts, keys};
pub use reason::{PlanReason, Why};
pub use verdict::{Verdict, verdict};

use crate::domain::code_list;

code_list! {
    /// How far a plan has come.
    pub enum PlanStatus = "enrolment_plan_status" {
        /// The office prepares it.
        Draft = "draft",
        /// It waits for the second person.
        Submitted = "submitted",
        /// A second person approved it with a decree.
        Approved = "approved",
        /// It was called off.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// Who comes first.
    pub enum Priority = "enrolment_priority" {
        /// Whose membership runs, before new members.
        Continuation = "continuation",
        /// Who is past the age of entry and could not come back.
        PastEntryAge = "past_entry_age",
        /// The poorest; of those whose decile is not known, none comes before others.
        LowestDecile = "lowest_decile",
        /// The oldest.
        Oldest = "oldest",
        /// Who owns a warung.
        WarungOwner = "warung_owner",
        /// Whom no source paid for in the year before.
        NotFundedLastYear = "not_funded_last_year",
        /// Who was registered first.
        RegisteredEarliest = "registered_earliest",
    }
}

code_list! {
    /// What a computation made of somebody.
    pub enum Outcome = "enrolment_outcome" {
        /// Is to be funded.
        Chosen = "chosen",
        /// May be funded when a place becomes free.
        Reserve = "reserve",
        /// Cannot be funded by the plan.
        Excluded = "excluded",
    }
}

/// What can be done to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Change its terms.
    Update,
    /// Compute who is chosen.
    Compute,
    /// Record what a registry says of the people.
    PreCheck,
    /// Hand it to the second person.
    Submit,
    /// Give it back to the office.
    Return,
    /// Approve it with a decree.
    Approve,
    /// Call it off.
    Withdraw,
    /// Make next year's plan from it.
    Renew,
    /// Fill its free places from the reserve list.
    Fill,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Update,
        Self::Compute,
        Self::PreCheck,
        Self::Submit,
        Self::Return,
        Self::Approve,
        Self::Withdraw,
        Self::Renew,
        Self::Fill,
    ];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Compute => "compute",
            Self::PreCheck => "pre_check",
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Approve => "approve",
            Self::Withdraw => "withdraw",
            Self::Renew => "renew",
            Self::Fill => "fill",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Compute => "computed",
            Self::PreCheck => "pre_checked",
            Self::Submit => "submitted",
            Self::Return => "returned",
            Self::Approve => "approved",
            Self::Withdraw => "withdrawn",
            Self::Renew => "renewed",
            Self::Fill => "filled",
        }
    }
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The state.
    pub status: PlanStatus,
    /// Whether its present terms are computed.
    pub computed: bool,
    /// Whether verdicts of a registry came in after that.
    pub is_stale: bool,
}

/// The state after an action; `None` if the state does not allow it.
pub fn after(state: State, action: Action) -> Option<PlanStatus> {
    use PlanStatus::{Approved, Draft, Submitted, Withdrawn};
    match (state.status, action) {
        (Draft, Action::Update | Action::Compute) => Some(Draft),
        (Draft, Action::PreCheck) if state.computed => Some(Draft),
        (Draft, Action::Submit) if state.computed && !state.is_stale => Some(Submitted),
        (Submitted, Action::Return) => Some(Draft),
        (Submitted, Action::Approve) => Some(Approved),
        (Draft | Submitted, Action::Withdraw) => Some(Withdrawn),
        (Approved, Action::Renew | Action::Fill) => Some(Approved),
        _ => None,
    }
}

/// What a caller may do to plans at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    /// Prepare, change, compute, submit, withdraw, renew and fill.
    pub prepare: bool,
    /// Give back.
    pub give_back: bool,
    /// Approve, being a person who had no hand in it.
    pub approve: bool,
}

impl Rights {
    /// All of them: what the state alone allows.
    pub const ALL: Self = Self { prepare: true, give_back: true, approve: true };
}

/// What this caller may do to a plan in this state.
pub fn allowed(state: State, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Update
            | Action::Compute
            | Action::PreCheck
            | Action::Submit
            | Action::Withdraw
            | Action::Renew
            | Action::Fill => rights.prepare,
            Action::Return => rights.give_back,
            Action::Approve => rights.approve,
        })
        .filter(|action| after(state, *action).is_some())
        .map(Action::as_str)
        .collect()
}

/// Whether somebody is a second person: neither who prepared the plan nor anybody who changed, computed or submitted it.
pub fn is_second_person<A: PartialEq>(approver: &A, preparer: Option<&A>, revisers: &[A]) -> bool {
    preparer != Some(approver) && !revisers.contains(approver)
}

#[cfg(test)]
mod tests;
