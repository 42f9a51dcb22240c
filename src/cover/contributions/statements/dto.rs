//! Wire types of statements.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::columns::{Column, Mapping};
use super::rules::StatementLine;
use super::service::{Outcome, Statement};
use crate::cover::contributions::mappings::{self, service::Chosen};
use crate::cover::wire::{self, UnmatchedReasonCode};
use crate::domain::{Line, RegionCode};
use crate::platform::csv;
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};

/// How many days the bank may book before or after our day of the transfer, unless others are named.
const DAYS: i64 = 3;
/// The most days.
const DAYS_MAX: i64 = 31;
/// How many unconfirmed transfers are listed.
const LISTED_MAX: usize = 500;

/// How a statement is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BankStatementQuery {
    /// The regency's code; may be left away by a caller of one regency.
    #[param(example = "35.29", max_length = 5)]
    regency: Option<String>,
    /// How many days the bank may book before or after the day of the transfer.
    #[param(minimum = 0, maximum = 31, default = 3)]
    days: Option<i64>,
    /// The heading of the column with the day; `tanggal` and its like when absent.
    #[param(max_length = 60, example = "Tgl Transaksi")]
    day_column: Option<String>,
    /// The heading of the column with the amount; `jumlah`, `debet` and their like when absent.
    #[param(max_length = 60)]
    amount_column: Option<String>,
    /// The heading of the column that says debit or credit; `dk` and its like when absent. Without such a column every
    /// amount has left the account.
    #[param(max_length = 60)]
    direction_column: Option<String>,
    /// The heading of the column with the bank's reference; `referensi` and its like when absent.
    #[param(max_length = 60)]
    reference_column: Option<String>,
    /// The heading of the column with the description; `keterangan` and its like when absent.
    #[param(max_length = 60)]
    description_column: Option<String>,
    /// The column mapping by which the file is read, or `none`; the regency's default for `bank_statement` when absent.
    /// Headings that are named above go before it.
    #[param(max_length = 36, example = "none")]
    mapping: Option<String>,
}

impl BankStatementQuery {
    /// By which mapping the file is read, or 400 for what cannot be one.
    pub fn mapping(&self) -> Result<Chosen, Problem> {
        mappings::dto::chosen(self.mapping.as_deref())
    }

    /// Regency, days and columns, or 400 for what they cannot be.
    pub fn options(&self) -> Result<(Option<RegionCode>, i64, Mapping), Problem> {
        let named = [
            (Column::Day, "day_column", &self.day_column),
            (Column::Amount, "amount_column", &self.amount_column),
            (Column::Direction, "direction_column", &self.direction_column),
            (Column::Reference, "reference_column", &self.reference_column),
            (Column::Description, "description_column", &self.description_column),
        ];
        let mut mapping = Vec::new();
        for (column, name, heading) in named {
            let heading = wire::parameter(name, heading.as_deref(), Line::<60>::parse)?;
            mapping.extend(heading.map(|heading| (column, heading.into_string())));
        }
        let days = self.days.unwrap_or(DAYS);
        if !(0..=DAYS_MAX).contains(&days) {
            let text = Text::new(
                format!("Antara 0 dan {DAYS_MAX} hari."),
                format!("Between 0 and {DAYS_MAX} days."),
            );
            return Err(invalid_parameter("days", "out_of_range", text));
        }
        let regency = wire::parameter("regency", self.regency.as_deref(), RegionCode::parse)?;
        Ok((regency, days, csv::Mapping(mapping)))
    }
}

/// What became of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BankStatementResponse {
    /// How many lines the file has.
    #[schema(example = 40, minimum = 1)]
    pub lines: usize,
    /// By how many of them money left the account.
    #[schema(example = 12, minimum = 0)]
    pub outgoing_lines: usize,
    /// Lines that confirm a transfer now.
    pub confirmed: Vec<ConfirmedLine>,
    /// Lines that confirmed one before: the same line was in an earlier statement.
    pub confirmed_before: Vec<ConfirmedLine>,
    /// Outgoing lines that confirm nothing.
    pub unmatched_lines: Vec<UnmatchedLine>,
    /// Transfers about the days of the statement that no line confirms; 500 at most.
    pub unmatched_payments: Vec<UnmatchedPayment>,
    /// How many of those there are.
    #[schema(example = 0, minimum = 0)]
    pub unmatched_payments_total: usize,
}

/// A line that confirms a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConfirmedLine {
    /// The line's place in the file, from 1, without the heading line.
    #[schema(example = 7, minimum = 1)]
    pub line_number: i32,
    /// The transfer.
    pub payment_id: Uuid,
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// How much.
    #[schema(example = 33_600, minimum = 1)]
    pub amount_idr: i64,
}

/// A line that confirms nothing. What it says is not repeated: it may name people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnmatchedLine {
    /// The line's place in the file, from 1, without the heading line.
    #[schema(example = 8, minimum = 1)]
    pub line_number: i32,
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// How much.
    #[schema(example = 5_000_000, minimum = 1)]
    pub amount_idr: i64,
    /// Why.
    #[schema(value_type = UnmatchedReasonCode)]
    pub reason: &'static str,
}

/// A transfer that no line confirms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnmatchedPayment {
    /// The transfer.
    pub payment_id: Uuid,
    /// The day of the transfer.
    pub paid_on: NaiveDate,
    /// How much.
    #[schema(example = 33_600, minimum = 1)]
    pub amount_idr: i64,
    /// The bank's reference, as it was recorded.
    #[schema(example = "SP2D-0412/2026")]
    pub transfer_reference: String,
}

impl BankStatementResponse {
    /// The wire form.
    pub fn new(statement: &Statement, outcome: Outcome) -> Self {
        let confirmed = |(line, payment_id): (StatementLine, Uuid)| ConfirmedLine {
            line_number: line.number,
            payment_id,
            booked_on: line.booked_on,
            amount_idr: line.amount_idr,
        };
        let unmatched_payments_total = outcome.missing.len();
        let missing = outcome.missing.into_iter().take(LISTED_MAX);
        Self {
            lines: statement.lines_total,
            outgoing_lines: statement.lines.len(),
            confirmed: outcome.confirmed.into_iter().map(confirmed).collect(),
            confirmed_before: outcome.confirmed_before.into_iter().map(confirmed).collect(),
            unmatched_lines: outcome
                .unmatched
                .into_iter()
                .map(|(line, reason)| UnmatchedLine {
                    line_number: line.number,
                    booked_on: line.booked_on,
                    amount_idr: line.amount_idr,
                    reason: reason.as_str(),
                })
                .collect(),
            unmatched_payments: missing
                .map(|(payment_id, paid_on, amount_idr, transfer_reference)| UnmatchedPayment {
                    payment_id,
                    paid_on,
                    amount_idr,
                    transfer_reference,
                })
                .collect(),
            unmatched_payments_total,
        }
    }
}
