//! The states of a row of the national rules, and who may take it from one to the next.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::domain::code_list;

code_list! {
    /// Whether a row counts.
    pub enum RuleStatus = "rule_status" {
        /// A keeper of the rules proposed it.
        Proposed = "proposed",
        /// A second person approved it, or it came with a migration: it counts.
        Approved = "approved",
        /// It was taken back before it counted.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// What the rows of the national rules are about, as their addresses name it.
    pub enum RuleKind = "rule_kind" {
        /// Contribution rates.
        Contributions = "contributions",
        /// Benefits.
        Benefits = "benefits",
        /// Single parameters.
        Parameters = "parameters",
        /// Public holidays.
        Holidays = "holidays",
        /// Documents of claims.
        Checklists = "checklists",
    }
}

/// What every row carries besides what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whether it counts.
    pub status: RuleStatus,
    /// Who proposed it; none for what came with a migration.
    pub proposed_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When that person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The row that it corrects.
    pub supersedes: Option<Uuid>,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The correction.
    pub superseded_by: Option<Uuid>,
    /// Counts the changes of the row.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// What can be done to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Propose a correction that takes its place.
    Update,
    /// Let it count, as a second person.
    Approve,
    /// Take it back before it counts.
    Withdraw,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Update, Self::Approve, Self::Withdraw];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Approve => "approve",
            Self::Withdraw => "withdraw",
        }
    }
}

impl Entry {
    /// A proposal by somebody, as a correction of a row or as a new one.
    pub const fn proposed(by: Option<Uuid>, supersedes: Option<Uuid>, now: DateTime<Utc>) -> Self {
        Self {
            status: RuleStatus::Proposed,
            proposed_by: by,
            approved_by: None,
            approved_at: None,
            withdrawn_at: None,
            supersedes,
            superseded_at: None,
            superseded_by: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// Whether the row counts, and no correction has taken its place.
    pub fn counts(&self) -> bool {
        self.status == RuleStatus::Approved && self.superseded_at.is_none()
    }

    /// Whether its state allows an action. A row that was used is never changed: what counts can only be corrected by
    /// another row.
    pub fn allows(&self, action: Action) -> bool {
        match action {
            Action::Update => self.counts(),
            Action::Approve | Action::Withdraw => self.status == RuleStatus::Proposed,
        }
    }

    /// What its state allows, whoever asks.
    pub fn allowed(&self) -> Vec<&'static str> {
        Action::ALL.into_iter().filter(|action| self.allows(*action)).map(Action::as_str).collect()
    }

    /// What it allows a viewer.
    pub fn allowed_for(&self, viewer: Viewer) -> Vec<&'static str> {
        if !viewer.manages {
            return Vec::new();
        }
        let is_second = self.is_second_person(viewer.account);
        Action::ALL
            .into_iter()
            .filter(|action| self.allows(*action) && (*action != Action::Approve || is_second))
            .map(Action::as_str)
            .collect()
    }

    /// Whether somebody may approve it: a person other than the one who proposed it.
    pub fn is_second_person(&self, account: Uuid) -> bool {
        self.proposed_by != Some(account)
    }

    /// Approved by a second person.
    pub fn approved(self, by: Uuid, now: DateTime<Utc>) -> Self {
        let status = RuleStatus::Approved;
        self.changed(now, |entry| Self { status, approved_by: Some(by), approved_at: Some(now), ..entry })
    }

    /// Taken back.
    pub fn withdrawn(self, now: DateTime<Utc>) -> Self {
        self.changed(now, |entry| Self { status: RuleStatus::Withdrawn, withdrawn_at: Some(now), ..entry })
    }

    /// Replaced by a correction.
    pub fn superseded(self, by: Uuid, now: DateTime<Utc>) -> Self {
        self.changed(now, |entry| Self { superseded_at: Some(now), superseded_by: Some(by), ..entry })
    }

    fn changed(self, now: DateTime<Utc>, change: impl FnOnce(Self) -> Self) -> Self {
        change(Self { version: self.version + 1, updated_at: now, ..self })
    }
}

/// Who looks at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// Whether the caller keeps the rules.
    pub manages: bool,
    /// The caller's account.
    pub account: Uuid,
}

impl Viewer {
    /// What of a row depends on who looks at it, as the entity tag names it.
    pub fn view(self, entry: &Entry) -> &'static str {
        match (self.manages, entry.is_second_person(self.account)) {
            (false, _) => "read",
            (true, true) => "managed",
            (true, false) => "own",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal() -> Entry {
        Entry::proposed(Some(Uuid::from_u128(1)), None, DateTime::UNIX_EPOCH)
    }

    fn approved() -> Entry {
        proposal().approved(Uuid::from_u128(2), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn every_state_allows_what_the_table_says() {
        let superseded = approved().superseded(Uuid::from_u128(9), DateTime::UNIX_EPOCH);
        let withdrawn = proposal().withdrawn(DateTime::UNIX_EPOCH);
        for (entry, allowed) in [
            (proposal(), vec!["approve", "withdraw"]),
            (approved(), vec!["update"]),
            (superseded, vec![]),
            (withdrawn, vec![]),
        ] {
            assert_eq!(entry.allowed(), allowed, "{entry:?}");
        }
    }

    #[test]
    fn the_proposer_may_take_back_and_a_second_person_may_also_approve() {
        let viewer = |account| Viewer { manages: true, account: Uuid::from_u128(account) };
        assert_eq!(proposal().allowed_for(viewer(1)), ["withdraw"]);
        assert_eq!(proposal().allowed_for(viewer(2)), ["approve", "withdraw"]);
        assert!(proposal().allowed_for(Viewer { manages: false, ..viewer(2) }).is_empty());
        assert_eq!((viewer(1).view(&proposal()), viewer(2).view(&proposal())), ("own", "managed"));
    }

    #[test]
    fn only_what_was_approved_and_not_replaced_counts() {
        assert!(!proposal().counts());
        assert!(approved().counts());
        assert!(!approved().superseded(Uuid::from_u128(9), DateTime::UNIX_EPOCH).counts());
        assert_eq!((proposal().version, approved().version), (1, 2));
    }
}
