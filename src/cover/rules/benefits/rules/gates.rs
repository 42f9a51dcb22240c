//! What must be so before a row pays, and what nobody asked for.

use std::collections::BTreeSet;

use super::{Ask, BenefitItem, BenefitMeasure, BenefitRule, Disability, Measure, NotDueReason};

/// Why a row pays nothing in this event, whatever was spent or lost.
pub(super) fn closed(rule: &BenefitRule, ask: &Ask) -> Option<NotDueReason> {
    let gates = rule.gates;
    if ask.without_heirs && BenefitItem::OF_HEIRS.contains(&rule.item) {
        return Some(NotDueReason::NoHeir);
    }
    if gates.after_waiting && ask.consecutive_months < ask.waiting_months {
        return Some(NotDueReason::WaitingMonths);
    }
    if gates.total_months_from.is_some_and(|least| ask.total_months < i64::from(least)) {
        return Some(NotDueReason::TotalMonths);
    }
    (gates.once_per_person && ask.paid_before).then_some(NotDueReason::PaidBefore)
}

/// Whether the row would pay something without its gates.
pub(super) fn is_asked_for(rule: &BenefitRule, ask: &Ask) -> bool {
    match rule.measure {
        Measure::Fixed { .. } | Measure::WageBase { .. } => true,
        Measure::Disability { .. } => ask.disabilities.iter().any(|one| item_of(one) == rule.item),
        Measure::InabilityMonth { from, .. } => ask.months_of_inability >= i64::from(from),
        Measure::Cost { .. } => ask.costs.iter().any(|(item, _)| *item == rule.item),
        Measure::SchoolYear { level, .. } => ask.children.iter().any(|child| child.level <= level),
        Measure::DelayDay { .. } => ask.days_late > 0,
    }
}

pub(super) fn item_of(disability: &Disability) -> BenefitItem {
    match disability.loss_basis_points {
        None => BenefitItem::DisabilityAnatomical,
        Some(_) => BenefitItem::DisabilityFunctional,
    }
}

/// What was asked for and no row speaks of.
pub(super) fn without_rule(rules: &[&BenefitRule], ask: &Ask) -> Vec<BenefitItem> {
    let mut asked: BTreeSet<BenefitItem> = ask.disabilities.iter().map(item_of).collect();
    asked.extend(ask.costs.iter().map(|(item, _)| *item));
    let counts = [
        (BenefitItem::TemporaryInability, ask.months_of_inability > 0),
        (BenefitItem::Scholarship, !ask.children.is_empty()),
        (BenefitItem::LateFee, ask.days_late > 0),
    ];
    asked.extend(counts.into_iter().filter(|(_, given)| *given).map(|(item, _)| item));
    asked.into_iter().filter(|item| rules.iter().all(|rule| rule.item != *item)).collect()
}

/// Whether an item can be measured like that.
pub fn fits(item: BenefitItem, measure: BenefitMeasure) -> bool {
    let own = match item {
        BenefitItem::DisabilityAnatomical | BenefitItem::DisabilityFunctional => BenefitMeasure::Disability,
        BenefitItem::TemporaryInability => BenefitMeasure::InabilityMonth,
        BenefitItem::Scholarship => BenefitMeasure::SchoolYear,
        BenefitItem::LateFee => BenefitMeasure::DelayDay,
        item if BenefitItem::COSTS.contains(&item) => BenefitMeasure::Cost,
        _ => return matches!(measure, BenefitMeasure::Fixed | BenefitMeasure::WageBase),
    };
    measure == own
}
