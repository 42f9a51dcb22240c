//! What a caller says of a new or corrected benefit.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::codes::{BenefitCircumstance, BenefitItem, BenefitKind, BenefitMeasure, EducationLevel};
use super::super::model::{BenefitFacts, BenefitRow};
use super::super::rules;
use super::numbers::{GateNumbers, Numbers};
use crate::cover::rules::proposals::Correction;
use crate::cover::rules::source::{Period, Source};
use crate::cover::wire::{
    self, BenefitCircumstanceCode, BenefitItemCode, BenefitKindCode, BenefitMeasureCode, ConfidenceCode,
    EducationLevelCode,
};
use crate::platform::http::{Field, Issues, Problem, Text, brought_id};

/// A new benefit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBenefitRule {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// What happened.
    #[schema(value_type = BenefitKindCode, example = "work_accident")]
    kind: String,
    /// What came of it; absent: whatever did.
    #[schema(value_type = Option<BenefitCircumstanceCode>)]
    circumstance: Option<String>,
    /// What is paid for.
    #[schema(value_type = BenefitItemCode, example = "glasses")]
    item: String,
    /// How it becomes an amount.
    #[schema(value_type = BenefitMeasureCode, example = "cost")]
    measure: String,
    /// The amount of `fixed`, and of a year with `school_year`.
    #[schema(minimum = 0)]
    amount_idr: Option<i64>,
    /// How often the amount, the wage base or the percentage of it is taken; years of a level of education.
    #[schema(minimum = 1, maximum = 1000)]
    factor: Option<i32>,
    /// The part that is paid; one hundred are one per cent.
    #[schema(minimum = 0, maximum = 10000)]
    basis_points: Option<i32>,
    /// Not more than this.
    #[schema(minimum = 0, example = 1_500_000)]
    cap_idr: Option<i64>,
    /// The first month of inability.
    #[schema(minimum = 1, maximum = 1200)]
    from_unit: Option<i32>,
    /// The last month of inability.
    #[schema(minimum = 1, maximum = 1200)]
    until_unit: Option<i32>,
    /// The level of education.
    #[schema(value_type = Option<EducationLevelCode>)]
    education_level: Option<String>,
    /// Whether the consecutive months of the parameter `waiting_months_full_death_benefit` must have been paid.
    #[serde(default)]
    #[schema(required = false, default = false)]
    after_waiting: bool,
    /// How many months must have been paid in all.
    #[schema(minimum = 1, maximum = 1200)]
    total_months_from: Option<i32>,
    /// Whether only one of a person's memberships pays it.
    #[serde(default)]
    #[schema(required = false, default = false)]
    once_per_person: bool,
    /// For how many children.
    #[schema(minimum = 1, maximum = 100)]
    children_maximum: Option<i32>,
    /// Only for children below this age, unmarried and not working.
    #[schema(minimum = 1, maximum = 100)]
    child_age_below: Option<i32>,
    /// The first day of events.
    #[schema(value_type = NaiveDate, example = "2028-01-01")]
    valid_from: String,
    /// The last day of events; absent while no end is known.
    #[schema(value_type = Option<NaiveDate>)]
    valid_until: Option<String>,
    /// The regulation.
    #[schema(max_length = 300, example = "PP 82/2019")]
    legal_reference: String,
    /// What else is to be known.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode, example = "medium")]
    confidence: String,
}

impl CreateBenefitRule {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<(Option<Uuid>, BenefitFacts), Problem> {
        let mut issues = Issues::new();
        let kind = issues.take("/kind", BenefitKind::parse(&self.kind));
        let circumstance = issues
            .take_optional("/circumstance", self.circumstance, |code| BenefitCircumstance::parse(&code));
        let item = issues.take("/item", BenefitItem::parse(&self.item));
        let measure = issues.take("/measure", BenefitMeasure::parse(&self.measure));
        check_fit(&mut issues, item, measure);
        if kind == Some(BenefitKind::Death) && circumstance.is_some_and(|is| is != BenefitCircumstance::Death)
        {
            let text =
                Text::fixed("Akibat ini tidak ada pada peristiwa ini.", "This cannot come of that event.");
            issues.push("/circumstance", "not_with_kind", text);
        }
        let education_level = issues
            .take_optional("/education_level", self.education_level, |code| EducationLevel::parse(&code));
        let numbers = Numbers {
            amount_idr: self.amount_idr,
            factor: self.factor,
            basis_points: self.basis_points,
            cap_idr: self.cap_idr,
            from_unit: self.from_unit,
            until_unit: self.until_unit,
            education_level,
            children_maximum: self.children_maximum,
            child_age_below: self.child_age_below,
        };
        let measure = measure.and_then(|measure| numbers.read(&mut issues, measure));
        let gates = GateNumbers {
            after_waiting: self.after_waiting,
            total_months_from: self.total_months_from,
            once_per_person: self.once_per_person,
        };
        let gates = gates.read(&mut issues);
        let period = Period::read(&mut issues, &self.valid_from, self.valid_until.as_deref());
        let source = Source::read(&mut issues, &self.legal_reference, self.note, &self.confidence);
        let facts = || {
            Some(BenefitFacts {
                kind: kind?,
                circumstance,
                item: item?,
                measure: measure?,
                gates,
                period: period?,
                source: source?,
            })
        };
        Ok((self.id, wire::finish(facts(), issues)?))
    }
}

fn check_fit(issues: &mut Issues, item: Option<BenefitItem>, measure: Option<BenefitMeasure>) {
    if item.zip(measure).is_some_and(|(item, measure)| !rules::fits(item, measure)) {
        let text = Text::fixed(
            "Cara menghitung ini tidak berlaku untuk rincian tersebut.",
            "This item is not measured like that.",
        );
        issues.push("/measure", "not_with_item", text);
    }
}

/// What a correction says otherwise (JSON Merge Patch). What the row is about, its measure and its level stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateBenefitRule {
    /// The amount of `fixed`, and of a year with `school_year`.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0)]
    amount_idr: Field<i64>,
    /// How often the amount, the wage base or the percentage of it is taken; years of a level of education.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    factor: Field<i32>,
    /// The part that is paid; one hundred are one per cent.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 10000)]
    basis_points: Field<i32>,
    /// Not more than this.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0)]
    cap_idr: Field<i64>,
    /// The first month of inability.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1200)]
    from_unit: Field<i32>,
    /// The last month of inability.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1200)]
    until_unit: Field<i32>,
    /// Whether the waiting months must have been paid.
    #[serde(default)]
    #[schema(value_type = bool)]
    after_waiting: Field<bool>,
    /// How many months must have been paid in all.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1200)]
    total_months_from: Field<i32>,
    /// Whether only one of a person's memberships pays it.
    #[serde(default)]
    #[schema(value_type = bool)]
    once_per_person: Field<bool>,
    /// For how many children.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100)]
    children_maximum: Field<i32>,
    /// Only for children below this age.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100)]
    child_age_below: Field<i32>,
    /// The first day of events.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    valid_from: Field<String>,
    /// The last day of events.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>, example = "2027-12-31")]
    valid_until: Field<String>,
    /// The regulation.
    #[serde(default)]
    #[schema(value_type = String, max_length = 300)]
    legal_reference: Field<String>,
    /// What else is to be known.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    note: Field<String>,
    /// How sure it is.
    #[serde(default)]
    #[schema(value_type = ConfidenceCode)]
    confidence: Field<String>,
    /// Why it is corrected; kept in the history of both rows.
    #[schema(max_length = 500, example = "A new regulation takes its place")]
    reason: String,
}

impl UpdateBenefitRule {
    /// Reads what can be read without the row.
    pub fn parse(self) -> Result<Correction<Self>, Problem> {
        Correction::read(self, |patch| &patch.reason)
    }
}

impl Correction<UpdateBenefitRule> {
    /// The corrected facts of a row.
    pub fn apply(self, row: &BenefitRow) -> Result<BenefitFacts, Problem> {
        let patch = self.patch;
        let mut issues = Issues::new();
        let numbers = Numbers {
            amount_idr: patch.amount_idr.apply_to(row.amount_idr),
            factor: patch.factor.apply_to(row.factor),
            basis_points: patch.basis_points.apply_to(row.basis_points),
            cap_idr: patch.cap_idr.apply_to(row.cap_idr),
            from_unit: patch.from_unit.apply_to(row.from_unit),
            until_unit: patch.until_unit.apply_to(row.until_unit),
            education_level: row.education_level.map(|level| level.0),
            children_maximum: patch.children_maximum.apply_to(row.children_maximum),
            child_age_below: patch.child_age_below.apply_to(row.child_age_below),
        };
        let measure = numbers.read(&mut issues, row.measure.0);
        let after_waiting = wire::never_null(&mut issues, "/after_waiting", patch.after_waiting);
        let once_per_person = wire::never_null(&mut issues, "/once_per_person", patch.once_per_person);
        let gates = GateNumbers {
            after_waiting: after_waiting.unwrap_or(row.after_waiting),
            total_months_from: patch.total_months_from.apply_to(row.total_months_from),
            once_per_person: once_per_person.unwrap_or(row.once_per_person),
        };
        let gates = gates.read(&mut issues);
        let period = Period { from: row.valid_from, until: row.valid_until };
        let period = period.patched(&mut issues, patch.valid_from, patch.valid_until);
        let source = row.source().patched(&mut issues, patch.legal_reference, patch.note, patch.confidence);
        let facts = || {
            Some(BenefitFacts {
                kind: row.kind.0,
                circumstance: row.circumstance.map(|circumstance| circumstance.0),
                item: row.item.0,
                measure: measure?,
                gates,
                period: period?,
                source: source?,
            })
        };
        wire::finish(facts(), issues)
    }
}
