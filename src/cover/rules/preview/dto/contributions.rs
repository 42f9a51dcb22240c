//! What a contribution rate would change of funded periods, plans and budgets.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::queries::{PlanCost, SourceCost};
use super::super::service::Costs;
use crate::cover::contributions::batches::rules::BatchStatus;
use crate::cover::contributions::obligations::queries::{BatchRepricing, SourceRepricing};
use crate::cover::contributions::repricing::dto::RepricingResponse;
use crate::cover::enrolment::rules::PlanStatus;
use crate::cover::wire::{BatchStatusCode, PlanStatusCode};

/// What funded periods and plans cost in the months of a rate, for its programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewContributions {
    /// Funded periods with such months.
    #[schema(example = 6_000, minimum = 0)]
    pub coverages: i64,
    /// Their months.
    #[schema(example = 54_000, minimum = 0)]
    pub months: i64,
    /// What the programme costs in them by the rules in force.
    #[schema(example = 540_000_000, minimum = 0)]
    pub before_idr: i64,
    /// What it would cost.
    #[schema(example = 270_000_000, minimum = 0)]
    pub after_idr: i64,
    /// How many funding sources there are in all.
    #[schema(example = 3, minimum = 0)]
    pub source_count: i64,
    /// What of the ledgers would change by it, once each regency brings what is due to the rates in force.
    pub due: RepricingResponse,
    /// The hundred funding sources with the most funded periods.
    #[schema(max_items = 100)]
    pub sources: Vec<PreviewSource>,
    /// How many unpaid batches with due months of another rate there are in all.
    #[schema(example = 1, minimum = 0)]
    pub batch_count: i64,
    /// The hundred of them with the most such lines.
    #[schema(max_items = 100)]
    pub batches: Vec<PreviewBatch>,
    /// How many computed plans that nobody has approved yet there are in all.
    #[schema(example = 2, minimum = 0)]
    pub plan_count: i64,
    /// What the programme costs for the chosen of all of them in these months, by the rules in force.
    #[schema(example = 100_000_000, minimum = 0)]
    pub plans_before_idr: i64,
    /// What it would cost.
    #[schema(example = 150_000_000, minimum = 0)]
    pub plans_after_idr: i64,
    /// The hundred plans with the most chosen people. Their approval is refused until they are computed anew.
    #[schema(max_items = 100)]
    pub plans: Vec<PreviewPlan>,
}

/// What the funded periods of a source cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewSource {
    /// The source.
    pub funding_source_id: Uuid,
    /// Its name.
    #[schema(example = "APBD 2026")]
    pub name: String,
    /// Its regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// Funded periods with such months.
    #[schema(example = 2_000, minimum = 0)]
    pub coverages: i64,
    /// Their months.
    #[schema(example = 18_000, minimum = 0)]
    pub months: i64,
    /// What the programme costs in them by the rules in force.
    #[schema(example = 180_000_000, minimum = 0)]
    pub before_idr: i64,
    /// What it would cost.
    #[schema(example = 90_000_000, minimum = 0)]
    pub after_idr: i64,
    /// What of the source's ledger would change by it, as the source's own `repricing` says once the row counts.
    pub due: RepricingResponse,
    /// What of the source's budget is free now.
    #[schema(example = 40_000_000, minimum = 0)]
    pub free_before_idr: i64,
    /// What would be free once what is due is brought to the rates in force. Below zero the budget does not bear it, and
    /// `reprice` is refused.
    #[schema(example = -50_000_000)]
    pub free_after_idr: i64,
}

/// What becomes of a batch that is not paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewBatch {
    /// The batch.
    pub contribution_batch_id: Uuid,
    /// Its source.
    pub funding_source_id: Uuid,
    /// Counted within the source.
    #[schema(example = 3, minimum = 1)]
    pub number: i32,
    /// `draft`, `approved` or `billing_code_issued`.
    #[schema(value_type = BatchStatusCode, example = "draft")]
    pub status: BatchStatus,
    /// How many of its lines have another rate then.
    #[schema(example = 2_000, minimum = 0)]
    pub lines: i64,
    /// What they come to now.
    #[schema(example = 20_000_000, minimum = 0)]
    pub before_idr: i64,
    /// What they would come to by the rates.
    #[schema(example = 30_000_000, minimum = 0)]
    pub after_idr: i64,
    /// Whether it follows when its source is repriced: a draft does; what is approved stays as it was approved.
    #[schema(example = true)]
    pub follows: bool,
}

/// What the chosen of a plan cost that nobody has approved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviewPlan {
    /// The plan.
    pub enrolment_plan_id: Uuid,
    /// What it is called.
    #[schema(example = "APBD 2027")]
    pub name: String,
    /// Its regency.
    #[schema(example = "35.29")]
    pub region_code: String,
    /// The source that is to pay.
    pub funding_source_id: Uuid,
    /// `draft` or `submitted`.
    #[schema(value_type = PlanStatusCode, example = "submitted")]
    pub status: PlanStatus,
    /// The chosen of the group that the rate is for.
    #[schema(example = 2_000, minimum = 0)]
    pub people: i64,
    /// Their months.
    #[schema(example = 24_000, minimum = 0)]
    pub months: i64,
    /// What the programme costs in them by the rules in force.
    #[schema(example = 240_000_000, minimum = 0)]
    pub before_idr: i64,
    /// What it would cost.
    #[schema(example = 360_000_000, minimum = 0)]
    pub after_idr: i64,
    /// What of the source's budget is free now.
    #[schema(example = 300_000_000, minimum = 0)]
    pub free_idr: i64,
    /// Whether the whole plan would then cost more than is free, so that it chooses fewer people.
    #[schema(example = true)]
    pub exceeds_budget: bool,
}

impl PreviewContributions {
    /// The wire form.
    pub fn new(costs: Costs) -> Self {
        let Costs { sources, plans, due, batches } = costs;
        let of = |figure: fn(&SourceCost) -> i64| sources.first().map_or(0, |(before, _)| figure(before));
        let plan = plans.first();
        Self {
            coverages: of(|source| source.all_coverages),
            months: of(|source| source.all_months),
            before_idr: of(|source| source.all_cost_idr),
            after_idr: sources.first().map_or(0, |(_, after)| after.all_cost_idr),
            source_count: of(|source| source.all_sources),
            due: due_of(&due, None),
            batch_count: batches.first().map_or(0, |batch| batch.all_batches),
            batches: batches.into_iter().map(PreviewBatch::from).collect(),
            plan_count: plan.map_or(0, |(before, _)| before.all_plans),
            plans_before_idr: plan.map_or(0, |(before, _)| before.all_cost_idr),
            plans_after_idr: plan.map_or(0, |(_, after)| after.all_cost_idr),
            sources: sources.into_iter().map(|costs| PreviewSource::new(costs, &due)).collect(),
            plans: plans.into_iter().map(PreviewPlan::new).collect(),
        }
    }
}

impl PreviewSource {
    fn new((before, after): (SourceCost, SourceCost), due: &[SourceRepricing]) -> Self {
        let due = due_of(due, Some(before.funding_source_id));
        Self {
            free_before_idr: before.free_idr,
            free_after_idr: before.free_idr.saturating_sub(due.after_idr.saturating_sub(due.before_idr)),
            due,
            funding_source_id: before.funding_source_id,
            name: before.name,
            region_code: before.region_code,
            coverages: before.coverages,
            months: before.months,
            before_idr: before.cost_idr,
            after_idr: after.cost_idr,
        }
    }
}

impl From<BatchRepricing> for PreviewBatch {
    fn from(batch: BatchRepricing) -> Self {
        Self {
            contribution_batch_id: batch.batch_id,
            funding_source_id: batch.funding_source_id,
            number: batch.number,
            status: batch.status.0,
            lines: batch.lines,
            before_idr: batch.before_idr,
            after_idr: batch.after_idr,
            follows: batch.status.0 == BatchStatus::Draft,
        }
    }
}

impl PreviewPlan {
    fn new((before, after): (PlanCost, PlanCost)) -> Self {
        let more = after.cost_idr.saturating_sub(before.cost_idr);
        Self {
            exceeds_budget: before.computed_idr.saturating_add(more) > before.free_idr,
            enrolment_plan_id: before.plan_id,
            name: before.name,
            region_code: before.region_code,
            funding_source_id: before.funding_source_id,
            status: before.status.0,
            people: before.people,
            months: before.months,
            before_idr: before.cost_idr,
            after_idr: after.cost_idr,
            free_idr: before.free_idr,
        }
    }
}

/// What changes of a source, or of all of them.
fn due_of(due: &[SourceRepricing], source: Option<Uuid>) -> RepricingResponse {
    let found = due.iter().find(|one| one.funding_source_id == source);
    found.map(|one| one.repricing).unwrap_or_default().into()
}
