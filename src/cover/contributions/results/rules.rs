//! What a file of the insurer comes to.

use crate::cover::contributions::batches::rules::RefusalReason;

/// What answered lines come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// How many were accepted.
    pub accepted_lines: i32,
    /// What those come to.
    pub accepted_idr: i64,
    /// How many were refused.
    pub refused_lines: i32,
    /// What those come to.
    pub refused_idr: i64,
}

/// Counts verdicts and the amounts of their lines.
pub fn tally(verdicts: impl Iterator<Item = (Result<(), RefusalReason>, i64)>) -> Answered {
    verdicts.fold(Answered::default(), |sum, (verdict, amount_idr)| match verdict {
        Ok(()) => Answered {
            accepted_lines: sum.accepted_lines.saturating_add(1),
            accepted_idr: sum.accepted_idr.saturating_add(amount_idr),
            ..sum
        },
        Err(_) => Answered {
            refused_lines: sum.refused_lines.saturating_add(1),
            refused_idr: sum.refused_idr.saturating_add(amount_idr),
            ..sum
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_are_counted_with_their_money() {
        let refused = Err(RefusalReason::Deceased);
        let verdicts = [(Ok(()), 10_000), (refused, 6_800), (Ok(()), 6_800)];
        let expected =
            Answered { accepted_lines: 2, accepted_idr: 16_800, refused_lines: 1, refused_idr: 6_800 };
        assert_eq!(tally(verdicts.into_iter()), expected);
        assert_eq!(tally(std::iter::empty()), Answered::default());
    }
}
