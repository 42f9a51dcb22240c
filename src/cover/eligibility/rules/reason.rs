//! Every reason of eligibility with its verdict and its inputs.

use serde::{Deserialize, Serialize};

use super::{Funded, Verdict};
use crate::cover::standing::rules::StandingState;
use crate::domain::{Decile, Month, Occupation, ProgrammeSet, Segment};

/// What a check found. It is kept under its code where others keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// The registration is verified.
    Verified,
    /// The registration is in another state.
    NotVerified {
        /// The state.
        status: String,
        /// Its reason.
        reason: Option<String>,
    },
    /// No regency knows of a death.
    NotKnownDeceased,
    /// The person has died.
    Deceased,
    /// The NIK is known.
    NikKnown,
    /// The identity is temporary.
    NikMissing,
    /// NIK and stated data disagree.
    NikDoubtful {
        /// About what, as codes.
        warnings: Vec<String>,
    },
    /// Young enough to enter.
    YoungEnough {
        /// In years.
        age: i64,
        /// In years.
        limit: i64,
    },
    /// Too old to enter; no obstacle to a member.
    TooOldToEnter {
        /// In years.
        age: i64,
        /// In years.
        limit: i64,
    },
    /// The day of birth is not known.
    AgeUnknown,
    /// No entry age is in force on the day.
    NoAgeRule,
    /// Works on own account, or helps the family.
    OwnAccount,
    /// Is paid a wage in every warung.
    EmployeeOnly,
    /// Not more jobs than can be insured.
    JobsWithinMaximum {
        /// How many there are.
        jobs: i64,
        /// How many there can be.
        maximum: i64,
    },
    /// More jobs than can be insured.
    TooManyJobs {
        /// How many there are.
        jobs: i64,
        /// How many there can be.
        maximum: i64,
    },
    /// No number of jobs is in force on the day.
    NoJobsRule,
    /// Nobody funds the month.
    NotFunded,
    /// A source funds the month for some programmes.
    FundedAlready {
        /// Which programmes in which months.
        period: Funded,
        /// The programmes that nobody funds in that month; only where there are none is it an obstacle.
        left: ProgrammeSet,
    },
    /// A member already: this would be no entry.
    MemberAlready {
        /// How the person stands.
        standing: StandingState,
    },
    /// No membership runs, so this is an entry.
    NoRunningMembership,
    /// The membership runs.
    MembershipActive {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// The membership runs with unpaid months.
    MembershipInArrears {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// The membership lapsed: who comes back enters anew.
    MembershipLapsed {
        /// The last paid or funded month.
        until: Option<Month>,
    },
    /// There is no membership to continue.
    NoMembership,
    /// Nothing is known of a membership.
    MembershipUnknown,
    /// The source pays in the worker's village.
    InSourceRegion,
    /// The source does not pay in the worker's village.
    OutsideSourceRegion,
    /// The source is for this welfare decile.
    DecileInTarget {
        /// The worker's.
        decile: Decile,
    },
    /// The source is for other welfare deciles.
    DecileOutsideTarget {
        /// The worker's.
        decile: Decile,
    },
    /// The source is for some welfare deciles, and the worker's is not known.
    DecileUnknown,
    /// The source is for people of this occupation.
    OccupationInTarget {
        /// The worker's.
        occupation: Occupation,
    },
    /// The source is for people of other occupations.
    OccupationOutsideTarget {
        /// The worker's.
        occupation: Occupation,
    },
    /// The source is for some occupations, and the worker's is not known.
    OccupationUnknown,
    /// The source is for this group of workers.
    SegmentInTarget {
        /// The worker's.
        segment: Segment,
    },
    /// The source is for the other group of workers.
    SegmentOutsideTarget {
        /// The worker's.
        segment: Segment,
    },
}

/// A value that a check looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A number.
    Number(i64),
    /// A code.
    Code(String),
    /// Several codes.
    Codes(Vec<String>),
    /// A month.
    Month(Month),
}

impl Reason {
    /// What the check came to.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::FundedAlready { left, .. } if !left.is_empty() => Verdict::Warns,
            Self::Verified
            | Self::NotKnownDeceased
            | Self::NikKnown
            | Self::YoungEnough { .. }
            | Self::OwnAccount
            | Self::JobsWithinMaximum { .. }
            | Self::NotFunded
            | Self::NoRunningMembership
            | Self::InSourceRegion
            | Self::DecileInTarget { .. }
            | Self::OccupationInTarget { .. }
            | Self::SegmentInTarget { .. }
            | Self::MembershipActive { .. } => Verdict::Ok,
            Self::NikDoubtful { .. }
            | Self::EmployeeOnly
            | Self::TooManyJobs { .. }
            | Self::MemberAlready { .. }
            | Self::MembershipInArrears { .. } => Verdict::Warns,
            Self::AgeUnknown
            | Self::NoAgeRule
            | Self::NoJobsRule
            | Self::DecileUnknown
            | Self::OccupationUnknown
            | Self::MembershipUnknown => Verdict::Unknown,
            Self::NotVerified { .. }
            | Self::Deceased
            | Self::NikMissing
            | Self::TooOldToEnter { .. }
            | Self::FundedAlready { .. }
            | Self::MembershipLapsed { .. }
            | Self::OutsideSourceRegion
            | Self::DecileOutsideTarget { .. }
            | Self::OccupationOutsideTarget { .. }
            | Self::SegmentOutsideTarget { .. }
            | Self::NoMembership => Verdict::Blocks,
        }
    }

    /// Whether it is about whom the source pays for, not about the worker alone.
    pub fn is_of_source(&self) -> bool {
        matches!(
            self,
            Self::InSourceRegion
                | Self::OutsideSourceRegion
                | Self::DecileInTarget { .. }
                | Self::DecileOutsideTarget { .. }
                | Self::DecileUnknown
                | Self::OccupationInTarget { .. }
                | Self::OccupationOutsideTarget { .. }
                | Self::OccupationUnknown
                | Self::SegmentInTarget { .. }
                | Self::SegmentOutsideTarget { .. }
        )
    }

    /// Whether it says in which way somebody comes in, as a new member or as one who is a member already.
    pub fn is_way_in(&self) -> bool {
        matches!(
            self,
            Self::NoRunningMembership | Self::MembershipActive { .. } | Self::MembershipInArrears { .. }
        )
    }

    /// What the check looked at, by name.
    pub fn inputs(&self) -> Vec<(&'static str, Input)> {
        let until =
            |until: &Option<Month>| until.map(|month| ("until_month", Input::Month(month))).into_iter();
        match self {
            Self::NotVerified { status, reason } => {
                let reason = reason.clone().map(|reason| ("reason", Input::Code(reason)));
                std::iter::once(("status", Input::Code(status.clone()))).chain(reason).collect()
            }
            Self::NikDoubtful { warnings } => vec![("warnings", Input::Codes(warnings.clone()))],
            Self::YoungEnough { age, limit } | Self::TooOldToEnter { age, limit } => {
                vec![("age_years", Input::Number(*age)), ("limit_years", Input::Number(*limit))]
            }
            Self::JobsWithinMaximum { jobs, maximum } | Self::TooManyJobs { jobs, maximum } => {
                vec![("jobs", Input::Number(*jobs)), ("maximum", Input::Number(*maximum))]
            }
            Self::FundedAlready { period, left } => vec![
                ("programmes", codes(period.programmes)),
                ("from_month", Input::Month(period.from)),
                ("until_month", Input::Month(period.until)),
                ("programmes_left", codes(*left)),
            ],
            Self::DecileInTarget { decile } | Self::DecileOutsideTarget { decile } => {
                vec![("decile", Input::Number(decile.number().into()))]
            }
            Self::OccupationInTarget { occupation } | Self::OccupationOutsideTarget { occupation } => {
                vec![("occupation", Input::Code(occupation.as_str().to_owned()))]
            }
            Self::SegmentInTarget { segment } | Self::SegmentOutsideTarget { segment } => {
                vec![("segment", Input::Code(segment.as_str().to_owned()))]
            }
            Self::MemberAlready { standing } => vec![("standing", Input::Code(standing.as_str().to_owned()))],
            Self::MembershipActive { until: month }
            | Self::MembershipInArrears { until: month }
            | Self::MembershipLapsed { until: month } => until(month).collect(),
            Self::Verified
            | Self::NotKnownDeceased
            | Self::Deceased
            | Self::NikKnown
            | Self::NikMissing
            | Self::AgeUnknown
            | Self::NoAgeRule
            | Self::OwnAccount
            | Self::EmployeeOnly
            | Self::NoJobsRule
            | Self::NotFunded
            | Self::NoRunningMembership
            | Self::NoMembership
            | Self::InSourceRegion
            | Self::OutsideSourceRegion
            | Self::DecileUnknown
            | Self::OccupationUnknown
            | Self::MembershipUnknown => Vec::new(),
        }
    }
}

fn codes(programmes: ProgrammeSet) -> Input {
    Input::Codes(programmes.codes().into_iter().map(str::to_owned).collect())
}
