//! Rows of the dated parameters.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Dated, value_on};
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::{Entry, RuleStatus, before_second_person, dated_rule};
use crate::cover::rules::source::{Period, Source};
use crate::domain::Day;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::rule_parameters;

/// One value of one regulation, with its days.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = rule_parameters, check_for_backend(diesel::pg::Pg))]
pub struct ParameterRow {
    /// Its id.
    pub id: Uuid,
    /// Which parameter; kept as text, since a newer version may know more of them.
    pub key: String,
    /// The value, in the unit that the key names.
    pub value: i64,
    /// The first day.
    pub valid_from: Day,
    /// The last day; none while it is in force.
    pub valid_until: Option<Day>,
    /// The regulation.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: AsText<Confidence>,
    /// Whether it counts.
    #[serde(default = "before_second_person")]
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

dated_rule!(ParameterRow in rule_parameters as RuleParameter, Parameters);

impl ParameterRow {
    /// What rows of one parameter say of a day.
    pub fn value_on(rows: &[Self], day: Day) -> Option<i64> {
        value_on(rows.iter().map(Self::dated), day)
    }

    /// The value with its days.
    pub fn dated(&self) -> Dated {
        (self.value, self.valid_from, self.valid_until)
    }
}

/// What a caller may say about a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterFacts {
    /// Which parameter.
    pub key: super::ParameterKey,
    /// The value.
    pub value: i64,
    /// The days on which it holds.
    pub period: Period,
    /// Where it comes from.
    pub source: Source,
}

impl ParameterFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, entry: Entry) -> ParameterRow {
        ParameterRow {
            id,
            key: self.key.as_str().to_owned(),
            value: self.value,
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
