//! Rows of the checklists.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codes::{ChecklistCircumstance, ChecklistDocument, ChecklistKind, Requirement};
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::{Entry, RuleStatus, dated_rule};
use crate::cover::rules::source::{Period, Source};
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::checklist_items;

/// One document that a claim needs.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = checklist_items, check_for_backend(diesel::pg::Pg))]
pub struct ChecklistRow {
    /// Its id.
    pub id: Uuid,
    /// For which claims.
    pub kind: AsText<ChecklistKind>,
    /// In which circumstance; none: in every case.
    pub circumstance: Option<AsText<ChecklistCircumstance>>,
    /// The document.
    pub document: AsText<ChecklistDocument>,
    /// Whether nothing goes on without it.
    pub requirement: AsText<Requirement>,
    /// Documents that are taken in its place, as codes.
    pub alternatives: Vec<String>,
    /// The first day of events.
    pub valid_from: Day,
    /// The last day; none while it is in force.
    pub valid_until: Option<Day>,
    /// Where it is written.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: AsText<Confidence>,
    /// Whether it counts.
    pub status: AsText<RuleStatus>,
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

dated_rule!(ChecklistRow in checklist_items as ChecklistItem, Checklists);

/// What a caller may say about a document of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistFacts {
    /// For which claims.
    pub kind: ChecklistKind,
    /// In which circumstance; none: in every case.
    pub circumstance: Option<ChecklistCircumstance>,
    /// The document.
    pub document: ChecklistDocument,
    /// Whether nothing goes on without it.
    pub requirement: Requirement,
    /// Documents that are taken in its place.
    pub alternatives: Vec<ChecklistDocument>,
    /// The days of events.
    pub period: Period,
    /// Where it comes from.
    pub source: Source,
}

impl ChecklistFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, entry: Entry) -> ChecklistRow {
        ChecklistRow {
            id,
            kind: AsText(self.kind),
            circumstance: self.circumstance.map(AsText),
            document: AsText(self.document),
            requirement: AsText(self.requirement),
            alternatives: self
                .alternatives
                .into_iter()
                .map(|document| document.as_str().to_owned())
                .collect(),
            valid_from: self.period.from,
            valid_until: self.period.until,
            legal_reference: self.source.legal_reference,
            note: self.source.note,
            confidence: AsText(self.source.confidence),
            status: AsText(entry.status),
            proposed_by: entry.proposed_by,
            approved_by: entry.approved_by,
            approved_at: entry.approved_at,
            withdrawn_at: entry.withdrawn_at,
            supersedes: entry.supersedes,
            superseded_at: entry.superseded_at,
            superseded_by: entry.superseded_by,
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}
