//! What callers send about children and scholarships, and how it is read.

mod year;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use year::{ClaimScholarship, RecordScholarshipDecision, RecordScholarshipPayment, VerifyScholarship};

use crate::claims::cases::dto::requests::{needed, optional};
use crate::claims::scholarships::codes::LapseReason;
use crate::claims::scholarships::dto::LapseReasonCode;
use crate::claims::scholarships::service::{ChildChanges, Lapse, NewChild};
use crate::claims::text::{REASON, parse_text};
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::cover::wire::EducationLevelCode;
use crate::domain::{Day, Nik, PersonName, new_id, parse_day};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// More years than a level has.
const LEVEL_YEAR_MOST: i16 = 10;

/// A child to be stated.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateClaimChild {
    /// The caller's own id for it, a UUID of version 7.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The name.
    #[schema(max_length = 100, example = "Ani Hasanah")]
    name: String,
    /// When it was born.
    #[schema(format = Date, example = "2016-03-01")]
    birth_on: String,
    /// The NIK.
    #[schema(pattern = "^[0-9]{16}$", example = "3529014103160001")]
    nik: Option<String>,
    /// The level that it was in on the day of the event, or entered next.
    #[schema(value_type = EducationLevelCode, example = "primary")]
    level: EducationLevel,
    /// The year of that level; 1 is the first.
    #[schema(minimum = 1, maximum = 10, example = 5)]
    level_year: i16,
    /// The beneficiary of the claim to whose account the scholarship goes; it can be named later.
    payee_id: Option<Uuid>,
}

impl CreateClaimChild {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self, now: DateTime<Utc>, today: Day) -> Result<NewChild, Problem> {
        let mut issues = Issues::new();
        let name = issues.take("/name", PersonName::parse(&self.name));
        let birth_on = issues.take("/birth_on", parse_day(&self.birth_on));
        check_birth(&mut issues, birth_on, today);
        let nik = issues.take_optional("/nik", self.nik.as_deref(), Nik::parse);
        check_level_year(&mut issues, self.level_year);
        match (name, birth_on) {
            (Some(name), Some(birth_on)) if issues.is_empty() => Ok(NewChild {
                id: self.id.unwrap_or_else(|| new_id(now)),
                name,
                birth_on,
                nik,
                level: self.level,
                level_year: self.level_year,
                payee_id: self.payee_id,
            }),
            _ => Err(issues.into_problem()),
        }
    }
}

/// A correction of a child.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateClaimChild {
    /// The name.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    name: Field<String>,
    /// When it was born.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    birth_on: Field<String>,
    /// The NIK.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{16}$")]
    nik: Field<String>,
    /// The level that it was in on the day of the event, or entered next.
    #[serde(default)]
    #[schema(value_type = Option<EducationLevelCode>)]
    level: Field<EducationLevel>,
    /// The year of that level.
    #[serde(default)]
    #[schema(value_type = Option<i16>, minimum = 1, maximum = 10)]
    level_year: Field<i16>,
    /// The beneficiary of the claim to whose account the scholarship goes.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    payee_id: Field<Uuid>,
}

impl UpdateClaimChild {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self, today: Day) -> Result<ChildChanges, Problem> {
        let mut issues = Issues::new();
        let name = needed(&mut issues, "/name", self.name, |text: String| PersonName::parse(&text));
        let birth_on = needed(&mut issues, "/birth_on", self.birth_on, |text: String| parse_day(&text));
        check_birth(&mut issues, birth_on, today);
        let nik = optional(&mut issues, "/nik", self.nik, Nik::parse);
        let level = given(&mut issues, "/level", self.level);
        let level_year = given(&mut issues, "/level_year", self.level_year);
        if let Some(year) = level_year {
            check_level_year(&mut issues, year);
        }
        issues.finish()?;
        Ok(ChildChanges { name, birth_on, nik, level, level_year, payee_id: self.payee_id })
    }
}

/// That a child gets no more scholarships.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LapseClaimChild {
    /// Why.
    #[schema(value_type = LapseReasonCode, example = "married")]
    reason: LapseReason,
    /// Since which day. School years that begin on it or later are not claimed.
    #[schema(format = Date, example = "2026-11-20")]
    lapsed_on: String,
    /// What to note with it.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl LapseClaimChild {
    /// Reads it.
    pub fn parse(self) -> Result<Lapse, Problem> {
        let mut issues = Issues::new();
        let lapsed_on = issues.take("/lapsed_on", parse_day(&self.lapsed_on));
        let note = note(&mut issues, self.note.as_deref());
        match lapsed_on {
            Some(lapsed_on) if issues.is_empty() => Ok(Lapse { reason: self.reason, lapsed_on, note }),
            _ => Err(issues.into_problem()),
        }
    }
}

/// A field that may change but not be cleared, and needs no reading.
fn given<T>(issues: &mut Issues, pointer: &str, field: Field<T>) -> Option<T> {
    match field {
        Field::Absent => None,
        Field::Null => {
            issues.missing(pointer);
            None
        }
        Field::Value(value) => Some(value),
    }
}

fn note(issues: &mut Issues, note: Option<&str>) -> Option<String> {
    issues.take_optional("/note", note, |text| parse_text(text, REASON))
}

fn check_birth(issues: &mut Issues, birth_on: Option<Day>, today: Day) {
    if birth_on.is_some_and(|birth| birth > today) {
        issues.push(
            "/birth_on",
            "birth_in_future",
            Text::fixed("Tanggal lahir berada di masa depan.", "The birth date lies in the future."),
        );
    }
}

fn check_level_year(issues: &mut Issues, year: i16) {
    if !(1..=LEVEL_YEAR_MOST).contains(&year) {
        issues.push(
            "/level_year",
            "out_of_range",
            Text::new(
                format!("Nilai antara 1 dan {LEVEL_YEAR_MOST}."),
                format!("A value from 1 to {LEVEL_YEAR_MOST}."),
            ),
        );
    }
}
