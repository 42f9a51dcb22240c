//! What callers say of enrolment plans.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::rules::{Criteria, Quotas};
use super::super::service::NewPlan;
use super::given::{self, Given, VillageQuota};
use crate::cover::wire::{
    self, EnrolmentPriorityCode, OccupationCode, OccupationSourceCode, ProgrammeCode, WarungRoleCode,
};
use crate::domain::Month;
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::http::{Field, Issues, Problem, brought_id};

/// A plan to be prepared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateEnrolmentPlan {
    /// The id, if the caller brings one.
    #[serde(default, deserialize_with = "brought_id")]
    id: Option<Uuid>,
    /// What people call it.
    #[schema(max_length = 100, example = "Pekerja rentan 2026")]
    name: String,
    /// From which source of the caller's regency.
    funding_source_id: Uuid,
    /// For which programmes: any set that is not empty. The insurer takes JKK and JKM together and JHT beside them; that one of
    /// them alone is funded is not refused, since another payer may bear the rest.
    #[schema(value_type = Vec<ProgrammeCode>, example = json!(["jkk", "jkm"]), min_items = 1, max_items = 3)]
    programmes: Vec<String>,
    /// The wage base of the contributions.
    #[schema(example = 1_000_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: i64,
    /// The first month.
    #[schema(example = "2026-01", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: String,
    /// The last month.
    #[schema(example = "2026-12", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: String,
    /// Only people in these regions and those in them; in the source's whole region when absent.
    #[schema(max_items = 400, example = json!(["35.29.01"]))]
    include_regions: Option<Vec<String>>,
    /// Not people in these regions.
    #[schema(max_items = 400, example = json!([]))]
    exclude_regions: Option<Vec<String>>,
    /// Only people of these welfare deciles; of any when absent.
    #[schema(max_items = 10, example = json!([1, 2, 3]))]
    deciles: Option<Vec<i64>>,
    /// Only people who live by these; by anything when absent.
    #[schema(value_type = Option<Vec<OccupationCode>>, max_items = 100, example = json!(["tobacco_farm_worker"]))]
    occupations: Option<Vec<String>>,
    /// Only people whose occupation is known from these; from anywhere when absent.
    #[schema(value_type = Option<Vec<OccupationSourceCode>>, max_items = 100, example = json!(["office_list"]))]
    occupation_sources: Option<Vec<String>>,
    /// Only people with one of these roles in a warung; with any or none when absent.
    #[schema(value_type = Option<Vec<WarungRoleCode>>, max_items = 3, example = json!([]))]
    roles: Option<Vec<String>>,
    /// The lowest age on the first day of the first month.
    #[schema(minimum = 0, maximum = 150, example = 18)]
    min_age_years: Option<i32>,
    /// The highest age on that day.
    #[schema(minimum = 0, maximum = 150, example = 70)]
    max_age_years: Option<i32>,
    /// Only people whom no source paid for in the year before the first month; false when absent.
    #[schema(example = false)]
    not_funded_last_year: Option<bool>,
    /// Who comes first: the first priority decides, the next among equals, and at last the id.
    #[schema(
        value_type = Option<Vec<EnrolmentPriorityCode>>,
        max_items = 7,
        example = json!(["continuation", "lowest_decile", "oldest"])
    )]
    priorities: Option<Vec<String>>,
    /// How many people at most; as many as the budget bears when absent.
    #[schema(minimum = 1, maximum = 1000000, example = 6_000)]
    places: Option<i32>,
    /// How many of each village at most; any number when absent.
    #[schema(minimum = 0, maximum = 1000000, example = 20)]
    default_village_quota: Option<i32>,
    /// Villages with another quota; each one of those that the plan is for, else 422 `outside_plan_regions`.
    #[schema(max_items = 400)]
    village_quotas: Option<Vec<VillageQuota>>,
}

impl CreateEnrolmentPlan {
    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<NewPlan, Problem> {
        let mut issues = Issues::new();
        let name = wire::line::<100>(&mut issues, "/name", &self.name);
        let programmes = wire::programmes(&mut issues, "/programmes", &self.programmes);
        let wage_base = wire::amount(&mut issues, "/wage_base_idr", self.wage_base_idr);
        let months = wire::months(&mut issues, &self.from_month, &self.until_month);
        let given = Given {
            include_regions: self.include_regions,
            exclude_regions: self.exclude_regions,
            deciles: self.deciles,
            occupations: self.occupations,
            occupation_sources: self.occupation_sources,
            roles: self.roles,
            min_age_years: Some(self.min_age_years),
            max_age_years: Some(self.max_age_years),
            not_funded_last_year: self.not_funded_last_year,
        };
        let criteria = given.apply(&mut issues, Criteria::default());
        let priorities = given::priorities(&mut issues, &self.priorities.unwrap_or_default());
        let places = self.places.and_then(|places| given::places(&mut issues, places));
        let default = self.default_village_quota.and_then(|places| given::default_quota(&mut issues, places));
        let villages = given::quotas(&mut issues, &self.village_quotas.unwrap_or_default());
        let plan = || {
            Some(NewPlan {
                id: self.id.unwrap_or_else(new_id),
                name: name?,
                funding_source_id: self.funding_source_id,
                programmes: programmes?,
                wage_base: wage_base?,
                months: months?,
                criteria,
                priorities,
                places,
                quotas: Quotas { default, villages },
            })
        };
        wire::finish(plan(), issues)
    }
}

/// What to change of a plan (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateEnrolmentPlan {
    /// What people call it.
    #[serde(default)]
    #[schema(value_type = String, max_length = 100)]
    name: Field<String>,
    /// From which source.
    #[serde(default)]
    #[schema(value_type = Uuid)]
    funding_source_id: Field<Uuid>,
    /// For which programmes.
    #[serde(default)]
    #[schema(value_type = Vec<ProgrammeCode>, min_items = 1, max_items = 3)]
    programmes: Field<Vec<String>>,
    /// The wage base of the contributions.
    #[serde(default)]
    #[schema(value_type = i64, example = 1_200_000, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    wage_base_idr: Field<i64>,
    /// The first month.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    from_month: Field<String>,
    /// The last month.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$")]
    until_month: Field<String>,
    /// Only people in these regions; in the source's whole region when empty.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 400)]
    include_regions: Field<Vec<String>>,
    /// Not people in these regions.
    #[serde(default)]
    #[schema(value_type = Vec<String>, max_items = 400)]
    exclude_regions: Field<Vec<String>>,
    /// Only people of these welfare deciles; of any when empty.
    #[serde(default)]
    #[schema(value_type = Vec<i64>, max_items = 10)]
    deciles: Field<Vec<i64>>,
    /// Only people who live by these; by anything when empty.
    #[serde(default)]
    #[schema(value_type = Vec<OccupationCode>, max_items = 100)]
    occupations: Field<Vec<String>>,
    /// Only people whose occupation is known from these; from anywhere when empty.
    #[serde(default)]
    #[schema(value_type = Vec<OccupationSourceCode>, max_items = 100)]
    occupation_sources: Field<Vec<String>>,
    /// Only people with one of these roles in a warung; with any or none when empty.
    #[serde(default)]
    #[schema(value_type = Vec<WarungRoleCode>, max_items = 3)]
    roles: Field<Vec<String>>,
    /// The lowest age on the first day of the first month.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 150)]
    min_age_years: Field<i32>,
    /// The highest age on that day.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 150)]
    max_age_years: Field<i32>,
    /// Only people whom no source paid for in the year before the first month.
    #[serde(default)]
    #[schema(value_type = bool)]
    not_funded_last_year: Field<bool>,
    /// Who comes first.
    #[serde(default)]
    #[schema(value_type = Vec<EnrolmentPriorityCode>, max_items = 7)]
    priorities: Field<Vec<String>>,
    /// How many people at most.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000000)]
    places: Field<i32>,
    /// How many of each village at most.
    #[serde(default)]
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    default_village_quota: Field<i32>,
    /// Villages with another quota: all of them anew.
    #[serde(default)]
    #[schema(value_type = Vec<VillageQuota>, max_items = 400)]
    village_quotas: Field<Vec<VillageQuota>>,
}

impl UpdateEnrolmentPlan {
    /// The row with the changes, all problems at once.
    pub fn apply(self, mut row: PlanRow) -> Result<PlanRow, Problem> {
        let mut issues = Issues::new();
        if let Some(name) = wire::never_null(&mut issues, "/name", self.name) {
            row.name = wire::line::<100>(&mut issues, "/name", &name).unwrap_or(row.name);
        }
        let source = wire::never_null(&mut issues, "/funding_source_id", self.funding_source_id);
        row.funding_source_id = source.unwrap_or(row.funding_source_id);
        if let Some(codes) = wire::never_null(&mut issues, "/programmes", self.programmes) {
            let programmes = wire::programmes(&mut issues, "/programmes", &codes);
            row.programmes = programmes.map_or(row.programmes, AsCodes);
        }
        if let Some(base) = wire::never_null(&mut issues, "/wage_base_idr", self.wage_base_idr) {
            let base = wire::amount(&mut issues, "/wage_base_idr", base);
            row.wage_base_idr = base.map_or(row.wage_base_idr, |base| base.amount());
        }
        if let Some(month) = wire::never_null(&mut issues, "/from_month", self.from_month) {
            let month = issues.take("/from_month", Month::parse(&month));
            row.from_month = month.map_or(row.from_month, AsFirstDay);
        }
        if let Some(month) = wire::never_null(&mut issues, "/until_month", self.until_month) {
            let month = issues.take("/until_month", Month::parse(&month));
            row.until_month = month.map_or(row.until_month, AsFirstDay);
        }
        issues.take("/until_month", row.months());
        let given = Given {
            include_regions: wire::never_null(&mut issues, "/include_regions", self.include_regions),
            exclude_regions: wire::never_null(&mut issues, "/exclude_regions", self.exclude_regions),
            deciles: wire::never_null(&mut issues, "/deciles", self.deciles),
            occupations: wire::never_null(&mut issues, "/occupations", self.occupations),
            occupation_sources: wire::never_null(&mut issues, "/occupation_sources", self.occupation_sources),
            roles: wire::never_null(&mut issues, "/roles", self.roles),
            min_age_years: self.min_age_years.into_change(),
            max_age_years: self.max_age_years.into_change(),
            not_funded_last_year: wire::never_null(
                &mut issues,
                "/not_funded_last_year",
                self.not_funded_last_year,
            ),
        };
        let criteria = given.apply(&mut issues, row.criteria().map_err(Problem::internal)?);
        if let Some(codes) = wire::never_null(&mut issues, "/priorities", self.priorities) {
            row.priorities = given::priorities(&mut issues, &codes).into_iter().map(AsText).collect();
        }
        if let Some(places) = self.places.into_change() {
            row.places = places.and_then(|places| given::places(&mut issues, places));
        }
        let mut quotas = row.quotas();
        if let Some(default) = self.default_village_quota.into_change() {
            quotas.default = default.and_then(|places| given::default_quota(&mut issues, places));
        }
        if let Some(given) = wire::never_null(&mut issues, "/village_quotas", self.village_quotas) {
            quotas.villages = given::quotas(&mut issues, &given);
        }
        issues.finish()?;
        Ok(row.with_criteria(criteria).with_quotas(quotas))
    }
}
