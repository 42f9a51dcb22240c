//! What the scholarships of a claim's children would come to if every year were attended: beside what is due at once, never in
//! its sum.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::LapseReason;
use super::model::ChildRow;
use crate::cover::rules::benefits::codes::BenefitItem;
use crate::cover::rules::benefits::rules::{Ask, BenefitRule, Child, Measure, QuoteError, quote};
use crate::cover::wire::{EducationLevelCode, NotDueReasonCode};
use crate::domain::{Day, Rupiah, age_on};

/// What scholarships would come to, paid by school years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScholarshipEstimate {
    /// One line for each child and level.
    pub lines: Vec<ScholarshipEstimateLine>,
    /// Children who get nothing, and why.
    pub not_due: Vec<ScholarshipNotDue>,
    /// The sum of the lines; no part of what is due at once.
    #[schema(minimum = 0, example = 87_000_000)]
    pub total_idr: i64,
}

/// What a child would get in a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScholarshipEstimateLine {
    /// The child.
    pub child_id: Uuid,
    /// What it is called.
    #[schema(example = "Ani Hasanah")]
    pub child_name: String,
    /// The level.
    #[schema(value_type = EducationLevelCode, example = "junior")]
    pub level: &'static str,
    /// How much, for all its years.
    #[schema(minimum = 0, example = 6_000_000)]
    pub amount_idr: i64,
    /// The sum in words of arithmetic.
    #[schema(example = "2000000 x 3 = 6000000")]
    pub arithmetic: String,
    /// The regulation.
    #[schema(example = "PP 82/2019")]
    pub legal_reference: String,
}

/// A child who gets nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScholarshipNotDue {
    /// The child; null: all of them.
    #[schema(required)]
    pub child_id: Option<Uuid>,
    /// Why.
    #[schema(value_type = NotDueReasonCode, example = "total_months")]
    pub reason: &'static str,
}

/// A child as the rules of benefits see it on a day.
pub fn asked(row: &ChildRow, on: Day) -> Child {
    let lapse = row.lapse().map(|(_, reason)| reason);
    Child {
        level: row.level.0,
        year: i64::from(row.level_year),
        // Whoever is not born yet is younger than any limit.
        age: age_on(row.birth_on, on).map_or(0, i64::from),
        married: lapse == Some(LapseReason::Married),
        working: lapse == Some(LapseReason::Working),
    }
}

/// What the rules of a day come to for children, in the circumstances of an ask; none without children.
pub fn estimate(
    rules: &[BenefitRule],
    ask: &Ask,
    children: &[&ChildRow],
    on: Day,
) -> Result<Option<ScholarshipEstimate>, QuoteError> {
    if children.is_empty() {
        return Ok(None);
    }
    let pupils = children.iter().map(|row| asked(row, on)).collect();
    let quote = quote(rules, &Ask { children: pupils, days_late: 0, ..ask.clone() })?;
    let child = |place: Option<usize>| place.and_then(|place| children.get(place));
    let lines = quote.lines.iter().filter_map(|line| {
        let Measure::SchoolYear { level, .. } = line.rule.measure else { return None };
        let row = child(line.child)?;
        Some(ScholarshipEstimateLine {
            child_id: row.id,
            child_name: row.name.clone(),
            level: level.as_str(),
            amount_idr: line.amount.amount(),
            arithmetic: line.arithmetic.clone(),
            legal_reference: line.rule.legal_reference.clone(),
        })
    });
    let lines: Vec<ScholarshipEstimateLine> = lines.collect();
    let total = Rupiah::checked_sum(lines.iter().map(|line| Rupiah::new(line.amount_idr)));
    let not_due = quote.not_due.iter().filter(|one| one.item == BenefitItem::Scholarship);
    Ok(Some(ScholarshipEstimate {
        not_due: not_due
            .map(|one| ScholarshipNotDue {
                child_id: child(one.child).map(|row| row.id),
                reason: one.reason.as_str(),
            })
            .collect(),
        total_idr: total.ok_or(QuoteError::TooLarge)?.amount(),
        lines,
    }))
}
