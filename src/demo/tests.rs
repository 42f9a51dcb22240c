//! The roster keeps its promises: the same each time, valid, spread over every village, and with every
//! state somewhere in it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::*;
use crate::domain::{FamilyCardNumber, Nib, Nik, NikWarning, PersonName, Phone, RegionCode, WarungRole};
use crate::register::regions::sumenep;

mod desks;
mod stories;

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
            let owners = warung.jobs.iter().filter(|job| job.role == WarungRole::Owner).count();
            assert_eq!(owners, 1);
            let people: HashSet<usize> = warung.jobs.iter().map(|job| job.worker).collect();
            assert_eq!(people.len(), warung.jobs.len(), "nobody stands twice in one warung");
            for job in &warung.jobs {
                assert!(job.worker < village.workers.len());
                *places.entry(job.worker).or_default() += 1;
            }
        }
        assert!(places.values().all(|count| *count <= 2));
    }
}

#[test]
fn work_begins_before_it_is_entered_and_ends_before_the_warung_does() {
    let (mut left, mut closed, mut without_class, mut without_number) = (0, 0, 0, 0);
    for village in made(1, SIZE) {
        for warung in &village.warungs {
            assert!(warung.entered_on <= today());
            for job in &warung.jobs {
                assert!(job.since_on <= job.entered_on && warung.entered_on <= job.entered_on);
                assert!(job.entered_on <= today());
                assert!(job.left_on.is_none_or(|left| job.since_on <= left && left <= today()));
                assert!(warung.closed.is_none_or(|(on, _)| job.entered_on <= on && on <= today()));
                left += u32::from(job.left_on.is_some());
            }
            closed += u32::from(warung.closed.is_some());
            without_class += u32::from(warung.kbli.is_none());
            without_number += u32::from(warung.nib.is_none());
        }
    }
    assert!((100..500).contains(&left) && (80..300).contains(&closed), "{left} left, {closed} closed");
    assert!((200..450).contains(&without_class), "{without_class} without a class");
    assert!((2000..3000).contains(&without_number), "{without_number} without a number");
}
