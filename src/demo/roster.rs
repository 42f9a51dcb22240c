//! The roster as a whole: how many people live in which village, who works where, and which of them
//! carries which claim. Villages are made one by one, so that a million workers need no more memory
//! than one village.

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::casting::Cast;
use super::desks::{self, DemoDeath, DemoMove};
use super::funding::{Funding, FundingState, Purses, Village};
use super::identity::Numbers;
use super::random::Random;
use super::story::{Part, Story};
use super::warung::{self, DemoWarung};
use super::worker::{self, DemoWorker, Livelihood};
use crate::domain::{RegionCode, WarungRole, age_on};

/// A roster that its seed, its day, its villages and its size decide.
pub struct Roster {
    seed: u64,
    today: NaiveDate,
    villages: Vec<(RegionCode, Cast, u32)>,
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
    /// The deaths of which the office heard apart from claims.
    pub deaths: Vec<DemoDeath>,
    /// Who shall move to another village.
    pub moves: Vec<DemoMove>,
}

impl Roster {
    /// A roster of so many workers. The villages that the demo shows have a number of their own, the others
    /// share the rest by weights between one and three.
    pub fn new(seed: u64, today: NaiveDate, villages: Vec<RegionCode>, workers: u32) -> Self {
        let weights: Vec<(Option<(Cast, u32)>, u64)> = villages
            .iter()
            .map(|village| match Cast::shown(village, workers) {
                Some(shown) => (Some(shown), 0),
                None => (None, u64::from(50 + Random::new(seed, village.as_str()).below(100))),
            })
            .collect();
        let total = weights.iter().map(|(_, weight)| weight).sum::<u64>().max(1);
        let taken: u32 = weights.iter().filter_map(|(shown, _)| *shown).map(|(_, count)| count).sum();
        let others = u64::from(workers - taken);
        let (mut reached, mut first) = (0, 0);
        let villages = villages
            .into_iter()
            .zip(weights)
            .map(|(village, (shown, weight))| {
                reached += weight;
                // At most `others`, since `reached` is at most `total`.
                let last = u32::try_from(others * reached / total).unwrap_or(first);
                let (cast, count) = shown.unwrap_or((Cast::From(first), last - first));
                first = last;
                (village, cast, count)
            })
            .collect();
        Self { seed, today, villages }
    }

    /// The villages in the order of their codes as given.
    pub fn villages(&self) -> impl Iterator<Item = VillageRoster> + '_ {
        (0..self.villages.len()).filter_map(|index| self.village(index))
    }

    /// Those that the demo shows.
    pub fn shown(&self) -> impl Iterator<Item = VillageRoster> + '_ {
        let shown =
            self.villages.iter().enumerate().filter(|(_, (_, cast, _))| matches!(cast, Cast::Shown(_)));
        shown.filter_map(|(index, _)| self.village(index))
    }

    /// The village at a place among them.
    pub fn village(&self, index: usize) -> Option<VillageRoster> {
        let (village, cast, count) = self.villages.get(index)?;
        let place = u32::try_from(index).unwrap_or(u32::MAX);
        let places = u32::try_from(self.villages.len()).unwrap_or(u32::MAX);
        let mut random = Random::new(self.seed ^ 0x5eed, village.as_str());
        let enumerator = Enumerator {
            numbers: Numbers::new(village, place, places),
            calendar: Calendar::new(&mut random, self.today),
            purses: Purses::next(&mut random),
            random,
            village,
            cast: *cast,
        };
        Some(enumerator.enumerate(*count))
    }
}

/// Where a worker works: the place of the warung in the village, and the role.
type Place = Option<(usize, WarungRole)>;

struct Enumerator<'a> {
    random: Random,
    numbers: Numbers,
    purses: Purses,
    village: &'a RegionCode,
    calendar: Calendar,
    cast: Cast,
}

impl Enumerator<'_> {
    fn enumerate(mut self, count: u32) -> VillageRoster {
        let count = usize::try_from(count).unwrap_or(0);
        let keepers = count.div_ceil(2);
        let helpers = count / 4;
        let mut people: Vec<Vec<(usize, WarungRole)>> = vec![Vec::new(); keepers];
        let mut workers: Vec<DemoWorker> = Vec::with_capacity(count);
        for index in 0..count {
            let part = self.cast.part(index);
            let work = self.workplace(index, keepers, helpers, part);
            let mut worker = self.worker(&work, part);
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
        self.fill_free_places(&mut workers, &people);
        let is_shown = matches!(self.cast, Cast::Shown(_));
        let dying = self.cast.place_of(Part::Dying);
        if is_shown {
            desks::enter_twice(dying, &mut workers);
        }
        let mut warungs = Vec::with_capacity(keepers);
        for people in people {
            warungs.extend(warung::next(&mut self.random, &self.calendar, &workers, &people));
        }
        let (mut deaths, mut moves) = (Vec::new(), Vec::new());
        if is_shown {
            leave_gaps(&mut workers, &mut warungs);
            let (random, calendar) = (&mut self.random, &self.calendar);
            desks::complicate(random, calendar, &mut workers);
            deaths = desks::deaths(random, calendar, dying, &workers);
            moves = desks::moves(random, calendar, dying, (self.village, &workers));
        }
        let enumerated_on = self.calendar.enumerated_on;
        VillageRoster { village: self.village.clone(), enumerated_on, workers, warungs, deaths, moves }
    }

    fn workplace(&mut self, index: usize, keepers: usize, helpers: usize, part: Part) -> Place {
        if index < keepers {
            return Some((index, WarungRole::Owner));
        }
        if index >= keepers + helpers {
            return None;
        }
        let family = match part {
            Part::Any => self.random.chance(650),
            // Among those whom the demo shows, the verified one without a fund is the one who is paid a wage.
            part => part != Part::Verified,
        };
        let role = if family { WarungRole::Family } else { WarungRole::Employee };
        Some((self.random.index(keepers), role))
    }

    fn worker(&mut self, work: &Place, part: Part) -> DemoWorker {
        let (livelihood, fundable) = match work {
            Some((_, WarungRole::Owner)) => (Livelihood::Keeper, true),
            Some((_, WarungRole::Family)) => (Livelihood::Helper, true),
            // A wage is the employer's duty.
            Some((_, WarungRole::Employee)) => (Livelihood::Helper, false),
            None => (Livelihood::Elsewhere, true),
        };
        let (random, mut village) = self.village();
        let story = Story::next(random, &mut village, part, fundable);
        let code = self.village;
        let (random, mut village) = self.village();
        worker::next(random, &mut village, code, livelihood, story)
    }

    fn village(&mut self) -> (&mut Random, Village<'_>) {
        let Self { random, numbers, purses, calendar, .. } = self;
        (random, Village { numbers, purses: *purses, calendar: *calendar })
    }

    fn second_place(&mut self, people: &mut [Vec<(usize, WarungRole)>], first: usize, index: usize) {
        if self.random.chance(25) {
            let second = self.random.index(people.len());
            if second != first {
                join(people, second, index, WarungRole::Family);
            }
        }
    }

    /// Gives some of the places that ended periods left to verified workers of the same village.
    fn fill_free_places(&mut self, workers: &mut [DemoWorker], people: &[Vec<(usize, WarungRole)>]) {
        for place in 0..workers.len() {
            let Some(old) = workers.get(place).and_then(|worker| free_place(worker)).cloned() else {
                continue;
            };
            let (Some(from), FundingState::Ended(on, _)) = (old.first_free_month(), old.state) else {
                continue;
            };
            let filled_on = self.calendar.after(on, 14);
            if !self.random.chance(600) || filled_on >= self.calendar.today {
                continue;
            }
            let first_day = from.first_day().max(self.calendar.today);
            let next = workers.iter_mut().enumerate().find(|(index, worker)| {
                worker.story == Story::Verified
                    && worker.birth_on.and_then(|birth| age_on(birth, first_day)).is_some_and(|age| age < 64)
                    && !is_employed(people, *index)
            });
            let Some((_, next)) = next else { continue };
            let (random, mut village) = self.village();
            let funding = Funding::in_place_of(random, &mut village, (place, &old), from, filled_on);
            next.story = Story::Funded(funding);
        }
    }
}

/// The period of a worker that somebody else may take over: not one of which a claim came.
fn free_place(worker: &DemoWorker) -> Option<&Funding> {
    match &worker.story {
        Story::Funded(funding) if funding.claim.is_none() => Some(funding),
        _ => None,
    }
}

fn is_employed(people: &[Vec<(usize, WarungRole)>], worker: usize) -> bool {
    people.iter().flatten().any(|(place, role)| *place == worker && *role == WarungRole::Employee)
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

/// What somebody who looks at the village should find missing: a NIK, a phone, a class of business.
fn leave_gaps(workers: &mut [DemoWorker], warungs: &mut [DemoWarung]) {
    if let Some(worker) = desks::without_identity(workers) {
        worker.nik = None;
        worker.phone = None;
    }
    if let Some(warung) = warungs.first_mut() {
        warung.kbli = None;
        warung.nib = None;
    }
}
