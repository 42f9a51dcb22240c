//! What whoever files a claim sends.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{does_not_apply, needed, optional, parse_reason};
use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::rules::facts::Facts;
use crate::claims::cases::service::{ClaimChanges, NewClaim, Reclassification};
use crate::claims::checklist::rules::STATED;
use crate::claims::text::{CIRCUMSTANCES, TextError, parse_text};
use crate::cover::rules::checklists::codes::ChecklistCircumstance;
use crate::cover::wire::ChecklistCircumstanceCode;
use crate::domain::{Day, new_id, parse_day};
use crate::platform::http::{Field, Issues, Problem, brought_id};

/// A claim to be filed as a draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateClaim {
    /// The caller's own id for it, a UUID of version 7.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// What is claimed.
    kind: ClaimKind,
    /// For whom.
    worker_id: Uuid,
    /// The day of the death or accident, or from which old-age savings are claimed.
    #[schema(format = Date, example = "2026-11-01")]
    event_on: String,
    /// The day on which a work accident ended in death.
    #[schema(format = Date)]
    died_on: Option<String>,
    /// What happened; needed to submit a work accident.
    #[schema(max_length = 4000)]
    circumstances: Option<String>,
    /// The day on which it was reported; today if absent.
    #[schema(format = Date)]
    reported_on: Option<String>,
    /// What decides about its papers beside the beneficiaries: `scholarship`, `traffic`.
    #[serde(default)]
    #[schema(required = false, value_type = Vec<ChecklistCircumstanceCode>, max_items = 2, example = json!([]))]
    stated_circumstances: Vec<String>,
}

impl CreateClaim {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(
        self,
        (account, now): (Option<Uuid>, DateTime<Utc>),
        today: Day,
    ) -> Result<NewClaim, Problem> {
        let mut issues = Issues::new();
        let event_on = issues.take("/event_on", parse_day(&self.event_on));
        let died_on = issues.take_optional("/died_on", self.died_on.as_deref(), parse_day);
        let reported_on = issues.take_optional("/reported_on", self.reported_on.as_deref(), parse_day);
        let circumstances =
            issues.take_optional("/circumstances", self.circumstances.as_deref(), parse_circumstances);
        let stated = stated(&mut issues, &self.stated_circumstances);
        issues.finish()?;
        // Without issues there is a day.
        let event_on = event_on.ok_or_else(|| Problem::internal("a day was neither read nor refused"))?;
        let reported_on = reported_on.unwrap_or(today);
        Ok(NewClaim {
            id: self.id.unwrap_or_else(|| new_id(now)),
            worker_id: self.worker_id,
            facts: Facts { kind: self.kind, event_on, died_on, reported_on },
            circumstances,
            stated,
            stated_by: account,
        })
    }
}

/// A correction of a claim's facts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateClaim {
    /// The day of the event.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    event_on: Field<String>,
    /// The day on which a work accident ended in death.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    died_on: Field<String>,
    /// What happened.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 4000)]
    circumstances: Field<String>,
    /// The day on which it was reported.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    reported_on: Field<String>,
    /// What decides about its papers beside the beneficiaries; all of it.
    #[serde(default)]
    #[schema(value_type = Option<Vec<ChecklistCircumstanceCode>>, max_items = 2)]
    stated_circumstances: Field<Vec<String>>,
}

impl UpdateClaim {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self) -> Result<ClaimChanges, Problem> {
        let mut issues = Issues::new();
        let changes = ClaimChanges {
            event_on: needed_day(&mut issues, "/event_on", self.event_on),
            died_on: optional(&mut issues, "/died_on", self.died_on, parse_day),
            reported_on: needed_day(&mut issues, "/reported_on", self.reported_on),
            circumstances: optional(&mut issues, "/circumstances", self.circumstances, parse_circumstances),
            stated: match self.stated_circumstances {
                Field::Absent => None,
                Field::Null => Some(Vec::new()),
                Field::Value(codes) => Some(stated(&mut issues, &codes)),
            },
        };
        issues.finish()?;
        Ok(changes)
    }
}

/// A step that may carry a note for the history.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitClaim {
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl SubmitClaim {
    /// The note.
    pub fn parse(self) -> Result<Option<String>, Problem> {
        let mut issues = Issues::new();
        let note = issues.take_optional("/note", self.note.as_deref(), parse_reason);
        issues.finish()?;
        Ok(note)
    }
}

/// A step that needs a reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimReason {
    /// Why.
    #[schema(min_length = 1, max_length = 1000, example = "Keluarga memilih mengurus sendiri.")]
    reason: String,
}

impl ClaimReason {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = issues.take("/reason", parse_reason(&self.reason));
        reason.ok_or_else(|| issues.into_problem())
    }
}

/// The other kind of the same event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReclassifyClaim {
    /// The kind that it should be: `death` or `work_accident`.
    kind: ClaimKind,
    /// For a work accident: the day it happened, if not the day of the death.
    #[schema(format = Date)]
    accident_on: Option<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 1000, example = "Meninggal karena terjatuh saat bekerja.")]
    reason: String,
}

impl ReclassifyClaim {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self) -> Result<Reclassification, Problem> {
        let mut issues = Issues::new();
        let accident_on = issues.take_optional("/accident_on", self.accident_on.as_deref(), parse_day);
        if accident_on.is_some() && self.kind != ClaimKind::WorkAccident {
            does_not_apply(&mut issues, "/accident_on");
        }
        match issues.take("/reason", parse_reason(&self.reason)) {
            Some(reason) if issues.is_empty() => {
                Ok(Reclassification { kind: self.kind, accident_on, reason })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

/// Each once, in the order of the list; only what cannot be seen from the beneficiaries.
fn stated(issues: &mut Issues, codes: &[String]) -> Vec<ChecklistCircumstance> {
    let mut found = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let pointer = format!("/stated_circumstances/{place}");
        let Some(one) = issues.take(pointer.as_str(), ChecklistCircumstance::parse(code)) else { continue };
        if STATED.contains(&one) {
            found.push(one);
        } else {
            does_not_apply(issues, &pointer);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn parse_circumstances(text: &str) -> Result<String, TextError> {
    parse_text(text, CIRCUMSTANCES)
}

fn needed_day(issues: &mut Issues, pointer: &str, field: Field<String>) -> Option<Day> {
    needed(issues, pointer, field, |text: String| parse_day(&text))
}
