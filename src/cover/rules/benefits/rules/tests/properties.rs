//! What holds for every quote.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn children() -> impl Strategy<Value = Vec<Child>> {
    let child = (0..EducationLevel::ALL.len(), 1_i64..8, 0_i64..30, any::<bool>(), any::<bool>());
    prop::collection::vec(child, 0..5).prop_map(|children| {
        let child = |(level, year, age, married, working): (usize, i64, i64, bool, bool)| Child {
            level: EducationLevel::ALL[level],
            year,
            age,
            married,
            working,
        };
        children.into_iter().map(child).collect()
    })
}

fn disabilities() -> impl Strategy<Value = Vec<Disability>> {
    let one = (1_i32..=10_000, prop::option::of(1_i32..=10_000));
    prop::collection::vec(one, 0..4).prop_map(|all| {
        all.into_iter()
            .map(|(table_basis_points, loss_basis_points)| Disability {
                table_basis_points,
                loss_basis_points,
            })
            .collect()
    })
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let event = prop::sample::select(vec![
        (BenefitKind::Death, Death),
        (WorkAccident, Death),
        (WorkAccident, TotalDisability),
        (WorkAccident, PartialDisability),
        (WorkAccident, Injury),
    ]);
    let numbers = (0_i64..50_000_000, 0_i64..60, 0_i64..60, 0_i64..40, 0_i64..100, 0_i64..30_000_000);
    (event, numbers, any::<bool>(), disabilities(), children()).prop_map(
        |((kind, circumstance), numbers, paid_before, disabilities, children)| {
            let (base, consecutive_months, earlier, months_of_inability, days_late, cost) = numbers;
            Ask {
                wage_base: Rupiah::new(base),
                consecutive_months,
                total_months: consecutive_months + earlier,
                paid_before,
                disabilities,
                months_of_inability,
                costs: vec![
                    (Item::TransportLand, Rupiah::new(cost)),
                    (Item::Treatment, Rupiah::new(cost / 2)),
                ],
                children,
                days_late,
                ..ask(kind, circumstance)
            }
        },
    )
}

proptest! {
    #[test]
    fn nothing_is_negative_and_the_lines_add_up(ask in any_ask()) {
        let rules = rules();
        let quote = quote(&rules, &ask).unwrap();
        prop_assert!(quote.lines.iter().all(|line| line.amount >= Rupiah::ZERO));
        prop_assert_eq!(Rupiah::checked_sum(quote.lines.iter().map(|line| line.amount)), Some(quote.total));
        for line in &quote.lines {
            let last = line.arithmetic.rsplit("= ").next().unwrap();
            prop_assert_eq!(last, line.amount.amount().to_string(), "the arithmetic ends with the amount");
        }
        let pupils: BTreeSet<Option<usize>> =
            quote.lines.iter().filter(|line| line.rule.item == Item::Scholarship).map(|line| line.child).collect();
        prop_assert!(pupils.len() <= 2);
    }

    #[test]
    fn more_of_anything_never_comes_to_less(ask in any_ask(), more in 0_i64..1_000_000, months in 0_i64..24) {
        let least = total(&ask);
        let larger = [
            Ask { wage_base: ask.wage_base.checked_add(Rupiah::new(more)).unwrap(), ..ask.clone() },
            Ask {
                consecutive_months: ask.consecutive_months + months,
                total_months: ask.total_months + months,
                ..ask.clone()
            },
            Ask { total_months: ask.total_months + months, ..ask.clone() },
            Ask { months_of_inability: ask.months_of_inability + months, ..ask.clone() },
            Ask { days_late: ask.days_late + months, ..ask.clone() },
            Ask { paid_before: false, ..ask.clone() },
            Ask {
                costs: ask.costs.iter().map(|(item, cost)| (*item, cost.checked_add(Rupiah::new(more)).unwrap())).collect(),
                ..ask.clone()
            },
            Ask { children: ask.children.iter().copied().chain([toddler()]).collect(), ..ask.clone() },
        ];
        for ask in larger {
            prop_assert!(total(&ask) >= least, "{:?}", ask);
        }
    }

    #[test]
    fn a_longer_wait_never_comes_to_more(ask in any_ask(), more in 0_i64..24) {
        let longer = Ask { waiting_months: ask.waiting_months + more, ..ask.clone() };
        prop_assert!(total(&longer) <= total(&ask));
    }
}
