//! How much a rate comes to, as a request says it.

use super::super::super::rules::{RateAmount, RateMethod};
use crate::domain::Rupiah;
use crate::platform::http::{Issues, Text};

/// The most that one month of one member may cost: what is more is a slip of the keyboard, and sums over a nation stay exact.
const AMOUNT_MAX: i64 = 1_000_000_000;

/// The amounts of a request, of which the method says which ones belong.
pub(super) struct Amounts {
    /// The amount of a flat rate.
    pub amount_idr: Option<i64>,
    /// The part of the wage base.
    pub basis_points: Option<i32>,
    /// Not less than this.
    pub min_idr: Option<i64>,
    /// Not more than this.
    pub max_idr: Option<i64>,
}

impl Amounts {
    /// How much it comes to by a method.
    pub fn read(self, issues: &mut Issues, method: RateMethod) -> Option<RateAmount> {
        let mut rupiah = |pointer: &str, given: Option<i64>| {
            let amount = issues.take_optional(pointer, given, Rupiah::non_negative);
            if amount.is_some_and(|amount| amount.amount() > AMOUNT_MAX) {
                let most = Rupiah::new(AMOUNT_MAX);
                let text = Text::new(
                    format!("Paling banyak {}.", most.indonesian()),
                    format!("At most {}.", most.english()),
                );
                issues.push(pointer, "out_of_range", text);
            }
            amount
        };
        let amount = rupiah("/amount_idr", self.amount_idr);
        let min = rupiah("/min_idr", self.min_idr);
        let max = rupiah("/max_idr", self.max_idr);
        match method {
            RateMethod::Flat => {
                not_with(issues, method, "/basis_points", self.basis_points.is_some());
                not_with(issues, method, "/min_idr", min.is_some());
                not_with(issues, method, "/max_idr", max.is_some());
                if self.amount_idr.is_none() {
                    issues.missing("/amount_idr");
                }
                amount.map(RateAmount::Flat)
            }
            RateMethod::Percent => {
                not_with(issues, method, "/amount_idr", amount.is_some());
                if min.zip(max).is_some_and(|(min, max)| max < min) {
                    let text = Text::fixed(
                        "Batas atas di bawah batas bawah.",
                        "The upper bound is below the lower.",
                    );
                    issues.push("/max_idr", "bounds_reversed", text);
                }
                let basis_points = basis_points(issues, self.basis_points)?;
                Some(RateAmount::Percent { basis_points, min, max })
            }
        }
    }
}

fn basis_points(issues: &mut Issues, given: Option<i32>) -> Option<i32> {
    match given {
        None => {
            issues.missing("/basis_points");
            None
        }
        Some(points) if (0..=10_000).contains(&points) => Some(points),
        Some(_) => {
            let text = Text::fixed("Nilai antara 0 dan 10.000.", "A value from 0 to 10,000.");
            issues.push("/basis_points", "out_of_range", text);
            None
        }
    }
}

fn not_with(issues: &mut Issues, method: RateMethod, pointer: &str, is_given: bool) {
    if is_given {
        let text = Text::new(
            format!("Isian ini tidak berlaku untuk metode {method}."),
            format!("This field has no place beside the method {method}."),
        );
        issues.push(pointer, "not_with_method", text);
    }
}
