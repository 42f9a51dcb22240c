//! Whom a plan is for, beside what its source asks.

use super::PlanReason;
use crate::domain::{Day, Decile, Occupation, OccupationSource, RegionCode, WarungRole, age_on};

/// Whom a plan is for. An empty list means anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Only people in these regions; the source's whole region when empty.
    pub include_regions: Vec<RegionCode>,
    /// Not people in these.
    pub exclude_regions: Vec<RegionCode>,
    /// Only people of these welfare deciles.
    pub deciles: Vec<Decile>,
    /// Only people who live by these.
    pub occupations: Vec<Occupation>,
    /// Only people whose occupation is known from these.
    pub occupation_sources: Vec<OccupationSource>,
    /// Only people with one of these roles in a warung.
    pub roles: Vec<WarungRole>,
    /// Only people of at least this age on the first day.
    pub min_age_years: Option<i32>,
    /// Only people of at most this age on the first day.
    pub max_age_years: Option<i32>,
    /// Only people whom no source paid for in the year before the first month.
    pub not_funded_last_year: bool,
}

/// How many people of each village there may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Of villages that are not named; any number when absent.
    pub default: Option<i32>,
    /// Of named villages.
    pub villages: Vec<(RegionCode, i32)>,
}

/// What a plan asks of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Where the worker lives.
    pub village: RegionCode,
    /// The welfare decile.
    pub decile: Option<Decile>,
    /// What the worker lives by.
    pub occupation: Option<Occupation>,
    /// Where that is known from.
    pub occupation_source: Option<OccupationSource>,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// The roles in warungs.
    pub roles: Vec<WarungRole>,
    /// Whether a source paid for any month of the year before.
    pub funded_last_year: bool,
}

/// What of a worker does not fit the criteria. The unknown is not guessed: where a plan asks for it, it does not fit.
pub fn judge(worker: &Traits, criteria: &Criteria, first_day: Day) -> Vec<PlanReason> {
    let within = |regions: &[RegionCode]| regions.iter().any(|region| region.contains(&worker.village));
    let is_outside = !criteria.include_regions.is_empty() && !within(&criteria.include_regions)
        || within(&criteria.exclude_regions);
    let last_year = criteria.not_funded_last_year && worker.funded_last_year;
    [
        is_outside.then_some(PlanReason::OutsidePlanRegion),
        decile(worker, criteria),
        occupation(worker, criteria),
        occupation_source(worker, criteria),
        role(worker, criteria),
        age(worker, criteria, first_day),
        last_year.then_some(PlanReason::FundedLastYear),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn decile(worker: &Traits, criteria: &Criteria) -> Option<PlanReason> {
    match worker.decile {
        _ if criteria.deciles.is_empty() => None,
        None => Some(PlanReason::PlanDecileUnknown),
        Some(decile) if criteria.deciles.contains(&decile) => None,
        Some(decile) => Some(PlanReason::DecileOutsidePlan { decile }),
    }
}

fn occupation(worker: &Traits, criteria: &Criteria) -> Option<PlanReason> {
    match worker.occupation {
        _ if criteria.occupations.is_empty() => None,
        None => Some(PlanReason::PlanOccupationUnknown),
        Some(occupation) if criteria.occupations.contains(&occupation) => None,
        Some(occupation) => Some(PlanReason::OccupationOutsidePlan { occupation }),
    }
}

/// Where no occupation is known, no source of it is either; that is said once.
fn occupation_source(worker: &Traits, criteria: &Criteria) -> Option<PlanReason> {
    match worker.occupation_source {
        _ if criteria.occupation_sources.is_empty() => None,
        None if criteria.occupations.is_empty() => Some(PlanReason::PlanOccupationUnknown),
        None => None,
        Some(source) if criteria.occupation_sources.contains(&source) => None,
        Some(source) => Some(PlanReason::OccupationSourceOutsidePlan { source }),
    }
}

fn role(worker: &Traits, criteria: &Criteria) -> Option<PlanReason> {
    let fits = criteria.roles.is_empty() || worker.roles.iter().any(|role| criteria.roles.contains(role));
    (!fits).then(|| PlanReason::RoleOutsidePlan { roles: worker.roles.clone() })
}

fn age(worker: &Traits, criteria: &Criteria, first_day: Day) -> Option<PlanReason> {
    if criteria.min_age_years.is_none() && criteria.max_age_years.is_none() {
        return None;
    }
    let Some(age) = worker.birth_on.and_then(|birth_on| age_on(birth_on, first_day)) else {
        return Some(PlanReason::PlanAgeUnknown);
    };
    let age = i64::from(age);
    match (criteria.min_age_years.map(i64::from), criteria.max_age_years.map(i64::from)) {
        (Some(minimum), _) if age < minimum => Some(PlanReason::YoungerThanPlan { age, minimum }),
        (_, Some(maximum)) if age > maximum => Some(PlanReason::OlderThanPlan { age, maximum }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Coded as _, parse_day};

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    fn worker() -> Traits {
        Traits {
            village: code("35.29.01.1015"),
            decile: Some(Decile::new(3).unwrap()),
            occupation: Some(Occupation::TobaccoFarmWorker),
            occupation_source: Some(OccupationSource::OfficeList),
            birth_on: Some(parse_day("1966-01-01").unwrap()),
            roles: vec![WarungRole::Family],
            funded_last_year: true,
        }
    }

    fn codes(worker: &Traits, criteria: &Criteria) -> Vec<&'static str> {
        let first_day = parse_day("2026-01-01").unwrap();
        judge(worker, criteria, first_day).iter().map(PlanReason::code).collect()
    }

    fn narrow(decile: i16, role: WarungRole) -> Criteria {
        Criteria {
            include_regions: vec![code("35.29.01")],
            exclude_regions: vec![code("35.29.01.1016")],
            deciles: vec![Decile::new(decile).unwrap()],
            occupations: vec![Occupation::TobaccoFarmWorker],
            occupation_sources: vec![OccupationSource::OfficeList],
            roles: vec![role],
            min_age_years: Some(18),
            max_age_years: Some(60),
            not_funded_last_year: false,
        }
    }

    #[test]
    fn a_plan_without_criteria_is_for_everybody() {
        assert!(codes(&worker(), &Criteria::default()).is_empty());
        let unknown =
            Traits { decile: None, occupation: None, birth_on: None, roles: Vec::new(), ..worker() };
        assert!(codes(&unknown, &Criteria::default()).is_empty());
    }

    #[test]
    fn who_fits_every_criterion_has_no_reason_against() {
        assert!(codes(&worker(), &narrow(3, WarungRole::Family)).is_empty());
    }

    #[test]
    fn everything_that_does_not_fit_is_said_at_once() {
        let criteria = Criteria {
            occupation_sources: vec![OccupationSource::Dtsen],
            not_funded_last_year: true,
            ..narrow(1, WarungRole::Owner)
        };
        let other = Traits {
            village: code("35.29.02.2001"),
            occupation: Some(Occupation::Fisher),
            birth_on: Some(parse_day("1965-01-01").unwrap()),
            ..worker()
        };
        let expected = [
            "outside_plan_region",
            "decile_outside_plan",
            "occupation_outside_plan",
            "occupation_source_outside_plan",
            "role_outside_plan",
            "older_than_plan",
            "funded_last_year",
        ];
        assert_eq!(codes(&other, &criteria), expected);
        let excluded = Traits { village: code("35.29.01.1016"), ..worker() };
        assert_eq!(codes(&excluded, &narrow(3, WarungRole::Family)), ["outside_plan_region"]);
    }

    #[test]
    fn the_unknown_does_not_fit_where_it_is_asked_for() {
        let unknown = Traits {
            decile: None,
            occupation: None,
            occupation_source: None,
            birth_on: None,
            roles: Vec::new(),
            ..worker()
        };
        let expected =
            ["plan_decile_unknown", "plan_occupation_unknown", "role_outside_plan", "plan_age_unknown"];
        assert_eq!(codes(&unknown, &narrow(3, WarungRole::Family)), expected);
        let by_source = Criteria { occupation_sources: vec![OccupationSource::Dtsen], ..Criteria::default() };
        assert_eq!(codes(&unknown, &by_source), ["plan_occupation_unknown"]);
    }

    #[test]
    fn both_ages_belong_to_the_range() {
        let aged = |minimum, maximum| Criteria {
            min_age_years: minimum,
            max_age_years: maximum,
            ..Criteria::default()
        };
        assert!(codes(&worker(), &aged(Some(60), Some(60))).is_empty());
        assert_eq!(codes(&worker(), &aged(Some(61), None)), ["younger_than_plan"]);
        assert_eq!(codes(&worker(), &aged(None, Some(59))), ["older_than_plan"]);
    }
}
