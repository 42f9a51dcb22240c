//! The warungs of the roster: what they are called, what they sell, where they stand.

use chrono::NaiveDate;

use super::random::{Choice, Random};
use super::{identity, names};
use crate::domain::{Id, RegionCode, Sex, WarungRole};

/// A warung as a village would write it down.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoWarung {
    /// The warung's id.
    pub id: Id,
    /// The name on the board.
    pub name: String,
    /// Where it stands.
    pub village: RegionCode,
    /// Edition and code of the classification of business activities.
    pub kbli: Option<(u16, &'static str)>,
    /// The business number, which few have.
    pub nib: Option<String>,
    /// Who works there: the place of the worker in the village's list, and the role.
    pub people: Vec<(usize, WarungRole)>,
    /// Whether it has closed since.
    pub closed: bool,
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

/// Writes down the next warung of a village.
pub fn next(
    random: &mut Random,
    village: &RegionCode,
    enumerated_on: NaiveDate,
    people: Vec<(usize, WarungRole)>,
) -> DemoWarung {
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
    DemoWarung {
        id: identity::id(random, enumerated_on),
        name: format!("{kind} {of}"),
        village: village.clone(),
        kbli: random.chance(900).then_some(kbli),
        nib: random.chance(180).then(|| nib(random)),
        people,
        closed: random.chance(25),
    }
}

/// Thirteen digits.
fn nib(random: &mut Random) -> String {
    format!("{:04}{:09}", 1000 + random.below(9000), random.below(1_000_000_000))
}
