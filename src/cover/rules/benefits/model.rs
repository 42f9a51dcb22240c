//! Rows of the benefits.

mod facts;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use facts::BenefitFacts;

use super::codes::{BenefitCircumstance, BenefitItem, BenefitKind, BenefitMeasure, EducationLevel};
use super::rules::{BenefitRule, Gates, Measure};
use crate::cover::rules::Confidence;
use crate::cover::rules::proposals::{RuleStatus, dated_rule};
use crate::domain::{Day, Rupiah};
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::benefit_rules;

/// One term of a benefit with its days.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = benefit_rules, check_for_backend(diesel::pg::Pg))]
pub struct BenefitRow {
    /// Its id.
    pub id: Uuid,
    /// What happened.
    pub kind: AsText<BenefitKind>,
    /// What came of it; none: whatever did.
    pub circumstance: Option<AsText<BenefitCircumstance>>,
    /// What is paid for.
    pub item: AsText<BenefitItem>,
    /// How it becomes an amount.
    pub measure: AsText<BenefitMeasure>,
    /// The amount of `fixed` and `school_year`.
    pub amount_idr: Option<i64>,
    /// How often it is taken; years of a level of education.
    pub factor: Option<i32>,
    /// The part that is paid; one hundred are one per cent.
    pub basis_points: Option<i32>,
    /// Not more than this.
    pub cap_idr: Option<i64>,
    /// The first month of inability.
    pub from_unit: Option<i32>,
    /// The last month of inability.
    pub until_unit: Option<i32>,
    /// The level of education.
    pub education_level: Option<AsText<EducationLevel>>,
    /// Whether the waiting months must have been paid.
    pub after_waiting: bool,
    /// How many months must have been paid in all.
    pub total_months_from: Option<i32>,
    /// Whether only one of a person's memberships pays it.
    pub once_per_person: bool,
    /// For how many children.
    pub children_maximum: Option<i32>,
    /// Only for children below this age.
    pub child_age_below: Option<i32>,
    /// The first day of events.
    pub valid_from: Day,
    /// The last day; none while it is in force.
    pub valid_until: Option<Day>,
    /// The regulation.
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    pub confidence: AsText<Confidence>,
    /// Whether it counts.
    pub status: AsText<RuleStatus>,
    /// Who proposed it; none for what came with a migration.
    pub proposed_by: Option<Uuid>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When that person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The row that it corrects.
    pub supersedes: Option<Uuid>,
    /// When a correction took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The correction.
    pub superseded_by: Option<Uuid>,
    /// Counts the changes of the row.
    pub version: i32,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl BenefitRow {
    /// How it becomes an amount; `None` for a row that the database's own check refuses.
    pub fn measure(&self) -> Option<Measure> {
        let amount = self.amount_idr.map(Rupiah::new);
        let times = self.factor;
        Some(match self.measure.0 {
            BenefitMeasure::Fixed => Measure::Fixed { amount: amount?, times: times? },
            BenefitMeasure::WageBase => Measure::WageBase { times: times? },
            BenefitMeasure::Disability => Measure::Disability { times: times? },
            BenefitMeasure::InabilityMonth => Measure::InabilityMonth {
                basis_points: self.basis_points?,
                from: self.from_unit?,
                until: self.until_unit,
            },
            BenefitMeasure::Cost => Measure::Cost { cap: self.cap_idr.map(Rupiah::new) },
            BenefitMeasure::SchoolYear => Measure::SchoolYear {
                amount: amount?,
                years: times?,
                level: self.education_level?.0,
                children_maximum: self.children_maximum?,
                age_below: self.child_age_below?,
            },
            BenefitMeasure::DelayDay => Measure::DelayDay { basis_points: self.basis_points? },
        })
    }

    /// The row as the rules see it.
    pub fn into_rule(self) -> Option<BenefitRule> {
        let measure = self.measure()?;
        Some(BenefitRule {
            id: self.id,
            kind: self.kind.0,
            circumstance: self.circumstance.map(|circumstance| circumstance.0),
            item: self.item.0,
            measure,
            gates: Gates {
                after_waiting: self.after_waiting,
                total_months_from: self.total_months_from,
                once_per_person: self.once_per_person,
            },
            legal_reference: self.legal_reference,
        })
    }
}

dated_rule!(BenefitRow in benefit_rules as BenefitRule, Benefits);
