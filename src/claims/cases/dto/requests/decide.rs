//! What the insurer sends.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{does_not_apply, parse_reason};
use crate::claims::cases::codes::{Benefit, DecisionOutcome};
use crate::claims::cases::dto::ApprovedLineBody;
use crate::claims::cases::model::ApprovedLine;
use crate::claims::cases::service::Decision;
use crate::claims::text::parse_line;
use crate::domain::{Day, Rupiah, parse_day};
use crate::platform::http::{Issues, Problem, Text};

/// The insurer's decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordClaimDecision {
    /// What it decided.
    outcome: DecisionOutcome,
    /// On which day.
    #[schema(format = Date, example = "2026-11-20")]
    decided_on: String,
    /// What it pays at once, to be divided among the beneficiaries; needed for an approval unless there are lines of it, whose sum
    /// it then is. Scholarships are no part of it.
    #[schema(minimum = 1, example = 42000000)]
    approved_amount_idr: Option<i64>,
    /// What that amount is made of. A line `scholarship` is no part of it: it grants the children's scholarships, also where too
    /// few paid months are known here, and states how much their years come to at most. A line `late_fee` is part of the amount,
    /// but no benefit: it is taken off what the insurer owes for paying late.
    #[serde(default)]
    #[schema(max_items = 50)]
    approved_lines: Vec<ApprovedLineBody>,
    /// Why it refuses; needed for a refusal.
    #[schema(max_length = 1000)]
    rejection_reason: Option<String>,
    /// The insurer's number for the claim.
    #[schema(max_length = 100)]
    insurer_reference: Option<String>,
}

/// More kinds of benefit than there are, and less than would burden anybody.
const LINES_MOST: usize = 50;

impl RecordClaimDecision {
    /// The decision, its day and the insurer's number.
    pub fn parse(self) -> Result<(Decision, Day, Option<String>), Problem> {
        let mut issues = Issues::new();
        let decided_on = issues.take("/decided_on", parse_day(&self.decided_on));
        let reference =
            issues.take_optional("/insurer_reference", self.insurer_reference.as_deref(), parse_line);
        let decision = match self.outcome {
            DecisionOutcome::Approved => self.approval(&mut issues),
            DecisionOutcome::Rejected => self.rejection(&mut issues),
        };
        match (decision, decided_on) {
            (Some(decision), Some(day)) if issues.is_empty() => Ok((decision, day, reference)),
            _ => Err(issues.into_problem()),
        }
    }

    fn approval(&self, issues: &mut Issues) -> Option<Decision> {
        if self.rejection_reason.is_some() {
            does_not_apply(issues, "/rejection_reason");
        }
        let lines: Vec<ApprovedLine> = self
            .approved_lines
            .iter()
            .map(|line| ApprovedLine { benefit: line.benefit, amount_idr: line.amount_idr })
            .collect();
        for (place, _) in lines.iter().enumerate().filter(|(_, line)| line.amount_idr < 1) {
            not_positive(issues, format!("/approved_lines/{place}/amount_idr"));
        }
        if lines.len() > LINES_MOST {
            issues.push(
                "/approved_lines",
                "too_many_lines",
                Text::fixed("Paling banyak 50 baris.", "At most 50 lines."),
            );
        }
        let (granted, due): (Vec<ApprovedLine>, Vec<ApprovedLine>) =
            lines.iter().copied().partition(|line| line.benefit == Benefit::Scholarship);
        if !granted.is_empty() {
            let granted = sum(&granted).map_or(i64::MAX, Rupiah::amount);
            issues.take("/approved_lines", Rupiah::non_negative(granted.max(0)));
        }
        let sum = sum(&due);
        let amount = match self.approved_amount_idr {
            None if due.is_empty() => {
                issues.missing("/approved_amount_idr");
                return None;
            }
            None => sum,
            Some(amount) => Some(Rupiah::new(amount)),
        };
        let amount = match amount.filter(|amount| *amount > Rupiah::ZERO) {
            Some(amount) => issues.take("/approved_amount_idr", Rupiah::non_negative(amount.amount())),
            None => {
                not_positive(issues, "/approved_amount_idr");
                None
            }
        };
        if !due.is_empty() && sum != amount {
            issues.push(
                "/approved_lines",
                "lines_do_not_add_up",
                Text::fixed(
                    "Jumlah baris tidak sama dengan jumlah yang disetujui.",
                    "The lines do not add up to the approved amount.",
                ),
            );
        }
        amount.map(|amount| Decision::Approved { amount, lines })
    }

    fn rejection(&self, issues: &mut Issues) -> Option<Decision> {
        if self.approved_amount_idr.is_some() {
            does_not_apply(issues, "/approved_amount_idr");
        }
        if !self.approved_lines.is_empty() {
            does_not_apply(issues, "/approved_lines");
        }
        let Some(reason) = &self.rejection_reason else {
            issues.missing("/rejection_reason");
            return None;
        };
        issues.take("/rejection_reason", parse_reason(reason)).map(|reason| Decision::Rejected { reason })
    }
}

fn sum(lines: &[ApprovedLine]) -> Option<Rupiah> {
    Rupiah::checked_sum(lines.iter().map(|line| Rupiah::new(line.amount_idr)))
}

fn not_positive(issues: &mut Issues, pointer: impl Into<String>) {
    issues.push(
        pointer,
        "amount_not_positive",
        Text::fixed("Jumlah harus lebih dari nol.", "The amount must be more than zero."),
    );
}
