//! Who plays which part: claims in turn over the whole roster, in the villages of the demo's operators a bit of everything,
//! however small the roster is, and in the villages around the town whoever leaves work of each kind to be done.

use super::claim::{DemoClaimKind as Kind, DemoClaimState as State};
use super::story::Part;
use crate::cover::contributions::batches::rules::RefusalReason;
use crate::domain::{RegionCode, RegionLevel};

/// The villages of the demo's operators: one in the town, one on an island.
pub const SHOWN_VILLAGES: [&str; 2] = ["35.29.01.1015", "35.29.25.2007"];

/// The district of the town: work of every kind waits in each of its villages.
pub const SHOWN_DISTRICT: &str = "35.29.01";

/// How many workers an operator's village has, if the roster is large enough, and the part of it that each has else.
const SHOWN_WORKERS: u32 = 24;
const ROSTERS_PER_SHOWN: u32 = 8;

/// The same of each other village of the district.
const DISTRICT_WORKERS: u32 = 20;
const ROSTERS_PER_DISTRICT_VILLAGE: u32 = 40;

/// Every so many workers, one has made a claim.
const WORKERS_PER_CLAIM: u32 = 54;

/// The parts in the town. First come the keepers, then their helpers, then the others.
const IN_TOWN: [Part; 24] = [
    Part::Orphans(State::Paid),
    Part::Refused(RefusalReason::NikNotFound),
    Part::Registered,
    Part::Claimant(Kind::Death, State::Returned),
    Part::Proposed,
    Part::Verified,
    Part::Claimant(Kind::WorkAccident, State::Draft),
    Part::Refused(RefusalReason::SystemError),
    Part::Rejected,
    Part::Approved,
    Part::Registered,
    Part::Orphans(State::Approved),
    Part::Ended,
    Part::Claimant(Kind::OldAge, State::Submitted),
    Part::Active,
    Part::Inactive,
    Part::Verified,
    Part::Registered,
    Part::Claimant(Kind::WorkAccident, State::Rejected),
    Part::Dying,
    Part::Claimant(Kind::WorkAccident, State::SentToInsurer),
    Part::Claimant(Kind::Death, State::Verified),
    Part::Refused(RefusalReason::ActiveWageEarner),
    Part::Claimant(Kind::Death, State::Submitted),
];

/// The parts in every other village of the town's district: whoever leaves something to do, and a few others.
const IN_THE_DISTRICT: [Part; 15] = [
    Part::Claimant(Kind::Death, State::Returned),
    Part::Refused(RefusalReason::DataIncomplete),
    Part::Registered,
    Part::Claimant(Kind::Death, State::Submitted),
    Part::Dying,
    Part::Refused(RefusalReason::SystemError),
    Part::Claimant(Kind::WorkAccident, State::Verified),
    Part::Verified,
    Part::Claimant(Kind::WorkAccident, State::SentToInsurer),
    Part::Refused(RefusalReason::ActiveWageEarner),
    Part::Orphans(State::Approved),
    Part::Orphans(State::Paid),
    Part::Active,
    Part::Registered,
    Part::Ended,
];

/// The parts on the island.
const ON_THE_ISLAND: [Part; 21] = [
    Part::Claimant(Kind::Death, State::Returned),
    Part::Active,
    Part::Registered,
    Part::Claimant(Kind::Death, State::Approved),
    Part::Verified,
    Part::Proposed,
    Part::Claimant(Kind::Death, State::Draft),
    Part::Active,
    Part::Approved,
    Part::Rejected,
    Part::Registered,
    Part::Active,
    Part::Inactive,
    Part::Claimant(Kind::WorkAccident, State::SentToInsurer),
    Part::Active,
    Part::Ended,
    Part::Registered,
    Part::Verified,
    Part::Claimant(Kind::OldAge, State::Paid),
    Part::Active,
    Part::Registered,
];

/// Where a village's parts come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// One of the many: the places of its workers in the whole roster begin here.
    From(u32),
    /// One of those that the demo shows.
    Shown(&'static [Part]),
}

impl Cast {
    /// The parts of a village that the demo shows, and how many of a roster's workers live there.
    pub fn shown(village: &RegionCode, workers: u32) -> Option<(Self, u32)> {
        let [town, island] = SHOWN_VILLAGES;
        let few = SHOWN_WORKERS.min(workers / ROSTERS_PER_SHOWN);
        let district = village.at(RegionLevel::District);
        match village.as_str() {
            code if code == town => Some((Self::Shown(&IN_TOWN), few)),
            code if code == island => Some((Self::Shown(&ON_THE_ISLAND), few)),
            _ if district.is_some_and(|district| district.as_str() == SHOWN_DISTRICT) => {
                let fewer = DISTRICT_WORKERS.min(workers / ROSTERS_PER_DISTRICT_VILLAGE);
                Some((Self::Shown(&IN_THE_DISTRICT), fewer))
            }
            _ => None,
        }
    }

    /// The first place of a part in a village that the demo shows.
    pub fn place_of(self, part: Part) -> Option<usize> {
        match self {
            Self::Shown(parts) => parts.iter().position(|other| *other == part),
            Self::From(_) => None,
        }
    }

    /// The part of the worker at a place of the village.
    pub fn part(self, index: usize) -> Part {
        match self {
            Self::Shown(parts) => parts.get(index).copied().unwrap_or(Part::Any),
            Self::From(first) => {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                part_of(first.saturating_add(index))
            }
        }
    }
}

/// The part of the worker at this place of the whole roster: kinds and states of claims take turns.
fn part_of(place: u32) -> Part {
    if !place.is_multiple_of(WORKERS_PER_CLAIM) {
        return Part::Any;
    }
    let turn = usize::try_from(place / WORKERS_PER_CLAIM).unwrap_or(0);
    // Three and ten have no common divisor, so that every pair comes up.
    let kind = Kind::ALL.into_iter().cycle().nth(turn % Kind::ALL.len());
    let state = State::ALL.into_iter().cycle().nth(turn % State::ALL.len());
    kind.zip(state).map_or(Part::Any, |(kind, state)| Part::Claimant(kind, state))
}
