//! What may happen to a registration, and to whom it may be shown.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{Day, Id, NikWarning, code_list};

code_list! {
    /// The state of a registration. Whether a worker is covered is no state: it follows from the cover.
    pub enum WorkerStatus = "worker_status" {
        /// Entered, not yet verified.
        Registered = "registered",
        /// Verified by the office.
        Verified = "verified",
        /// Refused by the office.
        Rejected = "rejected",
        /// Out of the register: moved, died, stopped working.
        Inactive = "inactive",
        /// Merged into another registration of the same person.
        Merged = "merged",
    }
}

code_list! {
    /// Why a registration is refused.
    pub enum RejectionReason = "worker_rejection_reason" {
        /// Lives elsewhere.
        NotResident = "not_resident",
        /// Does not work.
        NotAWorker = "not_a_worker",
        /// Registered twice.
        Duplicate = "duplicate",
        /// The data are wrong.
        DataInvalid = "data_invalid",
        /// Something else.
        Other = "other",
    }
}

code_list! {
    /// Why a registration becomes inactive.
    pub enum DeactivationReason = "worker_deactivation_reason" {
        /// Died.
        Deceased = "deceased",
        /// Moved out of the regency.
        MovedOut = "moved_out",
        /// Stopped working.
        StoppedWorking = "stopped_working",
        /// Became a wage worker, whose insurance is the employer's duty.
        WageWorker = "wage_worker",
        /// Became a civil servant, soldier or police officer.
        CivilServant = "civil_servant",
        /// Wants to be registered no longer.
        Withdrew = "withdrew",
        /// Something else.
        Other = "other",
    }
}

impl WorkerStatus {
    /// Whether the registration is its person's open one.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Registered | Self::Verified)
    }
}

/// What can be done to a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Correct its data.
    Update,
    /// Confirm that it is right.
    Verify,
    /// Refuse it.
    Reject,
    /// Take it out of the register.
    Deactivate,
    /// Take it up again.
    Reopen,
    /// Merge it into another registration of the same person.
    Merge,
    /// Take that back.
    Unmerge,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 7] = [
        Self::Update,
        Self::Verify,
        Self::Reject,
        Self::Deactivate,
        Self::Reopen,
        Self::Merge,
        Self::Unmerge,
    ];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Verify => "verify",
            Self::Reject => "reject",
            Self::Deactivate => "deactivate",
            Self::Reopen => "reopen",
            Self::Merge => "merge",
            Self::Unmerge => "unmerge",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::Verify => "verified",
            Self::Reject => "rejected",
            Self::Deactivate => "deactivated",
            Self::Reopen => "reopened",
            Self::Merge => "merged",
            Self::Unmerge => "unmerged",
        }
    }
}

/// The state after an action; `None` if the state does not allow it. Whoever is parted again is what they were before the
/// merge, which the merge keeps: registered at the least.
pub fn after(status: WorkerStatus, action: Action) -> Option<WorkerStatus> {
    use WorkerStatus::{Inactive, Merged, Registered, Rejected, Verified};
    match (status, action) {
        (Registered | Verified, Action::Update) => Some(status),
        (Registered, Action::Verify) => Some(Verified),
        (Registered, Action::Reject) => Some(Rejected),
        (Registered | Verified, Action::Deactivate) => Some(Inactive),
        (Rejected | Inactive, Action::Reopen) => Some(Registered),
        (Registered | Verified, Action::Merge) => Some(Merged),
        (Merged, Action::Unmerge) => Some(Registered),
        _ => None,
    }
}

/// What a caller may do to registrations at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// Register and correct.
    pub write: bool,
    /// Verify, refuse, deactivate, reopen.
    pub verify: bool,
    /// Merge, and take that back.
    pub merge: bool,
}

impl Rights {
    /// Whether the caller may ever take the action.
    pub fn include(self, action: Action) -> bool {
        match action {
            Action::Update => self.write,
            Action::Verify | Action::Reject | Action::Deactivate | Action::Reopen => self.verify,
            Action::Merge | Action::Unmerge => self.merge,
        }
    }
}

/// What this caller can do to a registration in this state.
pub fn allowed_actions(status: WorkerStatus, rights: Rights) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| rights.include(*action) && after(status, *action).is_some())
        .map(Action::as_str)
        .collect()
}

/// What stands in the way of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The identity is still temporary.
    NikMissing,
    /// Nobody has confirmed this warning.
    Unconfirmed(NikWarning),
}

/// What stands in the way of verifying a registration.
pub fn obstacles(has_nik: bool, warnings: &[NikWarning], confirmed: bool) -> Vec<Obstacle> {
    let missing = (!has_nik).then_some(Obstacle::NikMissing);
    let unconfirmed = warnings.iter().filter(|_| !confirmed).map(|warning| Obstacle::Unconfirmed(*warning));
    missing.into_iter().chain(unconfirmed).collect()
}

/// Why a person stops being registered on a day that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayMistake {
    /// After today.
    Future,
    /// Before the worker was born.
    BeforeBirth,
}

/// Checks the day on which a registration becomes inactive.
pub fn check_last_day(on: Day, birth_on: Option<Day>, today: Day) -> Result<(), DayMistake> {
    if on > today {
        Err(DayMistake::Future)
    } else if birth_on.is_some_and(|birth| on < birth) {
        Err(DayMistake::BeforeBirth)
    } else {
        Ok(())
    }
}

/// How long an account sees in clear what it entered itself, so that it can correct its own slips.
const OWN_ENTRY_DAYS: i64 = 7;

/// Whether the account entered the registration so lately that it may still see its identifiers.
pub fn entered_lately(
    entered_by: Option<Id>,
    created_at: DateTime<Utc>,
    account: Id,
    now: DateTime<Utc>,
) -> bool {
    entered_by == Some(account) && now - created_at < TimeDelta::days(OWN_ENTRY_DAYS)
}

#[cfg(test)]
mod tests;
