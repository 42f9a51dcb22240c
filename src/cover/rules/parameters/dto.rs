//! Wire types of the dated parameters.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::{ParameterFacts, ParameterRow};
use super::queries::ParameterFilter;
use super::rules::ParameterKey;
use crate::cover::rules::proposals::dto::{RuleEntryResponse, listing};
use crate::cover::rules::proposals::{Correction, DatedRule as _, Viewer};
use crate::cover::rules::source::{Period, Source};
use crate::cover::wire::{self, ConfidenceCode, RuleStatusCode};
use crate::domain::{Coded as _, grouped, parse_day};
use crate::platform::http::{Field, FieldError, Issues, Problem, Text, brought_id};

/// A value of a regulation with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleParameterResponse {
    /// Its id.
    pub id: Uuid,
    /// Which parameter.
    #[schema(example = "entry_age_limit_years")]
    pub key: String,
    /// The value, in the unit that the key names.
    #[schema(example = 65, minimum = 0)]
    pub value: i64,
    /// The first day.
    #[schema(example = "2021-04-01")]
    pub valid_from: NaiveDate,
    /// The last day; null while it is in force.
    pub valid_until: Option<NaiveDate>,
    /// The regulation.
    #[schema(example = "Permenaker 5/2021")]
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode)]
    pub confidence: &'static str,
    /// How far it has come.
    #[serde(flatten)]
    pub entry: RuleEntryResponse,
}

impl RuleParameterResponse {
    /// A parameter as a viewer sees it.
    pub fn new(row: ParameterRow, viewer: Viewer) -> Self {
        let entry = RuleEntryResponse::new(&row.entry(), viewer);
        Self {
            id: row.id,
            key: row.key,
            value: row.value,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            legal_reference: row.legal_reference,
            note: row.note,
            confidence: row.confidence.0.as_str(),
            entry,
        }
    }
}

/// A new value of a regulation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateRuleParameter {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// Which parameter: a code of the list `parameter_key`.
    #[schema(example = "wage_base_minimum_idr")]
    key: String,
    /// The value, in the unit that the key names: at most 150 years, 1,200 months, 365 working days, 8,760 hours, 100 jobs, or
    /// 1,000,000,000,000 rupiah.
    #[schema(example = 1_000_000, minimum = 0, maximum = 1_000_000_000_000_i64)]
    value: i64,
    /// The first day.
    #[schema(value_type = NaiveDate, example = "2027-01-01")]
    valid_from: String,
    /// The last day; absent while no end is known.
    #[schema(value_type = Option<NaiveDate>)]
    valid_until: Option<String>,
    /// The regulation.
    #[schema(max_length = 300, example = "PP 44/2015, Lampiran II")]
    legal_reference: String,
    /// What else is to be known.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode, example = "high")]
    confidence: String,
}

impl CreateRuleParameter {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Option<Uuid>, ParameterFacts), Problem> {
        let mut issues = Issues::new();
        let key = issues.take("/key", ParameterKey::parse(&self.key));
        let value = value(&mut issues, key, self.value);
        let period = Period::read(&mut issues, &self.valid_from, self.valid_until.as_deref());
        let source = Source::read(&mut issues, &self.legal_reference, self.note, &self.confidence);
        let facts = || Some(ParameterFacts { key: key?, value: value?, period: period?, source: source? });
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

/// What a correction says otherwise (JSON Merge Patch). The key stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRuleParameter {
    /// The value, within the bounds of a new one.
    #[serde(default)]
    #[schema(value_type = i64, example = 1_100_000, minimum = 0, maximum = 1_000_000_000_000_i64)]
    value: Field<i64>,
    /// The first day.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    valid_from: Field<String>,
    /// The last day.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    valid_until: Field<String>,
    /// The regulation.
    #[serde(default)]
    #[schema(value_type = String, max_length = 300)]
    legal_reference: Field<String>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    note: Field<String>,
    /// How sure it is.
    #[serde(default)]
    #[schema(value_type = ConfidenceCode)]
    confidence: Field<String>,
    /// Why it is corrected; kept in the history of both rows.
    #[schema(max_length = 500, example = "The annex of 2026 was misread")]
    reason: String,
}

impl UpdateRuleParameter {
    /// Reads what can be read without the row.
    pub fn parse(self) -> Result<Correction<Self>, Problem> {
        Correction::read(self, |patch| &patch.reason)
    }
}

impl Correction<UpdateRuleParameter> {
    /// The corrected facts of a row.
    pub fn apply(self, row: &ParameterRow) -> Result<ParameterFacts, Problem> {
        let patch = self.patch;
        let key = ParameterKey::parse(&row.key).map_err(|unknown| {
            let text = Text::new(unknown.indonesian(), unknown.to_string());
            Problem::invalid_field(FieldError::new("/key", unknown.code(), text))
        })?;
        let mut issues = Issues::new();
        let value = match wire::never_null(&mut issues, "/value", patch.value) {
            Some(given) => value(&mut issues, Some(key), given),
            None => Some(row.value),
        };
        let period = Period { from: row.valid_from, until: row.valid_until };
        let period = period.patched(&mut issues, patch.valid_from, patch.valid_until);
        let source = row.source().patched(&mut issues, patch.legal_reference, patch.note, patch.confidence);
        let facts = || Some(ParameterFacts { key, value: value?, period: period?, source: source? });
        wire::finish(facts(), issues)
    }
}

fn value(issues: &mut Issues, key: Option<ParameterKey>, value: i64) -> Option<i64> {
    if value < 0 {
        issues.push(
            "/value",
            "value_negative",
            Text::fixed("Nilai tidak boleh negatif.", "The value must not be negative."),
        );
        return None;
    }
    if let Some(most) = key.map(ParameterKey::most).filter(|most| value > *most) {
        let text = Text::new(
            format!("Nilai paling banyak {}.", grouped(most, '.')),
            format!("The value is at most {}.", grouped(most, ',')),
        );
        issues.push("/value", "value_too_large", text);
        return None;
    }
    Some(value)
}

/// Which parameters to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RuleParameterQuery {
    /// Only this parameter.
    #[param(example = "entry_age_limit_years", max_length = 60)]
    key: Option<String>,
    /// Only those in force on this day.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
    /// Only in this state: those that count when absent.
    #[param(value_type = Option<RuleStatusCode>)]
    status: Option<String>,
    /// What the rules said at this instant, instead of now.
    as_known_at: Option<DateTime<Utc>>,
    /// Also rows that a correction replaced.
    #[serde(default)]
    #[param(required = false, default = false)]
    superseded: bool,
}

impl RuleParameterQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<ParameterFilter, Problem> {
        Ok(ParameterFilter {
            key: self.key,
            on: wire::parameter("on", self.on.as_deref(), parse_day)?,
            listing: listing(self.status.as_deref(), self.as_known_at, self.superseded)?,
        })
    }
}
