//! The wire types of imports.

mod options;
mod words;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use options::{CreateImportQuery, ImportKind, ImportOptions};

use super::model::{ImportRow, VerdictRow};
use crate::access::caller::Principal;
use crate::platform::http::Problem;
use crate::platform::i18n::Language;
use crate::platform::vault::{Kind, Vault};

/// How long the account that sent a file sees the values it sent (api.md, Masks).
const OWN_ENTRY: TimeDelta = TimeDelta::days(7);

/// An import job.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportResponse {
    /// The job.
    pub id: Uuid,
    /// What is imported.
    #[schema(example = "workers")]
    pub kind: String,
    /// `queued`, `running`, `completed` or `failed`.
    #[schema(example = "completed")]
    pub status: String,
    /// Rows in the file, without the heading line.
    #[schema(example = 120)]
    pub rows_total: i32,
    /// Rows that became registrations or facts, or were recorded already; null until the job has ended.
    #[schema(example = 117)]
    pub rows_applied: Option<i32>,
    /// Rows that were refused; null until the job has ended.
    #[schema(example = 3)]
    pub rows_refused: Option<i32>,
    /// What the file is called.
    #[schema(required, example = "Daftar peserta November 2026.csv")]
    pub file_name: Option<String>,
    /// The day of which a list of the insurer speaks, for rows that do not say.
    #[schema(required)]
    pub as_of: Option<NaiveDate>,
    /// The code of the problem that ended a failed job.
    pub failure_code: Option<String>,
    /// When the file was received.
    pub created_at: DateTime<Utc>,
    /// When the job was last begun.
    pub started_at: Option<DateTime<Utc>>,
    /// When the job ended.
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<ImportRow> for ImportResponse {
    fn from(row: ImportRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            status: row.status,
            rows_total: row.rows_total,
            rows_applied: row.rows_applied,
            rows_refused: row.rows_refused,
            file_name: row.file_name,
            as_of: row.as_of,
            failure_code: row.failure_code,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It became a registration or a fact, or was recorded already.
    Applied,
    /// It was refused.
    Refused,
}

impl Verdict {
    /// The column form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
        }
    }
}

/// Which rows to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportRowsQuery {
    /// Only rows with this verdict.
    #[param(inline)]
    pub verdict: Option<Verdict>,
}

/// The verdict on one row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRowResponse {
    /// The row's place in the file, from 1, without the heading line.
    #[schema(example = 17)]
    pub row_number: i32,
    /// `applied` or `refused`.
    #[schema(example = "refused")]
    pub verdict: String,
    /// The registration that an applied row became or speaks of; null for a refused one.
    pub worker_id: Option<Uuid>,
    /// What is wrong with it; empty for an applied row.
    pub problems: Vec<ImportProblemResponse>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportProblemResponse {
    /// The column, by its name in the template; `row` for the row as a whole.
    #[schema(example = "nik")]
    pub field: String,
    /// The stable code of the rule.
    #[schema(example = "nik_length")]
    pub code: String,
    /// The rule in words; null for files that were read before this was kept.
    #[schema(required, example = "NIK harus tepat 16 angka.")]
    pub detail: Option<String>,
    /// The value as it was received: for the account that sent the file, for seven days.
    #[schema(example = "352901570885")]
    pub received: Option<String>,
    /// For `duplicate_in_file`: the first row about the same person.
    pub first_row_number: Option<i64>,
}

/// Shows verdicts to a caller.
pub struct VerdictView<'a> {
    vault: &'a Vault,
    language: Language,
    /// Whether the caller may see the values that were sent.
    opens: bool,
}

impl<'a> VerdictView<'a> {
    /// Who sent the file sees its values for some days.
    pub fn new(
        vault: &'a Vault,
        language: Language,
        import: &ImportRow,
        caller: &Principal,
        now: DateTime<Utc>,
    ) -> Self {
        let own = import.actor_id == caller.account_id && now - import.created_at < OWN_ENTRY;
        Self { vault, language, opens: own }
    }

    /// The wire form of a verdict.
    pub fn show(&self, row: VerdictRow) -> Result<ImportRowResponse, Problem> {
        let problems = row.problems.as_ref().and_then(Value::as_array);
        let problems = problems.map_or(&[][..], Vec::as_slice).iter().map(|problem| self.problem(problem));
        Ok(ImportRowResponse {
            row_number: row.row_number,
            verdict: row.verdict,
            worker_id: row.worker_id,
            problems: problems.collect::<Result<_, _>>()?,
        })
    }

    fn problem(&self, problem: &Value) -> Result<ImportProblemResponse, Problem> {
        let text = |name: &str| problem.get(name).and_then(Value::as_str);
        let kinds = [
            ("received_sealed", Kind::ImportValue),
            ("received_nik_sealed", Kind::Nik),
            ("received_number_sealed", Kind::MemberNumber),
        ];
        let sealed = kinds.into_iter().find_map(|(name, kind)| Some((kind, text(name)?)));
        let received = match sealed {
            Some((kind, sealed)) if self.opens => Some(self.open(kind, sealed)?),
            _ => None,
        };
        Ok(ImportProblemResponse {
            field: text("field").unwrap_or("row").to_owned(),
            code: text("code").unwrap_or("unknown").to_owned(),
            detail: words::of(problem, self.language),
            received,
            first_row_number: problem.get("first_row_number").and_then(Value::as_i64),
        })
    }

    /// The value behind a problem. Postgres breaks long base64 into lines.
    fn open(&self, kind: Kind, sealed: &str) -> Result<String, Problem> {
        let bytes = STANDARD.decode(sealed.replace('\n', "")).map_err(Problem::internal)?;
        let clear = self.vault.open_bytes(kind, &bytes).map_err(Problem::internal)?;
        String::from_utf8(clear).map_err(Problem::internal)
    }
}
