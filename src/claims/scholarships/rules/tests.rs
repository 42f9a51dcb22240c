use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::claims::cases::codes::ClaimKind;
use crate::claims::cases::rules::facts::Facts;
use crate::cover::rules::benefits::codes::{BenefitCircumstance, BenefitItem, BenefitKind};
use crate::cover::rules::benefits::rules::{BenefitRule, Gates, Measure};
use crate::domain::Rupiah;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The rows of PP 82/2019 for a death not at work, in millions of tenths: level, amount of a year, years.
fn rules() -> Vec<BenefitRule> {
    let rows = [
        (EducationLevel::Kindergarten, 1_500_000, 2),
        (EducationLevel::Primary, 1_500_000, 6),
        (EducationLevel::Junior, 2_000_000, 3),
        (EducationLevel::Senior, 3_000_000, 3),
        (EducationLevel::Higher, 12_000_000, 5),
    ];
    let rules = rows.into_iter().zip(1_u128..).map(|((level, amount, years), id)| BenefitRule {
        id: Uuid::from_u128(id),
        kind: BenefitKind::Death,
        circumstance: Some(BenefitCircumstance::Death),
        item: BenefitItem::Scholarship,
        measure: Measure::SchoolYear {
            amount: Rupiah::new(amount),
            years,
            level,
            children_maximum: 2,
            age_below: 23,
        },
        gates: Gates { after_waiting: true, total_months_from: Some(36), once_per_person: false },
        legal_reference: "PP 82/2019".to_owned(),
    });
    rules.collect()
}

fn of_death(level: EducationLevel, year: i64) -> Vec<Entitlement> {
    let event = Event { kind: BenefitKind::Death, circumstance: BenefitCircumstance::Death };
    entitlements(&rules(), event, (level, year)).unwrap()
}

const PUPIL: Pupil = Pupil { birth_on: Day::from_ymd_opt(2016, 3, 1).unwrap(), lapse: None };

fn calendar(today: &str) -> Calendar {
    Calendar { event_on: day("2026-11-02"), today: day(today), start_month: 7 }
}

fn wanted(first: i32, level: EducationLevel) -> Wanted {
    Wanted { year: SchoolYear::beginning_in(first), level }
}

#[test]
fn from_kindergarten_on_a_child_can_get_eighty_seven_million() {
    let all = of_death(EducationLevel::Kindergarten, 1);
    let total: i64 = all.iter().map(|one| one.amount.amount() * one.years).sum();
    assert_eq!((all.len(), total), (5, 87_000_000));
    // In the fifth year of primary school two years of it are left: 2 x 1.5m + 3 x 2m + 3 x 3m + 5 x 12m.
    let later = of_death(EducationLevel::Primary, 5);
    let total: i64 = later.iter().map(|one| one.amount.amount() * one.years).sum();
    assert_eq!((later.len(), later[0].years, total), (4, 2, 78_000_000));
}

#[test]
fn a_year_that_has_begun_since_the_event_is_due_and_others_are_not() {
    let all = of_death(EducationLevel::Primary, 5);
    let judged =
        |first, today| judge(&all, PUPIL, &[], wanted(first, EducationLevel::Primary), calendar(today));
    assert_eq!(judged(2026, "2026-12-01").unwrap().amount, Rupiah::new(1_500_000));
    assert_eq!(judged(2027, "2027-07-01").unwrap().rule_id, all[0].rule_id);
    assert_eq!(judged(2027, "2027-06-30"), Err(vec![ScholarshipError::NotBegun]));
    assert_eq!(judged(2025, "2026-12-01"), Err(vec![ScholarshipError::BeforeEvent]));
}

#[test]
fn a_level_is_paid_for_no_more_years_than_the_rule_has() {
    let all = of_death(EducationLevel::Primary, 5);
    let used = [2026, 2027].map(|first| wanted(first, EducationLevel::Primary));
    let primary = wanted(2028, EducationLevel::Primary);
    let now = calendar("2028-08-01");
    assert_eq!(judge(&all, PUPIL, &used, primary, now), Err(vec![ScholarshipError::UsedUp(2)]));
    let junior = wanted(2028, EducationLevel::Junior);
    assert_eq!(judge(&all, PUPIL, &used, junior, now).unwrap().amount, Rupiah::new(2_000_000));
    let behind = wanted(2028, EducationLevel::Kindergarten);
    assert_eq!(judge(&all, PUPIL, &[], behind, now), Err(vec![ScholarshipError::NoLevel]));
}

#[test]
fn nobody_goes_back_to_a_level_below_and_every_year_is_held_to_those_on_both_sides() {
    let all = of_death(EducationLevel::Primary, 5);
    let now = calendar("2031-08-01");
    let used = [wanted(2027, EducationLevel::Junior), wanted(2029, EducationLevel::Senior)];
    let judged = |first, level| judge(&all, PUPIL, &used, wanted(first, level), now).map(|one| one.level);
    assert_eq!(judged(2028, EducationLevel::Primary), Err(vec![ScholarshipError::BelowEarlier]));
    assert_eq!(judged(2030, EducationLevel::Junior), Err(vec![ScholarshipError::BelowEarlier]));
    assert_eq!(judged(2026, EducationLevel::Senior), Err(vec![ScholarshipError::AboveLater]));
    assert_eq!(judged(2028, EducationLevel::Higher), Err(vec![ScholarshipError::AboveLater]));
    for (first, level) in [
        (2026, EducationLevel::Primary),
        (2026, EducationLevel::Junior),
        (2028, EducationLevel::Junior),
        (2028, EducationLevel::Senior),
        (2030, EducationLevel::Higher),
    ] {
        assert_eq!(judged(first, level), Ok(level), "{first}");
    }
}

/// Domain rules: a child under 23. The father died on 2 November.
#[test]
fn of_the_year_of_the_event_the_day_of_the_event_counts() {
    let all = of_death(EducationLevel::Higher, 5);
    let judged = |first: i32, pupil: Pupil| {
        judge(&all, pupil, &[], wanted(first, EducationLevel::Higher), calendar("2028-01-01"))
            .map(|one| one.level)
    };
    let born = |birth: &str| Pupil { birth_on: day(birth), lapse: None };
    assert_eq!(judged(2026, born("2003-11-03")), Ok(EducationLevel::Higher));
    assert_eq!(judged(2027, born("2003-11-03")), Err(vec![ScholarshipError::TooOld(23)]));
    assert_eq!(judged(2026, born("2003-08-01")), Err(vec![ScholarshipError::TooOld(23)]));
    let married = |on: &str| Pupil { lapse: Some((day(on), LapseReason::Married)), ..born("2005-01-01") };
    assert_eq!(judged(2026, married("2026-09-01")), Err(vec![ScholarshipError::Lapsed]));
    assert_eq!(judged(2026, married("2026-11-03")), Ok(EducationLevel::Higher));
    assert_eq!(judged(2027, married("2026-11-03")), Err(vec![ScholarshipError::Lapsed]));
}

#[test]
fn a_year_that_was_over_before_the_child_was_born_is_not_its() {
    let all = of_death(EducationLevel::Kindergarten, 1);
    let born = |birth: &str| Pupil { birth_on: day(birth), lapse: None };
    let year = wanted(2026, EducationLevel::Kindergarten);
    let judged = |birth| judge(&all, born(birth), &[], year, calendar("2030-01-01")).map(|one| one.level);
    assert_eq!(judged("2027-06-30"), Ok(EducationLevel::Kindergarten));
    assert_eq!(judged("2027-07-01"), Err(vec![ScholarshipError::BeforeBirth]));
}

#[test]
fn who_is_too_old_or_has_lost_it_before_the_year_begins_gets_nothing() {
    let all = of_death(EducationLevel::Higher, 1);
    let now = calendar("2030-01-01");
    let higher = wanted(2027, EducationLevel::Higher);
    let born = |birth: &str| Pupil { birth_on: day(birth), lapse: None };
    assert!(judge(&all, born("2004-07-02"), &[], higher, now).is_ok());
    assert_eq!(judge(&all, born("2004-07-01"), &[], higher, now), Err(vec![ScholarshipError::TooOld(23)]));
    let married = |on: &str| Pupil { lapse: Some((day(on), LapseReason::Married)), ..born("2008-01-01") };
    assert!(judge(&all, married("2027-07-02"), &[], higher, now).is_ok());
    assert_eq!(judge(&all, married("2027-07-01"), &[], higher, now), Err(vec![ScholarshipError::Lapsed]));
}

#[test]
fn old_age_has_no_children_and_an_accident_that_was_survived_asks_for_a_total_disability() {
    let facts =
        |kind, died_on| Facts { kind, event_on: day("2026-11-02"), died_on, reported_on: day("2026-11-03") };
    assert_eq!(event(facts(ClaimKind::OldAge, None)), None);
    let of = |kind, died_on| event(facts(kind, died_on)).unwrap().circumstance;
    assert_eq!(of(ClaimKind::Death, None), BenefitCircumstance::Death);
    assert_eq!(of(ClaimKind::WorkAccident, Some(day("2026-11-04"))), BenefitCircumstance::Death);
    assert_eq!(of(ClaimKind::WorkAccident, None), BenefitCircumstance::TotalDisability);
}

#[test]
fn every_action_from_every_state_is_allowed_where_the_table_says() {
    // verify, withdraw, record the decision, take it back, record the payment, take it back
    let table = [
        (ScholarshipStatus::Claimed, [true, true, false, false, false, false]),
        (ScholarshipStatus::Verified, [false, true, true, false, false, false]),
        (ScholarshipStatus::Approved, [false, false, false, true, true, false]),
        (ScholarshipStatus::Rejected, [false, false, false, true, false, false]),
        (ScholarshipStatus::Paid, [false, false, false, false, false, true]),
        (ScholarshipStatus::Withdrawn, [false; 6]),
    ];
    assert_eq!(ScholarshipAction::ALL.len(), 6);
    assert_eq!(table.map(|(status, _)| status).as_slice(), ScholarshipStatus::ALL);
    for (status, row) in table {
        for (action, expected) in ScholarshipAction::ALL.iter().zip(row) {
            assert_eq!(allows(status, *action), expected, "{status} {action}");
        }
    }
}

#[test]
fn children_are_stated_early_and_claim_once_the_insurer_pays() {
    use ChildAction::*;
    assert_eq!(child_actions(ClaimStatus::Draft, false, false), [Edit, Delete, Lapse]);
    assert_eq!(child_actions(ClaimStatus::Paid, false, true), [Edit, ClaimScholarship, Lapse]);
    assert_eq!(child_actions(ClaimStatus::Approved, true, true), [Edit, ClaimScholarship, Reinstate]);
    assert_eq!(child_actions(ClaimStatus::Withdrawn, false, false), []);
    assert_eq!(child_actions(ClaimStatus::Rejected, false, false), []);
}

proptest! {
    /// Whatever is claimed in whichever order, what is taken never comes to more than the rules give.
    #[test]
    fn what_is_claimed_never_comes_to_more_than_the_rules_give(
        claims in prop::collection::vec((2026_i32..2060, 0_usize..5), 0..60),
        begin in 0_usize..5,
    ) {
        let levels = EducationLevel::ALL;
        let all = of_death(levels[begin], 1);
        let (mut used, mut years, mut total) = (Vec::new(), Vec::new(), 0);
        for (first, level) in claims {
            let child = Pupil { birth_on: day("2040-01-01"), lapse: None };
            let asked = wanted(first, levels[level]);
            if years.contains(&first) {
                continue;
            }
            if let Ok(own) = judge(&all, child, &used, asked, calendar("2070-01-01")) {
                total += own.amount.amount();
                used.push(asked);
                years.push(first);
            }
        }
        let most: i64 = all.iter().map(|one| one.amount.amount() * one.years).sum();
        prop_assert!(total <= most, "{total} of {most}");
    }
}
