//! The wire types of payouts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::PaymentRow;
use super::service::{PayoutAccount, Transfer, Verdict};
use crate::claims::heirs::model::{Beneficiary, BeneficiaryRow};
use crate::claims::text::{REASON, parse_line, parse_text};
use crate::domain::{AccountNumber, BankCode, PersonName, Rupiah, code_list, parse_day};
use crate::platform::http::{Issues, Problem, Text};

code_list! {
    /// Whether a beneficiary can be paid, as far as it follows from what is stored and not from the hour, which no version of the
    /// claim tells: `ready` is also an account whose `payable_from` is still to come.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum PayoutState = "payout_state" {
        /// An account is still to come.
        AwaitingAccount = "awaiting_account",
        /// An account that shall take the place of another waits for a second person.
        AwaitingApproval = "awaiting_approval",
        /// There is an account, and no other waits; it is paid to from its `payable_from` on, where it has one.
        Ready = "ready",
        /// The transfer is recorded.
        Paid = "paid",
    }
}

impl PayoutState {
    /// The state of a beneficiary, which follows from what is stored.
    pub fn of(beneficiary: &Beneficiary) -> Self {
        match &beneficiary.payment {
            Some(_) => Self::Paid,
            None => Self::of_account(&beneficiary.row),
        }
    }

    /// The state of a beneficiary's account, whatever was paid to it.
    pub fn of_account(row: &BeneficiaryRow) -> Self {
        match row.account_mask {
            Some(_) if row.pending_at.is_some() => Self::AwaitingApproval,
            Some(_) => Self::Ready,
            None => Self::AwaitingAccount,
        }
    }
}

/// Where a beneficiary is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PayoutAccount)]
pub struct PayoutAccountResponse {
    /// The bank.
    #[schema(example = "BPR Bhakti Sumekar")]
    pub bank_name: String,
    /// The bank's national code; rural banks have none.
    #[schema(required, example = "002")]
    pub bank_code: Option<String>,
    /// The number, masked.
    #[schema(example = "*******789")]
    pub account_number: String,
    /// Whose account it is.
    #[schema(example = "Siti Aminah")]
    pub account_holder_name: String,
    /// Why it is somebody else's, where the holder is not called like the beneficiary or the guardian.
    #[schema(required)]
    pub explanation: Option<String>,
    /// Who stated it in the place of another after the claim was verified.
    #[schema(required)]
    pub changed_by: Option<Uuid>,
    /// Who approved that.
    #[schema(required)]
    pub approved_by: Option<Uuid>,
    /// It is not paid to before this, though the `payout_state` is `ready`; null where it took no other's place and is not of
    /// somebody who was added or corrected after the claim, or another one of the same person, was verified.
    #[schema(required)]
    pub payable_from: Option<DateTime<Utc>>,
}

/// An account that shall take the place of another, and waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PendingPayoutAccount)]
pub struct PendingAccountResponse {
    /// The bank.
    #[schema(example = "BPR Bhakti Sumekar")]
    pub bank_name: String,
    /// The bank's national code; rural banks have none.
    #[schema(required, example = "002")]
    pub bank_code: Option<String>,
    /// The number, masked.
    #[schema(example = "*******789")]
    pub account_number: String,
    /// Whose account it is.
    #[schema(example = "Siti Aminah")]
    pub account_holder_name: String,
    /// Why it is somebody else's, where the holder is not called like the beneficiary or the guardian.
    #[schema(required)]
    pub explanation: Option<String>,
    /// Who stated it; somebody else approves it.
    pub stated_by: Uuid,
    /// When. The cooling-off time runs from here.
    pub stated_at: DateTime<Utc>,
}

impl PendingAccountResponse {
    /// The pending account of a beneficiary, if there is one: its columns are set together.
    pub fn of(row: &BeneficiaryRow) -> Option<Self> {
        Some(Self {
            bank_name: row.pending_bank_name.clone()?,
            bank_code: row.pending_bank_code.clone(),
            account_number: row.pending_account_mask.clone()?,
            account_holder_name: row.pending_account_holder_name.clone()?,
            explanation: row.pending_explanation.clone(),
            stated_by: row.pending_by?,
            stated_at: row.pending_at?,
        })
    }
}

impl PayoutAccountResponse {
    /// The account of a beneficiary, if there is one: its columns are set together.
    pub fn of(row: &BeneficiaryRow) -> Option<Self> {
        Some(Self {
            bank_name: row.bank_name.clone()?,
            bank_code: row.bank_code.clone(),
            account_number: row.account_mask.clone()?,
            account_holder_name: row.account_holder_name.clone()?,
            explanation: row.account_explanation.clone(),
            changed_by: row.account_changed_by,
            approved_by: row.account_approved_by,
            payable_from: row.account_payable_from,
        })
    }
}

/// A transfer to a beneficiary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClaimPayment)]
pub struct PaymentResponse {
    /// The transfer.
    pub id: Uuid,
    /// How much.
    #[schema(minimum = 1, example = 42000000)]
    pub amount_idr: i64,
    /// On which day.
    pub paid_on: NaiveDate,
    /// The insurer's or bank's number for it.
    #[schema(example = "TRF-2026-000789")]
    pub transfer_reference: String,
    /// To which account, masked.
    #[schema(example = "*******789")]
    pub account_number: String,
    /// By which account of Payung it was recorded.
    #[schema(required)]
    pub recorded_by: Option<Uuid>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who took it back.
    #[schema(required)]
    pub voided_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub voided_at: Option<DateTime<Utc>>,
    /// Why.
    #[schema(required)]
    pub void_reason: Option<String>,
}

impl From<&PaymentRow> for PaymentResponse {
    fn from(row: &PaymentRow) -> Self {
        Self {
            id: row.id,
            amount_idr: row.amount_idr,
            paid_on: row.paid_on,
            transfer_reference: row.transfer_reference.clone(),
            account_number: row.account_mask.clone(),
            recorded_by: row.recorded_by,
            recorded_at: row.created_at,
            voided_by: row.voided_by,
            voided_at: row.voided_at,
            void_reason: row.void_reason.clone(),
        }
    }
}

/// Where a beneficiary wants to be paid.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPayoutAccount {
    /// The bank.
    #[schema(max_length = 100, example = "BPR Bhakti Sumekar")]
    bank_name: String,
    /// The bank's national code; rural banks have none.
    #[schema(pattern = "^[0-9]{3}$", example = "002")]
    bank_code: Option<String>,
    /// The number; spaces, dashes and dots between digits are dropped.
    #[schema(example = "0012 3456 789")]
    account_number: String,
    /// Whose account it is: the beneficiary's, or a minor's guardian's.
    #[schema(max_length = 100, example = "Siti Aminah")]
    account_holder_name: String,
    /// Why it is somebody else's; needed where the holder is not called like the beneficiary or the guardian.
    #[schema(max_length = 1000)]
    explanation: Option<String>,
}

impl SetPayoutAccount {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self) -> Result<PayoutAccount, Problem> {
        let mut issues = Issues::new();
        let bank_name = issues.take("/bank_name", parse_line(&self.bank_name));
        let bank_code = issues.take_optional("/bank_code", self.bank_code.as_deref(), BankCode::parse);
        let number = issues.take("/account_number", AccountNumber::parse(&self.account_number));
        let holder = issues.take("/account_holder_name", PersonName::parse(&self.account_holder_name));
        let explanation = issues
            .take_optional("/explanation", self.explanation.as_deref(), |text| parse_text(text, REASON));
        match (bank_name, number, holder) {
            (Some(bank_name), Some(account_number), Some(holder_name)) if issues.is_empty() => {
                Ok(PayoutAccount { bank_name, bank_code, account_number, holder_name, explanation })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

/// The approval of an account in the place of another.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovePayoutAccount {
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl ApprovePayoutAccount {
    /// The approval with its note.
    pub fn parse(self) -> Result<Verdict, Problem> {
        let mut issues = Issues::new();
        let note = issues.take_optional("/note", self.note.as_deref(), |text| parse_text(text, REASON));
        issues.finish()?;
        Ok(Verdict::Approve(note))
    }
}

/// A transfer that the insurer made to a beneficiary.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordClaimPayment {
    /// To whom.
    beneficiary_id: Uuid,
    /// How much: exactly what the beneficiary is due.
    #[schema(minimum = 1, example = 42000000)]
    amount_idr: i64,
    /// On which day.
    #[schema(format = Date, example = "2026-11-22")]
    paid_on: String,
    /// The insurer's or bank's number for it, unique among the transfers of claims and scholarships in the regency that were
    /// not taken back; spaces and case make no difference.
    #[schema(max_length = 100, example = "TRF-2026-000789")]
    transfer_reference: String,
}

impl RecordClaimPayment {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self) -> Result<Transfer, Problem> {
        let mut issues = Issues::new();
        let paid_on = issues.take("/paid_on", parse_day(&self.paid_on));
        let reference = issues.take("/transfer_reference", parse_line(&self.transfer_reference));
        let amount = Rupiah::new(self.amount_idr);
        if amount <= Rupiah::ZERO {
            issues.push(
                "/amount_idr",
                "amount_not_positive",
                Text::fixed("Jumlah harus lebih dari nol.", "The amount must be more than zero."),
            );
        }
        match (paid_on, reference) {
            (Some(paid_on), Some(reference)) if issues.is_empty() => {
                Ok(Transfer { beneficiary_id: self.beneficiary_id, amount, paid_on, reference })
            }
            _ => Err(issues.into_problem()),
        }
    }
}
