//! Wire types of transfers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::model::{CoveredBatch, PaymentRow};
use super::queries::PaymentFilter;
use super::rules;
use super::service::NewPayment;
use crate::access::caller::{ContributionsApprove, Principal};
use crate::cover::contributions::statements::queries::ConfirmationRow;
use crate::cover::wire;
use crate::domain::{Day, parse_day};
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// The most batches of one transfer.
const BATCHES_MAX: usize = 100;

/// A transfer to the insurer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionPaymentResponse {
    /// Its id.
    pub id: Uuid,
    /// What was transferred.
    #[schema(example = 33_600, minimum = 0)]
    pub amount_idr: i64,
    /// What the insurer took from what it still held of earlier transfers.
    #[schema(example = 0, minimum = 0)]
    pub credit_used_idr: i64,
    /// The day of the transfer.
    pub paid_on: NaiveDate,
    /// The bank's reference.
    #[schema(example = "SP2D-0412/2026")]
    pub transfer_reference: String,
    /// What else there is to say.
    #[schema(required)]
    pub note: Option<String>,
    /// Who recorded it; null for the deployment itself.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// The batches that it covers, or had covered until it was taken back.
    pub batches: Vec<PaidBatch>,
    /// What of it became a credit of its sources with the insurer: refused lines, and accepted months after the end of a
    /// period or after a death.
    #[schema(example = 0, minimum = 0)]
    pub credit_idr: i64,
    /// What the bank's statement says of it; null while no statement has named it.
    #[schema(required)]
    pub bank_confirmation: Option<BankConfirmation>,
    /// Who took it back; null as long as it holds.
    #[schema(required)]
    pub voided_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub void_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!([]))]
    pub allowed_actions: Vec<&'static str>,
    /// 1 at first, and one more once the bank has confirmed it and once it is taken back: nothing else changes of a
    /// transfer.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
}

/// That the bank's statement shows a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BankConfirmation {
    /// The day on which the bank booked it.
    pub booked_on: NaiveDate,
    /// The line of the statement.
    #[schema(example = 7, minimum = 1)]
    pub line_number: i32,
    /// When the statement was sent.
    pub confirmed_at: DateTime<Utc>,
    /// Who sent it; null for the deployment itself.
    #[schema(required)]
    pub confirmed_by: Option<Uuid>,
}

/// A batch that a transfer covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaidBatch {
    /// The batch.
    pub id: Uuid,
    /// Counted within its source.
    #[schema(example = 1, minimum = 1)]
    pub number: i32,
    /// Its source.
    pub funding_source_id: Uuid,
    /// What it comes to.
    #[schema(example = 33_600, minimum = 0)]
    pub amount_idr: i64,
}

impl ContributionPaymentResponse {
    /// A transfer with those of the batches that it covers and what the bank says, as this caller sees it.
    pub fn new(
        row: PaymentRow,
        covered: &[CoveredBatch],
        confirmed: &[ConfirmationRow],
        caller: &Principal,
    ) -> Self {
        let confirmation = confirmed.iter().find(|confirmation| confirmation.payment_id == row.id);
        let of_this = || covered.iter().filter(|batch| batch.payment_id == Some(row.id));
        let is_answered = of_this().any(|batch| batch.accepted_lines + batch.refused_lines > 0);
        let may_void = caller.may::<ContributionsApprove>() && row.recorded_by != Some(caller.account_id);
        let batches = of_this().map(|batch| PaidBatch {
            id: batch.id,
            number: batch.number,
            funding_source_id: batch.funding_source_id,
            amount_idr: batch.amount_idr,
        });
        let version = rules::version(row.version, row.is_void(), confirmation.is_some());
        let allowed_actions =
            if may_void && !row.is_void() && !is_answered { vec!["void"] } else { Vec::new() };
        Self {
            credit_idr: of_this().map(|batch| batch.refused_idr + batch.excess_idr).sum(),
            batches: batches.collect(),
            id: row.id,
            amount_idr: row.amount_idr,
            credit_used_idr: row.credit_used_idr,
            paid_on: row.paid_on,
            transfer_reference: row.transfer_reference,
            note: row.note,
            recorded_by: row.recorded_by,
            version,
            allowed_actions,
            voided_by: row.voided_by,
            voided_at: row.voided_at,
            void_reason: row.void_reason,
            bank_confirmation: confirmation.map(|confirmation| BankConfirmation {
                booked_on: confirmation.booked_on,
                line_number: confirmation.line_number,
                confirmed_at: confirmation.created_at,
                confirmed_by: confirmation.confirmed_by,
            }),
            created_at: row.created_at,
        }
    }
}

/// What makes the bytes differ at the same version: what the caller may do, which ends with the insurer's answer, and what
/// became a credit.
pub fn view(shown: &ContributionPaymentResponse) -> String {
    let who = if shown.allowed_actions.is_empty() { "v" } else { "vu" };
    if shown.credit_idr > 0 { format!("{who}-{}", shown.credit_idr) } else { who.to_owned() }
}

/// Why a transfer is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidContributionPayment {
    /// Kept with the transfer, and in the history of its batches.
    #[schema(max_length = 500, example = "It was for another batch")]
    reason: String,
}

impl VoidContributionPayment {
    /// The reason.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<500>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

/// A transfer to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateContributionPayment {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The batches that it covers, each with a billing code.
    #[schema(min_items = 1, max_items = 100)]
    batches: Vec<BatchToPay>,
    /// What was transferred: together with the credit exactly what the batches come to. Fees of the bank do not
    /// belong here.
    #[schema(example = 33_600, minimum = 0)]
    amount_idr: i64,
    /// What the insurer took from what it still held of earlier transfers; none when absent. Only where all batches
    /// are of one source.
    #[schema(example = 0, minimum = 0)]
    credit_used_idr: Option<i64>,
    /// The day of the transfer; not in the future.
    #[schema(value_type = NaiveDate, example = "2026-01-20")]
    paid_on: String,
    /// The bank's reference; unique in the regency.
    #[schema(max_length = 100, example = "SP2D-0412/2026")]
    transfer_reference: String,
    /// What else there is to say.
    #[schema(max_length = 500)]
    note: Option<String>,
}

/// A batch to be paid.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchToPay {
    /// The batch.
    id: Uuid,
    /// Its version as it was read; 412 if it has changed since.
    #[schema(example = 3, minimum = 1)]
    version: i32,
}

impl CreateContributionPayment {
    /// Reads the request, all problems at once.
    pub fn parse(self, today: Day, new_id: impl FnOnce() -> Uuid) -> Result<NewPayment, Problem> {
        let mut issues = Issues::new();
        let batches = batches(&mut issues, &self.batches);
        let amount = wire::amount(&mut issues, "/amount_idr", self.amount_idr);
        let credit = wire::amount(&mut issues, "/credit_used_idr", self.credit_used_idr.unwrap_or(0));
        let paid_on = wire::day(&mut issues, "/paid_on", &self.paid_on);
        if paid_on.is_some_and(|day| day > today) {
            let text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
            issues.push("/paid_on", "day_in_future", text);
        }
        let reference = wire::line::<100>(&mut issues, "/transfer_reference", &self.transfer_reference);
        let note = wire::optional_line::<500>(&mut issues, "/note", self.note);
        let payment = || {
            Some(NewPayment {
                id: self.id.unwrap_or_else(new_id),
                batches,
                amount: amount?,
                credit_used: credit?,
                paid_on: paid_on?,
                transfer_reference: reference?,
                note,
            })
        };
        wire::finish(payment(), issues)
    }
}

fn batches(issues: &mut Issues, given: &[BatchToPay]) -> Vec<(Uuid, i32)> {
    if given.is_empty() {
        issues.missing("/batches");
    }
    if given.len() > BATCHES_MAX {
        let text = Text::new(
            format!("Paling banyak {BATCHES_MAX} kelompok iuran."),
            format!("At most {BATCHES_MAX} batches."),
        );
        issues.push("/batches", "too_many_batches", text);
        return Vec::new();
    }
    let mut batches: Vec<(Uuid, i32)> = Vec::with_capacity(given.len());
    for (place, batch) in given.iter().enumerate() {
        if batches.iter().any(|(id, _)| *id == batch.id) {
            let text = Text::fixed("Kelompok iuran ini disebut dua kali.", "This batch stands twice.");
            issues.push(format!("/batches/{place}/id"), "batch_repeated", text);
        }
        batches.push((batch.id, batch.version));
    }
    batches
}

/// Which transfers to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaymentQuery {
    /// Made on this day or later.
    #[param(value_type = Option<NaiveDate>)]
    from: Option<String>,
    /// Made on this day or before.
    #[param(value_type = Option<NaiveDate>)]
    until: Option<String>,
    /// Whether the bank's statement shows them.
    bank_confirmed: Option<bool>,
    /// Whether they were taken back.
    voided: Option<bool>,
}

impl PaymentQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(&self) -> Result<PaymentFilter, Problem> {
        Ok(PaymentFilter {
            from: wire::parameter("from", self.from.as_deref(), parse_day)?,
            until: wire::parameter("until", self.until.as_deref(), parse_day)?,
            bank_confirmed: self.bank_confirmed,
            voided: self.voided,
        })
    }
}
