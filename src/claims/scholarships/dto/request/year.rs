//! What callers send about scholarships.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::note;
use crate::claims::cases::codes::DecisionOutcome;
use crate::claims::scholarships::rules::SchoolYear;
use crate::claims::scholarships::service::{Decision, NewScholarship, Transfer};
use crate::claims::text::{REASON, parse_line, parse_text};
use crate::cover::rules::benefits::codes::EducationLevel;
use crate::cover::wire::EducationLevelCode;
use crate::domain::{Day, Rupiah, new_id, parse_day};
use crate::platform::http::{Issues, Problem, Text, brought_id};

/// A year of a child to be claimed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimScholarship {
    /// The caller's own id for it, a UUID of version 7.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// The child.
    child_id: Uuid,
    /// Which school year.
    #[schema(pattern = "^[0-9]{4}/[0-9]{4}$", example = "2026/2027")]
    school_year: String,
    /// The level that the child is in then.
    #[schema(value_type = EducationLevelCode, example = "primary")]
    level: EducationLevel,
}

impl ClaimScholarship {
    /// Reads it.
    pub fn parse(self, now: DateTime<Utc>) -> Result<NewScholarship, Problem> {
        let mut issues = Issues::new();
        let year = issues.take("/school_year", SchoolYear::parse(&self.school_year));
        match year {
            Some(year) => Ok(NewScholarship {
                id: self.id.unwrap_or_else(|| new_id(now)),
                child_id: self.child_id,
                year,
                level: self.level,
            }),
            None => Err(issues.into_problem()),
        }
    }
}

/// The confirmation of a year by a second person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyScholarship {
    /// Whether to accept every paper of the year that nobody has judged and that the caller did not send.
    #[serde(default)]
    accept_documents: bool,
    /// For the history.
    #[schema(max_length = 1000)]
    note: Option<String>,
}

impl VerifyScholarship {
    /// Whether to accept papers, and the note.
    pub fn parse(self) -> Result<(bool, Option<String>), Problem> {
        let mut issues = Issues::new();
        let note = note(&mut issues, self.note.as_deref());
        issues.finish()?;
        Ok((self.accept_documents, note))
    }
}

/// The insurer's decision about a year.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordScholarshipDecision {
    /// What it decided.
    outcome: DecisionOutcome,
    /// On which day: none before the year was verified.
    #[schema(format = Date, example = "2026-12-10")]
    decided_on: String,
    /// What it pays, where that is less than the rule gives. All years together stay within what it granted for scholarships with
    /// the claim, if it did.
    #[schema(minimum = 1, example = 1_500_000)]
    approved_amount_idr: Option<i64>,
    /// Why it refuses; needed for a refusal.
    #[schema(max_length = 1000)]
    rejection_reason: Option<String>,
    /// The insurer's number for it.
    #[schema(max_length = 100)]
    insurer_reference: Option<String>,
}

impl RecordScholarshipDecision {
    /// The decision, its day and the insurer's number.
    pub fn parse(self) -> Result<(Decision, Day, Option<String>), Problem> {
        let mut issues = Issues::new();
        let decided_on = issues.take("/decided_on", parse_day(&self.decided_on));
        let reference =
            issues.take_optional("/insurer_reference", self.insurer_reference.as_deref(), parse_line);
        let reason = issues.take_optional("/rejection_reason", self.rejection_reason.as_deref(), |text| {
            parse_text(text, REASON)
        });
        let amount = self.approved_amount_idr.map(Rupiah::new);
        if let Some(amount) = amount {
            check_amount(&mut issues, "/approved_amount_idr", amount);
        }
        let decision = match self.outcome {
            DecisionOutcome::Approved => {
                misplaced(&mut issues, "/rejection_reason", reason.is_some());
                Some(Decision::Approved(amount))
            }
            DecisionOutcome::Rejected => {
                misplaced(&mut issues, "/approved_amount_idr", amount.is_some());
                if self.rejection_reason.is_none() {
                    issues.missing("/rejection_reason");
                }
                reason.map(Decision::Rejected)
            }
        };
        match decision.zip(decided_on) {
            Some((decision, decided_on)) if issues.is_empty() => Ok((decision, decided_on, reference)),
            _ => Err(issues.into_problem()),
        }
    }
}

/// The transfer of a scholarship.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordScholarshipPayment {
    /// To whom: the payee of the child.
    beneficiary_id: Uuid,
    /// How much: exactly what was approved.
    #[schema(minimum = 1, example = 1_500_000)]
    amount_idr: i64,
    /// On which day.
    #[schema(format = Date, example = "2026-12-12")]
    paid_on: String,
    /// The insurer's or bank's number for it, unique among the transfers of claims and scholarships in the regency that were
    /// not taken back; spaces and case make no difference.
    #[schema(max_length = 100, example = "BEA-2026-000789")]
    transfer_reference: String,
}

impl RecordScholarshipPayment {
    /// Reads it, with everything that is wrong at once.
    pub fn parse(self) -> Result<Transfer, Problem> {
        let mut issues = Issues::new();
        let paid_on = issues.take("/paid_on", parse_day(&self.paid_on));
        let reference = issues.take("/transfer_reference", parse_line(&self.transfer_reference));
        let amount = Rupiah::new(self.amount_idr);
        check_amount(&mut issues, "/amount_idr", amount);
        match (paid_on, reference) {
            (Some(paid_on), Some(reference)) if issues.is_empty() => {
                Ok(Transfer { beneficiary_id: self.beneficiary_id, amount, paid_on, reference })
            }
            _ => Err(issues.into_problem()),
        }
    }
}

fn check_amount(issues: &mut Issues, pointer: &str, amount: Rupiah) {
    if amount <= Rupiah::ZERO {
        issues.push(
            pointer,
            "amount_not_positive",
            Text::fixed("Jumlah harus lebih dari nol.", "The amount must be more than zero."),
        );
    }
}

fn misplaced(issues: &mut Issues, pointer: &str, is_given: bool) {
    if is_given {
        issues.push(
            pointer,
            "does_not_apply",
            Text::fixed("Isian ini tidak berlaku di sini.", "This field does not apply here."),
        );
    }
}
