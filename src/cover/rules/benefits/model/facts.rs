//! What a caller may say about a benefit, as columns.

use uuid::Uuid;

use super::super::codes::{BenefitCircumstance, BenefitItem, BenefitKind, EducationLevel};
use super::super::rules::{Gates, Measure};
use super::BenefitRow;
use crate::cover::rules::proposals::Entry;
use crate::cover::rules::source::{Period, Source};
use crate::domain::Rupiah;
use crate::platform::db::columns::AsText;

/// What a caller may say about a benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitFacts {
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
    /// The days of events.
    pub period: Period,
    /// Where it comes from.
    pub source: Source,
}

impl BenefitFacts {
    /// A new row with these facts.
    pub fn into_row(self, id: Uuid, entry: Entry) -> BenefitRow {
        let numbers = Numbers::of(self.measure);
        BenefitRow {
            id,
            kind: AsText(self.kind),
            circumstance: self.circumstance.map(AsText),
            item: AsText(self.item),
            measure: AsText(self.measure.code()),
            amount_idr: numbers.amount_idr,
            factor: numbers.factor,
            basis_points: numbers.basis_points,
            cap_idr: numbers.cap_idr,
            from_unit: numbers.from_unit,
            until_unit: numbers.until_unit,
            education_level: numbers.education_level.map(AsText),
            after_waiting: self.gates.after_waiting,
            total_months_from: self.gates.total_months_from,
            once_per_person: self.gates.once_per_person,
            children_maximum: numbers.children_maximum,
            child_age_below: numbers.child_age_below,
            valid_from: self.period.from,
            valid_until: self.period.until,
            legal_reference: self.source.legal_reference,
            note: self.source.note,
            confidence: AsText(self.source.confidence),
            status: AsText(entry.status),
            proposed_by: entry.proposed_by,
            approved_by: entry.approved_by,
            approved_at: entry.approved_at,
            withdrawn_at: entry.withdrawn_at,
            supersedes: entry.supersedes,
            superseded_at: entry.superseded_at,
            superseded_by: entry.superseded_by,
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}

/// The columns of a measure.
#[derive(Debug, Default)]
struct Numbers {
    amount_idr: Option<i64>,
    factor: Option<i32>,
    basis_points: Option<i32>,
    cap_idr: Option<i64>,
    from_unit: Option<i32>,
    until_unit: Option<i32>,
    education_level: Option<EducationLevel>,
    children_maximum: Option<i32>,
    child_age_below: Option<i32>,
}

impl Numbers {
    fn of(measure: Measure) -> Self {
        let none = Self::default();
        match measure {
            Measure::Fixed { amount, times } => {
                Self { amount_idr: Some(amount.amount()), factor: Some(times), ..none }
            }
            Measure::WageBase { times } | Measure::Disability { times } => {
                Self { factor: Some(times), ..none }
            }
            Measure::InabilityMonth { basis_points, from, until } => {
                Self { basis_points: Some(basis_points), from_unit: Some(from), until_unit: until, ..none }
            }
            Measure::Cost { cap } => Self { cap_idr: cap.map(Rupiah::amount), ..none },
            Measure::SchoolYear { amount, years, level, children_maximum, age_below } => Self {
                amount_idr: Some(amount.amount()),
                factor: Some(years),
                education_level: Some(level),
                children_maximum: Some(children_maximum),
                child_age_below: Some(age_below),
                ..none
            },
            Measure::DelayDay { basis_points } => Self { basis_points: Some(basis_points), ..none },
        }
    }
}
