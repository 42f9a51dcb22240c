//! Examples and properties of quotes. The seeded rows themselves are tested in `tests/api/rules`.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn rate(
    number: u128,
    programme: Programme,
    relief: bool,
    months: (&str, Option<&str>),
    amount: RateAmount,
) -> Rate {
    Rate {
        id: Uuid::from_u128(number),
        programme,
        segment: Segment::General,
        relief,
        from_month: month(months.0),
        until_month: months.1.map(month),
        amount,
        legal_reference: "a regulation".to_owned(),
    }
}

fn percent(basis_points: i32, min: i64, max: i64) -> RateAmount {
    RateAmount::Percent { basis_points, min: Some(Rupiah::new(min)), max: Some(Rupiah::new(max)) }
}

fn rates() -> Vec<Rate> {
    let relief = ("2026-04", Some("2026-12"));
    vec![
        rate(1, Programme::Jkk, false, ("2015-07", None), percent(100, 10_000, 207_000)),
        rate(2, Programme::Jkk, true, relief, percent(50, 5_000, 103_500)),
        rate(3, Programme::Jkm, false, ("2015-07", None), RateAmount::Flat(Rupiah::new(6_800))),
        rate(4, Programme::Jkm, true, relief, RateAmount::Flat(Rupiah::new(3_400))),
    ]
}

fn ask(relief_eligible: bool, months: &str) -> Ask {
    Ask {
        programmes: ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm),
        segment: Segment::General,
        wage_base: Rupiah::new(1_000_000),
        relief_eligible,
        months: MonthRange::parse(months).unwrap(),
    }
}

#[test]
fn relief_counts_in_its_months_and_only_for_payers_who_may_have_it() {
    let rates = rates();
    let total = |eligible, months: &str| quote(&rates, &ask(eligible, months)).unwrap().total.amount();
    assert_eq!(total(false, "2026-05/2026-05"), 16_800);
    assert_eq!(total(true, "2026-05/2026-05"), 8_400);
    assert_eq!(total(true, "2026-03/2026-03"), 16_800);
    assert_eq!(total(true, "2027-01/2027-01"), 16_800);
    assert_eq!(total(false, "2026-01/2026-12"), 201_600);
}

#[test]
fn a_line_holds_the_months_of_one_rate() {
    let rates = rates();
    let quote = quote(&rates, &ask(true, "2026-03/2026-05")).unwrap();
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| {
            (line.rate.id.as_u128(), line.months.to_string(), line.monthly.amount(), line.amount.amount())
        })
        .collect();
    assert_eq!(
        lines,
        [
            (1, "2026-03/2026-03".to_owned(), 10_000, 10_000),
            (2, "2026-04/2026-05".to_owned(), 5_000, 10_000),
            (3, "2026-03/2026-03".to_owned(), 6_800, 6_800),
            (4, "2026-04/2026-05".to_owned(), 3_400, 6_800),
        ]
    );
}

#[test]
fn bounds_decide_where_the_percentage_leaves_them() {
    let amount = percent(100, 10_000, 207_000);
    assert_eq!(amount.of(Rupiah::new(500_000)), Some((Rupiah::new(10_000), Some(Bound::Min))));
    assert_eq!(amount.of(Rupiah::new(1_234_567)), Some((Rupiah::new(12_346), None)));
    assert_eq!(amount.of(Rupiah::new(90_000_000)), Some((Rupiah::new(207_000), Some(Bound::Max))));
}

#[test]
fn a_month_without_a_rate_has_no_quote() {
    let rates = rates();
    assert_eq!(
        quote(&rates, &ask(false, "2015-06/2015-07")),
        Err(QuoteError::NoRate { programme: Programme::Jkk, month: month("2015-06") })
    );
    let transport = Ask { segment: Segment::Transport, ..ask(false, "2026-05/2026-05") };
    assert!(matches!(quote(&rates, &transport), Err(QuoteError::NoRate { .. })));
}

proptest! {
    #[test]
    fn lines_add_up_and_relief_never_costs_more(base in 0_i64..100_000_000, from in 0_i32..30, length in 0_i32..24) {
        let rates = rates();
        let from = month("2025-06").plus(from).unwrap();
        let months = MonthRange::new(from, from.plus(length).unwrap()).unwrap();
        let ask = Ask { wage_base: Rupiah::new(base), months, ..ask(false, "2026-01/2026-01") };
        let full = quote(&rates, &ask).unwrap();
        let relieved = quote(&rates, &Ask { relief_eligible: true, ..ask }).unwrap();
        for quote in [&full, &relieved] {
            prop_assert_eq!(Rupiah::checked_sum(quote.lines.iter().map(|line| line.amount)), Some(quote.total));
            prop_assert!(quote.lines.iter().all(|line| line.amount >= Rupiah::ZERO));
            let paid: i64 = quote.lines.iter().map(|line| line.months.len()).sum();
            prop_assert_eq!(paid, months.len() * 2);
        }
        prop_assert!(relieved.total <= full.total);
    }

    #[test]
    fn a_higher_base_never_costs_less(base in 0_i64..100_000_000, more in 0_i64..1_000_000) {
        let rates = rates();
        let cost = |base| {
            let ask = Ask { wage_base: Rupiah::new(base), ..ask(true, "2026-01/2026-06") };
            quote(&rates, &ask).unwrap().total
        };
        prop_assert!(cost(base) <= cost(base + more));
    }
}
