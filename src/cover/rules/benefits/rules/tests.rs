//! Examples of quotes. The seeded rows themselves are tested in `tests/api/rules`.

mod properties;

use uuid::Uuid;

use super::*;
use BenefitCircumstance::{Death, Injury, PartialDisability, TotalDisability};
use BenefitItem as Item;
use BenefitKind::WorkAccident;

fn rule(
    number: u128,
    kind: BenefitKind,
    circumstance: Option<BenefitCircumstance>,
    item: Item,
    measure: Measure,
) -> BenefitRule {
    BenefitRule {
        id: Uuid::from_u128(number),
        kind,
        circumstance,
        item,
        measure,
        gates: Gates { once_per_person: item == Item::Funeral, ..Gates::default() },
        legal_reference: "a regulation".to_owned(),
    }
}

fn fixed(amount: i64, times: i32) -> Measure {
    Measure::Fixed { amount: Rupiah::new(amount), times }
}

fn cost(cap: Option<i64>) -> Measure {
    Measure::Cost { cap: cap.map(Rupiah::new) }
}

fn school(amount: i64, years: i32, level: EducationLevel) -> Measure {
    Measure::SchoolYear { amount: Rupiah::new(amount), years, level, children_maximum: 2, age_below: 23 }
}

/// The terms of the regulations in force since the end of 2019.
fn rules() -> Vec<BenefitRule> {
    let waiting = |rule: BenefitRule| {
        let gates = Gates { after_waiting: true, ..rule.gates };
        BenefitRule { gates, ..rule }
    };
    let late = Measure::DelayDay { basis_points: 100 };
    let inability = |basis_points, from, until| Measure::InabilityMonth { basis_points, from, until };
    let mut rules = vec![
        waiting(rule(1, BenefitKind::Death, Some(Death), Item::Death, fixed(20_000_000, 1))),
        waiting(rule(2, BenefitKind::Death, Some(Death), Item::Periodic, fixed(500_000, 24))),
        rule(3, BenefitKind::Death, Some(Death), Item::Funeral, fixed(10_000_000, 1)),
        rule(4, WorkAccident, Some(Death), Item::Death, Measure::WageBase { times: 48 }),
        rule(5, WorkAccident, Some(Death), Item::Periodic, fixed(500_000, 24)),
        rule(6, WorkAccident, Some(Death), Item::Funeral, fixed(10_000_000, 1)),
        rule(7, WorkAccident, Some(TotalDisability), Item::DisabilityTotal, Measure::WageBase { times: 56 }),
        rule(
            8,
            WorkAccident,
            Some(PartialDisability),
            Item::DisabilityAnatomical,
            Measure::Disability { times: 80 },
        ),
        rule(
            9,
            WorkAccident,
            Some(PartialDisability),
            Item::DisabilityFunctional,
            Measure::Disability { times: 80 },
        ),
        rule(10, WorkAccident, None, Item::TemporaryInability, inability(5_000, 13, None)),
        rule(11, WorkAccident, None, Item::TemporaryInability, inability(10_000, 1, Some(12))),
        rule(12, WorkAccident, None, Item::Treatment, cost(None)),
        rule(13, WorkAccident, None, Item::TransportLand, cost(Some(5_000_000))),
        rule(14, WorkAccident, None, Item::LateFee, late),
        rule(15, BenefitKind::Death, None, Item::LateFee, late),
    ];
    let levels = [
        (EducationLevel::Kindergarten, 1_500_000, 2),
        (EducationLevel::Primary, 1_500_000, 6),
        (EducationLevel::Junior, 2_000_000, 3),
        (EducationLevel::Senior, 3_000_000, 3),
        (EducationLevel::Higher, 12_000_000, 5),
    ];
    for (number, (level, amount, years)) in (20..).zip(levels) {
        let measure = school(amount, years, level);
        let by_jkm = waiting(rule(number, BenefitKind::Death, Some(Death), Item::Scholarship, measure));
        let gates = Gates { total_months_from: Some(36), ..by_jkm.gates };
        rules.push(BenefitRule { gates, ..by_jkm });
        rules.push(rule(number + 10, WorkAccident, Some(Death), Item::Scholarship, measure));
    }
    rules
}

fn ask(kind: BenefitKind, circumstance: BenefitCircumstance) -> Ask {
    Ask {
        kind,
        circumstance,
        wage_base: Rupiah::new(1_000_000),
        consecutive_months: 36,
        total_months: 36,
        waiting_months: 3,
        paid_before: false,
        without_heirs: false,
        disabilities: Vec::new(),
        months_of_inability: 0,
        costs: Vec::new(),
        children: Vec::new(),
        days_late: 0,
    }
}

fn toddler() -> Child {
    Child { level: EducationLevel::Kindergarten, year: 1, age: 5, married: false, working: false }
}

fn total(ask: &Ask) -> i64 {
    quote(&rules(), ask).unwrap().total.amount()
}

fn reasons(ask: &Ask) -> Vec<(Item, Option<usize>, NotDueReason)> {
    let rules = rules();
    let quote = quote(&rules, ask).unwrap();
    quote.not_due.iter().map(|one| (one.item, one.child, one.reason)).collect()
}

#[test]
fn before_the_waiting_months_only_the_funeral_is_due_and_in_one_line() {
    let death = |consecutive_months| Ask { consecutive_months, ..ask(BenefitKind::Death, Death) };
    assert_eq!([total(&death(2)), total(&death(3))], [10_000_000, 42_000_000]);
    let rules = rules();
    let short = quote(&rules, &death(2)).unwrap();
    assert_eq!(short.lines.len(), 1);
    let waiting = NotDueReason::WaitingMonths;
    assert_eq!(reasons(&death(2)), [(Item::Death, None, waiting), (Item::Periodic, None, waiting)]);
}

#[test]
fn without_heirs_only_the_funeral_is_due_also_at_work_and_after_few_months() {
    let alone =
        |kind, consecutive_months| Ask { consecutive_months, without_heirs: true, ..ask(kind, Death) };
    let no_heir = NotDueReason::NoHeir;
    for ask in [alone(BenefitKind::Death, 36), alone(BenefitKind::Death, 2), alone(WorkAccident, 36)] {
        assert_eq!(total(&ask), 10_000_000);
        assert_eq!(reasons(&ask), [(Item::Death, None, no_heir), (Item::Periodic, None, no_heir)]);
    }
}

#[test]
fn what_is_paid_once_for_a_person_is_not_paid_by_a_second_membership() {
    let second = Ask { paid_before: true, ..ask(BenefitKind::Death, Death) };
    assert_eq!(total(&second), 32_000_000);
    assert_eq!(reasons(&second), [(Item::Funeral, None, NotDueReason::PaidBefore)]);
}

#[test]
fn a_child_is_worth_its_remaining_years_and_two_children_are_the_most() {
    let with = |children: Vec<Child>| Ask { children, ..ask(BenefitKind::Death, Death) };
    assert_eq!(total(&with(vec![toddler()])), 42_000_000 + 87_000_000);
    assert_eq!(total(&with(vec![toddler(), toddler()])), 42_000_000 + 174_000_000);
    // The second year of senior school: two years left, and the five after it.
    let pupil = Child { level: EducationLevel::Senior, year: 2, age: 17, ..toddler() };
    assert_eq!(total(&with(vec![pupil])), 42_000_000 + 6_000_000 + 60_000_000);
    // The pupil comes first in the list, and is the one left out.
    let three = with(vec![pupil, toddler(), toddler()]);
    assert_eq!(total(&three), 42_000_000 + 174_000_000);
    assert_eq!(reasons(&three), [(Item::Scholarship, Some(0), NotDueReason::ChildrenMaximum)]);
}

#[test]
fn the_gates_of_the_scholarship_close_with_their_reason() {
    let with = |child: Child| Ask { children: vec![child], ..ask(BenefitKind::Death, Death) };
    for (child, reason) in [
        (Child { age: 23, ..toddler() }, NotDueReason::ChildTooOld),
        (Child { married: true, ..toddler() }, NotDueReason::ChildMarried),
        (Child { working: true, ..toddler() }, NotDueReason::ChildWorking),
    ] {
        assert_eq!(total(&with(child)), 42_000_000, "{reason}");
        assert_eq!(reasons(&with(child)), [(Item::Scholarship, Some(0), reason)]);
    }
    assert_eq!(total(&with(Child { age: 22, ..toddler() })), 42_000_000 + 87_000_000);
    let short = Ask { total_months: 35, ..with(toddler()) };
    assert_eq!(total(&short), 42_000_000);
    assert_eq!(reasons(&short), [(Item::Scholarship, None, NotDueReason::TotalMonths)]);
    let at_work =
        Ask { total_months: 0, consecutive_months: 0, children: vec![toddler()], ..ask(WorkAccident, Death) };
    assert_eq!(total(&at_work), 70_000_000 + 87_000_000);
}

#[test]
fn disability_is_a_percentage_of_eighty_wage_bases() {
    assert_eq!(total(&ask(WorkAccident, TotalDisability)), 56_000_000);
    let lost = Disability { table_basis_points: 3_500, loss_basis_points: None };
    let weakened = Disability { table_basis_points: 4_000, loss_basis_points: Some(2_500) };
    let partial = Ask { disabilities: vec![lost, weakened], ..ask(WorkAccident, PartialDisability) };
    // 35 % x 80 x base, and 25 % x 40 % x 80 x base.
    assert_eq!(total(&partial), 28_000_000 + 8_000_000);
    let rules = rules();
    let words: Vec<String> =
        quote(&rules, &partial).unwrap().lines.iter().map(|line| line.arithmetic.clone()).collect();
    assert_eq!(words, ["3500 bp x 80 x 1000000 = 28000000", "2500 bp x 4000 bp x 80 x 1000000 = 8000000"]);
}

#[test]
fn inability_is_paid_in_full_for_a_year_and_by_half_after_it() {
    let months = |months_of_inability| Ask { months_of_inability, ..ask(WorkAccident, Injury) };
    assert_eq!([total(&months(0)), total(&months(12))], [0, 12_000_000]);
    assert_eq!([total(&months(13)), total(&months(18))], [12_500_000, 15_000_000]);
}

#[test]
fn costs_are_paid_up_to_their_bounds() {
    let spent = |item, cost| Ask { costs: vec![(item, Rupiah::new(cost))], ..ask(WorkAccident, Injury) };
    assert_eq!(total(&spent(Item::TransportLand, 4_999_999)), 4_999_999);
    assert_eq!(total(&spent(Item::TransportLand, 5_000_001)), 5_000_000);
    assert_eq!(total(&spent(Item::Treatment, 300_000_000)), 300_000_000);
    assert_eq!(reasons(&spent(Item::Glasses, 1)), [(Item::Glasses, None, NotDueReason::NoRule)]);
}

#[test]
fn delay_is_a_part_of_all_that_is_due_for_each_day() {
    let late = Ask { days_late: 10, ..ask(BenefitKind::Death, Death) };
    assert_eq!(total(&late), 42_000_000 + 4_200_000);
}

#[test]
fn a_row_of_the_circumstance_takes_the_place_of_the_row_for_all() {
    let mut rules = rules();
    rules.push(rule(99, WorkAccident, Some(Injury), Item::TransportLand, cost(Some(1))));
    let spent = |circumstance| Ask {
        costs: vec![(Item::TransportLand, Rupiah::new(5))],
        ..ask(WorkAccident, circumstance)
    };
    assert_eq!(quote(&rules, &spent(Injury)).unwrap().total, Rupiah::new(1));
    assert_eq!(quote(&rules, &spent(TotalDisability)).unwrap().total, Rupiah::new(56_000_005));
}

#[test]
fn without_any_rule_but_the_one_on_delay_there_is_no_quote() {
    let late: Vec<BenefitRule> = rules().into_iter().filter(|rule| rule.item == Item::LateFee).collect();
    assert_eq!(quote(&late, &ask(BenefitKind::Death, Death)), Err(QuoteError::NoRule));
    let rich = Ask { wage_base: Rupiah::new(i64::MAX), ..ask(WorkAccident, Death) };
    assert_eq!(quote(&rules(), &rich), Err(QuoteError::TooLarge));
}
