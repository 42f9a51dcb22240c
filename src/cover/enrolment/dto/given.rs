//! Whom a plan is for and in which order, as callers say it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::rules::{Criteria, Priority};
use crate::cover::wire;
use crate::domain::{Occupation, OccupationSource, RegionCode, RegionLevel, WarungRole, grouped};
use crate::platform::http::{Issues, Text};

/// The oldest age that can be named.
const AGE_MAX: i32 = 150;
/// The most quotas of one plan: a regency has fewer villages.
const QUOTAS_MAX: usize = 400;

/// The most places of a plan or a village: more than a regency has people of working age.
const PLACES_MAX: i32 = 1_000_000;

/// How many people of a village there may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VillageQuota {
    /// The village.
    #[schema(example = "35.29.01.1015", max_length = 13)]
    pub village_code: String,
    /// How many people.
    #[schema(example = 25, minimum = 0, maximum = 1000000)]
    pub places: i32,
}

impl VillageQuota {
    /// The wire form.
    pub fn of((village, places): &(RegionCode, i32)) -> Self {
        Self { village_code: village.to_string(), places: *places }
    }
}

/// What is said of the criteria; what is absent stays.
#[derive(Debug, Default)]
pub struct Given {
    /// Regions in.
    pub include_regions: Option<Vec<String>>,
    /// Regions out.
    pub exclude_regions: Option<Vec<String>>,
    /// Deciles.
    pub deciles: Option<Vec<i64>>,
    /// Occupations.
    pub occupations: Option<Vec<String>>,
    /// Where occupations are known from.
    pub occupation_sources: Option<Vec<String>>,
    /// Roles in warungs.
    pub roles: Option<Vec<String>>,
    /// The lowest age, or none.
    pub min_age_years: Option<Option<i32>>,
    /// The highest age, or none.
    pub max_age_years: Option<Option<i32>>,
    /// Whether only people whom no source paid for in the year before.
    pub not_funded_last_year: Option<bool>,
}

impl Given {
    /// The criteria with what is said.
    pub fn apply(self, issues: &mut Issues, mut criteria: Criteria) -> Criteria {
        if let Some(codes) = self.include_regions {
            criteria.include_regions = wire::regions(issues, "/include_regions", &codes);
        }
        if let Some(codes) = self.exclude_regions {
            criteria.exclude_regions = wire::regions(issues, "/exclude_regions", &codes);
        }
        if let Some(numbers) = self.deciles {
            criteria.deciles = wire::deciles(issues, "/deciles", &numbers);
        }
        if let Some(codes) = self.occupations {
            criteria.occupations = wire::codes(issues, "/occupations", &codes, Occupation::parse);
        }
        if let Some(codes) = self.occupation_sources {
            criteria.occupation_sources =
                wire::codes(issues, "/occupation_sources", &codes, OccupationSource::parse);
        }
        if let Some(codes) = self.roles {
            criteria.roles = wire::codes(issues, "/roles", &codes, WarungRole::parse);
        }
        if let Some(age) = self.min_age_years {
            criteria.min_age_years = age.and_then(|age| within(issues, "/min_age_years", age, 0..=AGE_MAX));
        }
        if let Some(age) = self.max_age_years {
            criteria.max_age_years = age.and_then(|age| within(issues, "/max_age_years", age, 0..=AGE_MAX));
        }
        criteria.not_funded_last_year = self.not_funded_last_year.unwrap_or(criteria.not_funded_last_year);
        if criteria.min_age_years.zip(criteria.max_age_years).is_some_and(|(min, max)| max < min) {
            let text = Text::fixed(
                "Usia tertinggi tidak boleh di bawah usia terendah.",
                "The highest age must not be below the lowest.",
            );
            issues.push("/max_age_years", "bounds_reversed", text);
        }
        criteria
    }
}

/// Reads priorities, each once.
pub fn priorities(issues: &mut Issues, codes: &[String]) -> Vec<Priority> {
    wire::codes(issues, "/priorities", codes, Priority::parse)
}

/// Reads how many places there are.
pub fn places(issues: &mut Issues, places: i32) -> Option<i32> {
    within(issues, "/places", places, 1..=PLACES_MAX)
}

/// Reads the quota of villages that are not named.
pub fn default_quota(issues: &mut Issues, places: i32) -> Option<i32> {
    within(issues, "/default_village_quota", places, 0..=PLACES_MAX)
}

/// Reads quotas of villages, each once.
pub fn quotas(issues: &mut Issues, given: &[VillageQuota]) -> Vec<(RegionCode, i32)> {
    if given.len() > QUOTAS_MAX {
        let text = Text::new(format!("Paling banyak {QUOTAS_MAX}."), format!("At most {QUOTAS_MAX}."));
        issues.push("/village_quotas", "too_many_items", text);
        return Vec::new();
    }
    let mut quotas: Vec<(RegionCode, i32)> = Vec::with_capacity(given.len());
    for (place, quota) in given.iter().enumerate() {
        let pointer = format!("/village_quotas/{place}/village_code");
        let village = issues.take(&pointer, RegionCode::parse(&quota.village_code));
        let places = within(issues, &format!("/village_quotas/{place}/places"), quota.places, 0..=PLACES_MAX);
        let Some((village, places)) = village.zip(places) else { continue };
        if village.level() != RegionLevel::Village {
            let text = Text::fixed("Ini bukan kode desa.", "This is no village's code.");
            issues.push(&pointer, "not_a_village", text);
        } else if quotas.iter().any(|(known, _)| *known == village) {
            let text = Text::fixed("Desa ini disebut dua kali.", "This village stands twice.");
            issues.push(&pointer, "repeated", text);
        } else {
            quotas.push((village, places));
        }
    }
    quotas
}

fn within(
    issues: &mut Issues,
    pointer: &str,
    number: i32,
    range: std::ops::RangeInclusive<i32>,
) -> Option<i32> {
    if range.contains(&number) {
        return Some(number);
    }
    let (first, last) = (i64::from(*range.start()), i64::from(*range.end()));
    let text = Text::new(
        format!("Nilai antara {first} dan {}.", grouped(last, '.')),
        format!("A value from {first} to {}.", grouped(last, ',')),
    );
    issues.push(pointer, "out_of_range", text);
    None
}
