//! Rows of enrolment plans.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{Criteria, PlanStatus, Priority, Quotas, State};
use crate::cover::funding::budget::SourceKey;
use crate::domain::{
    Day, Decile, DecileError, MonthRange, MonthRangeError, Occupation, OccupationSource, RegionCode, Rupiah,
    WarungRole,
};
use crate::platform::changes::{Snapshot, Subject};
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::db::schema::enrolment_plans;

/// A plan with its terms and what its last computation came to.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Serialize, Deserialize,
)]
#[diesel(table_name = enrolment_plans, primary_key(id, regency_id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct PlanRow {
    /// Its id.
    pub id: Uuid,
    /// The regency whose plan it is.
    pub regency_id: i32,
    /// What people call it.
    pub name: String,
    /// From which source.
    pub funding_source_id: Uuid,
    /// The first month.
    pub from_month: AsFirstDay,
    /// The last month.
    pub until_month: AsFirstDay,
    /// For which programmes.
    pub programmes: AsCodes,
    /// The wage base of the contributions.
    pub wage_base_idr: i64,
    /// Only people in these regions; in the source's whole region when empty.
    pub include_regions: Vec<AsText<RegionCode>>,
    /// Not people in these.
    pub exclude_regions: Vec<AsText<RegionCode>>,
    /// Only people of these deciles.
    pub deciles: Vec<i16>,
    /// Only people who live by these.
    pub occupations: Vec<AsText<Occupation>>,
    /// Only people whose occupation is known from these.
    pub occupation_sources: Vec<AsText<OccupationSource>>,
    /// Only people with one of these roles.
    pub roles: Vec<AsText<WarungRole>>,
    /// The lowest age on the first day.
    pub min_age_years: Option<i32>,
    /// The highest age on the first day.
    pub max_age_years: Option<i32>,
    /// Only people whom no source paid for in the year before.
    pub not_funded_last_year: bool,
    /// Who comes first.
    pub priorities: Vec<AsText<Priority>>,
    /// How many people at most.
    pub places: Option<i32>,
    /// How many of each village at most.
    pub default_village_quota: Option<i32>,
    /// Villages with another quota.
    pub quota_villages: Vec<AsText<RegionCode>>,
    /// Their quotas, in the same order.
    pub quota_places: Vec<i32>,
    /// How far it has come.
    pub status: AsText<PlanStatus>,
    /// When its present terms were computed.
    pub computed_at: Option<DateTime<Utc>>,
    /// For which day people were judged.
    pub judged_on: Option<Day>,
    /// How many are chosen.
    pub chosen_total: Option<i32>,
    /// How many are on the reserve list.
    pub reserve_total: Option<i32>,
    /// How many are excluded.
    pub excluded_total: Option<i32>,
    /// What the chosen cost.
    pub cost_idr: Option<i64>,
    /// Whether verdicts of a registry came in after that.
    #[serde(default)]
    pub is_stale: bool,
    /// What of the budget was free then.
    pub free_idr: Option<i64>,
    /// Who prepared it; none for the deployment itself.
    pub prepared_by: Option<Uuid>,
    /// Everybody who changed, computed or submitted it.
    pub revised_by: Vec<Uuid>,
    /// Who submitted it.
    pub submitted_by: Option<Uuid>,
    /// When.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The second person.
    pub approved_by: Option<Uuid>,
    /// When it was approved.
    pub approved_at: Option<DateTime<Utc>>,
    /// The decree's number.
    pub decree_number: Option<String>,
    /// The decree's day.
    pub decree_on: Option<Day>,
    /// Why it was last returned.
    pub return_reason: Option<String>,
    /// Why it was called off.
    pub withdraw_reason: Option<String>,
    /// 1 at first, one more with every change.
    pub version: i32,
    /// When it was prepared.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// The plan of the year before that it renews.
    #[serde(default)]
    pub renews_plan_id: Option<Uuid>,
}

impl PlanRow {
    /// Its source.
    pub fn source(&self) -> SourceKey {
        (self.funding_source_id, self.regency_id)
    }

    /// Its months.
    pub fn months(&self) -> Result<MonthRange, MonthRangeError> {
        MonthRange::new(self.from_month.0, self.until_month.0)
    }

    /// The wage base.
    pub fn wage_base(&self) -> Rupiah {
        Rupiah::new(self.wage_base_idr)
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        State { status: self.status.0, computed: self.computed_at.is_some(), is_stale: self.is_stale }
    }

    /// In which order people come.
    pub fn priorities(&self) -> Vec<Priority> {
        self.priorities.iter().map(|priority| priority.0).collect()
    }

    /// Whom it is for.
    pub fn criteria(&self) -> Result<Criteria, DecileError> {
        Ok(Criteria {
            include_regions: plain(&self.include_regions),
            exclude_regions: plain(&self.exclude_regions),
            deciles: self.deciles.iter().map(|number| Decile::new(*number)).collect::<Result<_, _>>()?,
            occupations: plain(&self.occupations),
            occupation_sources: plain(&self.occupation_sources),
            roles: plain(&self.roles),
            min_age_years: self.min_age_years,
            max_age_years: self.max_age_years,
            not_funded_last_year: self.not_funded_last_year,
        })
    }

    /// How many people of each village there may be.
    pub fn quotas(&self) -> Quotas {
        let villages = plain(&self.quota_villages).into_iter().zip(self.quota_places.iter().copied());
        Quotas { default: self.default_village_quota, villages: villages.collect() }
    }

    /// The same plan for other people.
    pub fn with_criteria(self, criteria: Criteria) -> Self {
        Self {
            include_regions: columns(criteria.include_regions),
            exclude_regions: columns(criteria.exclude_regions),
            deciles: criteria.deciles.into_iter().map(Decile::number).collect(),
            occupations: columns(criteria.occupations),
            occupation_sources: columns(criteria.occupation_sources),
            roles: columns(criteria.roles),
            min_age_years: criteria.min_age_years,
            max_age_years: criteria.max_age_years,
            not_funded_last_year: criteria.not_funded_last_year,
            ..self
        }
    }

    /// The same plan with other quotas.
    pub fn with_quotas(self, quotas: Quotas) -> Self {
        let (villages, places): (Vec<RegionCode>, Vec<i32>) = quotas.villages.into_iter().unzip();
        Self {
            default_village_quota: quotas.default,
            quota_villages: columns(villages),
            quota_places: places,
            ..self
        }
    }

    /// The same plan without its computation, which no longer holds.
    pub fn uncomputed(self) -> Self {
        Self {
            computed_at: None,
            judged_on: None,
            chosen_total: None,
            reserve_total: None,
            excluded_total: None,
            cost_idr: None,
            free_idr: None,
            is_stale: false,
            ..self
        }
    }

    /// Keeps in mind that an account had a hand in it, so that it does not approve it.
    pub fn note_hand(&mut self, account: Option<Uuid>) {
        if let Some(account) = account.filter(|account| !self.revised_by.contains(account)) {
            self.revised_by.push(account);
        }
    }
}

fn plain<T: Clone>(values: &[AsText<T>]) -> Vec<T> {
    values.iter().map(|value| value.0.clone()).collect()
}

fn columns<T>(values: Vec<T>) -> Vec<AsText<T>> {
    values.into_iter().map(AsText).collect()
}

impl Snapshot for PlanRow {
    const SUBJECT: Subject = Subject::EnrolmentPlan;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn regency_id(&self) -> i32 {
        self.regency_id
    }

    fn region_code(&self) -> Option<&str> {
        None
    }
}
