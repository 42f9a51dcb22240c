//! Who plays which part: claims in turn over the whole roster, and in the villages of the demo's operators
//! a bit of everything, however small the roster is.

use super::claim::{DemoClaimKind as Kind, DemoClaimState as State};
use super::story::Part;
use crate::domain::RegionCode;

/// The villages of the demo's operators: one in the town, one on an island.
pub const SHOWN_VILLAGES: [&str; 2] = ["35.29.01.1015", "35.29.25.2007"];

/// How many workers a shown village has, if the roster is large enough.
pub const SHOWN_WORKERS: u32 = 24;

/// Every so many workers, one has made a claim.
const WORKERS_PER_CLAIM: u32 = 54;

/// The parts in a shown village. First come the keepers, then their helpers, then the others.
const IN_TOWN: [Part; 21] = [
    Part::Claimant(Kind::Death, State::Paid),
    Part::Active,
    Part::Registered,
    Part::Claimant(Kind::Death, State::Returned),
    Part::Proposed,
    Part::Verified,
    Part::Claimant(Kind::WorkAccident, State::Draft),
    Part::Active,
    Part::Rejected,
    Part::Approved,
    Part::Registered,
    Part::Active,
    Part::Ended,
    Part::Claimant(Kind::OldAge, State::Submitted),
    Part::Active,
    Part::Inactive,
    Part::Verified,
    Part::Registered,
    Part::Claimant(Kind::WorkAccident, State::Rejected),
    Part::Active,
    Part::Registered,
];

/// The same on the island.
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
    /// The parts of a village that the demo shows.
    pub fn shown(village: &RegionCode) -> Option<Self> {
        let [town, island] = SHOWN_VILLAGES;
        match village.as_str() {
            code if code == town => Some(Self::Shown(&IN_TOWN)),
            code if code == island => Some(Self::Shown(&ON_THE_ISLAND)),
            _ => None,
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
