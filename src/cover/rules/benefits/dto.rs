//! Wire types of the benefits.

mod numbers;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use write::{CreateBenefitRule, UpdateBenefitRule};

use super::codes::{BenefitCircumstance, BenefitItem, BenefitKind};
use super::model::BenefitRow;
use super::queries::BenefitFilter;
use crate::cover::rules::proposals::dto::{RuleEntryResponse, listing};
use crate::cover::rules::proposals::{DatedRule as _, Viewer};
use crate::cover::wire::{
    self, BenefitCircumstanceCode, BenefitItemCode, BenefitKindCode, BenefitMeasureCode, ConfidenceCode,
    EducationLevelCode, RuleStatusCode,
};
use crate::domain::parse_day;
use crate::platform::http::Problem;

/// One term of what the insurer owes after a death or a work accident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BenefitRuleResponse {
    /// Its id.
    pub id: Uuid,
    /// What happened.
    #[schema(value_type = BenefitKindCode)]
    pub kind: &'static str,
    /// What came of it; null: whatever did.
    #[schema(value_type = Option<BenefitCircumstanceCode>, example = "death")]
    pub circumstance: Option<&'static str>,
    /// What is paid for.
    #[schema(value_type = BenefitItemCode, example = "periodic")]
    pub item: &'static str,
    /// How it becomes an amount.
    #[schema(value_type = BenefitMeasureCode, example = "fixed")]
    pub measure: &'static str,
    /// The amount of `fixed`, and of a year with `school_year`.
    #[schema(example = 500_000, minimum = 0)]
    pub amount_idr: Option<i64>,
    /// How often the amount, the wage base or the percentage of it is taken; years of a level of education.
    #[schema(example = 24, minimum = 1)]
    pub factor: Option<i32>,
    /// The part that is paid; one hundred are one per cent.
    #[schema(example = json!(null), minimum = 0, maximum = 10000)]
    pub basis_points: Option<i32>,
    /// Not more than this; null with `cost`: as much as was spent.
    #[schema(example = json!(null), minimum = 0)]
    pub cap_idr: Option<i64>,
    /// The first month of inability.
    #[schema(example = json!(null), minimum = 1)]
    pub from_unit: Option<i32>,
    /// The last month of inability; null: until healed.
    #[schema(example = json!(null), minimum = 1)]
    pub until_unit: Option<i32>,
    /// The level of education.
    #[schema(value_type = Option<EducationLevelCode>, example = json!(null))]
    pub education_level: Option<&'static str>,
    /// Whether the consecutive months of the parameter `waiting_months_full_death_benefit` must have been paid.
    pub after_waiting: bool,
    /// How many months must have been paid in all.
    #[schema(example = json!(null), minimum = 1)]
    pub total_months_from: Option<i32>,
    /// Whether only one of a person's memberships pays it.
    pub once_per_person: bool,
    /// For how many children.
    #[schema(example = json!(null), minimum = 1)]
    pub children_maximum: Option<i32>,
    /// Only for children below this age, unmarried and not working.
    #[schema(example = json!(null), minimum = 1)]
    pub child_age_below: Option<i32>,
    /// The first day of events.
    #[schema(example = "2019-12-02")]
    pub valid_from: NaiveDate,
    /// The last day of events; null while it is in force.
    pub valid_until: Option<NaiveDate>,
    /// The regulation.
    #[schema(example = "PP 82/2019")]
    pub legal_reference: String,
    /// What else is to be known.
    pub note: Option<String>,
    /// How sure it is.
    #[schema(value_type = ConfidenceCode)]
    pub confidence: &'static str,
    /// How far it has come.
    #[serde(flatten)]
    pub entry: RuleEntryResponse,
}

impl BenefitRuleResponse {
    /// A benefit as a viewer sees it.
    pub fn new(row: BenefitRow, viewer: Viewer) -> Self {
        let entry = RuleEntryResponse::new(&row.entry(), viewer);
        Self {
            id: row.id,
            kind: row.kind.0.as_str(),
            circumstance: row.circumstance.map(|circumstance| circumstance.0.as_str()),
            item: row.item.0.as_str(),
            measure: row.measure.0.as_str(),
            amount_idr: row.amount_idr,
            factor: row.factor,
            basis_points: row.basis_points,
            cap_idr: row.cap_idr,
            from_unit: row.from_unit,
            until_unit: row.until_unit,
            education_level: row.education_level.map(|level| level.0.as_str()),
            after_waiting: row.after_waiting,
            total_months_from: row.total_months_from,
            once_per_person: row.once_per_person,
            children_maximum: row.children_maximum,
            child_age_below: row.child_age_below,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            legal_reference: row.legal_reference,
            note: row.note,
            confidence: row.confidence.0.as_str(),
            entry,
        }
    }
}

/// Which benefits to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BenefitRuleQuery {
    /// Only after this kind of event.
    #[param(value_type = Option<BenefitKindCode>)]
    kind: Option<String>,
    /// Only those of this circumstance, without those for all of them.
    #[param(value_type = Option<BenefitCircumstanceCode>)]
    circumstance: Option<String>,
    /// Only this item.
    #[param(value_type = Option<BenefitItemCode>)]
    item: Option<String>,
    /// Only those in force on this day.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
    /// Only in this state: those that count when absent.
    #[param(value_type = Option<RuleStatusCode>)]
    status: Option<String>,
    /// What the rules said at this instant, instead of now.
    as_known_at: Option<DateTime<Utc>>,
    /// Also rows that a correction replaced.
    #[serde(default)]
    #[param(required = false, default = false)]
    superseded: bool,
}

impl BenefitRuleQuery {
    /// The filter, or 400 for what it cannot be.
    pub fn filter(self) -> Result<BenefitFilter, Problem> {
        let circumstance = self.circumstance.as_deref();
        Ok(BenefitFilter {
            kind: wire::parameter("kind", self.kind.as_deref(), BenefitKind::parse)?,
            circumstance: wire::parameter("circumstance", circumstance, BenefitCircumstance::parse)?,
            item: wire::parameter("item", self.item.as_deref(), BenefitItem::parse)?,
            on: wire::parameter("on", self.on.as_deref(), parse_day)?,
            listing: listing(self.status.as_deref(), self.as_known_at, self.superseded)?,
        })
    }
}
