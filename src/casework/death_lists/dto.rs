//! Wire types of lists of deaths.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::{DeathListRow, ListVerdictRow, RowProblem};
use super::rules::ListVerdict;
use super::service::Options;
use crate::casework::deaths::rules::DeathSource;
use crate::casework::wire::{DeathSourceCode, ListVerdictCode};
use crate::cover::wire;
use crate::domain::Line;
use crate::platform::http::{Language, Problem};

/// A list of deaths, with how many of its rows became what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeathListResponse {
    /// Its id.
    pub id: Uuid,
    /// Who told.
    #[schema(value_type = DeathSourceCode)]
    pub source: &'static str,
    /// What the file is called.
    #[schema(required, example = "Kematian November 2026.csv")]
    pub file_name: Option<String>,
    /// Rows whose deaths were recorded, with everything that follows.
    #[schema(example = 3, minimum = 0)]
    pub recorded: i32,
    /// Rows of whom somebody has to say who they are.
    #[schema(example = 2, minimum = 0)]
    pub undecided: i32,
    /// Rows of people who are not in the register.
    #[schema(example = 110, minimum = 0)]
    pub not_registered: i32,
    /// Rows that told nothing new.
    #[schema(example = 1, minimum = 0)]
    pub known: i32,
    /// Rows that were refused.
    #[schema(example = 0, minimum = 0)]
    pub refused: i32,
    /// The account that sent it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

impl From<DeathListRow> for DeathListResponse {
    fn from(row: DeathListRow) -> Self {
        Self {
            id: row.id,
            source: row.source.0.as_str(),
            file_name: row.file_name,
            recorded: row.recorded,
            undecided: row.undecided,
            not_registered: row.not_registered,
            known: row.known,
            refused: row.refused,
            recorded_by: row.recorded_by,
            created_at: row.created_at,
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeathListRowResponse {
    /// The row's place in the file, from 1, without the heading line.
    #[schema(example = 17)]
    pub row_number: i32,
    /// What became of it.
    #[schema(value_type = ListVerdictCode)]
    pub verdict: &'static str,
    /// The report that it became, or that told of the death before; null for one that the caller does not see.
    #[schema(required)]
    pub death_id: Option<Uuid>,
    /// What is wrong with it; empty unless it was refused.
    pub problems: Vec<DeathListProblemResponse>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeathListProblemResponse {
    /// The column, by its name in the documentation; empty for the row as a whole.
    #[schema(example = "died_on")]
    pub field: String,
    /// The stable code of the rule.
    #[schema(example = "day_in_future")]
    pub code: String,
    /// The rule in the language of the request.
    #[schema(example = "Tanggal ini belum tiba.")]
    pub detail: String,
}

impl DeathListRowResponse {
    /// A verdict in a language.
    pub fn new(row: ListVerdictRow, language: Language) -> Result<Self, serde_json::Error> {
        let problems: Vec<RowProblem> =
            row.problems.map_or_else(|| Ok(Vec::new()), serde_json::from_value)?;
        let told = |problem: RowProblem| DeathListProblemResponse {
            field: problem.field,
            code: problem.code,
            detail: match language {
                Language::Id => problem.detail.id,
                Language::En => problem.detail.en,
            },
        };
        Ok(Self {
            row_number: row.row_number,
            verdict: row.verdict.0.as_str(),
            death_id: row.death_id,
            problems: problems.into_iter().map(told).collect(),
        })
    }
}

/// How a file is to be taken.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreateDeathListQuery {
    /// Who told.
    #[param(value_type = DeathSourceCode, example = "civil_registry")]
    source: String,
    /// What the file is called.
    #[param(max_length = 100, example = "Kematian November 2026.csv")]
    file_name: Option<String>,
}

impl CreateDeathListQuery {
    /// Reads the parameters.
    pub fn parse(self) -> Result<Options, Problem> {
        let source = wire::parameter("source", Some(&self.source), DeathSource::parse)?;
        let source = source.ok_or_else(|| Problem::internal("a parameter that is there and is not"))?;
        let file_name = wire::parameter("file_name", self.file_name.as_deref(), Line::<100>::parse)?;
        Ok(Options { source, file_name: file_name.map(Line::into_string) })
    }
}

/// Which rows to show.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeathListRowsQuery {
    /// Of which this became.
    #[param(value_type = Option<ListVerdictCode>)]
    verdict: Option<String>,
}

impl DeathListRowsQuery {
    /// Reads the parameter.
    pub fn verdict(&self) -> Result<Option<ListVerdict>, Problem> {
        wire::parameter("verdict", self.verdict.as_deref(), ListVerdict::parse)
    }
}
