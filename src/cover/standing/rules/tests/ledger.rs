//! What the paid months of the ledger make of a day.

use proptest::prelude::*;

use super::*;

#[test]
fn that_a_period_funds_a_month_says_nothing_as_long_as_it_is_not_paid() {
    let facts = funded(vec![coverage("2026-03", "2026-12", "2026-03-10")]);
    assert_eq!(on(&facts, "2026-03-09"), (NotCovered, Projected, None));
    assert_eq!(on(&facts, "2026-03-10"), (Active, Projected, until("2026-03")));
    assert_eq!(on(&facts, "2026-04-01"), (InArrears, Projected, until("2026-03")));
    assert_eq!(on(&facts, "2026-06-30"), (InArrears, Projected, until("2026-03")));
    assert_eq!(on(&facts, "2026-07-01"), (Lapsed, Projected, until("2026-03")));
}

#[test]
fn paid_months_are_a_projection_as_far_as_they_go_on_without_a_gap() {
    let period = funded(vec![coverage("2026-01", "2026-12", "2026-01-05")]);
    let paid =
        [paid_at_once("2026-01", "2026-08", "2026-01-20"), paid_at_once("2026-10", "2026-12", "2026-10-04")];
    let facts = with_paid(period, paid.concat());
    assert_eq!(on(&facts, "2026-01-19"), (Active, Projected, until("2026-01")));
    assert_eq!(on(&facts, "2026-02-01"), (Active, Projected, until("2026-08")));
    assert_eq!(on(&facts, "2026-09-30"), (InArrears, Projected, until("2026-08")));
    assert_eq!(on(&facts, "2026-10-03"), (InArrears, Projected, until("2026-08")));
    assert_eq!(on(&facts, "2026-10-04"), (Active, Projected, until("2026-12")));
    assert_eq!(on(&facts, "2027-01-01"), (InArrears, Projected, until("2026-12")));
    assert_eq!(on(&facts, "2027-04-01"), (Lapsed, Projected, until("2026-12")));
}

#[test]
fn a_death_before_the_payment_finds_the_month_unpaid_whatever_is_paid_later() {
    let period = funded(vec![coverage("2026-01", "2026-12", "2026-01-05")]);
    let facts = with_paid(period, paid_at_once("2026-01", "2026-03", "2026-03-10"));
    assert_eq!(on(&facts, "2026-03-09"), (InArrears, Projected, until("2026-01")));
    assert_eq!(clock_on(&facts, "2026-03-09"), (0, 0, until("2026-01")));
    assert_eq!(on(&facts, "2026-03-10").0, Active);
    assert_eq!(clock_on(&facts, "2026-03-10"), (3, 3, until("2026-01")));
    let clocks = clocks(&facts, &[], &LIMITS, day("2026-03-09"));
    assert_eq!(clocks, [], "nothing is told of months that are in no book");
}

#[test]
fn a_payment_after_a_lapse_begins_a_new_membership_with_new_clocks() {
    let period = funded(vec![coverage("2026-01", "2026-12", "2026-01-05")]);
    let first = paid_at_once("2026-01", "2026-02", "2026-01-20");
    let late = paid_at_once("2026-03", "2026-07", "2026-07-05");
    let facts = with_paid(period, [first, late].concat());
    assert_eq!(clock_on(&facts, "2026-05-31"), (2, 2, until("2026-01")));
    assert_eq!(on(&facts, "2026-06-01").0, Lapsed);
    assert_eq!(clock_on(&facts, "2026-06-01"), (0, 0, None));
    assert_eq!(on(&facts, "2026-07-04").0, Lapsed);
    assert_eq!(on(&facts, "2026-07-05"), (Active, Projected, until("2026-07")));
    assert_eq!(
        clock_on(&facts, "2026-07-05"),
        (2, 2, until("2026-06")),
        "June and July, paid after the lapse"
    );
}

#[test]
fn months_that_the_insurer_counts_all_the_same_undo_the_lapse() {
    let period = funded(vec![coverage("2026-01", "2026-12", "2026-01-05")]);
    let first = paid_at_once("2026-01", "2026-02", "2026-01-20");
    // As the query gives corrected months: each from its own first day.
    let corrected = paid_monthly("2026-03", "2026-07", 1);
    let facts = with_paid(period, [first, corrected].concat());
    assert_eq!(on(&facts, "2026-06-15").0, Active);
    assert_eq!(clock_on(&facts, "2026-07-05"), (7, 7, until("2026-01")));
}

#[test]
fn the_insurers_months_and_those_of_the_ledger_make_one_clock() {
    let said = said(word(MembershipState::Active, "2025-01-01", Some("2026-02"), "2026-02-20"));
    let period = Facts { coverages: vec![coverage("2026-03", "2026-12", "2026-03-01")], ..said };
    let facts = with_paid(period, paid_at_once("2026-03", "2026-05", "2026-03-03"));
    assert_eq!(clock_on(&facts, "2026-05-15"), (17, 17, until("2025-01")));
    assert_eq!(clock_on(&facts, "2026-03-02"), (14, 14, until("2025-01")));
}

#[test]
fn a_word_of_after_the_day_proves_no_month_that_could_still_be_paid_late() {
    let facts = said(word(MembershipState::Active, "2025-01-01", Some("2026-10"), "2026-11-01"));
    assert_eq!(on(&facts, "2026-08-15"), (Active, InsurerConfirmed, until("2026-10")));
    assert_eq!(clock_on(&facts, "2026-08-15"), (16, 16, until("2025-01")), "until April");
    let clocks = clocks(&facts, &[], &LIMITS, day("2026-08-15"));
    let reasons: Vec<_> = clocks[0].months.iter().map(|month| month.not_counted).collect();
    assert_eq!(reasons.len(), 22);
    assert!(reasons[..16].iter().all(Option::is_none));
    assert!(reasons[16..20].iter().all(|reason| *reason == Some(NotCounted::PaymentDayUnknown)));
    assert!(reasons[20..].iter().all(|reason| *reason == Some(NotCounted::NotBegun)));
}

#[test]
fn every_month_that_does_not_count_has_its_reason() {
    let period = coverage("2026-01", "2026-12", "2026-01-05");
    let entry = |text: &str, paid_on: Option<&str>| LedgerMonth {
        programme: Programme::Jkm,
        month: month(text),
        status: if paid_on.is_some() { ObligationStatus::Paid } else { ObligationStatus::Due },
        paid_on: paid_on.map(day),
        is_corrected: false,
        is_refused: false,
    };
    let ledger = [
        entry("2026-01", Some("2026-01-10")),
        LedgerMonth { is_refused: true, ..entry("2026-02", None) },
        entry("2026-03", None),
        entry("2026-04", Some("2026-04-10")),
        entry("2026-05", Some("2026-05-10")),
        entry("2026-06", Some("2026-07-10")),
        entry("2026-07", Some("2026-05-10")),
        LedgerMonth { status: ObligationStatus::Waived, ..entry("2026-08", None) },
    ];
    let paid = |one: &LedgerMonth| {
        Some(PaidMonth { programme: one.programme, month: one.month, paid_on: one.paid_on? })
    };
    let facts = Facts {
        paid: ledger.iter().filter_map(paid).collect(),
        died_on: Some(day("2026-06-20")),
        ..funded(vec![period])
    };
    let clocks = clocks(&facts, &ledger, &LIMITS, day("2026-09-01"));
    assert_eq!((clocks[0].consecutive_months, clocks[0].total_months), (2, 3));
    let reasons: Vec<_> = clocks[0].months.iter().map(|month| month.not_counted).collect();
    assert_eq!(
        reasons,
        [
            None,
            Some(NotCounted::Refused),
            Some(NotCounted::Unpaid),
            None,
            None,
            Some(NotCounted::PaidAfter),
            Some(NotCounted::ExcessAfterDeath),
            Some(NotCounted::Waived),
        ]
    );
}

#[test]
fn a_programme_that_is_not_paid_is_not_named_with_one_that_is() {
    let period = funded(vec![coverage("2026-01", "2026-12", "2026-01-05")]);
    let only_jkk = paid_at_once("2026-01", "2026-06", "2026-01-20")
        .into_iter()
        .filter(|paid| paid.programme == Programme::Jkk);
    let facts = with_paid(period, only_jkk.collect());
    let in_may = standing(&facts, &LIMITS, day("2026-05-01"));
    assert_eq!((in_may.state, in_may.programmes), (Active, ProgrammeSet::EMPTY.with(Programme::Jkk)));
}

#[test]
fn a_good_word_that_no_longer_reaches_yields_to_the_paid_months() {
    let word = word(MembershipState::Active, "2025-01-01", Some("2026-06"), "2026-06-20");
    let period = Facts { coverages: vec![coverage("2026-01", "2026-12", "2026-01-01")], ..said(word) };
    assert_eq!(on(&period, "2026-07-01"), (InArrears, Projected, until("2026-06")));
    let facts = with_paid(period, paid_at_once("2026-07", "2026-12", "2026-06-28"));
    assert_eq!(on(&facts, "2026-06-30"), (Active, InsurerConfirmed, until("2026-06")));
    assert_eq!(on(&facts, "2026-07-01"), (Active, Projected, until("2026-12")));
}

#[test]
fn arrears_that_the_insurer_saw_end_with_a_payment_after_and_never_by_one_before() {
    let word = word(MembershipState::InArrears, "2025-01-01", Some("2026-04"), "2026-06-20");
    let period = Facts { coverages: vec![coverage("2026-01", "2026-12", "2026-01-01")], ..said(word) };
    let before = with_paid(period.clone(), paid_at_once("2026-05", "2026-06", "2026-06-15"));
    assert_eq!(on(&before, "2026-07-01"), (InArrears, Projected, until("2026-04")));
    assert_eq!(on(&before, "2026-08-01"), (Lapsed, Projected, until("2026-04")));
    assert_eq!(clock_on(&before, "2026-07-01").1, 16);
    let after = with_paid(period, paid_at_once("2026-05", "2026-07", "2026-06-25"));
    assert_eq!(on(&after, "2026-06-25"), (Active, Projected, until("2026-07")));
    assert_eq!(on(&after, "2026-08-01"), (InArrears, Projected, until("2026-07")));
}

#[test]
fn a_lapse_that_the_insurer_saw_ends_with_what_is_paid_or_begins_after_it() {
    let word = word(MembershipState::Lapsed, "2025-01-01", Some("2026-01"), "2026-06-20");
    let mut facts = said(word);
    facts.coverages.push(coverage("2026-01", "2026-12", "2026-01-01"));
    assert_eq!(on(&facts, "2026-07-01").0, Lapsed);
    facts.coverages.push(coverage("2027-01", "2027-12", "2027-01-05"));
    assert_eq!(on(&facts, "2027-01-05"), (Active, Projected, until("2027-01")));
    let facts = with_paid(facts, paid_at_once("2026-07", "2026-07", "2026-07-10"));
    assert_eq!(on(&facts, "2026-07-10"), (Active, Projected, until("2026-07")));
    assert_eq!(clock_on(&facts, "2026-07-10"), (1, 1, until("2026-07")));
}

proptest! {
    /// What is paid after a day changes nothing about the day, and a payment never makes a day worse.
    #[test]
    fn only_what_is_paid_by_the_day_counts(
        paid in proptest::collection::vec((0_i32..18, 0_u64..600), 0..12),
        late in proptest::collection::vec((0_i32..18, 1_u64..300), 0..6),
        asked in 0_u64..600,
    ) {
        let first = month("2026-01");
        let on = first.first_day() + chrono::Days::new(asked);
        let one = |at: i32, paid_on| PaidMonth { programme: Programme::Jkm, month: first.plus(at).unwrap(), paid_on };
        let early = paid.iter().map(|(at, day)| one(*at, first.first_day() + chrono::Days::new(*day)));
        let facts = with_paid(funded(vec![coverage("2026-01", "2027-06", "2026-01-01")]), early.collect());
        let after = late.iter().map(|(at, day)| one(*at, on + chrono::Days::new(*day)));
        let with_late = with_paid(facts.clone(), after.collect());
        prop_assert_eq!(standing(&facts, &LIMITS, on), standing(&with_late, &LIMITS, on));
        let clock = |facts: &Facts| {
            let clocks = clocks(facts, &[], &LIMITS, on);
            clocks.first().map(|clock| (clock.consecutive_months, clock.total_months))
        };
        prop_assert_eq!(clock(&facts), clock(&with_late));
    }

    /// The consecutive months are never more than all of them, and no clock runs without a membership.
    #[test]
    fn clocks_fit_together(
        paid in proptest::collection::vec((0_i32..30, 0_u64..900), 0..20),
        asked in 0_u64..900,
    ) {
        let first = month("2026-01");
        let paid = paid.iter().map(|(at, day)| PaidMonth {
            programme: Programme::Jkm,
            month: first.plus(*at).unwrap(),
            paid_on: first.first_day() + chrono::Days::new(*day),
        });
        let facts = with_paid(funded(vec![coverage("2026-01", "2028-06", "2026-01-01")]), paid.collect());
        let on = first.first_day() + chrono::Days::new(asked);
        let ledger: Vec<LedgerMonth> = facts.paid.iter().map(|paid| LedgerMonth {
            programme: paid.programme,
            month: paid.month,
            status: ObligationStatus::Paid,
            paid_on: Some(paid.paid_on),
            is_corrected: false,
            is_refused: false,
        }).collect();
        for clock in clocks(&facts, &ledger, &LIMITS, on) {
            prop_assert!(clock.consecutive_months <= clock.total_months);
            prop_assert!(clock.since_month.is_some() || clock.total_months == 0);
            let now = Month::from_date(on);
            let counting = clock.months.iter().filter(|month| month.not_counted.is_none()).count();
            prop_assert!(i64::try_from(counting).unwrap() >= clock.total_months);
            prop_assert!(clock.months.iter().all(|one| one.not_counted.is_some() || one.month <= now));
        }
    }
}
