//! Wire types of reconciling.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::columns::Column;
use super::service::{Options, Outcome};
use crate::access::caller::Principal;
use crate::cover::contributions::batches::dto::ContributionBatchResponse;
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
    /// What the file is called, for the record of it.
    #[param(max_length = 100, example = "Hasil iuran Januari.csv")]
    file_name: Option<String>,
}

impl ReconcileQuery {
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
    pub skipped_rows: usize,
}

impl ReconcileResponse {
    /// The wire form.
    pub fn new(outcome: Outcome, caller: &Principal) -> Self {
        let Outcome { batch, answered, skipped_rows } = outcome;
        Self {
            batch: ContributionBatchResponse::new(batch, caller),
            accepted_lines: answered.accepted_lines,
            accepted_idr: answered.accepted_idr,
            refused_lines: answered.refused_lines,
            refused_idr: answered.refused_idr,
            skipped_rows,
        }
    }
}
