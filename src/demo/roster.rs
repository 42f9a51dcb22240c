//! The roster as a whole: how many people live in which village, who works where, and which of them
//! carries which claim. Villages are made one by one, so that a million workers need no more memory
//! than one village.

use chrono::NaiveDate;

use super::identity::Numbers;
use super::random::Random;
use super::story::{DemoClaimKind, DemoClaimState, Story};
use super::warung::{self, DemoWarung};
use super::worker::{self, Calendar, DemoWorker, Livelihood};
use crate::domain::{RegionCode, WarungRole};

/// Every so many workers, one has made a claim.
const WORKERS_PER_CLAIM: u32 = 54;

/// A roster that its seed, its day, its villages and its size decide.
pub struct Roster {
    seed: u64,
    today: NaiveDate,
    villages: Vec<(RegionCode, std::ops::Range<u32>)>,
}

/// The people and the warungs of one village.
#[derive(Clone, PartialEq, Eq)]
pub struct VillageRoster {
    /// The village.
    pub village: RegionCode,
    /// The day of its enumeration.
    pub enumerated_on: NaiveDate,
    /// Its workers.
    pub workers: Vec<DemoWorker>,
    /// Its warungs, which name the workers by their place above.
    pub warungs: Vec<DemoWarung>,
}

impl Roster {
    /// A roster of so many workers, spread over the villages by weights between one and three.
    pub fn new(seed: u64, today: NaiveDate, villages: Vec<RegionCode>, workers: u32) -> Self {
        let weights: Vec<u64> = villages
            .iter()
            .map(|village| u64::from(50 + Random::new(seed, village.as_str()).below(100)))
            .collect();
        let total = weights.iter().sum::<u64>().max(1);
        let mut reached = 0;
        let mut first = 0;
        let villages = villages
            .into_iter()
            .zip(weights)
            .map(|(village, weight)| {
                reached += weight;
                // At most `workers`, since `reached` is at most `total`.
                let last = u32::try_from(u64::from(workers) * reached / total).unwrap_or(workers);
                let places = first..last;
                first = last;
                (village, places)
            })
            .collect();
        Self { seed, today, villages }
    }

    /// The villages in the order of their codes as given.
    pub fn villages(&self) -> impl Iterator<Item = VillageRoster> + '_ {
        let places = u32::try_from(self.villages.len()).unwrap_or(u32::MAX);
        (0..places).zip(&self.villages).map(move |(place, (village, workers))| {
            let numbers = Numbers::new(village, place, places);
            let mut random = Random::new(self.seed ^ 0x5eed, village.as_str());
            let calendar = Calendar::new(&mut random, self.today);
            Enumerator { random, numbers, village, calendar }.enumerate(workers.clone())
        })
    }
}

/// Where a worker works: the place of the warung in the village, and the role.
type Place = Option<(usize, WarungRole)>;

struct Enumerator<'a> {
    random: Random,
    numbers: Numbers,
    village: &'a RegionCode,
    calendar: Calendar,
}

impl Enumerator<'_> {
    fn enumerate(mut self, places: std::ops::Range<u32>) -> VillageRoster {
        let keepers = places.len().div_ceil(2);
        let helpers = places.len() / 4;
        let mut people: Vec<Vec<(usize, WarungRole)>> = vec![Vec::new(); keepers];
        let mut workers: Vec<DemoWorker> = Vec::with_capacity(places.len());
        for (index, place) in places.enumerate() {
            let claim = claim_of(place);
            let work = self.workplace(index, keepers, helpers, claim.is_some());
            let mut worker = self.worker(&work, claim);
            if let Some((warung, role)) = work {
                if role == WarungRole::Family {
                    // Keepers come first in the list and have the warung's own place.
                    share_household(&mut worker, workers.get(warung), &mut self.random);
                }
                join(&mut people, warung, index, role);
                self.second_place(&mut people, warung, index);
            }
            workers.push(worker);
        }
        let day = self.calendar.enumerated_on;
        let warungs = people
            .into_iter()
            .map(|people| warung::next(&mut self.random, self.village, day, people))
            .collect();
        VillageRoster { village: self.village.clone(), enumerated_on: day, workers, warungs }
    }

    fn workplace(&mut self, index: usize, keepers: usize, helpers: usize, claims: bool) -> Place {
        if index < keepers {
            return Some((index, WarungRole::Owner));
        }
        if index >= keepers + helpers {
            return None;
        }
        let role = if claims || self.random.chance(650) { WarungRole::Family } else { WarungRole::Employee };
        Some((self.random.index(keepers), role))
    }

    fn worker(&mut self, work: &Place, claim: Option<(DemoClaimKind, DemoClaimState)>) -> DemoWorker {
        let (livelihood, fundable) = match work {
            Some((_, WarungRole::Owner)) => (Livelihood::Keeper, true),
            Some((_, WarungRole::Family)) => (Livelihood::Helper, true),
            // A wage is the employer's duty.
            Some((_, WarungRole::Employee)) => (Livelihood::Helper, false),
            None => (Livelihood::Elsewhere, true),
        };
        let story = Story::next(&mut self.random, self.calendar.today, claim, fundable);
        worker::next(&mut self.random, &mut self.numbers, self.village, self.calendar, livelihood, story)
    }

    fn second_place(&mut self, people: &mut [Vec<(usize, WarungRole)>], first: usize, index: usize) {
        if self.random.chance(25) {
            let second = self.random.index(people.len());
            if second != first {
                join(people, second, index, WarungRole::Family);
            }
        }
    }
}

fn join(people: &mut [Vec<(usize, WarungRole)>], warung: usize, worker: usize, role: WarungRole) {
    if let Some(people) = people.get_mut(warung) {
        people.push((worker, role));
    }
}

fn share_household(worker: &mut DemoWorker, keeper: Option<&DemoWorker>, random: &mut Random) {
    let Some(keeper) = keeper else { return };
    worker.family_card.clone_from(&keeper.family_card);
    if worker.phone.is_none() && random.chance(700) {
        worker.phone.clone_from(&keeper.phone);
    }
}

/// The claim of the worker at this place of the whole roster: kinds and states take turns.
fn claim_of(place: u32) -> Option<(DemoClaimKind, DemoClaimState)> {
    if !place.is_multiple_of(WORKERS_PER_CLAIM) {
        return None;
    }
    let turn = usize::try_from(place / WORKERS_PER_CLAIM).unwrap_or(0);
    let kind = DemoClaimKind::ALL.into_iter().cycle().nth(turn % DemoClaimKind::ALL.len())?;
    // Three and ten have no common divisor, so that every pair comes up.
    let state = DemoClaimState::ALL.into_iter().cycle().nth(turn % DemoClaimState::ALL.len())?;
    Some((kind, state))
}
