//! What a quote of benefits answers.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::service::{Known, Member};
use crate::cover::rules::benefits::rules::{Line, Measure, NotDue, Quote};
use crate::cover::wire::{
    BasisCode, BenefitItemCode, ConfidenceCode, EducationLevelCode, NotDueReasonCode, StandingCode,
};

/// What benefits come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitQuoteResponse {
    /// One line for each term of the sum.
    pub lines: Vec<BenefitQuoteLine>,
    /// The sum of the lines.
    #[schema(example = 42_000_000, minimum = 0)]
    pub total_idr: i64,
    /// What was asked for, or would be paid in other circumstances, and is not due.
    pub not_due: Vec<BenefitNotDue>,
    /// The rule on the months that must have been paid before a death; null where none is in force.
    pub waiting: Option<BenefitWaitingRule>,
    /// What is known of the worker; null where none is named.
    #[schema(required)]
    pub member: Option<BenefitMember>,
}

/// What the ledger and the insurer's facts say of a worker on the day of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitMember {
    /// The worker.
    pub worker_id: Uuid,
    /// How the worker stood. In arrears is never a plain yes: whether the benefits are paid is not certain, and where
    /// the worker was not covered nothing of the quote is owed.
    #[schema(value_type = StandingCode)]
    pub standing: &'static str,
    /// Where it is known from.
    #[schema(value_type = BasisCode)]
    pub basis: &'static str,
    /// Months paid without a gap, in the death programme.
    #[schema(example = 9, minimum = 0)]
    pub consecutive_paid_months: i64,
    /// Months paid in all, in the death programme.
    #[schema(example = 9, minimum = 0)]
    pub total_paid_months: i64,
}

/// One term of the sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitQuoteLine {
    /// What is paid for.
    #[schema(value_type = BenefitItemCode, example = "periodic")]
    pub item: &'static str,
    /// The level of education.
    #[schema(value_type = Option<EducationLevelCode>, example = json!(null))]
    pub education_level: Option<&'static str>,
    /// The child's place in the request; the first is 0.
    #[schema(example = json!(null), minimum = 0)]
    pub child: Option<usize>,
    /// What it comes to.
    #[schema(example = 12_000_000, minimum = 0)]
    pub amount_idr: i64,
    /// The rule behind it.
    pub rule: BenefitQuoteRule,
    /// The numbers of the request that went in.
    pub inputs: Vec<BenefitQuoteInput>,
    /// The sum in words of arithmetic.
    #[schema(example = "500000 x 24 = 12000000")]
    pub arithmetic: String,
    /// How the part of a rupiah that a percentage leaves over is treated; null where none can arise.
    #[schema(example = json!(null))]
    pub rounding: Option<&'static str>,
    /// Whether the rule's bound decided the amount.
    pub capped: bool,
}

/// The rule behind a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitQuoteRule {
    /// The benefit's row.
    pub benefit_rule_id: Uuid,
    /// The regulation.
    #[schema(example = "PP 82/2019")]
    pub legal_reference: String,
    /// How sure it is.
    #[schema(value_type = Option<ConfidenceCode>, example = "high")]
    pub confidence: Option<&'static str>,
}

/// A number that went into a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitQuoteInput {
    /// Its name.
    #[schema(example = "wage_base_idr")]
    pub name: &'static str,
    /// Its value.
    #[schema(example = 1_000_000)]
    pub value: i64,
}

/// Something that is not due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitNotDue {
    /// What would be paid for.
    #[schema(value_type = BenefitItemCode, example = "scholarship")]
    pub item: &'static str,
    /// The child's place in the request; the first is 0.
    #[schema(minimum = 0)]
    pub child: Option<usize>,
    /// Why it is not.
    #[schema(value_type = NotDueReasonCode, example = "total_months")]
    pub reason: &'static str,
    /// The benefit's row; null where there is none.
    pub benefit_rule_id: Option<Uuid>,
}

/// The rule on the months that must have been paid before a death.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitWaitingRule {
    /// The parameter's row.
    pub parameter_id: Uuid,
    /// How many consecutive months.
    #[schema(example = 3, minimum = 0)]
    pub months: i64,
    /// The regulation.
    #[schema(example = "Permenaker 1/2025")]
    pub legal_reference: String,
}

impl BenefitQuoteResponse {
    /// The wire form of a quote from what is known.
    pub fn new(quote: &Quote<'_>, known: &Known, member: Option<&Member>) -> Self {
        Self {
            member: member.map(|member| BenefitMember {
                worker_id: member.worker_id,
                standing: member.standing.state.as_str(),
                basis: member.standing.basis.as_str(),
                consecutive_paid_months: member.consecutive_months,
                total_paid_months: member.total_months,
            }),
            lines: quote.lines.iter().map(|line| BenefitQuoteLine::new(line, known)).collect(),
            total_idr: quote.total.amount(),
            not_due: quote.not_due.iter().map(BenefitNotDue::new).collect(),
            waiting: known.waiting.as_ref().map(|row| BenefitWaitingRule {
                parameter_id: row.id,
                months: row.value,
                legal_reference: row.legal_reference.clone(),
            }),
        }
    }
}

impl BenefitQuoteLine {
    fn new(line: &Line<'_>, known: &Known) -> Self {
        let level = match line.rule.measure {
            Measure::SchoolYear { level, .. } => Some(level.as_str()),
            _ => None,
        };
        Self {
            item: line.rule.item.as_str(),
            education_level: level,
            child: line.child,
            amount_idr: line.amount.amount(),
            rule: BenefitQuoteRule {
                benefit_rule_id: line.rule.id,
                legal_reference: line.rule.legal_reference.clone(),
                confidence: known.confidence.get(&line.rule.id).map(|confidence| confidence.as_str()),
            },
            inputs: line.inputs.iter().map(|&(name, value)| BenefitQuoteInput { name, value }).collect(),
            arithmetic: line.arithmetic.clone(),
            // The words of `benefits::rules::ROUNDING`.
            rounding: line.rounding.map(|_| "half_up"),
            capped: line.capped,
        }
    }
}

impl BenefitNotDue {
    fn new(not_due: &NotDue<'_>) -> Self {
        Self {
            item: not_due.item.as_str(),
            child: not_due.child,
            reason: not_due.reason.as_str(),
            benefit_rule_id: not_due.rule.map(|rule| rule.id),
        }
    }
}
