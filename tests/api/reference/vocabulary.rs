//! The code lists are those of the types that use them: none missing, none too many, in the same order.

use std::collections::BTreeMap;
use std::path::Path;

use payung::demo::{FundingState, Roster, Story};
use payung::domain::{Kbli, KbliEdition, Sex};
use payung::register::reference;
use payung::register::regions::sumenep;

/// Lists that no front end ever shows.
const INTERNAL: [&str; 1] = ["session_ended_reason"];

/// The codes of a list as it is served.
fn served(name: &str) -> Vec<&'static str> {
    let list = reference::find(name).unwrap_or_else(|| panic!("{name} is not served"));
    list.codes.iter().map(|entry| entry.code).collect()
}

#[test]
fn every_code_list_of_the_source_is_served_with_its_codes() {
    let mut declared = BTreeMap::new();
    find_declarations(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut declared);
    // The reading below is by text; this is how one notices that it stopped reading.
    assert_eq!(declared.get("sex"), Some(&Sex::ALL.iter().map(|sex| sex.to_string()).collect()));
    for (list, codes) in declared {
        if INTERNAL.contains(&list.as_str()) {
            continue;
        }
        assert_eq!(served(&list), codes, "{list}");
    }
}

/// Reads every `code_list!` below a folder: its name and its codes.
fn find_declarations(folder: &Path, declared: &mut BTreeMap<String, Vec<String>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_declarations(&path, declared);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            read_declarations(&std::fs::read_to_string(&path).unwrap(), declared);
        }
    }
}

fn read_declarations(source: &str, declared: &mut BTreeMap<String, Vec<String>>) {
    for declaration in source.split("\ncode_list! {").skip(1) {
        let body = declaration.split("\n}\n").next().unwrap();
        let mut quoted = body.lines().filter_map(|line| {
            let line = line.trim();
            let (name, rest) = line.split_once(" = \"")?;
            let is_item = name.starts_with("pub enum ") || name.chars().all(char::is_alphanumeric);
            is_item.then(|| rest.split('"').next().unwrap().to_owned())
        });
        let list = quoted.next().unwrap();
        let codes: Vec<String> = quoted.collect();
        assert!(!codes.is_empty(), "{list} has codes");
        assert!(declared.insert(list.clone(), codes).is_none(), "{list} is declared once");
    }
}

#[test]
fn the_warungs_classes_are_valid_in_their_edition() {
    for edition in KbliEdition::ALL {
        for code in served(&format!("kbli_{}", edition.as_str())) {
            let written = format!("{}:{code}", edition.as_str());
            assert!(Kbli::parse(&written).is_ok(), "{written}");
        }
    }
}

#[test]
fn the_demo_roster_uses_only_served_codes() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let villages = sumenep::villages().unwrap();
    for worker in Roster::new(1, today, villages, 3000).villages().flat_map(|village| village.workers) {
        let (list, code) = match worker.story {
            Story::Rejected(reason) => ("worker_rejection_reason", reason),
            Story::Inactive(reason, _) => ("worker_deactivation_reason", reason),
            Story::Funded(funding) => match funding.state {
                FundingState::Ended(_, reason) => ("coverage_end_reason", reason),
                _ => continue,
            },
            _ => continue,
        };
        assert!(served(list).contains(&code), "{code} of {list}");
    }
}
