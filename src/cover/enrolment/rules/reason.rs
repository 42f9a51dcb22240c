//! Why somebody is chosen, on the reserve list or excluded.

use serde::{Deserialize, Serialize};

use super::super::pre_checks::rules::PreCheckReason;
use crate::cover::eligibility::rules::{Input, Reason};
use crate::domain::{Decile, Month, Occupation, OccupationSource, ProgrammeSet, Segment, WarungRole};

/// A reason as a candidate keeps it: a code with the values that its sentence and its inputs need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Why {
    /// What the plan found.
    OfPlan(PlanReason),
    /// What eligibility found.
    OfWorker(Reason),
    /// What a registry said.
    OfPreCheck(PreCheckReason),
}

/// What a plan found of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PlanReason {
    /// Does not live in the regions of the plan.
    OutsidePlanRegion,
    /// The plan is for other welfare deciles.
    DecileOutsidePlan {
        /// The worker's.
        decile: Decile,
    },
    /// The plan is for some welfare deciles, and the worker's is not known.
    PlanDecileUnknown,
    /// The plan is for people of other occupations.
    OccupationOutsidePlan {
        /// The worker's.
        occupation: Occupation,
    },
    /// The plan asks for the occupation, and it is not known.
    PlanOccupationUnknown,
    /// The plan asks for another source of the occupation.
    OccupationSourceOutsidePlan {
        /// Where the worker's is known from.
        source: OccupationSource,
    },
    /// Has none of the roles in warungs that the plan is for.
    RoleOutsidePlan {
        /// The worker's.
        roles: Vec<WarungRole>,
    },
    /// Too young for the plan.
    YoungerThanPlan {
        /// In years.
        age: i64,
        /// In years.
        minimum: i64,
    },
    /// Too old for the plan.
    OlderThanPlan {
        /// In years.
        age: i64,
        /// In years.
        maximum: i64,
    },
    /// The plan asks for the age, and the day of birth is not known.
    PlanAgeUnknown,
    /// A source paid for months of the year before.
    FundedLastYear,
    /// A funded period takes months of the plan.
    FundedInPlanMonths {
        /// Its programmes.
        programmes: ProgrammeSet,
        /// Its first month.
        from: Month,
        /// Its last month.
        until: Month,
    },
    /// Contributions of months of the plan are paid already, or in a batch that is under way.
    ContributionUnderWay {
        /// The first of these months.
        from: Month,
        /// The last of them.
        until: Month,
    },
    /// Belongs to another group of workers than when the plan was computed, so that the contribution is another.
    SegmentChanged {
        /// The group then.
        before: Segment,
    },
    /// The quota of the village is used up.
    QuotaFull {
        /// How many places it has.
        places: i64,
    },
    /// The places of the plan are used up.
    PlacesFull {
        /// How many there are.
        places: i64,
    },
    /// The budget does not reach this far down the list.
    BudgetExhausted {
        /// What of it was free.
        free_idr: i64,
    },
}

impl From<PlanReason> for Why {
    fn from(reason: PlanReason) -> Self {
        Self::OfPlan(reason)
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        Self::OfWorker(reason)
    }
}

impl From<PreCheckReason> for Why {
    fn from(reason: PreCheckReason) -> Self {
        Self::OfPreCheck(reason)
    }
}

impl PlanReason {
    /// What was looked at, by name.
    pub fn inputs(&self) -> Vec<(&'static str, Input)> {
        let code = |code: &str| Input::Code(code.to_owned());
        let codes = |codes: Vec<&'static str>| Input::Codes(codes.into_iter().map(str::to_owned).collect());
        match self {
            Self::DecileOutsidePlan { decile } => vec![("decile", Input::Number(decile.number().into()))],
            Self::OccupationOutsidePlan { occupation } => vec![("occupation", code(occupation.as_str()))],
            Self::OccupationSourceOutsidePlan { source } => {
                vec![("occupation_source", code(source.as_str()))]
            }
            Self::RoleOutsidePlan { roles } => {
                vec![("roles", codes(roles.iter().map(|role| role.as_str()).collect()))]
            }
            Self::YoungerThanPlan { age, minimum } => {
                vec![("age_years", Input::Number(*age)), ("minimum_years", Input::Number(*minimum))]
            }
            Self::OlderThanPlan { age, maximum } => {
                vec![("age_years", Input::Number(*age)), ("maximum_years", Input::Number(*maximum))]
            }
            Self::FundedInPlanMonths { programmes, from, until } => vec![
                ("programmes", codes(programmes.codes())),
                ("from_month", Input::Month(*from)),
                ("until_month", Input::Month(*until)),
            ],
            Self::ContributionUnderWay { from, until } => {
                vec![("from_month", Input::Month(*from)), ("until_month", Input::Month(*until))]
            }
            Self::SegmentChanged { before } => vec![("segment", code(before.as_str()))],
            Self::QuotaFull { places } | Self::PlacesFull { places } => {
                vec![("places", Input::Number(*places))]
            }
            Self::BudgetExhausted { free_idr } => vec![("free_idr", Input::Number(*free_idr))],
            Self::OutsidePlanRegion
            | Self::PlanDecileUnknown
            | Self::PlanOccupationUnknown
            | Self::PlanAgeUnknown
            | Self::FundedLastYear => Vec::new(),
        }
    }
}

impl Why {
    /// What was looked at, by name.
    pub fn inputs(&self) -> Vec<(&'static str, Input)> {
        match self {
            Self::OfPlan(reason) => reason.inputs(),
            Self::OfWorker(reason) => reason.inputs(),
            Self::OfPreCheck(reason) => reason.inputs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::standing::rules::StandingState;
    use crate::domain::Coded as _;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn of_plan() -> Vec<PlanReason> {
        let (from, until) = (month("2026-01"), month("2026-06"));
        vec![
            PlanReason::OutsidePlanRegion,
            PlanReason::DecileOutsidePlan { decile: Decile::new(7).unwrap() },
            PlanReason::PlanDecileUnknown,
            PlanReason::OccupationOutsidePlan { occupation: Occupation::Fisher },
            PlanReason::PlanOccupationUnknown,
            PlanReason::OccupationSourceOutsidePlan { source: OccupationSource::Dtsen },
            PlanReason::RoleOutsidePlan { roles: vec![WarungRole::Employee] },
            PlanReason::YoungerThanPlan { age: 17, minimum: 18 },
            PlanReason::OlderThanPlan { age: 61, maximum: 60 },
            PlanReason::PlanAgeUnknown,
            PlanReason::FundedLastYear,
            PlanReason::FundedInPlanMonths { programmes: ProgrammeSet::ALL, from, until },
            PlanReason::ContributionUnderWay { from, until },
            PlanReason::SegmentChanged { before: Segment::General },
            PlanReason::QuotaFull { places: 20 },
            PlanReason::PlacesFull { places: 6_000 },
            PlanReason::BudgetExhausted { free_idr: 201_600 },
        ]
    }

    fn of_worker() -> Vec<Reason> {
        let until = Some(month("2026-03"));
        vec![
            Reason::Verified,
            Reason::NotVerified { status: "registered".to_owned(), reason: None },
            Reason::Deceased,
            Reason::NikMissing,
            Reason::NikDoubtful { warnings: vec!["nik_foreign_region".to_owned()] },
            Reason::TooOldToEnter { age: 66, limit: 65 },
            Reason::AgeUnknown,
            Reason::NoAgeRule,
            Reason::EmployeeOnly,
            Reason::TooManyJobs { jobs: 3, maximum: 2 },
            Reason::NoJobsRule,
            Reason::MemberAlready { standing: StandingState::Active },
            Reason::NoRunningMembership,
            Reason::MembershipActive { until },
            Reason::MembershipInArrears { until: None },
            Reason::MembershipLapsed { until },
            Reason::NoMembership,
            Reason::MembershipUnknown,
            Reason::OutsideSourceRegion,
            Reason::DecileOutsideTarget { decile: Decile::new(9).unwrap() },
            Reason::DecileUnknown,
            Reason::OccupationOutsideTarget { occupation: Occupation::Porter },
            Reason::OccupationUnknown,
            Reason::SegmentOutsideTarget { segment: Segment::Transport },
        ]
    }

    #[test]
    fn a_reason_is_kept_under_its_code_and_reads_back() {
        let all = of_plan().into_iter().map(Why::from).chain(of_worker().into_iter().map(Why::from));
        for why in all {
            let kept = serde_json::to_value(&why).unwrap();
            assert_eq!(kept["code"], why.code(), "{kept}");
            assert_eq!(serde_json::from_value::<Why>(kept).unwrap(), why);
        }
    }

    #[test]
    fn the_reasons_of_the_reserve_list_are_kept_as_the_ranking_writes_them() {
        for (text, reason) in [
            (r#"{"code": "quota_full", "places": 20}"#, PlanReason::QuotaFull { places: 20 }),
            (r#"{"code": "places_full", "places": 6000}"#, PlanReason::PlacesFull { places: 6_000 }),
            (
                r#"{"code": "budget_exhausted", "free_idr": 201600}"#,
                PlanReason::BudgetExhausted { free_idr: 201_600 },
            ),
        ] {
            assert_eq!(serde_json::from_str::<Why>(text).unwrap(), Why::OfPlan(reason));
        }
    }

    #[test]
    fn codes_of_plans_are_no_codes_of_eligibility() {
        let plan: Vec<&str> = of_plan().iter().map(PlanReason::code).collect();
        assert!(of_worker().iter().all(|reason| !plan.contains(&reason.code())));
    }
}
