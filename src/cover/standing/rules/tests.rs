//! Standings of one person over time.

mod ledger;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::cover::coverages::rules::EndReason;
use crate::domain::{MonthRange, Programme, parse_day};

static LIMITS: LazyLock<Limits> = LazyLock::new(|| always(3));

/// So many months, on every day.
fn always(months: i64) -> Limits {
    let dated = vec![(months, day("1974-01-01"), None)];
    Limits::new(dated.clone(), dated)
}

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn basic() -> ProgrammeSet {
    ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm)
}

fn word(state: MembershipState, since: &str, paid_until: Option<&str>, as_of: &str) -> MembershipFact {
    MembershipFact {
        state,
        programmes: basic(),
        since_on: Some(day(since)),
        paid_until: paid_until.map(month),
        as_of: day(as_of),
    }
}

fn coverage(from: &str, last: &str, effective: &str) -> CoverageFact {
    CoverageFact {
        programmes: basic(),
        from_month: month(from),
        last_month: month(last),
        effective_on: day(effective),
        activated_on: day(effective),
        ended: None,
    }
}

fn said(word: MembershipFact) -> Facts {
    Facts { memberships: vec![word], ..Facts::default() }
}

fn funded(coverages: Vec<CoverageFact>) -> Facts {
    Facts { coverages, ..Facts::default() }
}

/// State, basis and last month on a day.
fn on(facts: &Facts, text: &str) -> (StandingState, Basis, Option<String>) {
    let standing = standing(facts, &LIMITS, day(text));
    (standing.state, standing.basis, standing.until_month.map(|month| month.to_string()))
}

fn until(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// Months of our ledger from one to another, paid month by month on this day of each.
fn paid_monthly(from: &str, until: &str, day_of_month: u64) -> Vec<PaidMonth> {
    let months = MonthRange::new(month(from), month(until)).unwrap();
    let on = |month: Month| month.first_day() + chrono::Days::new(day_of_month - 1);
    months.iter().flat_map(|month| paid(month, on(month))).collect()
}

/// Months of our ledger that one transfer paid.
fn paid_at_once(from: &str, until: &str, on: &str) -> Vec<PaidMonth> {
    let months = MonthRange::new(month(from), month(until)).unwrap();
    months.iter().flat_map(|month| paid(month, day(on))).collect()
}

fn paid(month: Month, paid_on: Day) -> impl Iterator<Item = PaidMonth> {
    basic().iter().map(move |programme| PaidMonth { programme, month, paid_on })
}

fn with_paid(mut facts: Facts, paid: Vec<PaidMonth>) -> Facts {
    facts.paid.extend(paid);
    facts
}

/// Consecutive and total paid months of the death programme, and since when its clocks run.
fn clock_on(facts: &Facts, text: &str) -> (i64, i64, Option<String>) {
    let ledger: Vec<LedgerMonth> = facts
        .paid
        .iter()
        .map(|paid| LedgerMonth {
            programme: paid.programme,
            month: paid.month,
            status: ObligationStatus::Paid,
            paid_on: Some(paid.paid_on),
            is_corrected: false,
            is_refused: false,
        })
        .collect();
    let clocks = clocks(facts, &ledger, &LIMITS, day(text));
    let clock = clocks.iter().find(|clock| clock.programme == Programme::Jkm).unwrap();
    (clock.consecutive_months, clock.total_months, clock.since_month.map(|month| month.to_string()))
}

use Basis::{InsurerConfirmed, Projected};
use StandingState::{Active, InArrears, Lapsed, NotCovered};

#[test]
fn of_whom_nothing_is_known_nothing_is_claimed() {
    assert_eq!(standing(&Facts::default(), &LIMITS, day("2026-11-23")), Standing::UNKNOWN);
}

#[test]
fn an_end_without_a_paid_month_leaves_the_days_before_it_as_they_were_known() {
    let active = word(MembershipState::Active, "2026-01-01", Some("2026-04"), "2026-03-10");
    let ended = word(MembershipState::Ended, "2026-01-01", None, "2026-07-01");
    let facts = Facts { memberships: vec![active, ended], ..Facts::default() };
    assert_eq!(on(&facts, "2026-02-15"), (Active, InsurerConfirmed, until("2026-04")));
    assert_eq!(on(&facts, "2026-04-30"), (Active, InsurerConfirmed, until("2026-04")));
    assert_eq!(on(&facts, "2026-06-30"), (InArrears, Projected, until("2026-04")));
    assert_eq!(on(&facts, "2026-07-01"), (NotCovered, InsurerConfirmed, None));
    assert_eq!(standing(&said(ended), &LIMITS, day("2026-02-15")), Standing::UNKNOWN);
}

#[test]
fn the_insurers_word_decides_as_far_as_it_reaches_and_the_unpaid_months_count_from_there() {
    let facts = said(word(MembershipState::Active, "2025-01-01", Some("2026-06"), "2026-05-20"));
    assert_eq!(on(&facts, "2024-12-31").0, NotCovered);
    assert_eq!(on(&facts, "2025-01-01"), (Active, InsurerConfirmed, until("2026-06")));
    assert_eq!(on(&facts, "2026-06-30"), (Active, InsurerConfirmed, until("2026-06")));
    assert_eq!(on(&facts, "2026-07-01"), (InArrears, Projected, until("2026-06")));
    assert_eq!(on(&facts, "2026-09-30"), (InArrears, Projected, until("2026-06")));
    assert_eq!(on(&facts, "2026-10-01"), (Lapsed, Projected, until("2026-06")));
}

#[test]
fn whom_the_insurer_calls_active_is_so_however_old_the_last_paid_month() {
    let facts = said(word(MembershipState::Active, "2025-01-01", Some("2026-02"), "2026-11-20"));
    assert_eq!(on(&facts, "2026-11-20"), (Active, InsurerConfirmed, until("2026-02")));
    assert_eq!(on(&facts, "2026-11-30"), (Active, Projected, until("2026-02")));
    assert_eq!(on(&facts, "2027-02-28"), (InArrears, Projected, until("2026-02")));
    assert_eq!(on(&facts, "2027-03-01"), (Lapsed, Projected, until("2026-02")));
    assert_eq!(clock_on(&facts, "2026-11-20"), (14, 14, until("2025-01")), "only what is paid counts");
}

#[test]
fn without_a_rule_nothing_lapses() {
    let facts = said(word(MembershipState::Active, "2025-01-01", Some("2025-06"), "2025-06-20"));
    assert_eq!(standing(&facts, &Limits::default(), day("2026-11-23")).state, InArrears);
}

#[test]
fn a_later_word_tells_about_earlier_days_of_the_same_membership() {
    let ended = said(word(MembershipState::Ended, "2025-01-01", Some("2026-03"), "2026-05-01"));
    assert_eq!(on(&ended, "2026-02-10"), (Active, InsurerConfirmed, until("2026-03")));
    assert_eq!(on(&ended, "2026-05-01"), (NotCovered, InsurerConfirmed, None));
    let lapsed = said(word(MembershipState::Lapsed, "2025-01-01", Some("2026-01"), "2026-09-01"));
    assert_eq!(on(&lapsed, "2026-03-01"), (InArrears, InsurerConfirmed, until("2026-01")));
    assert_eq!(on(&lapsed, "2026-09-01").0, Lapsed);
}

#[test]
fn the_newest_word_counts_and_of_one_day_the_one_recorded_last() {
    let mut facts = said(word(MembershipState::Active, "2025-01-01", Some("2026-12"), "2026-01-10"));
    facts.memberships.push(word(MembershipState::InArrears, "2025-01-01", Some("2026-04"), "2026-06-10"));
    assert_eq!(on(&facts, "2026-06-30").0, InArrears);
    facts.memberships.push(word(MembershipState::Active, "2025-01-01", Some("2026-06"), "2026-06-10"));
    assert_eq!(on(&facts, "2026-06-30"), (Active, InsurerConfirmed, until("2026-06")));
}

#[test]
fn somebody_who_is_no_member_is_not_covered() {
    let facts = said(MembershipFact {
        state: MembershipState::NotMember,
        programmes: ProgrammeSet::EMPTY,
        since_on: None,
        paid_until: None,
        as_of: day("2026-05-20"),
    });
    assert_eq!(on(&facts, "2026-05-20"), (NotCovered, InsurerConfirmed, None));
    assert_eq!(on(&facts, "2026-05-19"), (NotCovered, Basis::Unknown, None));
}

#[test]
fn the_reason_of_an_end_says_whether_the_membership_ended_with_the_funding() {
    let ended = |reason| {
        let period = CoverageFact {
            ended: Some((day("2026-05-10"), reason)),
            ..coverage("2026-01", "2026-05", "2026-01-01")
        };
        with_paid(funded(vec![period]), paid_monthly("2026-01", "2026-05", 3))
    };
    for reason in [EndReason::Death, EndReason::WageWorker, EndReason::CivilServant, EndReason::Ineligible] {
        assert_eq!(on(&ended(reason), "2026-05-10").0, Active, "{reason}");
        assert_eq!(on(&ended(reason), "2026-05-11"), (NotCovered, Projected, None), "{reason}");
    }
    for reason in [EndReason::QuotaCut, EndReason::MovedOut, EndReason::DoubleFunding, EndReason::Withdrew] {
        assert_eq!(on(&ended(reason), "2026-05-31").0, Active, "{reason}");
        assert_eq!(on(&ended(reason), "2026-06-01"), (InArrears, Projected, until("2026-05")), "{reason}");
    }
    assert_eq!(on(&ended(EndReason::Lapsed), "2026-06-01").0, Lapsed);
}

#[test]
fn a_cover_after_an_end_counts_again() {
    let mut facts = funded(vec![CoverageFact {
        ended: Some((day("2026-05-10"), EndReason::WageWorker)),
        ..coverage("2026-01", "2026-05", "2026-01-01")
    }]);
    facts.coverages.push(coverage("2026-09", "2026-12", "2026-09-01"));
    let facts = with_paid(facts, paid_monthly("2026-01", "2026-05", 3));
    assert_eq!(on(&facts, "2026-08-31").0, NotCovered);
    assert_eq!(on(&facts, "2026-09-01"), (Active, Projected, until("2026-09")));
    assert_eq!(clock_on(&facts, "2026-09-01"), (0, 0, until("2026-09")));
}

#[test]
fn the_dead_are_covered_until_the_day_of_death() {
    let mut facts = said(word(MembershipState::Active, "2025-01-01", Some("2026-12"), "2026-06-20"));
    facts.died_on = Some(day("2026-07-04"));
    assert_eq!(on(&facts, "2026-07-04").0, Active);
    assert_eq!(on(&facts, "2026-07-05"), (NotCovered, Projected, None));
}

proptest! {
    /// Time alone never improves what is known: without new facts an arrear does not become a good standing.
    #[test]
    fn waiting_heals_nothing(paid in 0_i32..24, wait in 0_i32..24, more in 0_i32..12) {
        let rank = |state| match state { Active => 0, InArrears => 1, Lapsed => 2, NotCovered => 3 };
        let paid_until = month("2025-01").plus(paid).unwrap();
        let facts = said(MembershipFact {
            paid_until: Some(paid_until),
            ..word(MembershipState::Active, "2025-01-01", None, "2025-01-20")
        });
        let first = month("2025-02").plus(wait).unwrap();
        let then = standing(&facts, &LIMITS, first.first_day());
        let later = standing(&facts, &LIMITS, first.plus(more).unwrap().last_day());
        prop_assert!(rank(then.state) <= rank(later.state));
        prop_assert_eq!(then.state == Active, first <= paid_until);
    }
}

#[test]
fn a_later_word_of_the_same_membership_takes_back_what_an_earlier_one_said_is_paid() {
    let early = word(MembershipState::Active, "2026-01-01", Some("2027-06"), "2026-11-01");
    let late = word(MembershipState::Active, "2026-01-01", Some("2026-05"), "2026-11-20");
    let of = |words: Vec<MembershipFact>| {
        corrected(words).into_iter().map(|word| word.paid_until).collect::<Vec<_>>()
    };
    assert_eq!(of(vec![early, late]), [Some(month("2026-05")); 2]);
    // An earlier word takes nothing back, nor does one of another membership or without a month.
    let rising = [
        MembershipFact { as_of: day("2026-11-20"), ..early },
        MembershipFact { as_of: day("2026-11-01"), ..late },
    ];
    assert_eq!(of(rising.to_vec()), [Some(month("2027-06")), Some(month("2026-05"))]);
    let another = MembershipFact { since_on: Some(day("2026-03-01")), ..late };
    let mere_end = MembershipFact { paid_until: None, state: MembershipState::Ended, ..late };
    assert_eq!(of(vec![early, another, mere_end])[0], Some(month("2027-06")));
    let facts = Facts { memberships: corrected(vec![early, late]), ..Facts::default() };
    let clocks = clocks(&facts, &[], &LIMITS, day("2026-11-25"));
    let of_death = clocks.iter().find(|clock| clock.programme == Programme::Jkm).unwrap();
    assert_eq!(of_death.total_months, 5, "January to May");
}

/// July and August 2025 are unpaid, when three months could be, and June 2026 and what follows, when fewer can.
#[test]
fn a_month_is_judged_by_the_limit_of_its_own_day() {
    let facts = with_paid(
        funded(vec![coverage("2025-01", "2026-12", "2025-01-01")]),
        [paid_monthly("2025-01", "2025-06", 10), paid_monthly("2025-09", "2026-05", 10)].concat(),
    );
    let limits = |since_july| {
        let old = (3, day("1974-01-01"), Some(day("2026-06-30")));
        Limits::new(vec![old, (since_july, day("2026-07-01"), None)], Vec::new())
    };
    let then = |limits: &Limits, text: &str| {
        let clocks = clocks(&facts, &facts.paid_ledger(), limits, day(text));
        (standing(&facts, limits, day(text)).state, paid_months(&clocks, Programme::Jkm).1)
    };
    assert_eq!(then(&limits(1), "2026-06-30"), (InArrears, 15));
    assert_eq!(then(&limits(1), "2026-07-31"), (Lapsed, 0));
    // Two months can be unpaid since July. The gap of 2025 was judged by the three of its own day.
    assert_eq!(then(&limits(2), "2026-07-31"), (InArrears, 15));
}
