//! What the dated rules give a child, level by level.

use uuid::Uuid;

use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::rules::facts::Facts;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem, BenefitKind, EducationLevel};
use crate::cover::rules::benefits::rules::{Ask, BenefitRule, Child, Measure, QuoteError, quote};
use crate::domain::Rupiah;

/// What happened, in the words of the rules of benefits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// A death or a work accident.
    pub kind: BenefitKind,
    /// What came of it.
    pub circumstance: BenefitCircumstance,
}

/// What a claim tells of; none for old-age savings. Whoever lives after a work accident has children with a scholarship where
/// nothing but a total disability came of it: whether it did, doctors and the insurer say.
pub fn event(facts: Facts) -> Option<Event> {
    let circumstance =
        if facts.is_fatal() { BenefitCircumstance::Death } else { BenefitCircumstance::TotalDisability };
    match facts.kind {
        ClaimKind::Death => Some(Event { kind: BenefitKind::Death, circumstance }),
        ClaimKind::WorkAccident => Some(Event { kind: BenefitKind::WorkAccident, circumstance }),
        ClaimKind::OldAge => None,
    }
}

/// What a child can get in one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitlement {
    /// The dated row.
    pub rule_id: Uuid,
    /// The level.
    pub level: EducationLevel,
    /// For so many years, counted from where the child stood on the day of the event.
    pub years: i64,
    /// For each of them.
    pub amount: Rupiah,
    /// For so many children of the claim.
    pub children_maximum: i64,
    /// For children below this age.
    pub age_below: i64,
    /// Where it is written.
    pub legal_reference: String,
}

/// What a child can get who stood in a year of a level on the day of the event, whatever may close its gates.
pub fn entitlements(
    rules: &[BenefitRule],
    event: Event,
    (level, year): (EducationLevel, i64),
) -> Result<Vec<Entitlement>, QuoteError> {
    let child = Child { level, year, age: 0, married: false, working: false };
    let ask = Ask {
        consecutive_months: i64::MAX,
        total_months: i64::MAX,
        children: vec![child],
        ..Ask::new(event.kind, event.circumstance, Rupiah::ZERO)
    };
    let quote = quote(rules, &ask)?;
    let own = quote.lines.iter().filter(|line| line.rule.item == BenefitItem::Scholarship);
    Ok(own
        .filter_map(|line| {
            let Measure::SchoolYear { amount, level, children_maximum, age_below, .. } = line.rule.measure
            else {
                return None;
            };
            let (_, years) = line.inputs.iter().find(|(name, _)| *name == "years")?;
            Some(Entitlement {
                rule_id: line.rule.id,
                level,
                years: *years,
                amount,
                children_maximum: i64::from(children_maximum),
                age_below: i64::from(age_below),
                legal_reference: line.rule.legal_reference.clone(),
            })
        })
        .collect())
}
