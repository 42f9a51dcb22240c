//! Whether a transfer is what its batches come to.

/// Why a transfer does not cover its batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SumError {
    /// The money is not what the batches come to.
    #[error("the batches come to {expected_idr}, the transfer and the credit to {given_idr}")]
    Mismatch {
        /// What the batches come to.
        expected_idr: i64,
        /// What was transferred and taken from the credit.
        given_idr: i64,
    },
    /// Credit belongs to one source, and these batches are of several.
    #[error("credit can be used for batches of one source only")]
    CreditOfSeveralSources,
    /// The insurer does not hold so much.
    #[error("the insurer holds {held_idr}")]
    CreditNotHeld {
        /// What it holds.
        held_idr: i64,
    },
    /// The sums cannot be stored.
    #[error("the amount is too large")]
    TooLarge,
}

/// Checks a transfer: to the rupiah the sum of its batches, less what the insurer takes from what it still holds of
/// earlier transfers. Fees of the bank are no contribution and do not belong into the amount.
pub fn check_sum(
    amounts_idr: &[i64],
    amount_idr: i64,
    credit_used_idr: i64,
    sources: usize,
    held_idr: i64,
) -> Result<(), SumError> {
    let sum = |amounts: &[i64]| amounts.iter().try_fold(0_i64, |sum, amount| sum.checked_add(*amount));
    let expected_idr = sum(amounts_idr).ok_or(SumError::TooLarge)?;
    let given_idr = sum(&[amount_idr, credit_used_idr]).ok_or(SumError::TooLarge)?;
    if expected_idr != given_idr {
        return Err(SumError::Mismatch { expected_idr, given_idr });
    }
    if credit_used_idr > 0 && sources != 1 {
        return Err(SumError::CreditOfSeveralSources);
    }
    if credit_used_idr > held_idr {
        return Err(SumError::CreditNotHeld { held_idr });
    }
    Ok(())
}

/// The version of a transfer: the bank's word makes it one newer, and so does taking it back.
pub fn version(stored: i32, is_void: bool, is_confirmed: bool) -> i32 {
    if is_confirmed && !is_void { stored.saturating_add(1) } else { stored }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banks_word_counts_as_a_version_until_the_transfer_is_taken_back() {
        assert_eq!([version(1, false, false), version(1, false, true), version(3, true, false)], [1, 2, 3]);
    }

    #[test]
    fn a_transfer_is_the_sum_of_its_batches_to_the_rupiah() {
        assert_eq!(check_sum(&[16_800, 33_600], 50_400, 0, 2, 0), Ok(()));
        let wrong = Err(SumError::Mismatch { expected_idr: 50_400, given_idr: 50_399 });
        assert_eq!(check_sum(&[16_800, 33_600], 50_399, 0, 2, 0), wrong);
        assert_eq!(check_sum(&[i64::MAX, 1], 1, 0, 1, 0), Err(SumError::TooLarge));
    }

    #[test]
    fn credit_is_used_as_far_as_one_source_has_it() {
        assert_eq!(check_sum(&[16_800], 10_000, 6_800, 1, 6_800), Ok(()));
        assert_eq!(check_sum(&[16_800], 0, 16_800, 1, 16_800), Ok(()));
        assert_eq!(
            check_sum(&[16_800], 10_000, 6_800, 1, 6_799),
            Err(SumError::CreditNotHeld { held_idr: 6_799 })
        );
        assert_eq!(
            check_sum(&[8_400, 8_400], 10_000, 6_800, 2, 9_000),
            Err(SumError::CreditOfSeveralSources)
        );
    }
}
