//! What a quote of benefits is asked for.

mod months;

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem, BenefitKind, EducationLevel};
use crate::cover::rules::benefits::rules::{Ask, Child, Disability};
use crate::cover::wire::{
    self, BenefitCircumstanceCode, BenefitItemCode, BenefitKindCode, EducationLevelCode,
};
use crate::domain::{Day, Rupiah};
use crate::platform::http::{Issues, Problem, Text};

/// A hundred years.
const MONTHS_MAX: i64 = 1_200;
/// Ten years.
const DAYS_LATE_MAX: i64 = 3_650;
/// More children or injuries than anybody has.
const LIST_MAX: usize = 30;

/// What a quote is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BenefitQuoteRequest {
    /// What happened.
    #[schema(value_type = BenefitKindCode, example = "death")]
    kind: String,
    /// What came of it. After a `death` it is `death`, and may be absent.
    #[schema(value_type = Option<BenefitCircumstanceCode>, example = "death")]
    circumstance: Option<String>,
    /// The day of the death or accident.
    #[schema(value_type = NaiveDate, example = "2026-11-02")]
    event_on: String,
    /// The member's wage base.
    #[schema(example = 1_000_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: i64,
    /// Whose paid months to take from the ledger and the insurer's facts, instead of naming them.
    worker_id: Option<Uuid>,
    /// Months paid without a gap up to the event, and before it. Needed after a `death`, if no worker is named.
    #[schema(example = 11, minimum = 0, maximum = 1200)]
    consecutive_paid_months: Option<i64>,
    /// Months paid before the event in all. Needed after a `death`, if no worker is named.
    #[schema(example = 36, minimum = 0, maximum = 1200)]
    total_paid_months: Option<i64>,
    /// Whether another membership of the same person has paid the funeral.
    #[serde(default)]
    #[schema(required = false, default = false)]
    funeral_paid_before: bool,
    /// What is lost for good, with `partial_disability`.
    #[serde(default)]
    #[schema(required = false, max_items = 30, example = json!([]))]
    disabilities: Vec<DisabilityInput>,
    /// Months in which the member could not work.
    #[serde(default)]
    #[schema(required = false, default = 0, minimum = 0, maximum = 1200, example = 0)]
    months_of_inability: i64,
    /// What was spent: at most one sum for each item.
    #[serde(default)]
    #[schema(required = false, max_items = 30, example = json!([]))]
    costs: Vec<CostInput>,
    /// The member's children.
    #[serde(default)]
    #[schema(required = false, max_items = 30)]
    children: Vec<ChildInput>,
    /// Days by which the insurer pays after its time limit.
    #[serde(default)]
    #[schema(required = false, default = 0, minimum = 0, maximum = 3650, example = 0)]
    days_late: i64,
}

/// A percentage of the doctor's and the insurer's papers. One hundred are one per cent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisabilityInput {
    /// Of the table in the regulation's annex.
    #[schema(example = 2_000, minimum = 1, maximum = 10000)]
    table_basis_points: i32,
    /// How much of the function is lost; absent where the part of the body itself is.
    #[schema(minimum = 1, maximum = 10000)]
    loss_basis_points: Option<i32>,
}

/// What was spent on an item.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CostInput {
    /// The item: treatment, home care, transport or an aid.
    #[schema(value_type = BenefitItemCode, example = "transport_sea")]
    item: String,
    /// How much.
    #[schema(example = 1_500_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    cost_idr: i64,
}

/// A child of the member on the day of the event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildInput {
    /// The level that the child is in, or enters next.
    #[schema(value_type = EducationLevelCode, example = "primary")]
    level: String,
    /// The year of that level that comes next; 1 is the first.
    #[serde(default = "first")]
    #[schema(required = false, default = 1, minimum = 1, maximum = 10)]
    year: i64,
    /// In completed years.
    #[schema(example = 7, minimum = 0, maximum = 100)]
    age: i64,
    /// Whether the child is married.
    #[serde(default)]
    #[schema(required = false, default = false)]
    married: bool,
    /// Whether the child works.
    #[serde(default)]
    #[schema(required = false, default = false)]
    working: bool,
}

/// What a request comes to.
#[derive(Debug)]
pub struct Asked {
    /// What is asked.
    pub ask: Ask,
    /// The day of the event.
    pub event_on: Day,
    /// Whose paid months to take.
    pub worker_id: Option<Uuid>,
}

fn first() -> i64 {
    1
}

impl BenefitQuoteRequest {
    /// Reads the request, all problems at once. The waiting months are for who knows the rules of the day, and a
    /// worker's paid months for who knows the ledger.
    pub fn parse(self) -> Result<Asked, Problem> {
        let mut issues = Issues::new();
        let kind = issues.take("/kind", BenefitKind::parse(&self.kind));
        let circumstance = self.circumstance(&mut issues, kind);
        let event_on = wire::day(&mut issues, "/event_on", &self.event_on);
        let wage_base = wire::amount(&mut issues, "/wage_base_idr", self.wage_base_idr);
        let (consecutive_months, total_months) = self.paid_months(&mut issues, kind);
        let inability = self.months_of_inability;
        within(&mut issues, "/months_of_inability", inability, 0, MONTHS_MAX);
        within(&mut issues, "/days_late", self.days_late, 0, DAYS_LATE_MAX);
        self.check_belongings(&mut issues, kind, circumstance);
        let disabilities = self.disabilities.iter().enumerate();
        let disabilities = disabilities.map(|(place, one)| one.read(&mut issues, place)).collect();
        let costs = costs(&mut issues, &self.costs);
        let children = self.children.iter().enumerate();
        let children = children.filter_map(|(place, child)| child.read(&mut issues, place)).collect();
        let ask = || {
            let ask = Ask {
                kind: kind?,
                circumstance: circumstance?,
                wage_base: wage_base?,
                consecutive_months,
                total_months,
                waiting_months: 0,
                paid_before: self.funeral_paid_before,
                without_heirs: false,
                disabilities,
                months_of_inability: inability,
                costs,
                children,
                days_late: self.days_late,
            };
            Some(Asked { ask, event_on: event_on?, worker_id: self.worker_id })
        };
        wire::finish(ask(), issues)
    }

    fn circumstance(&self, issues: &mut Issues, kind: Option<BenefitKind>) -> Option<BenefitCircumstance> {
        let given = self.circumstance.as_deref();
        let Some(given) = given else {
            return match kind? {
                BenefitKind::Death => Some(BenefitCircumstance::Death),
                BenefitKind::WorkAccident => {
                    issues.missing("/circumstance");
                    None
                }
            };
        };
        let circumstance = issues.take("/circumstance", BenefitCircumstance::parse(given))?;
        if kind == Some(BenefitKind::Death) && circumstance != BenefitCircumstance::Death {
            misplaced(issues, "/circumstance");
            return None;
        }
        Some(circumstance)
    }

    /// What belongs to other events than this one.
    fn check_belongings(
        &self,
        issues: &mut Issues,
        kind: Option<BenefitKind>,
        circumstance: Option<BenefitCircumstance>,
    ) {
        let is_death = kind == Some(BenefitKind::Death);
        let is_partial = circumstance == Some(BenefitCircumstance::PartialDisability);
        if is_partial && self.disabilities.is_empty() {
            issues.missing("/disabilities");
        }
        if circumstance.is_some() && !is_partial && !self.disabilities.is_empty() {
            misplaced(issues, "/disabilities");
        }
        if is_death && self.months_of_inability != 0 {
            misplaced(issues, "/months_of_inability");
        }
        if is_death && !self.costs.is_empty() {
            misplaced(issues, "/costs");
        }
        for (pointer, length) in [
            ("/disabilities", self.disabilities.len()),
            ("/costs", self.costs.len()),
            ("/children", self.children.len()),
        ] {
            if length > LIST_MAX {
                let text = Text::new(format!("Paling banyak {LIST_MAX}."), format!("At most {LIST_MAX}."));
                issues.push(pointer, "too_many", text);
            }
        }
    }
}

impl DisabilityInput {
    fn read(&self, issues: &mut Issues, place: usize) -> Disability {
        let mut check = |name: &str, points: i32| {
            within(issues, &format!("/disabilities/{place}/{name}"), i64::from(points), 1, 10_000);
        };
        check("table_basis_points", self.table_basis_points);
        if let Some(loss) = self.loss_basis_points {
            check("loss_basis_points", loss);
        }
        Disability { table_basis_points: self.table_basis_points, loss_basis_points: self.loss_basis_points }
    }
}

impl ChildInput {
    fn read(&self, issues: &mut Issues, place: usize) -> Option<Child> {
        let level = issues.take(format!("/children/{place}/level"), EducationLevel::parse(&self.level));
        within(issues, &format!("/children/{place}/year"), self.year, 1, 10);
        within(issues, &format!("/children/{place}/age"), self.age, 0, 100);
        let (married, working) = (self.married, self.working);
        Some(Child { level: level?, year: self.year, age: self.age, married, working })
    }
}

fn costs(issues: &mut Issues, given: &[CostInput]) -> Vec<(BenefitItem, Rupiah)> {
    let mut costs: Vec<(BenefitItem, Rupiah)> = Vec::with_capacity(given.len());
    for (place, cost) in given.iter().enumerate() {
        let pointer = format!("/costs/{place}/item");
        let amount = wire::amount(issues, &format!("/costs/{place}/cost_idr"), cost.cost_idr);
        let Some(item) = issues.take(pointer.as_str(), BenefitItem::parse(&cost.item)) else { continue };
        if !BenefitItem::COSTS.contains(&item) {
            issues.unknown_value(pointer, BenefitItem::COSTS);
        } else if costs.iter().any(|(known, _)| *known == item) {
            let text = Text::fixed("Setiap rincian paling banyak sekali.", "Each item at most once.");
            issues.push(pointer, "duplicate", text);
        } else if let Some(amount) = amount {
            costs.push((item, amount));
        }
    }
    costs
}

fn within(issues: &mut Issues, pointer: &str, value: i64, least: i64, most: i64) {
    if !(least..=most).contains(&value) {
        let text = Text::new(
            format!("Nilai antara {least} dan {most}."),
            format!("A value from {least} to {most}."),
        );
        issues.push(pointer, "out_of_range", text);
    }
}

fn misplaced(issues: &mut Issues, pointer: &str) {
    let text = Text::fixed(
        "Isian ini tidak berlaku untuk peristiwa ini.",
        "This field has no place beside this event.",
    );
    issues.push(pointer, "not_with_event", text);
}
