//! The workers of the roster: who they are, how one reaches them, what is known and what is not.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::Calendar;
use super::claim::{Bereaved, beneficiaries};
use super::funding::{Funding, Village};
use super::random::{Choice, Random};
use super::story::Story;
use super::{identity, names};
use crate::domain::{Id, KinRelation, Occupation, OccupationSource, PovertySource, RegionCode, Segment, Sex};

/// A worker as a village would write them down.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoWorker {
    /// The registration's id.
    pub id: Id,
    /// Missing for a temporary identity.
    pub nik: Option<String>,
    /// As in the village's list.
    pub name: String,
    /// As stated: mostly the day in the NIK.
    pub birth_on: Option<NaiveDate>,
    /// As stated: mostly the sex in the NIK.
    pub sex: Option<Sex>,
    /// The family card; families in one warung share it.
    pub family_card: Option<String>,
    /// Often missing, sometimes somebody else's too.
    pub phone: Option<String>,
    /// Where the worker lives.
    pub village: RegionCode,
    /// Hamlet and neighbourhood.
    pub address: Option<String>,
    /// Transport or not.
    pub segment: Segment,
    /// What the worker lives by, and who says so.
    pub occupation: Option<(Occupation, OccupationSource)>,
    /// Whom to ask when something happens.
    pub next_of_kin: Option<NextOfKin>,
    /// What the social registry says.
    pub poverty: Option<Poverty>,
    /// The day the village entered it.
    pub entered_on: NaiveDate,
    /// What becomes of the registration.
    pub story: Story,
}

/// The person to ask when something happens to the worker.
#[derive(Clone, PartialEq, Eq)]
pub struct NextOfKin {
    /// As the worker said it.
    pub name: String,
    /// What this person is to the worker.
    pub relation: KinRelation,
    /// Seldom known.
    pub phone: Option<String>,
}

/// An entry of a social registry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Poverty {
    /// Which registry.
    pub source: PovertySource,
    /// From 1, the poorest, to 10.
    pub decile: u8,
    /// The day the registry stood like this.
    pub as_of: NaiveDate,
}

const HAMLETS: Choice<&str> = Choice(
    "Dusun Laok",
    &[
        "Dusun Daja",
        "Dusun Temor",
        "Dusun Bara'",
        "Dusun Tengah",
        "Dusun Pesisir",
        "Dusun Gunung",
        "Dusun Pasar",
        "Dusun Kebun",
    ],
);

const OTHER_WORK: Choice<(Occupation, Segment)> = Choice(
    (Occupation::TobaccoFarmWorker, Segment::General),
    &[
        (Occupation::FarmWorker, Segment::General),
        (Occupation::Farmer, Segment::General),
        (Occupation::TobaccoFarmWorker, Segment::General),
        (Occupation::Fisher, Segment::General),
        (Occupation::Fisher, Segment::General),
        (Occupation::SaltFarmer, Segment::General),
        (Occupation::MarketTrader, Segment::General),
        (Occupation::MotorcycleTaxiRider, Segment::Transport),
        (Occupation::Driver, Segment::Transport),
        (Occupation::Builder, Segment::General),
        (Occupation::LivestockKeeper, Segment::General),
        (Occupation::Craftsperson, Segment::General),
    ],
);

const OCCUPATION_SOURCES: Choice<OccupationSource> = Choice(
    OccupationSource::VillageEnumeration,
    &[
        OccupationSource::VillageEnumeration,
        OccupationSource::IdentityCard,
        OccupationSource::SelfStated,
        OccupationSource::Dtsen,
    ],
);

/// How a worker came to the roster.
pub enum Livelihood {
    /// Keeps a warung.
    Keeper,
    /// Works in somebody else's.
    Helper,
    /// Does not belong to a warung.
    Elsewhere,
}

/// Writes down the next worker of a village.
pub fn next(
    random: &mut Random,
    village: &mut Village<'_>,
    code: &RegionCode,
    livelihood: Livelihood,
    story: Story,
) -> DemoWorker {
    let entered_on = entered_on(random, &village.calendar, &story);
    let sex = if random.chance(580) { Sex::Female } else { Sex::Male };
    let birth = birth_day(random, &village.calendar, entered_on, &story);
    let identified = story.needs_identity() || !random.chance(150);
    let nik = identified.then(|| village.numbers.nik(random, sex, birth)).flatten();
    let birth = nik.as_ref().map_or(birth, |(_, day)| *day);
    let (occupation, segment) = match livelihood {
        Livelihood::Keeper => (Occupation::WarungKeeper, Segment::General),
        Livelihood::Helper => (Occupation::WarungHelper, Segment::General),
        Livelihood::Elsewhere => random.pick(&OTHER_WORK),
    };
    let family_card = if random.chance(820) { village.numbers.family_card(random, entered_on) } else { None };
    let mut worker = DemoWorker {
        id: identity::id(random, entered_on),
        name: names::person(random, sex),
        birth_on: stated_birth(random, birth, &story),
        sex: stated_sex(random, sex),
        family_card,
        phone: random.chance(560).then(|| identity::phone(random)),
        village: code.clone(),
        address: random.chance(700).then(|| address(random)),
        segment,
        occupation: random.chance(930).then(|| (occupation, random.pick(&OCCUPATION_SOURCES))),
        next_of_kin: random.chance(620).then(|| next_of_kin(random, sex)),
        poverty: random.chance(740).then(|| poverty(random, entered_on)),
        nik: nik.map(|(number, _)| number),
        entered_on,
        story,
    };
    if let Story::Funded(Funding { claim: Some(claim), .. }) = &mut worker.story {
        let bereaved = Bereaved {
            name: &worker.name,
            nik: worker.nik.as_deref(),
            birth_on: birth,
            sex,
            next_of_kin: worker.next_of_kin.as_ref(),
        };
        beneficiaries(random, village.numbers, &bereaved, claim, village.calendar.today);
    }
    worker
}

fn entered_on(random: &mut Random, calendar: &Calendar, story: &Story) -> NaiveDate {
    if !story.is_recent() {
        return calendar.enumerated_on;
    }
    let weeks = Days::new(u64::from(7 * random.below(8)));
    calendar.today.checked_sub_days(weeks).unwrap_or(calendar.today)
}

fn birth_day(random: &mut Random, calendar: &Calendar, entered_on: NaiveDate, story: &Story) -> NaiveDate {
    let birth = identity::birth_day(random, entered_on);
    let year = match birth.year() {
        _ if story.needs_retirement_age() => calendar.today.year() - 57 - years(random.below(6)),
        year if story.needs_entry_age() && year <= calendar.today.year() - 64 => year + 20,
        _ => return birth,
    };
    birth.with_day(1).and_then(|day| day.with_year(year)).unwrap_or(birth)
}

fn years(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(0)
}

fn stated_birth(random: &mut Random, birth: NaiveDate, story: &Story) -> Option<NaiveDate> {
    if story.needs_identity() {
        return Some(birth);
    }
    match random.below(1000) {
        0..=19 => None,
        20..=119 => Some(identity::misremembered(random, birth)),
        _ => Some(birth),
    }
}

fn stated_sex(random: &mut Random, sex: Sex) -> Option<Sex> {
    match random.below(1000) {
        0..=14 => None,
        15..=19 => Some(other(sex)),
        _ => Some(sex),
    }
}

const fn other(sex: Sex) -> Sex {
    match sex {
        Sex::Male => Sex::Female,
        Sex::Female => Sex::Male,
    }
}

fn address(random: &mut Random) -> String {
    let (row, block) = (1 + random.below(8), 1 + random.below(4));
    format!("{} RT {row:02} RW {block:02}", random.pick(&HAMLETS))
}

fn next_of_kin(random: &mut Random, of: Sex) -> NextOfKin {
    let (relation, sex) = match random.below(10) {
        0..=4 => (KinRelation::Spouse, other(of)),
        5..=7 => (KinRelation::Child, if random.chance(500) { Sex::Male } else { Sex::Female }),
        8 => (KinRelation::Parent, Sex::Female),
        _ => (KinRelation::Sibling, Sex::Male),
    };
    NextOfKin {
        name: names::person(random, sex),
        relation,
        phone: random.chance(300).then(|| identity::phone(random)),
    }
}

/// Registries stand as of the first day of a quarter, and lists are rarely the newest.
fn poverty(random: &mut Random, day: NaiveDate) -> Poverty {
    let quarter = day.with_day(1).and_then(|first| first.with_month0(day.month0() / 3 * 3)).unwrap_or(day);
    let (source, quarters) = match random.below(100) {
        0..=84 => (PovertySource::Dtsen, random.below(2)),
        85..=95 => (PovertySource::Dtks, 4 + random.below(4)),
        _ => (PovertySource::P3ke, 4 + random.below(4)),
    };
    let spread = 1 + random.below(5).min(random.below(9)) + random.below(3);
    Poverty {
        source,
        decile: u8::try_from(spread).unwrap_or(10).min(10),
        as_of: quarter.checked_sub_months(Months::new(quarters * 3)).unwrap_or(quarter),
    }
}
