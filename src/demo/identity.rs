//! Numbers that identify people and papers: NIK, family card, phone, member number, reference. Those that
//! must be unique are given once, also when villages are made apart from each other.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use uuid::Builder;

use super::random::{Choice, Random};
use crate::domain::{Id, RegionCode, Sex};

/// Districts outside the regency in which people who live in it were first registered: the other
/// regencies of the island, the cities people moved to for work, and the ports across the sea.
const FOREIGN_DISTRICTS: Choice<&str> = Choice(
    "352801",
    &[
        "352805", "352809", "352703", "352711", "352601", "352617", "357801", "357809", "357816", "357829",
        "351514", "351208", "351203", "351301", "351110", "350907", "350921", "351016", "357103", "317504",
        "317201", "327601", "517102", "637101", "637202", "617103", "737105", "640901", "527102", "530301",
    ],
);

const MOBILE_PREFIXES: Choice<&str> = Choice(
    "0812",
    &[
        "0813", "0821", "0822", "0823", "0852", "0853", "0856", "0857", "0817", "0819", "0877", "0878",
        "0881", "0895",
    ],
);

/// Tries to find a free serial for a day before somebody is left without a number.
const TRIES: u32 = 20;

/// Hands out the numbers of one village.
pub struct Numbers {
    /// The village's place among all villages of the roster, and how many there are: of the serials
    /// 0001 to 9999 every village has its own, so that no two villages give the same number.
    place: u32,
    places: u32,
    district: String,
    given: HashMap<String, u32>,
    counted: u32,
}

/// Mixes a serial of nine digits, so that neighbours do not look alike. It has no divisor in common with
/// the power of ten, so that different serials stay different.
const MIX: u64 = 387_420_489;
const NINE_DIGITS: u64 = 1_000_000_000;

impl Numbers {
    /// The numbers of the village at `place` of `places`.
    pub fn new(village: &RegionCode, place: u32, places: u32) -> Self {
        let district = village.as_str().chars().filter(char::is_ascii_digit).take(6).collect();
        Self { place, places, district, given: HashMap::new(), counted: 0 }
    }

    /// A NIK for a birth day near the wanted one, and that day; nothing when the village has used up
    /// its serials.
    pub fn nik(&mut self, random: &mut Random, sex: Sex, wanted: NaiveDate) -> Option<(String, NaiveDate)> {
        let district = if random.chance(90) {
            random.pick(&FOREIGN_DISTRICTS).to_owned()
        } else {
            self.district.clone()
        };
        let women = match sex {
            Sex::Male => 0,
            Sex::Female => 40,
        };
        (0..TRIES).find_map(|attempt| {
            let birth = wanted.checked_add_days(Days::new(u64::from(attempt)))?;
            let day = birth.day() + women;
            let stem = format!("{district}{day:02}{:02}{:02}", birth.month(), birth.year().rem_euclid(100));
            Some((self.numbered(stem)?, birth))
        })
    }

    /// A family card number, whose date part is the day of issue.
    pub fn family_card(&mut self, random: &mut Random, today: NaiveDate) -> Option<String> {
        (0..TRIES).find_map(|_| {
            let issued = today.checked_sub_days(Days::new(u64::from(90 + random.below(15 * 365))))?;
            let (day, month, year) = (issued.day(), issued.month(), issued.year().rem_euclid(100));
            self.numbered(format!("{}{day:02}{month:02}{year:02}", self.district))
        })
    }

    /// The insurer's number of a new member: eleven digits, of which the first two tell the year.
    pub fn member(&mut self, year: i32) -> String {
        format!("{:02}{:09}", year.rem_euclid(100), u64::from(self.count()) * MIX % NINE_DIGITS)
    }

    /// A number of the insurer's or a bank's books: `TRF-2026-0004711`.
    pub fn reference(&mut self, book: &str, year: i32) -> String {
        format!("{book}-{year}-{:07}", self.count())
    }

    /// A number that no other village counts: each counts in steps of their number, from its own place.
    fn count(&mut self) -> u32 {
        self.counted += 1;
        self.places.saturating_mul(self.counted).saturating_add(self.place)
    }

    fn numbered(&mut self, stem: String) -> Option<String> {
        let times = self.given.get(&stem).copied().unwrap_or(0);
        let serial = self.places.checked_mul(times)?.checked_add(self.place)?.checked_add(1)?;
        if serial > 9999 {
            return None;
        }
        let number = format!("{stem}{serial:04}");
        self.given.insert(stem, times + 1);
        Some(number)
    }
}

/// The id of something that was written down on a day: a UUID of version 7, and the same for the same seed.
pub fn id(random: &mut Random, day: NaiveDate) -> Id {
    let millis = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let [a, b, c, d, e, f, g, h] = random.next().to_be_bytes();
    let [i, j, ..] = random.next().to_be_bytes();
    let bytes = [a, b, c, d, e, f, g, h, i, j];
    Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap_or(0), &bytes).into_uuid()
}

/// A mobile number as people write it down.
pub fn phone(random: &mut Random) -> String {
    format!("{}{:08}", random.pick(&MOBILE_PREFIXES), random.below(100_000_000))
}

/// A birth day for somebody of working age; a few are past the age of entry.
pub fn birth_day(random: &mut Random, today: NaiveDate) -> NaiveDate {
    let years =
        if random.chance(35) { 65 + random.below(15) } else { 19 + random.below(24) + random.below(22) };
    let days = years * 365 + years / 4 + random.below(365);
    today.checked_sub_days(Days::new(u64::from(days))).unwrap_or(today)
}

/// What somebody wrote down instead of the day in the NIK: day and month exchanged, or a day or a year off.
pub fn misremembered(random: &mut Random, birth: NaiveDate) -> NaiveDate {
    let other = match random.below(3) {
        0 if birth.day() <= 12 && birth.day() != birth.month() => {
            NaiveDate::from_ymd_opt(birth.year(), birth.day(), birth.month())
        }
        1 => birth.with_year(birth.year() - 1),
        _ => birth.checked_sub_days(Days::new(u64::from(1 + random.below(9)))),
    };
    other.unwrap_or(birth)
}
