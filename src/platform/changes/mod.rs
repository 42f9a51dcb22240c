//! The one write path: every change of a subject leaves one append-only row, written in the
//! transaction of the change itself.
//!
//! History (`as_known_at`), the change feed, webhooks and the audit chain are derived from these rows,
//! so a change that is not recorded here did not happen for anyone else. The order of the feed is made
//! afterwards by the [`sequencer`]: see there why.
//!
//! This module must not know what a subject is beyond its snapshot.

mod digest;
mod history;
mod record;
pub mod sequencer;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

pub use history::{
    HistoryEntry, Made, as_known_at, changed_by_others, history, made_by, now_or_then, overwritten_by,
};
pub use record::record;

/// The regency id of subjects that belong to the whole deployment (regencies, rules, accounts).
pub const WHOLE_DEPLOYMENT: i32 = 0;

/// Who makes a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person with an account.
    User(Uuid),
    /// Another system.
    Client(Uuid),
    /// The deployment itself: migrations, seeding, timed work.
    System,
}

impl Actor {
    /// The wire and column form of the kind.
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Client(_) => "client",
            Self::System => "system",
        }
    }

    /// The account or client behind the change; none for the deployment itself.
    pub fn id(self) -> Option<Uuid> {
        match self {
            Self::User(id) | Self::Client(id) => Some(id),
            Self::System => None,
        }
    }
}

/// Where a change comes from: the same for every change of one request.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub actor: Actor,
    pub request_id: Option<Uuid>,
    pub import_id: Option<Uuid>,
    /// The instant that the changed rows carry as `updated_at`.
    pub now: DateTime<Utc>,
}

/// The kinds of subjects whose changes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    ApiClient,
    BenefitRule,
    ChecklistItem,
    Claim,
    ColumnMapping,
    ContributionBatch,
    ContributionPayment,
    ContributionRate,
    Coverage,
    Death,
    DeathList,
    EnrolmentPlan,
    FundingSource,
    Holiday,
    Import,
    Membership,
    Message,
    MonthlyClose,
    Regency,
    RuleParameter,
    Transfer,
    User,
    Warung,
    WarungWorker,
    WorkItem,
    Worker,
    WorkerMerge,
}

impl Subject {
    /// The wire and column form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiClient => "api_client",
            Self::BenefitRule => "benefit_rule",
            Self::ChecklistItem => "checklist_item",
            Self::Claim => "claim",
            Self::ColumnMapping => "column_mapping",
            Self::ContributionBatch => "contribution_batch",
            Self::ContributionPayment => "contribution_payment",
            Self::ContributionRate => "contribution_rate",
            Self::Coverage => "coverage",
            Self::Death => "death",
            Self::DeathList => "death_list",
            Self::EnrolmentPlan => "enrolment_plan",
            Self::FundingSource => "funding_source",
            Self::Holiday => "holiday",
            Self::Import => "import",
            Self::Membership => "membership",
            Self::Message => "message",
            Self::MonthlyClose => "monthly_close",
            Self::Regency => "regency",
            Self::RuleParameter => "rule_parameter",
            Self::Transfer => "transfer",
            Self::User => "user",
            Self::Warung => "warung",
            Self::WarungWorker => "warung_worker",
            Self::WorkItem => "work_item",
            Self::Worker => "worker",
            Self::WorkerMerge => "worker_merge",
        }
    }
}

/// A row whose serialised form is its history: what `as_known_at` reads back.
///
/// Identifiers in it are sealed. A column added later needs `#[serde(default)]`, since older
/// snapshots lack it.
pub trait Snapshot: Serialize + DeserializeOwned {
    const SUBJECT: Subject;
    fn id(&self) -> Uuid;
    fn version(&self) -> i32;
    /// [`WHOLE_DEPLOYMENT`] for subjects of no regency.
    fn regency_id(&self) -> i32;
    /// The village or other region the subject lies in, if it has one.
    fn region_code(&self) -> Option<&str>;
}

/// One change of one subject.
#[derive(Debug, Clone)]
pub struct Change {
    pub regency_id: i32,
    pub region_code: Option<String>,
    pub subject: Subject,
    pub subject_id: Uuid,
    pub version: i32,
    /// What was done, in the past tense: `created`, `verified`, `ended`.
    pub action: &'static str,
    pub reason: Option<String>,
    /// The overwritten values of the fields that changed; null for a new subject.
    pub before: Option<Value>,
    /// The whole row after the change.
    pub after: Option<Value>,
}

impl Change {
    /// A new subject.
    pub fn created<S: Snapshot>(row: &S) -> Result<Self, serde_json::Error> {
        Ok(Self {
            regency_id: row.regency_id(),
            region_code: row.region_code().map(str::to_owned),
            subject: S::SUBJECT,
            subject_id: row.id(),
            version: row.version(),
            action: "created",
            reason: None,
            before: None,
            after: Some(serde_json::to_value(row)?),
        })
    }

    /// A changed subject; `before` keeps only what was overwritten.
    pub fn updated<S: Snapshot>(
        before: &S,
        after: &S,
        action: &'static str,
        reason: Option<String>,
    ) -> Result<Self, serde_json::Error> {
        let after_value = serde_json::to_value(after)?;
        let overwritten = overwritten(serde_json::to_value(before)?, &after_value);
        Ok(Self {
            action,
            reason,
            before: Some(overwritten),
            after: Some(after_value),
            ..Self::created(after)?
        })
    }
}

/// The members of `before` whose values differ in `after`.
fn overwritten(before: Value, after: &Value) -> Value {
    let Value::Object(members) = before else { return before };
    let changed: Map<String, Value> =
        members.into_iter().filter(|(name, value)| after.get(name) != Some(value)).collect();
    Value::Object(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn before_keeps_only_what_was_overwritten() {
        let before = json!({"name": "Warung Bu Sri", "status": "open", "version": 1});
        let after = json!({"name": "Warung Bu Sri", "status": "closed", "version": 2});
        assert_eq!(overwritten(before, &after), json!({"status": "open", "version": 1}));
    }
}
