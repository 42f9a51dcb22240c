//! Wire types of pre-checks.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::dto::EnrolmentPlanResponse;
use super::columns::Column;
use super::intake::Options;
use super::queries::Progress;
use super::rules::Registry;
use super::service::Recorded;
use crate::access::caller::Principal;
use crate::cover::enrolment::service::Shown;
use crate::cover::wire::{self, PreCheckRegistryCode, PreCheckVerdictCode};
use crate::domain::{Day, Line, parse_day};
use crate::platform::csv;
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};

/// For whom the list goes out.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreCheckQuery {
    /// Who is to check it.
    #[param(value_type = PreCheckRegistryCode, example = "population_registry")]
    against: String,
}

impl PreCheckQuery {
    /// The registry, or 400 for what is none.
    pub fn against(&self) -> Result<Registry, Problem> {
        registry(&self.against)
    }
}

/// How a checked list is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecordPreCheckQuery {
    /// Who checked it.
    #[param(value_type = PreCheckRegistryCode, example = "population_registry")]
    against: String,
    /// The day for which the verdicts are given; neither in the future nor more than a year ago.
    #[param(value_type = NaiveDate, example = "2026-01-10")]
    checked_on: String,
    /// What the file is called.
    #[param(max_length = 200, example = "Padanan Dukcapil Januari 2026.csv")]
    file_name: Option<String>,
    /// The heading of the column with the worker's id; `worker_id` when absent.
    #[param(max_length = 60)]
    worker_id_column: Option<String>,
    /// The heading of the column with the NIK; `nik` and its like when absent.
    #[param(max_length = 60, example = "NIK")]
    nik_column: Option<String>,
    /// The heading of the column with the verdict; `verdict`, `hasil` and their like when absent.
    #[param(max_length = 60)]
    verdict_column: Option<String>,
    /// The heading of the column with the note; `note`, `keterangan` and their like when absent.
    #[param(max_length = 60)]
    note_column: Option<String>,
}

impl RecordPreCheckQuery {
    /// The options, or 400 for what cannot be.
    pub fn options(&self, today: Day) -> Result<Options, Problem> {
        let named = [
            (Column::WorkerId, "worker_id_column", &self.worker_id_column),
            (Column::Nik, "nik_column", &self.nik_column),
            (Column::Verdict, "verdict_column", &self.verdict_column),
            (Column::Note, "note_column", &self.note_column),
        ];
        let mut mapping = Vec::new();
        for (column, name, heading) in named {
            let heading = wire::parameter(name, heading.as_deref(), Line::<60>::parse)?;
            mapping.extend(heading.map(|heading| (column, heading.into_string())));
        }
        let file_name = wire::parameter("file_name", self.file_name.as_deref(), Line::<200>::parse)?;
        Ok(Options {
            against: registry(&self.against)?,
            checked_on: past("checked_on", &self.checked_on, today)?,
            file_name: file_name.map(Line::into_string),
            mapping: csv::Mapping(mapping),
        })
    }
}

fn registry(text: &str) -> Result<Registry, Problem> {
    let read = wire::parameter("against", Some(text), Registry::parse)?;
    read.ok_or_else(|| Problem::internal("a parameter that was given and is not there"))
}

fn past(name: &str, text: &str, today: Day) -> Result<Day, Problem> {
    let day = wire::parameter(name, Some(text), parse_day)?;
    let in_future = || {
        let text = Text::fixed("Hari ini belum terjadi.", "This day lies in the future.");
        invalid_parameter(name, "day_in_future", text)
    };
    let day = day.filter(|day| *day <= today).ok_or_else(in_future)?;
    if day.checked_add_months(chrono::Months::new(12)).is_some_and(|later| later < today) {
        let text = Text::fixed("Hari ini lebih dari setahun yang lalu.", "This day is more than a year ago.");
        return Err(invalid_parameter(name, "day_too_long_ago", text));
    }
    Ok(day)
}

/// How far a registry has checked the people of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPlanPreCheck {
    /// Which registry.
    #[schema(value_type = PreCheckRegistryCode)]
    pub against: &'static str,
    /// How many of the chosen it has not checked. They stay chosen.
    #[schema(example = 0, minimum = 0)]
    pub chosen_unchecked: i64,
    /// Its last file.
    #[schema(required)]
    pub last_file: Option<EnrolmentPreCheckFile>,
}

/// A file with verdicts of a registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPreCheckFile {
    /// What it is called.
    #[schema(required, example = "Padanan Dukcapil Januari 2026.csv")]
    pub name: Option<String>,
    /// The SHA-256 digest of its bytes, in hexadecimal digits.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
    /// The day for which it speaks.
    pub checked_on: NaiveDate,
    /// Who brought it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

impl EnrolmentPlanPreCheck {
    /// The wire form.
    pub fn of(progress: Progress) -> Self {
        let Progress {
            against,
            chosen_unchecked,
            checked_on,
            file_name,
            file_sha256,
            recorded_by,
            recorded_at,
        } = progress;
        let last_file = || {
            Some(EnrolmentPreCheckFile {
                name: file_name,
                sha256: file_sha256?,
                checked_on: checked_on?,
                recorded_by,
                recorded_at: recorded_at?,
            })
        };
        Self { against: against.0.as_str(), chosen_unchecked, last_file: last_file() }
    }
}

/// What a checked list did to a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPreCheckResponse {
    /// The plan after it: to be computed again.
    pub plan: EnrolmentPlanResponse,
    /// How many people the file has with which verdict.
    pub verdicts: Vec<EnrolmentPreCheckCount>,
    /// How many verdicts were not taken, since those on record are of a later day.
    #[schema(example = 0, minimum = 0)]
    pub outdated: usize,
    /// How many rows have no answer; these people stay unchecked.
    #[schema(example = 3, minimum = 0)]
    pub unanswered: usize,
}

/// So many people with a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPreCheckCount {
    /// The verdict.
    #[schema(value_type = PreCheckVerdictCode)]
    pub verdict: &'static str,
    /// How many people.
    #[schema(example = 5_990, minimum = 1)]
    pub people: usize,
}

impl EnrolmentPreCheckResponse {
    /// The wire form; `shown` is the plan of the outcome.
    pub fn new(shown: Shown, recorded: &Recorded, caller: &Principal) -> Self {
        let count = |(verdict, people): (&super::rules::CheckVerdict, &usize)| EnrolmentPreCheckCount {
            verdict: verdict.as_str(),
            people: *people,
        };
        Self {
            plan: EnrolmentPlanResponse::shown(shown, caller),
            verdicts: recorded.verdicts.iter().map(count).collect(),
            outdated: recorded.outdated,
            unanswered: recorded.unanswered,
        }
    }
}
