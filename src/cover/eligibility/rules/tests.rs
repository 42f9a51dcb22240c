//! Entry and continuation of one worker in different circumstances.

use super::*;
use crate::domain::{Coded as _, ProgrammeSet, parse_day};

const LIMITS: Limits = Limits { entry_age: Some(65), jobs_maximum: Some(2) };

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn worker(birth_on: &str) -> WorkerFacts {
    WorkerFacts {
        status: "verified".to_owned(),
        status_reason: None,
        is_deceased: false,
        has_nik: true,
        nik_warnings: Vec::new(),
        birth_on: Some(day(birth_on)),
        roles: vec![WarungRole::Owner],
        funded: Vec::new(),
        standing: Standing::UNKNOWN,
    }
}

fn standing(state: StandingState, basis: Basis) -> Standing {
    Standing { state, basis, known_on: None, until_month: None, programmes: ProgrammeSet::EMPTY }
}

fn codes(reasons: &[Reason]) -> Vec<&'static str> {
    reasons.iter().map(|reason| reason.code()).collect()
}

#[test]
fn every_check_is_listed_also_when_nothing_is_in_the_way() {
    let found = assess(&worker("1980-05-01"), LIMITS, day("2026-11-23"), Vec::new());
    assert_eq!(found.entry.verdict, Verdict::Ok);
    assert_eq!(
        codes(&found.entry.reasons),
        [
            "verified",
            "not_known_deceased",
            "nik_known",
            "own_account",
            "jobs_within_maximum",
            "young_enough",
            "no_running_membership",
            "not_funded"
        ]
    );
    assert_eq!(found.continuation.verdict, Verdict::Unknown);
    assert_eq!(found.may_be_proposed(), Ok(()));
}

#[test]
fn the_dead_neither_enter_nor_continue() {
    let member = standing(StandingState::Active, Basis::InsurerConfirmed);
    let dead = WorkerFacts { is_deceased: true, standing: member, ..worker("1980-05-01") };
    let found = assess(&dead, LIMITS, day("2026-11-23"), Vec::new());
    assert_eq!((found.entry.verdict, found.continuation.verdict), (Verdict::Blocks, Verdict::Blocks));
    assert_eq!(codes(&found.may_be_proposed().unwrap_err()), ["deceased"]);
}

#[test]
fn the_entry_age_is_reached_on_the_birthday() {
    let verdict = |on: &str| assess(&worker("1961-11-24"), LIMITS, day(on), Vec::new()).entry.verdict;
    assert_eq!(verdict("2026-11-23"), Verdict::Ok);
    assert_eq!(verdict("2026-11-24"), Verdict::Blocks);
}

#[test]
fn past_the_entry_age_a_member_continues_and_a_lapsed_one_cannot_return() {
    let old = |state, basis| WorkerFacts { standing: standing(state, basis), ..worker("1955-01-01") };
    let on = day("2026-11-23");
    for state in [StandingState::Active, StandingState::InArrears] {
        let found = assess(&old(state, Basis::InsurerConfirmed), LIMITS, on, Vec::new());
        assert_eq!(found.entry.verdict, Verdict::Blocks);
        assert_eq!(found.may_be_proposed(), Ok(()), "{state}");
    }
    let lapsed = assess(&old(StandingState::Lapsed, Basis::Projected), LIMITS, on, Vec::new());
    let reasons = lapsed.may_be_proposed().unwrap_err();
    assert_eq!(codes(&reasons), ["too_old_to_enter", "membership_lapsed"]);
    let unknown = assess(&old(StandingState::NotCovered, Basis::Unknown), LIMITS, on, Vec::new());
    assert_eq!(codes(&unknown.may_be_proposed().unwrap_err()), ["too_old_to_enter", "membership_unknown"]);
}

#[test]
fn a_lapsed_member_below_the_age_enters_anew() {
    let facts =
        WorkerFacts { standing: standing(StandingState::Lapsed, Basis::Projected), ..worker("1990-01-01") };
    let found = assess(&facts, LIMITS, day("2026-11-23"), Vec::new());
    assert_eq!((found.entry.verdict, found.continuation.verdict), (Verdict::Ok, Verdict::Blocks));
    assert_eq!(found.may_be_proposed(), Ok(()));
}

#[test]
fn without_a_nik_or_a_verified_registration_there_is_no_way_in() {
    let facts = WorkerFacts {
        status: "inactive".to_owned(),
        status_reason: Some("deceased".to_owned()),
        has_nik: false,
        standing: standing(StandingState::Active, Basis::InsurerConfirmed),
        ..worker("1990-01-01")
    };
    let found = assess(&facts, LIMITS, day("2026-11-23"), Vec::new());
    assert_eq!(codes(&found.may_be_proposed().unwrap_err()), ["not_verified", "nik_missing"]);
    assert_eq!(
        found.entry.reasons.first().map(Reason::inputs),
        Some(vec![
            ("status", Input::Code("inactive".to_owned())),
            ("reason", Input::Code("deceased".to_owned()))
        ])
    );
}

#[test]
fn an_unknown_age_or_a_missing_rule_is_said_and_stops_an_entry() {
    let ageless = WorkerFacts { birth_on: None, ..worker("1990-01-01") };
    assert_eq!(assess(&ageless, LIMITS, day("2026-11-23"), Vec::new()).entry.verdict, Verdict::Unknown);
    let lawless = assess(&worker("1990-01-01"), Limits::default(), day("2026-11-23"), Vec::new());
    let reasons = lawless.may_be_proposed().unwrap_err();
    assert_eq!(codes(&reasons), ["no_jobs_rule", "no_age_rule", "membership_unknown"]);
}

#[test]
fn warnings_stop_nobody() {
    let facts = WorkerFacts {
        nik_warnings: vec!["birth_date_differs".to_owned()],
        roles: vec![WarungRole::Employee, WarungRole::Employee, WarungRole::Employee],
        ..worker("1990-01-01")
    };
    let found = assess(&facts, LIMITS, day("2026-11-23"), Vec::new());
    assert_eq!(found.entry.verdict, Verdict::Warns);
    let warned = found.entry.reasons.iter().filter(|reason| reason.verdict() == Verdict::Warns);
    assert_eq!(
        warned.map(|reason| reason.code()).collect::<Vec<_>>(),
        ["nik_doubtful", "employee_only", "too_many_jobs"]
    );
    assert_eq!(found.may_be_proposed(), Ok(()));
}

#[test]
fn a_funded_month_is_named_by_programme_and_blocks_where_no_programme_is_left() {
    let period = |codes: &[&str]| Funded {
        programmes: ProgrammeSet::parse(codes).unwrap(),
        from: Month::parse("2026-01").unwrap(),
        until: Month::parse("2026-12").unwrap(),
    };
    let judged = |funded| {
        assess(&WorkerFacts { funded, ..worker("1990-01-01") }, LIMITS, day("2026-11-23"), Vec::new())
    };
    let partly = judged(vec![period(&["jkm"])]);
    assert_eq!(partly.entry.verdict, Verdict::Warns);
    let left = ProgrammeSet::parse(["jkk", "jht"]).unwrap();
    assert_eq!(partly.entry.reasons.last(), Some(&Reason::FundedAlready { period: period(&["jkm"]), left }));
    // Which months a proposal names, and for which programmes, is compared with the periods one by one.
    let wholly = judged(vec![period(&["jkk", "jkm"]), period(&["jht"])]);
    assert_eq!((wholly.entry.verdict, wholly.continuation.verdict), (Verdict::Blocks, Verdict::Blocks));
    assert_eq!(wholly.may_be_proposed(), Ok(()));
}
