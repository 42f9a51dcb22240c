//! The roster keeps its promises: the same each time, valid, spread over every village, and with every
//! state somewhere in it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::*;
use crate::domain::{
    FamilyCardNumber, Nib, Nik, NikWarning, PersonName, Phone, RegionCode, WarungRole, age_on,
};
use crate::register::regions::sumenep;

const SIZE: u32 = 6000;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
}

fn made(seed: u64, workers: u32) -> Vec<VillageRoster> {
    Roster::new(seed, today(), villages(), workers).villages().collect()
}

fn villages() -> Vec<RegionCode> {
    sumenep::villages().unwrap_or_else(|error| panic!("the embedded codes are valid: {error}"))
}

fn workers(villages: &[VillageRoster]) -> impl Iterator<Item = &DemoWorker> {
    villages.iter().flat_map(|village| &village.workers)
}

#[test]
fn one_seed_gives_one_roster() {
    assert!(made(1, 900) == made(1, 900));
    assert!(made(1, 900) != made(2, 900));
}

#[test]
fn every_village_has_workers_and_warungs_in_moderation() {
    let villages = made(1, SIZE);
    assert_eq!(villages.len(), 334);
    assert_eq!(workers(&villages).count(), 6000);
    for village in &villages {
        assert!(
            (7..=40).contains(&village.workers.len()),
            "{} has {}",
            village.village,
            village.workers.len()
        );
        assert!(village.workers.iter().all(|worker| worker.village == village.village));
        assert!(village.warungs.iter().all(|warung| warung.village == village.village));
    }
    let warungs: usize = villages.iter().map(|village| village.warungs.len()).sum();
    assert!((2950..=3250).contains(&warungs), "{warungs} warungs");
}

#[test]
fn every_nik_is_valid_and_given_once() {
    let villages = made(1, SIZE);
    let mut seen = HashSet::new();
    let mut districts = HashSet::new();
    let mut warnings: HashMap<NikWarning, u32> = HashMap::new();
    for worker in workers(&villages) {
        let Some(text) = &worker.nik else { continue };
        let nik = Nik::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert!(nik.birth_on(today()).is_some());
        assert!(seen.insert(text.clone()), "a NIK occurs twice");
        districts.insert(nik.region_prefix().to_owned());
        for warning in nik.warnings(worker.birth_on, worker.sex, worker.village.regency().as_ref(), today()) {
            *warnings.entry(warning).or_default() += 1;
        }
    }
    assert!((5700..=5950).contains(&seen.len()), "{} have a NIK", seen.len());
    assert!(districts.len() > 50, "{} birth districts", districts.len());
    for (warning, range) in [
        (NikWarning::ForeignPrefix, 300..800),
        (NikWarning::BirthDateDiffers, 60..300),
        (NikWarning::SexDiffers, 10..60),
    ] {
        let count = warnings.get(&warning).copied().unwrap_or(0);
        assert!(range.contains(&count), "{warning}: {count}");
    }
}

#[test]
fn a_million_niks_do_not_collide() {
    // A tenth of the villages with a tenth of the workers is as crowded as the whole.
    let villages: Vec<RegionCode> = villages().into_iter().take(33).collect();
    let mut seen = HashSet::new();
    for village in Roster::new(1, today(), villages, 100_000).villages() {
        for worker in village.workers {
            assert!(worker.nik.is_some() || !worker.story.needs_identity(), "a verified worker has no NIK");
            if let Some(nik) = worker.nik {
                assert!(seen.insert(nik), "a NIK occurs twice");
            }
        }
    }
    assert!(seen.len() > 95_000, "{} NIKs", seen.len());
}

#[test]
fn what_is_written_down_can_be_read() {
    for village in made(1, SIZE) {
        for worker in &village.workers {
            assert!(PersonName::parse(&worker.name).is_ok(), "{}", worker.name);
            assert!(worker.family_card.as_deref().is_none_or(|card| FamilyCardNumber::parse(card).is_ok()));
            assert!(worker.phone.as_deref().is_none_or(|phone| Phone::parse(phone).is_ok()));
            assert!(
                worker
                    .poverty
                    .is_none_or(|poverty| poverty.as_of <= today() && (1..=10).contains(&poverty.decile))
            );
            assert!(worker.birth_on.is_none_or(|birth| birth < worker.entered_on));
        }
        for warung in &village.warungs {
            assert!(warung.nib.as_deref().is_none_or(|nib| Nib::parse(nib).is_ok()));
            assert!(!warung.name.is_empty() && warung.name.chars().count() <= 100);
        }
    }
}

#[test]
fn much_is_missing_as_in_life() {
    let villages = made(1, SIZE);
    let share =
        |missing: fn(&DemoWorker) -> bool| workers(&villages).filter(|worker| missing(worker)).count();
    for (what, count, range) in [
        ("birth day", share(|worker| worker.birth_on.is_none()), 10..150),
        ("sex", share(|worker| worker.sex.is_none()), 40..180),
        ("family card", share(|worker| worker.family_card.is_none()), 700..1700),
        ("phone", share(|worker| worker.phone.is_none()), 1800..3000),
        ("next of kin", share(|worker| worker.next_of_kin.is_none()), 1800..2800),
        ("poverty", share(|worker| worker.poverty.is_none()), 1200..2000),
        ("occupation", share(|worker| worker.occupation.is_none()), 250..650),
    ] {
        assert!(range.contains(&count), "{count} without {what}");
    }
    let mut phones: HashMap<&str, u32> = HashMap::new();
    for phone in workers(&villages).filter_map(|worker| worker.phone.as_deref()) {
        *phones.entry(phone).or_default() += 1;
    }
    assert!(phones.values().filter(|count| **count > 1).count() > 100, "phones are shared");
}

#[test]
fn every_warung_has_one_owner_and_nobody_works_in_three() {
    for village in made(1, SIZE) {
        let mut places: HashMap<usize, u32> = HashMap::new();
        for warung in &village.warungs {
            let owners = warung.people.iter().filter(|(_, role)| *role == WarungRole::Owner).count();
            assert_eq!(owners, 1);
            let people: HashSet<usize> = warung.people.iter().map(|(worker, _)| *worker).collect();
            assert_eq!(people.len(), warung.people.len(), "nobody stands twice in one warung");
            for (worker, _) in &warung.people {
                assert!(*worker < village.workers.len());
                *places.entry(*worker).or_default() += 1;
            }
        }
        assert!(places.values().all(|count| *count <= 2));
    }
}

#[test]
fn every_state_of_coverages_and_claims_occurs() {
    let villages = made(1, SIZE);
    let mut claims: HashMap<(DemoClaimKind, DemoClaimState), u32> = HashMap::new();
    let mut ended: HashSet<&str> = HashSet::new();
    let mut states: HashMap<&str, u32> = HashMap::new();
    for worker in workers(&villages) {
        let state = match &worker.story {
            Story::Registered => "registered",
            Story::Rejected(_) => "rejected",
            Story::Inactive(..) => "inactive",
            Story::Verified => "verified",
            Story::Funded(funding) => {
                if let Some(claim) = funding.claim {
                    *claims.entry((claim.kind, claim.state)).or_default() += 1;
                    assert!(claim.event_on >= funding.from.first_day() && claim.event_on <= today());
                }
                match funding.state {
                    FundingState::Proposed => "proposed",
                    FundingState::Approved => "approved",
                    FundingState::Active => "active",
                    FundingState::Ended(on, reason) => {
                        assert!(on >= funding.from.first_day() && on <= today());
                        ended.insert(reason);
                        "ended"
                    }
                }
            }
        };
        *states.entry(state).or_default() += 1;
    }
    assert_eq!(states.len(), 8, "{states:?}");
    assert!(states.values().all(|count| *count > 80), "{states:?}");
    assert_eq!(ended.len(), 9, "{ended:?}");
    assert_eq!(claims.len(), 30, "{claims:?}");
}

#[test]
fn whoever_is_funded_has_a_nik_and_was_young_enough() {
    for worker in workers(&made(1, SIZE)) {
        if let Story::Funded(funding) = &worker.story {
            let (Some(birth), Some(nik)) = (worker.birth_on, &worker.nik) else {
                panic!("somebody funded has no NIK or no day of birth");
            };
            assert_eq!(Nik::parse(nik).ok().and_then(|nik| nik.birth_on(today())), Some(birth));
            assert!(age_on(birth, funding.from.first_day()).is_some_and(|age| (17..65).contains(&age)));
        }
    }
}
