//! Rows of the dated parameters.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cover::rules::Confidence;
use crate::domain::Day;
use crate::platform::changes::{Snapshot, Subject, WHOLE_DEPLOYMENT};
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

impl Snapshot for ParameterRow {
    const SUBJECT: Subject = Subject::RuleParameter;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        WHOLE_DEPLOYMENT
    }

    fn region_code(&self) -> Option<&str> {
        None
    }
}

/// What a caller may say about a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterFacts {
    /// Which parameter.
    pub key: super::ParameterKey,
    /// The value.
    pub value: i64,
    /// The first day.
    pub valid_from: Day,
    /// The last day.
    pub valid_until: Option<Day>,
    /// The regulation.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: Confidence,
}

impl ParameterFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, now: DateTime<Utc>) -> ParameterRow {
        ParameterRow {
            id,
            key: self.key.as_str().to_owned(),
            value: self.value,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            legal_reference: self.legal_reference,
            note: self.note,
            confidence: AsText(self.confidence),
            superseded_at: None,
            superseded_by: None,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}
