//! Wire types of reconciling.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::columns::Column;
use super::model::ReconciliationRow;
use super::service::{Options, Outcome, hex};
use crate::cover::contributions::batches::dto::{ContributionBatchResponse, Viewer};
use crate::cover::contributions::mappings::{self, service::Chosen};
use crate::cover::wire;
use crate::domain::Line;
use crate::platform::csv;
use crate::platform::http::Problem;

/// How a result file is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReconcileQuery {
    /// The heading of the column with the line's number; `line_number` and its like when absent.
    #[param(max_length = 60)]
    line_number_column: Option<String>,
    /// The heading of the column with the NIK; `nik` and its like when absent.
    #[param(max_length = 60, example = "NIK Peserta")]
    nik_column: Option<String>,
    /// The heading of the column with the member number; `kpj` and its like when absent.
    #[param(max_length = 60)]
    member_number_column: Option<String>,
    /// The heading of the column with the programme; `program` and its like when absent.
    #[param(max_length = 60)]
    programme_column: Option<String>,
    /// The heading of the column with the month; `bulan` and its like when absent.
    #[param(max_length = 60)]
    month_column: Option<String>,
    /// The heading of the column that says accepted or refused; `status` and its like when absent.
    #[param(max_length = 60)]
    status_column: Option<String>,
    /// The heading of the column with the reason of a refusal; `alasan` and its like when absent.
    #[param(max_length = 60)]
    refusal_reason_column: Option<String>,
    /// Pass over rows that speak of no open line of this batch, instead of refusing the file.
    #[serde(default)]
    #[param(required = false, default = false)]
    skip_unmatched: bool,
    /// The column mapping by which the file is read, or `none`; the regency's default for `insurer_result` when absent.
    /// Headings that are named above go before it.
    #[param(max_length = 36, example = "none")]
    mapping: Option<String>,
    /// What the file is called, for the record of it.
    #[param(max_length = 100, example = "Hasil iuran Januari.csv")]
    file_name: Option<String>,
}

impl ReconcileQuery {
    /// By which mapping the file is read, or 400 for what cannot be one.
    pub fn mapping(&self) -> Result<Chosen, Problem> {
        mappings::dto::chosen(self.mapping.as_deref())
    }

    /// The options, or 400 for a heading that cannot be.
    pub fn options(&self) -> Result<Options, Problem> {
        let named = [
            (Column::LineNumber, "line_number_column", &self.line_number_column),
            (Column::Nik, "nik_column", &self.nik_column),
            (Column::MemberNumber, "member_number_column", &self.member_number_column),
            (Column::Programme, "programme_column", &self.programme_column),
            (Column::Month, "month_column", &self.month_column),
            (Column::Result, "status_column", &self.status_column),
            (Column::Reason, "refusal_reason_column", &self.refusal_reason_column),
        ];
        let mut mapping = Vec::new();
        for (column, name, heading) in named {
            let heading = wire::parameter(name, heading.as_deref(), Line::<60>::parse)?;
            mapping.extend(heading.map(|heading| (column, heading.into_string())));
        }
        let file_name = wire::parameter("file_name", self.file_name.as_deref(), Line::<100>::parse)?;
        Ok(Options {
            mapping: csv::Mapping(mapping),
            separator: None,
            skip_unmatched: self.skip_unmatched,
            file_name: file_name.map(Line::into_string),
        })
    }
}

/// What a result file did to a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReconcileResponse {
    /// The batch after it: reconciled, or still paid while lines are open.
    pub batch: ContributionBatchResponse,
    /// How many lines the file accepted.
    #[schema(example = 3, minimum = 0)]
    pub accepted_lines: i32,
    /// What those come to.
    #[schema(example = 26_800, minimum = 0)]
    pub accepted_idr: i64,
    /// How many it refused. They are due again, in their month.
    #[schema(example = 1, minimum = 0)]
    pub refused_lines: i32,
    /// What those come to: a credit of the source with the insurer.
    #[schema(example = 6_800, minimum = 0)]
    pub refused_idr: i64,
    /// How many rows spoke of no open line of the batch.
    #[schema(example = 0, minimum = 0)]
    pub skipped_rows: i32,
    /// The record of the file, which the answered lines name.
    pub reconciliation_id: Uuid,
}

/// A file of the insurer that answered lines of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReconciliationResponse {
    /// Its id, which the lines name.
    pub id: Uuid,
    /// The batch.
    pub batch_id: Uuid,
    /// Counted within the batch.
    #[schema(example = 1, minimum = 1)]
    pub number: i32,
    /// What the file is called, as far as it was told.
    #[schema(required, example = "Hasil iuran Januari.csv")]
    pub file_name: Option<String>,
    /// SHA-256 of the file; null for what was answered before files were recorded.
    #[schema(required, pattern = "^[0-9a-f]{64}$")]
    pub file_sha256: Option<String>,
    /// How many lines it accepted.
    #[schema(example = 3, minimum = 0)]
    pub accepted_lines: i32,
    /// What those come to.
    #[schema(example = 26_800, minimum = 0)]
    pub accepted_idr: i64,
    /// How many it refused.
    #[schema(example = 1, minimum = 0)]
    pub refused_lines: i32,
    /// What those come to.
    #[schema(example = 6_800, minimum = 0)]
    pub refused_idr: i64,
    /// How many rows spoke of no open line of the batch.
    #[schema(example = 0, minimum = 0)]
    pub skipped_rows: i32,
    /// Who sent it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who took it back; null as long as it holds.
    #[schema(required)]
    pub taken_back_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub taken_back_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub taken_back_reason: Option<String>,
}

impl From<ReconciliationRow> for ReconciliationResponse {
    fn from(row: ReconciliationRow) -> Self {
        Self {
            id: row.id,
            batch_id: row.batch_id,
            number: row.number,
            file_name: row.file_name,
            file_sha256: row.file_digest.as_deref().map(hex),
            accepted_lines: row.accepted_lines,
            accepted_idr: row.accepted_idr,
            refused_lines: row.refused_lines,
            refused_idr: row.refused_idr,
            skipped_rows: row.skipped_rows,
            recorded_by: row.recorded_by,
            recorded_at: row.recorded_at,
            taken_back_by: row.taken_back_by,
            taken_back_at: row.taken_back_at,
            taken_back_reason: row.taken_back_reason,
        }
    }
}

impl ReconcileResponse {
    /// The wire form.
    pub fn new(outcome: Outcome, viewer: Viewer<'_>) -> Self {
        let Outcome { batch, reconciliation } = outcome;
        Self {
            batch: ContributionBatchResponse::new(batch, viewer),
            accepted_lines: reconciliation.accepted_lines,
            accepted_idr: reconciliation.accepted_idr,
            refused_lines: reconciliation.refused_lines,
            refused_idr: reconciliation.refused_idr,
            skipped_rows: reconciliation.skipped_rows,
            reconciliation_id: reconciliation.id,
        }
    }
}
