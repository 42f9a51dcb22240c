//! How an approved amount is divided, whose account an account is, and when two references are one.

mod names;

pub use names::fits;

use crate::domain::{Rounding, Rupiah};

/// What each beneficiary is due, in the order of the shares, which add up to the whole.
///
/// Each share is rounded down to whole rupiah. What that leaves over (less than one rupiah a beneficiary) goes
/// to the first, so that the parts always add up to the approved amount. `None` where the sum cannot be stored.
pub fn due_amounts(approved: Rupiah, shares_basis_points: &[i32]) -> Option<Vec<Rupiah>> {
    let mut due = shares_basis_points
        .iter()
        .map(|share| approved.percent_basis_points(*share, Rounding::Down))
        .collect::<Option<Vec<Rupiah>>>()?;
    let left_over = approved.checked_sub(Rupiah::checked_sum(due.iter().copied())?)?;
    if let Some(first) = due.first_mut() {
        *first = first.checked_add(left_over)?;
    }
    Some(due)
}

/// A reference of a transfer as it is told apart from others: without spaces and case.
pub fn folded(reference: &str) -> String {
    reference.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn due(approved: i64, shares: &[i32]) -> Vec<i64> {
        due_amounts(Rupiah::new(approved), shares).unwrap().into_iter().map(Rupiah::amount).collect()
    }

    #[test]
    fn what_rounding_leaves_over_goes_to_the_first() {
        assert_eq!(due(42_000_000, &[10_000]), [42_000_000]);
        assert_eq!(due(42_000_000, &[5_000, 2_500, 2_500]), [21_000_000, 10_500_000, 10_500_000]);
        assert_eq!(due(100, &[3_333, 3_333, 3_334]), [34, 33, 33]);
        assert_eq!(due(10_000_001, &[5_000, 5_000]), [5_000_001, 5_000_000]);
    }

    #[test]
    fn spaces_and_case_do_not_make_another_reference() {
        for same in ["BEA-1", "bea-1", "Bea - 1", " BEA\u{a0}-1 "] {
            assert_eq!(folded(same), "bea-1", "{same:?}");
        }
        assert_ne!(folded("BEA-1"), folded("BEA-11"));
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_none_is_off_by_more_than_the_rounding(
            approved in 1_i64..1_000_000_000_000,
            weights in prop::collection::vec(1_i32..300, 1..30),
        ) {
            let total: i32 = weights.iter().sum();
            let mut shares: Vec<i32> = weights.iter().map(|weight| weight * 10_000 / total).collect();
            shares[0] += 10_000 - shares.iter().sum::<i32>();
            let parts = due(approved, &shares);
            prop_assert_eq!(parts.iter().sum::<i64>(), approved);
            for (place, (part, share)) in parts.iter().zip(&shares).enumerate() {
                let exact = i128::from(approved) * i128::from(*share) / 10_000;
                let spread = if place == 0 { shares.len() } else { 1 };
                let off = i128::from(*part) - exact;
                prop_assert!((0..i128::try_from(spread).unwrap()).contains(&off), "{} {}", place, off);
            }
        }
    }
}
