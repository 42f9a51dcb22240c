//! What may happen to a warung and to whoever works there.

use std::borrow::Cow;

use crate::domain::{Coded, Day, code_list};

#[cfg(test)]
mod tests;

code_list! {
    /// The state of a warung.
    pub enum WarungStatus = "warung_status" {
        /// It does business.
        Open = "open",
        /// It has given up; nobody works there.
        Closed = "closed",
    }
}

code_list! {
    /// Why a warung closes.
    pub enum ClosingReason = "warung_closing_reason" {
        /// It no longer pays.
        Unprofitable = "unprofitable",
        /// The owner died.
        OwnerDied = "owner_died",
        /// The owner became too ill to go on.
        OwnerIll = "owner_ill",
        /// It does business elsewhere, outside the regency.
        MovedAway = "moved_away",
        /// It lost its place: evicted, sold, destroyed.
        PlaceLost = "place_lost",
        /// It stands in the register twice.
        Duplicate = "duplicate",
        /// Something else.
        Other = "other",
    }
}

/// What can be done to a warung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Correct its data.
    Update,
    /// Write down who works there.
    AddWorker,
    /// Correct or end somebody's work there.
    UpdateWorker,
    /// Give it up.
    Close,
    /// Take it up again.
    Reopen,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Update, Self::AddWorker, Self::UpdateWorker, Self::Close, Self::Reopen];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::AddWorker => "add_worker",
            Self::UpdateWorker => "update_worker",
            Self::Close => "close",
            Self::Reopen => "reopen",
        }
    }

    /// As the warung's history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Update => "updated",
            Self::AddWorker => "worker_added",
            Self::UpdateWorker => "worker_updated",
            Self::Close => "closed",
            Self::Reopen => "reopened",
        }
    }
}

/// The state after an action; `None` if the state does not allow it.
pub fn after(status: WarungStatus, action: Action) -> Option<WarungStatus> {
    use WarungStatus::{Closed, Open};
    match (status, action) {
        (Open, Action::Update | Action::AddWorker | Action::UpdateWorker) => Some(Open),
        (Open, Action::Close) => Some(Closed),
        (Closed, Action::Reopen) => Some(Open),
        (Open, Action::Reopen)
        | (Closed, Action::Update | Action::AddWorker | Action::UpdateWorker | Action::Close) => None,
    }
}

/// What a caller can do to a warung in this state; a reader can do nothing.
pub fn allowed_actions(status: WarungStatus, may_write: bool) -> Vec<&'static str> {
    Action::ALL
        .into_iter()
        .filter(|action| may_write && after(status, *action).is_some())
        .map(Action::as_str)
        .collect()
}

/// The days in which somebody works somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub since: Day,
    /// The last day; none while it lasts.
    pub until: Option<Day>,
}

impl Period {
    /// Whether the day is one of them.
    pub fn holds_on(self, day: Day) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.holds_on(other.since) || other.holds_on(self.since)
    }

    /// Whether every day of this one is a day of the other.
    pub fn lies_within(self, other: Self) -> bool {
        let ends_no_later = match (self.until, other.until) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(other)) => own <= other,
        };
        other.since <= self.since && ends_no_later
    }
}

/// The most jobs that a worker has on any day of a period, the job of that period included.
pub fn most_jobs_at_once(period: Period, others: &[Period]) -> usize {
    // The number can only rise on a day on which a job begins.
    let begins = others.iter().map(|other| other.since).filter(|day| period.holds_on(*day));
    begins
        .chain([period.since])
        .map(|day| others.iter().filter(|other| other.holds_on(day)).count())
        .max()
        .map_or(1, |others| others.saturating_add(1))
}

/// What is wrong with a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayMistake {
    /// After today.
    #[error("This day has not come yet.")]
    Future,
    /// The work ends before it begins.
    #[error("The last day lies before the first.")]
    BeforeSince,
    /// Somebody began to work there later.
    #[error("Somebody began to work there after this day.")]
    BeforeWorkerBegan,
    /// The warung closed later.
    #[error("The warung closed after this day.")]
    BeforeClosing,
}

impl Coded for DayMistake {
    fn code(&self) -> &'static str {
        match self {
            Self::Future => "day_in_future",
            Self::BeforeSince => "until_before_since",
            Self::BeforeWorkerBegan => "before_worker_began",
            Self::BeforeClosing => "before_closing",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Future => "Tanggal ini belum tiba.",
            Self::BeforeSince => "Hari terakhir mendahului hari pertama.",
            Self::BeforeWorkerBegan => "Ada yang mulai bekerja di sana sesudah tanggal ini.",
            Self::BeforeClosing => "Warung tutup sesudah tanggal ini.",
        }
        .into()
    }
}

/// Checks the first day of somebody's work.
pub fn check_since(since: Day, today: Day) -> Result<Day, DayMistake> {
    not_after(since, today)
}

/// Checks the last day of somebody's work. A day to come is none: until then the work lasts.
pub fn check_until(period: Period, today: Day) -> Result<Option<Day>, DayMistake> {
    let Some(until) = period.until else { return Ok(None) };
    not_after(until, today)?;
    if until < period.since { Err(DayMistake::BeforeSince) } else { Ok(Some(until)) }
}

/// Checks the day on which a warung closes, which ends the work of all who are there beyond it.
pub fn check_closing(on: Day, work: &[Period], today: Day) -> Result<Day, DayMistake> {
    not_after(on, today)?;
    if work.iter().any(|period| period.since > on) { Err(DayMistake::BeforeWorkerBegan) } else { Ok(on) }
}

/// Checks the day on which a closed warung opens again.
pub fn check_reopening(on: Day, closed_on: Day, today: Day) -> Result<Day, DayMistake> {
    not_after(on, today)?;
    if on < closed_on { Err(DayMistake::BeforeClosing) } else { Ok(on) }
}

fn not_after(day: Day, today: Day) -> Result<Day, DayMistake> {
    if day > today { Err(DayMistake::Future) } else { Ok(day) }
}
