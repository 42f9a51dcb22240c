//! What benefits come to, line by line, from dated rows: the only place that knows how terms are put together.

mod arithmetic;
mod children;
mod gates;

use std::collections::BTreeSet;

use uuid::Uuid;

pub use gates::fits;

use super::codes::{
    BenefitCircumstance, BenefitItem, BenefitKind, BenefitMeasure, EducationLevel, NotDueReason,
};
use crate::domain::{Rounding, Rupiah};

/// How the part of a rupiah that a percentage leaves over is treated.
pub const ROUNDING: Rounding = Rounding::HalfUp;

/// How a row becomes an amount, with the row's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// An amount, so many times.
    Fixed { amount: Rupiah, times: i32 },
    /// The wage base, so many times.
    WageBase { times: i32 },
    /// Percentages of so many wage bases.
    Disability { times: i32 },
    /// A part of the wage base for each of these months, counted from the first one of inability.
    InabilityMonth { basis_points: i32, from: i32, until: Option<i32> },
    /// What was spent, at most this.
    Cost { cap: Option<Rupiah> },
    /// An amount for each year of a level, for so many children below an age.
    SchoolYear { amount: Rupiah, years: i32, level: EducationLevel, children_maximum: i32, age_below: i32 },
    /// A part of everything else for each day.
    DelayDay { basis_points: i32 },
}

impl Measure {
    /// The kind of measure.
    pub const fn code(self) -> BenefitMeasure {
        match self {
            Self::Fixed { .. } => BenefitMeasure::Fixed,
            Self::WageBase { .. } => BenefitMeasure::WageBase,
            Self::Disability { .. } => BenefitMeasure::Disability,
            Self::InabilityMonth { .. } => BenefitMeasure::InabilityMonth,
            Self::Cost { .. } => BenefitMeasure::Cost,
            Self::SchoolYear { .. } => BenefitMeasure::SchoolYear,
            Self::DelayDay { .. } => BenefitMeasure::DelayDay,
        }
    }
}

/// What must be so before anything is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gates {
    /// The consecutive paid months of the waiting rule.
    pub after_waiting: bool,
    /// Paid months in all.
    pub total_months_from: Option<i32>,
    /// Not paid by another membership of the person.
    pub once_per_person: bool,
}

/// A dated row, in force on the day of the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitRule {
    /// The row.
    pub id: Uuid,
    /// What happened.
    pub kind: BenefitKind,
    /// What came of it; none: whatever did.
    pub circumstance: Option<BenefitCircumstance>,
    /// What is paid for.
    pub item: BenefitItem,
    /// How it becomes an amount.
    pub measure: Measure,
    /// What must be so.
    pub gates: Gates,
    /// The regulation.
    pub legal_reference: String,
}

/// A percentage of the doctor's and the insurer's papers. One hundred are one per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disability {
    /// Of the table in the regulation's annex.
    pub table_basis_points: i32,
    /// How much of the function is lost; none: the part of the body itself is.
    pub loss_basis_points: Option<i32>,
}

/// A child of the member on the day of the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// The level that the child is in, or enters next.
    pub level: EducationLevel,
    /// The year of that level that comes next; 1 is the first.
    pub year: i64,
    /// In completed years.
    pub age: i64,
    /// Whether the child is married.
    pub married: bool,
    /// Whether the child works.
    pub working: bool,
}

/// What a quote is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What happened.
    pub kind: BenefitKind,
    /// What came of it.
    pub circumstance: BenefitCircumstance,
    /// The member's wage base.
    pub wage_base: Rupiah,
    /// Paid months without a gap up to the event.
    pub consecutive_months: i64,
    /// Paid months in all.
    pub total_months: i64,
    /// The waiting months of the day of the event; zero where no such rule is in force.
    pub waiting_months: i64,
    /// Whether another membership of the person has paid what is paid once.
    pub paid_before: bool,
    /// Whether the dead leave no heir, so that only who buried them is paid.
    pub without_heirs: bool,
    /// What is lost for good.
    pub disabilities: Vec<Disability>,
    /// Months without being able to work.
    pub months_of_inability: i64,
    /// What was spent, by item.
    pub costs: Vec<(BenefitItem, Rupiah)>,
    /// The children.
    pub children: Vec<Child>,
    /// Days by which the insurer pays late.
    pub days_late: i64,
}

impl Ask {
    /// An event of somebody of whom nothing is known but the wage base: no paid months, no papers, no children.
    pub const fn new(kind: BenefitKind, circumstance: BenefitCircumstance, wage_base: Rupiah) -> Self {
        Self {
            kind,
            circumstance,
            wage_base,
            consecutive_months: 0,
            total_months: 0,
            waiting_months: 0,
            paid_before: false,
            without_heirs: false,
            disabilities: Vec::new(),
            months_of_inability: 0,
            costs: Vec::new(),
            children: Vec::new(),
            days_late: 0,
        }
    }

    /// A death not at work, of somebody without children. No part of what is paid for it depends on the wage.
    pub const fn death() -> Self {
        Self::new(BenefitKind::Death, BenefitCircumstance::Death, Rupiah::ZERO)
    }
}

/// One term of the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'r> {
    /// The row.
    pub rule: &'r BenefitRule,
    /// The child's place in the ask.
    pub child: Option<usize>,
    /// The numbers that went in, by name.
    pub inputs: Vec<(&'static str, i64)>,
    /// The sum in words of arithmetic.
    pub arithmetic: String,
    /// How a part of a rupiah was treated, where one could arise.
    pub rounding: Option<Rounding>,
    /// Whether the row's bound decided the amount.
    pub capped: bool,
    /// What it comes to.
    pub amount: Rupiah,
}

/// Something that was asked for, or would be paid in other circumstances, and is not due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotDue<'r> {
    /// The row; none where there is none.
    pub rule: Option<&'r BenefitRule>,
    /// What would be paid for.
    pub item: BenefitItem,
    /// The child's place in the ask.
    pub child: Option<usize>,
    /// Why it is not.
    pub reason: NotDueReason,
}

/// What benefits come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote<'r> {
    /// In the order of items.
    pub lines: Vec<Line<'r>>,
    /// What is not due, with the reasons.
    pub not_due: Vec<NotDue<'r>>,
    /// The sum of the lines.
    pub total: Rupiah,
}

impl<'r> Quote<'r> {
    /// Notes once for a child that something is not due, though several rows say so.
    fn refuse(
        &mut self,
        rule: Option<&'r BenefitRule>,
        item: BenefitItem,
        child: Option<usize>,
        reason: NotDueReason,
    ) {
        let known = self.not_due.iter().any(|one| (one.item, one.child, one.reason) == (item, child, reason));
        if !known {
            self.not_due.push(NotDue { rule, item, child, reason });
        }
    }
}

/// Why no amount can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// Nothing is known of benefits in this circumstance on this day.
    #[error("no rule is in force")]
    NoRule,
    /// The amount cannot be stored.
    #[error("the amount is too large")]
    TooLarge,
}

/// What benefits come to by the rows in force on the day of the event.
pub fn quote<'r>(rules: &'r [BenefitRule], ask: &Ask) -> Result<Quote<'r>, QuoteError> {
    let rules = applicable(rules, ask);
    if rules.iter().all(|rule| matches!(rule.measure, Measure::DelayDay { .. })) {
        return Err(QuoteError::NoRule);
    }
    let mut quote = Quote { lines: Vec::new(), not_due: Vec::new(), total: Rupiah::ZERO };
    for item in gates::without_rule(&rules, ask) {
        quote.refuse(None, item, None, NotDueReason::NoRule);
    }
    let mut pupils = Vec::new();
    for rule in &rules {
        match gates::closed(rule, ask) {
            Some(_) if !gates::is_asked_for(rule, ask) => {}
            Some(reason) => quote.refuse(Some(rule), rule.item, None, reason),
            None if rule.measure.code() == BenefitMeasure::SchoolYear => pupils.push(*rule),
            None => quote.lines.extend(arithmetic::lines_of(rule, ask)?),
        }
    }
    children::add(&mut quote, &pupils, ask)?;
    let due = total(&quote.lines)?;
    for rule in &rules {
        quote.lines.extend(arithmetic::late_fee(rule, due, ask.days_late)?);
    }
    quote.total = total(&quote.lines)?;
    Ok(quote)
}

fn total(lines: &[Line<'_>]) -> Result<Rupiah, QuoteError> {
    Rupiah::checked_sum(lines.iter().map(|line| line.amount)).ok_or(QuoteError::TooLarge)
}

/// The rows of the event in the order of items. A row of the circumstance takes the place of the rows for all of
/// them.
fn applicable<'r>(rules: &'r [BenefitRule], ask: &Ask) -> Vec<&'r BenefitRule> {
    let own = |rule: &BenefitRule| rule.kind == ask.kind && rule.circumstance == Some(ask.circumstance);
    let special: BTreeSet<BenefitItem> =
        rules.iter().filter(|rule| own(rule)).map(|rule| rule.item).collect();
    let general = |rule: &BenefitRule| {
        rule.kind == ask.kind && rule.circumstance.is_none() && !special.contains(&rule.item)
    };
    let mut found: Vec<&BenefitRule> = rules.iter().filter(|rule| own(rule) || general(rule)).collect();
    found.sort_by_key(|rule| {
        let place = match rule.measure {
            Measure::InabilityMonth { from, .. } => (from, None),
            Measure::SchoolYear { level, .. } => (0, Some(level)),
            _ => (0, None),
        };
        (rule.item, place)
    });
    found
}

#[cfg(test)]
mod tests;
