//! The warungs of the roster: what they are called, what they sell, where they stand, who works in them.

use chrono::{Days, NaiveDate};

use super::calendar::Calendar;
use super::random::{Choice, Random};
use super::worker::DemoWorker;
use super::{identity, names};
use crate::domain::{Id, RegionCode, Sex, WarungRole};

/// A warung as a village would write it down.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoWarung {
    /// The warung's id.
    pub id: Id,
    /// The day the village entered it.
    pub entered_on: NaiveDate,
    /// The name on the board.
    pub name: String,
    /// Where it stands.
    pub village: RegionCode,
    /// Hamlet and neighbourhood: mostly where its owner lives.
    pub address: Option<String>,
    /// Edition and code of the classification of business activities.
    pub kbli: Option<(u16, &'static str)>,
    /// The business number, which few have.
    pub nib: Option<String>,
    /// Who works there.
    pub jobs: Vec<DemoJob>,
    /// The day on which it closed since, with a code of the list of closing reasons.
    pub closed: Option<(NaiveDate, &'static str)>,
}

/// That somebody works in a warung.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoJob {
    /// The job's id.
    pub id: Id,
    /// The place of the worker in the village's list.
    pub worker: usize,
    /// As what.
    pub role: WarungRole,
    /// The first day.
    pub since_on: NaiveDate,
    /// The day the village entered it.
    pub entered_on: NaiveDate,
    /// The last day, of those who left.
    pub left_on: Option<NaiveDate>,
}

const FOOD: Choice<&str> = Choice(
    "Warung Nasi",
    &[
        "Warung Nasi Campor",
        "Warung Soto",
        "Warung Sate",
        "Warung Kaldu Kokot",
        "Warung Rujak",
        "Warung Bakso",
        "Warung Lalapan",
        "Warung Nasi Jagung",
        "Warung Ikan Bakar",
        "Warung Pecel",
        "Depot",
        "Warung Topak Ladah",
    ],
);

const SNACKS: Choice<&str> = Choice(
    "Kedai Kopi",
    &["Warung Kopi", "Kedai Es Kelapa", "Kedai Jamu", "Kedai Gorengan", "Warkop", "Kedai Mie"],
);

const MOBILE: Choice<&str> =
    Choice("Pentol Keliling", &["Bakso Keliling", "Es Keliling", "Jamu Gendong", "Sate Keliling"]);

const RETAIL: Choice<&str> =
    Choice("Toko", &["Toko Kelontong", "Kios", "Kios Pracangan", "Toko Sembako", "Warung Pracangan"]);

const PROPER: Choice<&str> = Choice(
    "Barokah",
    &[
        "Sumber Rejeki",
        "Mitra",
        "Sejahtera",
        "Al-Hidayah",
        "Rahmat",
        "Sederhana",
        "Bahari",
        "Sumber Hidup",
        "Berkah",
        "Amanah",
        "Maju Jaya",
        "Tera' Bulan",
        "Pojok",
        "Pasar",
        "Pelabuhan",
        "Tanjung",
        "Rukun",
        "Harapan",
        "Restu Ibu",
    ],
);

const CLOSINGS: Choice<&str> =
    Choice("unprofitable", &["unprofitable", "owner_ill", "place_lost", "moved_away", "duplicate", "other"]);

/// Writes down the next warung of a village with those who work there, its owner first.
pub fn next(
    random: &mut Random,
    calendar: &Calendar,
    workers: &[DemoWorker],
    people: &[(usize, WarungRole)],
) -> Option<DemoWarung> {
    let owner = people.first().and_then(|(place, _)| workers.get(*place))?;
    let (kind, kbli) = match random.below(100) {
        0..=33 => (random.pick(&FOOD), (2020, "56102")),
        34..=59 => (random.pick(&SNACKS), (2020, "56103")),
        60..=65 => (random.pick(&MOBILE), (2020, "56104")),
        66..=95 => (random.pick(&RETAIL), (2020, "47112")),
        _ => (random.pick(&FOOD), (2025, "56101")),
    };
    let of = if random.chance(600) {
        let sex = if random.chance(600) { Sex::Female } else { Sex::Male };
        names::called(random, sex)
    } else {
        random.pick(&PROPER).to_owned()
    };
    let mut warung = DemoWarung {
        id: identity::id(random, owner.entered_on),
        entered_on: owner.entered_on,
        name: format!("{kind} {of}"),
        village: owner.village.clone(),
        address: owner.address.clone(),
        kbli: random.chance(900).then_some(kbli),
        nib: random.chance(180).then(|| nib(random)),
        jobs: Vec::with_capacity(people.len()),
        closed: None,
    };
    for (place, role) in people {
        let Some(worker) = workers.get(*place) else { continue };
        let job = job(random, &warung, (*place, worker), *role);
        // Somebody who left before the warung was entered is not written down there any more.
        if worker.story.leaving().is_none_or(|(left_on, _)| left_on >= job.entered_on) {
            warung.jobs.push(job);
        }
    }
    close(random, calendar, &mut warung, owner);
    Some(warung)
}

/// The owner began it, so that nobody has been there for longer.
fn job(
    random: &mut Random,
    warung: &DemoWarung,
    (place, worker): (usize, &DemoWorker),
    role: WarungRole,
) -> DemoJob {
    let entered_on = worker.entered_on.max(warung.entered_on);
    let earliest = warung.jobs.first().map(|owner| owner.since_on);
    let days = Days::new(u64::from(1 + random.below(12 * 365)));
    let since_on = entered_on.checked_sub_days(days).unwrap_or(entered_on).max(of_age(worker));
    DemoJob {
        id: identity::id(random, entered_on),
        worker: place,
        role,
        since_on: earliest.map_or(since_on, |earliest| since_on.max(earliest)).min(entered_on),
        entered_on,
        // Whoever leaves the register leaves the warung, too.
        left_on: worker.story.leaving().map(|(on, _)| on),
    }
}

/// The day from which somebody may have worked.
fn of_age(worker: &DemoWorker) -> NaiveDate {
    let born = worker.birth_on.unwrap_or(NaiveDate::MIN);
    born.checked_add_days(Days::new(16 * 366)).unwrap_or(born)
}

/// A warung ends with its owner, or goes on in the family; and some end anyway.
fn close(random: &mut Random, calendar: &Calendar, warung: &mut DemoWarung, owner: &DemoWorker) {
    let reason = match owner.story.leaving() {
        Some((on, "deceased")) => random.chance(600).then_some((on, "owner_died")),
        Some((on, "moved_out")) => Some((on, "moved_away")),
        Some((on, "stopped_working")) => Some((on, "unprofitable")),
        _ => None,
    };
    let last_entry = warung.jobs.iter().map(|job| job.entered_on).max().unwrap_or(warung.entered_on);
    let from = last_entry.max(calendar.january().first_day());
    warung.closed = match reason {
        Some((on, reason)) => Some((on.max(last_entry), reason)),
        None if random.chance(25) && from < calendar.today => {
            Some((calendar.between(random, from, calendar.today), random.pick(&CLOSINGS)))
        }
        None => None,
    };
}

/// Thirteen digits.
fn nib(random: &mut Random) -> String {
    format!("{:04}{:09}", 1000 + random.below(9000), random.below(1_000_000_000))
}
