//! Wire types of enrolment plans.

mod act;
mod candidate;
mod cost;
mod given;
mod query;
mod request;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use act::{ApproveEnrolmentPlan, EnrolmentPlanReason};
pub use candidate::{
    CandidateQuery, EnrolmentCandidateResponse, EnrolmentCandidateSummary, EnrolmentReason,
    EnrolmentReasonCount,
};
pub use cost::{EnrolmentPlanCostLine, EnrolmentPlanMonth};
pub use given::VillageQuota;
pub use query::EnrolmentPlanQuery;
pub use request::{CreateEnrolmentPlan, UpdateEnrolmentPlan};

use super::model::PlanRow;
use super::pre_checks::dto::EnrolmentPlanPreCheck;
use super::rules::{self, Rights};
use super::service::Shown;
use crate::access::caller::{PlansApprove, PlansPrepare, Principal};
use crate::cover::wire::{
    EnrolmentPriorityCode, OccupationCode, OccupationSourceCode, PlanStatusCode, ProgrammeCode,
    WarungRoleCode,
};
use crate::domain::Month;

/// Whom a source is to pay for in which months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPlanResponse {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    #[schema(example = "Pekerja rentan 2026")]
    pub name: String,
    /// From which source.
    pub funding_source_id: Uuid,
    /// For which programmes.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]))]
    pub programmes: Vec<&'static str>,
    /// The wage base of the contributions.
    #[schema(example = 1_000_000, minimum = 0)]
    pub wage_base_idr: i64,
    /// The first month.
    #[schema(value_type = String, example = "2026-01")]
    pub from_month: Month,
    /// The last month.
    #[schema(value_type = String, example = "2026-12")]
    pub until_month: Month,
    /// Only people in these regions and those in them; in the source's whole region when empty.
    #[schema(example = json!(["35.29.01"]))]
    pub include_regions: Vec<String>,
    /// Not people in these.
    #[schema(example = json!([]))]
    pub exclude_regions: Vec<String>,
    /// Only people of these welfare deciles; of any when empty.
    #[schema(example = json!([1, 2, 3]))]
    pub deciles: Vec<i16>,
    /// Only people who live by these; by anything when empty.
    #[schema(value_type = Vec<OccupationCode>, example = json!(["tobacco_farm_worker"]))]
    pub occupations: Vec<&'static str>,
    /// Only people whose occupation is known from these; from anywhere when empty.
    #[schema(value_type = Vec<OccupationSourceCode>, example = json!(["office_list"]))]
    pub occupation_sources: Vec<&'static str>,
    /// Only people with one of these roles in a warung; with any or none when empty.
    #[schema(value_type = Vec<WarungRoleCode>, example = json!([]))]
    pub roles: Vec<&'static str>,
    /// The lowest age on the first day of the first month.
    #[schema(required, example = 18)]
    pub min_age_years: Option<i32>,
    /// The highest age on that day.
    #[schema(required, example = 70)]
    pub max_age_years: Option<i32>,
    /// Only people whom no source paid for in the year before the first month.
    #[schema(example = false)]
    pub not_funded_last_year: bool,
    /// Who comes first: the first priority decides, the next among equals, and at last the id.
    #[schema(value_type = Vec<EnrolmentPriorityCode>, example = json!(["continuation", "lowest_decile", "oldest"]))]
    pub priorities: Vec<&'static str>,
    /// How many people at most; null: as many as the budget bears.
    #[schema(required, example = 6_000, minimum = 1)]
    pub places: Option<i32>,
    /// How many of each village at most; null: any number.
    #[schema(required, example = 20, minimum = 0)]
    pub default_village_quota: Option<i32>,
    /// Villages with another quota.
    pub village_quotas: Vec<VillageQuota>,
    /// The plan of the year before that it renews.
    #[schema(required)]
    pub renews_plan_id: Option<Uuid>,
    /// How far it has come.
    #[schema(value_type = PlanStatusCode)]
    pub status: &'static str,
    /// What the computation of these terms came to; null before it and after the terms were changed.
    #[schema(required)]
    pub computation: Option<EnrolmentPlanComputation>,
    /// What of the source's budget is free now; null in lists and for what was known in the past.
    #[schema(required, example = 1_209_600_000_i64, minimum = 0)]
    pub budget_free_idr: Option<i64>,
    /// What the chosen cost, month by month; null in lists and for what was known in the past.
    #[schema(required)]
    pub months: Option<Vec<EnrolmentPlanMonth>>,
    /// How far registries have checked the chosen; null in lists and for what was known in the past.
    #[schema(required)]
    pub pre_checks: Option<Vec<EnrolmentPlanPreCheck>>,
    /// Who prepared it; null for the deployment itself.
    #[schema(required)]
    pub prepared_by: Option<Uuid>,
    /// The accounts that changed, computed or submitted it; none of them approves it.
    pub revised_by: Vec<Uuid>,
    /// Who submitted it.
    #[schema(required)]
    pub submitted_by: Option<Uuid>,
    /// When.
    #[schema(required)]
    pub submitted_at: Option<DateTime<Utc>>,
    /// The second person.
    #[schema(required)]
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    #[schema(required)]
    pub approved_at: Option<DateTime<Utc>>,
    /// The decree's number.
    #[schema(required, example = "188/245/KEP/435.013/2026")]
    pub decree_number: Option<String>,
    /// The decree's day.
    #[schema(required)]
    pub decree_on: Option<NaiveDate>,
    /// Why it was given back.
    #[schema(required)]
    pub return_reason: Option<String>,
    /// Why it was called off.
    #[schema(required)]
    pub withdraw_reason: Option<String>,
    /// What this caller may do with it.
    #[schema(example = json!(["update", "compute", "withdraw"]))]
    pub allowed_actions: Vec<&'static str>,
    /// Its version, as in the entity tag.
    #[schema(example = 1)]
    pub version: i32,
    /// When it was prepared.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// What a computation came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentPlanComputation {
    /// When it was made.
    pub computed_at: DateTime<Utc>,
    /// The day for which people were judged: that of the computation, or the first of the first month if that is later.
    pub judged_on: NaiveDate,
    /// How many people are chosen.
    #[schema(example = 6_000, minimum = 0)]
    pub chosen: i32,
    /// How many are on the reserve list.
    #[schema(example = 450, minimum = 0)]
    pub reserve: i32,
    /// How many cannot be funded by the plan.
    #[schema(example = 812, minimum = 0)]
    pub excluded: i32,
    /// What the chosen cost in all months.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    pub cost_idr: i64,
    /// What of the source's budget was free.
    #[schema(example = 1_209_600_000_i64, minimum = 0)]
    pub free_before_idr: i64,
    /// What the chosen leave of that.
    #[schema(example = 0, minimum = 0)]
    pub free_after_idr: i64,
    /// Whether verdicts of a registry came in after it: the plan has to be computed again before it is submitted.
    #[schema(example = false)]
    pub is_stale: bool,
}

impl EnrolmentPlanComputation {
    fn of(row: &PlanRow) -> Option<Self> {
        let (cost_idr, free_idr) = (row.cost_idr?, row.free_idr?);
        Some(Self {
            computed_at: row.computed_at?,
            judged_on: row.judged_on?,
            chosen: row.chosen_total?,
            reserve: row.reserve_total?,
            excluded: row.excluded_total?,
            cost_idr,
            free_before_idr: free_idr,
            free_after_idr: free_idr.saturating_sub(cost_idr),
            is_stale: row.is_stale,
        })
    }
}

impl EnrolmentPlanResponse {
    /// A plan as this caller sees it, with what is shown beside it.
    pub fn shown(shown: Shown, caller: &Principal) -> Self {
        Self {
            budget_free_idr: Some(shown.free_idr),
            months: Some(EnrolmentPlanMonth::of(&shown.costs)),
            pre_checks: Some(shown.pre_checks.into_iter().map(EnrolmentPlanPreCheck::of).collect()),
            ..Self::new(shown.plan, caller)
        }
    }

    /// A plan alone as this caller sees it.
    pub fn new(row: PlanRow, caller: &Principal) -> Self {
        let text = |codes: &[crate::platform::db::columns::AsText<crate::domain::RegionCode>]| {
            codes.iter().map(|code| code.0.to_string()).collect()
        };
        Self {
            allowed_actions: rules::allowed(row.state(), rights(&row, caller)),
            computation: EnrolmentPlanComputation::of(&row),
            village_quotas: row.quotas().villages.iter().map(VillageQuota::of).collect(),
            include_regions: text(&row.include_regions),
            exclude_regions: text(&row.exclude_regions),
            id: row.id,
            name: row.name,
            funding_source_id: row.funding_source_id,
            programmes: row.programmes.0.codes(),
            wage_base_idr: row.wage_base_idr,
            from_month: row.from_month.0,
            until_month: row.until_month.0,
            deciles: row.deciles,
            occupations: row.occupations.iter().map(|code| code.0.as_str()).collect(),
            occupation_sources: row.occupation_sources.iter().map(|code| code.0.as_str()).collect(),
            roles: row.roles.iter().map(|role| role.0.as_str()).collect(),
            min_age_years: row.min_age_years,
            max_age_years: row.max_age_years,
            not_funded_last_year: row.not_funded_last_year,
            priorities: row.priorities.iter().map(|priority| priority.0.as_str()).collect(),
            places: row.places,
            default_village_quota: row.default_village_quota,
            renews_plan_id: row.renews_plan_id,
            status: row.status.0.as_str(),
            budget_free_idr: None,
            months: None,
            pre_checks: None,
            prepared_by: row.prepared_by,
            revised_by: row.revised_by,
            submitted_by: row.submitted_by,
            submitted_at: row.submitted_at,
            approved_by: row.approved_by,
            approved_at: row.approved_at,
            decree_number: row.decree_number,
            decree_on: row.decree_on,
            return_reason: row.return_reason,
            withdraw_reason: row.withdraw_reason,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// What this caller may do to this plan.
fn rights(row: &PlanRow, caller: &Principal) -> Rights {
    let is_second = rules::is_second_person(&caller.account_id, row.prepared_by.as_ref(), &row.revised_by);
    let approves = caller.may::<PlansApprove>();
    Rights { prepare: caller.may::<PlansPrepare>(), give_back: approves, approve: approves && is_second }
}

/// What makes the bytes differ between callers and readings of one version: what they may do, and what is free meanwhile.
pub fn view(row: &PlanRow, free_idr: Option<i64>, caller: &Principal) -> String {
    let rights = rights(row, caller);
    let parts = [(rights.prepare, 'p'), (rights.give_back, 'r'), (rights.approve, 'a')];
    let letters: String = std::iter::once('v')
        .chain(parts.into_iter().filter(|(has, _)| *has).map(|(_, letter)| letter))
        .collect();
    match free_idr {
        Some(free) => format!("{letters}-{free}"),
        None => letters,
    }
}
