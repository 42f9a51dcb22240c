//! Wire types of the holidays.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::codes::HolidayKind;
use super::model::{HolidayFacts, HolidayRow};
use super::queries::HolidayFilter;
use crate::cover::rules::proposals::dto::{RuleEntryResponse, listing};
use crate::cover::rules::proposals::{Correction, DatedRule as _, Viewer};
use crate::cover::rules::source::Source;
use crate::cover::wire::{self, ConfidenceCode, HolidayKindCode, RuleStatusCode};
use crate::domain::parse_day;
use crate::platform::http::{Field, Issues, Problem, brought_id};

/// A public holiday, a day of collective leave, or a day that was to be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolidayResponse {
    /// Its id.
    pub id: Uuid,
    /// The day.
    #[schema(example = "2026-08-17")]
    pub holiday_on: NaiveDate,
    /// What it is.
    #[schema(value_type = HolidayKindCode, example = "national")]
    pub kind: &'static str,
    /// Its name, in Indonesian as in the decree.
    #[schema(example = "Proklamasi Kemerdekaan")]
    pub name: String,
    /// The decree.
    #[schema(example = "SKB 3 Menteri 2026")]
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

impl HolidayResponse {
    /// A day as a viewer sees it.
    pub fn new(row: HolidayRow, viewer: Viewer) -> Self {
        let entry = RuleEntryResponse::new(&row.entry(), viewer);
        Self {
            id: row.id,
            holiday_on: row.holiday_on,
            kind: row.kind.0.as_str(),
            name: row.name,
            legal_reference: row.legal_reference,
            note: row.note,
            confidence: row.confidence.0.as_str(),
            entry,
        }
    }
}

/// A new day.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateHoliday {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The day.
    #[schema(value_type = NaiveDate, example = "2027-08-17")]
    holiday_on: String,
    /// What it is.
    #[schema(value_type = HolidayKindCode, example = "national")]
    kind: String,
    /// Its name, in Indonesian as in the decree.
    #[schema(max_length = 100, example = "Proklamasi Kemerdekaan")]
    name: String,
    /// The decree.
    #[schema(max_length = 300, example = "SKB 3 Menteri 2027")]
    legal_reference: String,
    /// What else is to be known.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode, example = "high")]
    confidence: String,
}

impl CreateHoliday {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Option<Uuid>, HolidayFacts), Problem> {
        let mut issues = Issues::new();
        let holiday_on = wire::day(&mut issues, "/holiday_on", &self.holiday_on);
        let kind = issues.take("/kind", HolidayKind::parse(&self.kind));
        let name = wire::line::<100>(&mut issues, "/name", &self.name);
        let source = Source::read(&mut issues, &self.legal_reference, self.note, &self.confidence);
        let facts =
            || Some(HolidayFacts { holiday_on: holiday_on?, kind: kind?, name: name?, source: source? });
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

/// What a correction says otherwise (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateHoliday {
    /// The day: a holiday that moved.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    holiday_on: Field<String>,
    /// What it is; `cancelled` where it was taken back.
    #[serde(default)]
    #[schema(value_type = HolidayKindCode, example = "cancelled")]
    kind: Field<String>,
    /// Its name.
    #[serde(default)]
    #[schema(value_type = String, max_length = 100)]
    name: Field<String>,
    /// The decree.
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
    #[schema(max_length = 500, example = "The decree was changed")]
    reason: String,
}

impl UpdateHoliday {
    /// Reads what can be read without the row.
    pub fn parse(self) -> Result<Correction<Self>, Problem> {
        Correction::read(self, |patch| &patch.reason)
    }
}

impl Correction<UpdateHoliday> {
    /// The corrected facts of a row.
    pub fn apply(self, row: &HolidayRow) -> Result<HolidayFacts, Problem> {
        let patch = self.patch;
        let mut issues = Issues::new();
        let holiday_on = match wire::never_null(&mut issues, "/holiday_on", patch.holiday_on) {
            Some(text) => wire::day(&mut issues, "/holiday_on", &text),
            None => Some(row.holiday_on),
        };
        let kind = match wire::never_null(&mut issues, "/kind", patch.kind) {
            Some(text) => issues.take("/kind", HolidayKind::parse(&text)),
            None => Some(row.kind.0),
        };
        let name = match wire::never_null(&mut issues, "/name", patch.name) {
            Some(text) => wire::line::<100>(&mut issues, "/name", &text),
            None => Some(row.name.clone()),
        };
        let source = row.source().patched(&mut issues, patch.legal_reference, patch.note, patch.confidence);
        let facts =
            || Some(HolidayFacts { holiday_on: holiday_on?, kind: kind?, name: name?, source: source? });
        wire::finish(facts(), issues)
    }
}

/// Which days to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HolidayQuery {
    /// Only of this kind.
    #[param(value_type = Option<HolidayKindCode>)]
    kind: Option<String>,
    /// Only this day.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
    /// Not before this day.
    #[param(value_type = Option<NaiveDate>)]
    from: Option<String>,
    /// Not after this day.
    #[param(value_type = Option<NaiveDate>)]
    until: Option<String>,
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

impl HolidayQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<HolidayFilter, Problem> {
        Ok(HolidayFilter {
            kind: wire::parameter("kind", self.kind.as_deref(), HolidayKind::parse)?,
            on: wire::parameter("on", self.on.as_deref(), parse_day)?,
            from: wire::parameter("from", self.from.as_deref(), parse_day)?,
            until: wire::parameter("until", self.until.as_deref(), parse_day)?,
            listing: listing(self.status.as_deref(), self.as_known_at, self.superseded)?,
        })
    }
}
