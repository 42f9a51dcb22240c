//! How alike somebody in a report and somebody in the register are, or two registrations, with the reasons: a suggestion for
//! a person, who decides.

use chrono::Datelike;
use uuid::Uuid;

use crate::domain::{Day, RegionCode, RegionLevel, code_list};

code_list! {
    /// Why two people may be the same.
    pub enum LikenessReason = "likeness_reason" {
        /// The names are alike.
        Name = "name",
        /// Both were born on the same day.
        BirthDate = "birth_date",
        /// Both were born in the same year.
        BirthYear = "birth_year",
        /// Both live in the same village.
        Village = "village",
        /// Both live in the same district.
        District = "district",
        /// Both stand on the same family card.
        FamilyCard = "family_card",
        /// Both have the same phone.
        Phone = "phone",
        /// It has this NIK.
        Nik = "nik",
        /// A registration with this NIK was merged into it.
        MergedNik = "merged_nik",
    }
}

/// What the same family card counts: households share it, so that it says less than a name or a birth.
const FAMILY_CARD: i32 = 15;
/// What the same phone counts: shared phones are common.
const PHONE: i32 = 10;
/// What the NIK counts, be it that of a registration that was merged: enough to be looked at, whatever else is told.
const NIK: i32 = 50;
/// The score where everything is the same.
const MOST: i32 = 100;
/// The lowest score of a candidate: a like name alone is nobody, with the village or the birth it is somebody.
const LEAST: i32 = 50;
/// What a name that is written the same counts; one that is less alike counts less.
const NAME: i32 = 50;
/// The least likeness of names in thousandths that is told as a reason.
const NAME_LEAST: i32 = 400;

/// Whom a report tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The day of birth, where the report has one.
    pub birth_on: Option<Day>,
    /// Where the dead lived.
    pub village: RegionCode,
}

/// Somebody in the register who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The registration.
    pub worker_id: Uuid,
    /// How alike the names are, in thousandths.
    pub name_likeness: i32,
    /// The day of birth.
    pub birth_on: Option<Day>,
    /// Where the worker lives.
    pub village: RegionCode,
    /// Whether both stand on the same family card, as far as that is known of both.
    pub same_family_card: bool,
    /// Whether both have the same phone, as far as that is known of both.
    pub same_phone: bool,
    /// Whose NIK is the one that is told, if it leads to this registration.
    pub nik: Option<NikOf>,
}

/// By whose NIK a registration is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NikOf {
    /// Its own.
    Own,
    /// That of a registration that was merged into it.
    Merged,
}

impl NikOf {
    const fn reason(self) -> LikenessReason {
        match self {
            Self::Own => LikenessReason::Nik,
            Self::Merged => LikenessReason::MergedNik,
        }
    }
}

/// How alike, from 0 to 100, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// 100 where everything is the same.
    pub score: i32,
    /// What is alike, the strongest first.
    pub reasons: Vec<LikenessReason>,
}

/// Compares a report with a registration; nothing where they are not alike enough for anybody to look at. Another birth is
/// no proof of another person: days of birth are often guessed.
pub fn likeness(told: &Told, candidate: &Candidate) -> Option<Likeness> {
    let mut reasons = Vec::new();
    let mut score = candidate.name_likeness.clamp(0, 1_000) * NAME / 1_000;
    if let Some(nik) = candidate.nik {
        score += NIK;
        reasons.push(nik.reason());
    }
    if candidate.name_likeness >= NAME_LEAST {
        reasons.push(LikenessReason::Name);
    }
    let births = told.birth_on.zip(candidate.birth_on);
    if births.is_some_and(|(told, known)| told == known) {
        score += 30;
        reasons.push(LikenessReason::BirthDate);
    } else if births.is_some_and(|(told, known)| told.year() == known.year()) {
        score += 15;
        reasons.push(LikenessReason::BirthYear);
    }
    let district = |code: &RegionCode| code.at(RegionLevel::District);
    if told.village == candidate.village {
        score += 20;
        reasons.push(LikenessReason::Village);
    } else if district(&told.village).is_some_and(|own| district(&candidate.village) == Some(own)) {
        score += 10;
        reasons.push(LikenessReason::District);
    }
    if candidate.same_family_card {
        score += FAMILY_CARD;
        reasons.push(LikenessReason::FamilyCard);
    }
    if candidate.same_phone {
        score += PHONE;
        reasons.push(LikenessReason::Phone);
    }
    (score >= LEAST).then_some(Likeness { score: score.min(MOST), reasons })
}

/// Whether name and birth that are told are those of a registration: both, the name however it is written.
pub fn is_named(told: (Option<&str>, Option<Day>), known: (&str, Option<Day>)) -> bool {
    let plain = |name: &str| {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let same_birth = told.1.zip(known.1).is_some_and(|(told, known)| told == known);
    same_birth && told.0.is_some_and(|name| plain(name) == plain(known.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use LikenessReason::{BirthDate, BirthYear, District, FamilyCard, Name, Phone, Village};

    fn village(code: &str) -> RegionCode {
        RegionCode::parse(code).unwrap()
    }

    fn of(name: i32, birth: Option<&str>, lives: &str) -> Option<(i32, Vec<LikenessReason>)> {
        sharing(name, birth, lives, (false, false))
    }

    fn sharing(
        name: i32,
        birth: Option<&str>,
        lives: &str,
        (same_family_card, same_phone): (bool, bool),
    ) -> Option<(i32, Vec<LikenessReason>)> {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let told = Told { birth_on: Some(day("1982-06-15")), village: village("35.29.01.1015") };
        let candidate = Candidate {
            worker_id: Uuid::nil(),
            name_likeness: name,
            birth_on: birth.map(day),
            village: village(lives),
            same_family_card,
            same_phone,
            nik: None,
        };
        likeness(&told, &candidate).map(|found| (found.score, found.reasons))
    }

    #[test]
    fn the_same_in_everything_is_a_hundred_and_each_difference_costs() {
        let home = "35.29.01.1015";
        assert_eq!(of(1_000, Some("1982-06-15"), home), Some((100, vec![Name, BirthDate, Village])));
        assert_eq!(of(1_000, Some("1982-01-01"), home), Some((85, vec![Name, BirthYear, Village])));
        assert_eq!(of(1_000, None, "35.29.01.1016"), Some((60, vec![Name, District])));
        assert_eq!(of(300, Some("1982-06-15"), home), Some((65, vec![BirthDate, Village])));
    }

    #[test]
    fn a_household_is_not_one_person_unless_more_is_alike() {
        let home = "35.29.01.1015";
        assert_eq!(
            sharing(150, Some("1980-02-01"), home, (true, true)),
            Some((52, vec![Village, FamilyCard, Phone]))
        );
        assert_eq!(sharing(150, Some("1980-02-01"), home, (true, false)), None);
        let far = sharing(800, Some("1950-01-01"), "35.29.02.2001", (true, false));
        assert_eq!(far, Some((55, vec![Name, FamilyCard])));
        let all = vec![Name, BirthDate, Village, FamilyCard, Phone];
        assert_eq!(sharing(1_000, Some("1982-06-15"), home, (true, true)), Some((100, all)));
    }

    #[test]
    fn the_nik_of_a_merged_registration_is_somebody_to_look_at() {
        let told = Told { birth_on: None, village: village("35.29.01.1015") };
        let candidate = Candidate {
            worker_id: Uuid::nil(),
            name_likeness: 0,
            birth_on: None,
            village: village("35.29.02.2001"),
            same_family_card: false,
            same_phone: false,
            nik: Some(NikOf::Merged),
        };
        let found = likeness(&told, &candidate).map(|found| (found.score, found.reasons));
        assert_eq!(found, Some((50, vec![LikenessReason::MergedNik])));
    }

    #[test]
    fn only_name_and_birth_together_name_somebody() {
        let day = |text: &str| Some(text.parse::<Day>().unwrap());
        let known = ("Siti Aminah", day("1982-06-15"));
        assert!(is_named((Some("SITI  AMINAH."), day("1982-06-15")), known));
        assert!(!is_named((Some("Siti Aminah"), None), known));
        assert!(!is_named((Some("Siti Aminah"), day("1982-06-16")), known));
        assert!(!is_named((Some("Sitti Aminah"), day("1982-06-15")), known));
        assert!(!is_named((None, day("1982-06-15")), known));
        assert!(!is_named((Some("Siti Aminah"), None), ("Siti Aminah", None)));
    }

    #[test]
    fn a_like_name_alone_is_nobody() {
        assert_eq!(of(900, Some("1950-01-01"), "35.29.02.2001"), None);
        assert_eq!(of(500, None, "35.29.01.1015"), None);
    }
}
