//! Money: whole rupiah, never a float.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Coded, digits};

/// An amount in whole rupiah. It may be negative, since differences are amounts too; what somebody enters
/// goes through [`Rupiah::non_negative`] or [`Rupiah::parse`]. In JSON it is an integer.
///
/// There is no `Add` and no `Sum`: every sum is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rupiah(i64);

/// The most that somebody may enter: every integer up to it is exact where JSON numbers are doubles (RFC 8259, section 6).
const ENTERED_MOST: i64 = (1 << 53) - 1;

/// What to do with the part of a rupiah that a percentage leaves over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the next lower whole rupiah.
    Down,
    /// To the nearest whole rupiah; one half goes up.
    HalfUp,
    /// To the next higher whole rupiah.
    Up,
}

/// Why something is no amount that may be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RupiahError {
    /// Not digits only.
    #[error("An amount is written in digits only, in whole rupiah.")]
    NotAnInteger,
    /// Below zero.
    #[error("The amount must not be negative.")]
    Negative,
    /// Beyond what can be stored.
    #[error("The amount is too large.")]
    TooLarge,
}

impl Coded for RupiahError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAnInteger => "amount_not_an_integer",
            Self::Negative => "amount_negative",
            Self::TooLarge => "amount_too_large",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotAnInteger => "Jumlah ditulis dengan angka saja, dalam rupiah bulat.",
            Self::Negative => "Jumlah tidak boleh negatif.",
            Self::TooLarge => "Jumlah terlalu besar.",
        }
        .into()
    }
}

impl Rupiah {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount that is already known to be right, for instance from a column.
    pub const fn new(amount: i64) -> Self {
        Self(amount)
    }

    /// An amount that somebody entered: not below zero, and exact in every client.
    pub fn non_negative(amount: i64) -> Result<Self, RupiahError> {
        match amount {
            ..0 => Err(RupiahError::Negative),
            0..=ENTERED_MOST => Ok(Self(amount)),
            _ => Err(RupiahError::TooLarge),
        }
    }

    /// Reads digits as an amount of zero or more. Separators are refused: `1.000` is a thousand to one
    /// reader and one to another.
    pub fn parse(text: &str) -> Result<Self, RupiahError> {
        let text = digits::cleaned(text);
        let (negative, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, text),
        };
        if magnitude.is_empty() || !digits::only_digits(magnitude) {
            return Err(RupiahError::NotAnInteger);
        }
        if negative {
            return Err(RupiahError::Negative);
        }
        magnitude.parse().map(Self).map_err(|_| RupiahError::TooLarge)
    }

    /// The number of rupiah.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// As an Indonesian text writes it: `Rp 1.234.567`.
    pub fn indonesian(self) -> String {
        format!("Rp {}", digits::grouped(self.0, '.'))
    }

    /// As an English text writes it: `Rp 1,234,567`.
    pub fn english(self) -> String {
        format!("Rp {}", digits::grouped(self.0, ','))
    }

    /// The sum, or `None` where it cannot be stored.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` where it cannot be stored.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The amount taken `count` times, or `None` where it cannot be stored.
    pub fn checked_mul(self, count: i64) -> Option<Self> {
        self.0.checked_mul(count).map(Self)
    }

    /// The sum of all, or `None` where it cannot be stored.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// A part of the amount in basis points (100 are one per cent), or `None` where it cannot be stored.
    pub fn percent_basis_points(self, basis_points: i32, rounding: Rounding) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(basis_points);
        let whole = product.div_euclid(WHOLE);
        let rest = product.rem_euclid(WHOLE);
        let goes_up = match rounding {
            Rounding::Down => false,
            Rounding::HalfUp => rest * 2 >= WHOLE,
            Rounding::Up => rest > 0,
        };
        i64::try_from(whole + i128::from(goes_up)).ok().map(Self)
    }
}

/// One hundred per cent in basis points.
const WHOLE: i128 = 10_000;

impl From<Rupiah> for i64 {
    fn from(amount: Rupiah) -> Self {
        amount.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn relief_halves_the_contribution() {
        let contribution = Rupiah::new(16_800);
        assert_eq!(contribution.percent_basis_points(5_000, Rounding::Down), Some(Rupiah::new(8_400)));
    }

    #[test]
    fn one_per_cent_of_the_least_base_is_ten_thousand() {
        let base = Rupiah::new(1_000_000);
        assert_eq!(base.percent_basis_points(100, Rounding::HalfUp), Some(Rupiah::new(10_000)));
    }

    #[test]
    fn what_is_left_over_goes_where_it_is_told() {
        let percent = |amount, basis_points, rounding| {
            Rupiah::new(amount).percent_basis_points(basis_points, rounding).map(Rupiah::amount)
        };
        assert_eq!(percent(149, 100, Rounding::Down), Some(1));
        assert_eq!(percent(149, 100, Rounding::HalfUp), Some(1));
        assert_eq!(percent(149, 100, Rounding::Up), Some(2));
        assert_eq!(percent(150, 100, Rounding::HalfUp), Some(2));
        assert_eq!(percent(-150, 100, Rounding::Down), Some(-2));
        assert_eq!(percent(-150, 100, Rounding::HalfUp), Some(-1));
        assert_eq!(percent(-150, 100, Rounding::Up), Some(-1));
    }

    #[test]
    fn what_cannot_be_stored_is_none() {
        let largest = Rupiah::new(i64::MAX);
        assert_eq!(largest.checked_add(Rupiah::new(1)), None);
        assert_eq!(Rupiah::new(i64::MIN).checked_sub(Rupiah::new(1)), None);
        assert_eq!(largest.checked_mul(2), None);
        assert_eq!(Rupiah::checked_sum([largest, Rupiah::new(1)]), None);
        assert_eq!(largest.percent_basis_points(10_001, Rounding::Down), None);
        assert_eq!(largest.percent_basis_points(10_000, Rounding::Up), Some(largest));
    }

    #[test]
    fn what_is_no_amount_says_why() {
        for text in ["", "-", "1.000", "1,000", "Rp1000", "10.0", "1e3", "+5", "1 000"] {
            assert_eq!(Rupiah::parse(text), Err(RupiahError::NotAnInteger), "{text}");
        }
        assert_eq!(Rupiah::parse("-5"), Err(RupiahError::Negative));
        assert_eq!(Rupiah::parse("9223372036854775808"), Err(RupiahError::TooLarge));
        assert_eq!(Rupiah::parse(" 16800 "), Ok(Rupiah::new(16_800)));
        assert_eq!(Rupiah::non_negative(-1), Err(RupiahError::Negative));
        assert_eq!(Rupiah::non_negative(0), Ok(Rupiah::ZERO));
    }

    #[test]
    fn texts_write_thousands_as_their_language_does() {
        for (amount, indonesian, english) in [
            (0, "Rp 0", "Rp 0"),
            (999, "Rp 999", "Rp 999"),
            (1_234_567, "Rp 1.234.567", "Rp 1,234,567"),
            (-16_800, "Rp -16.800", "Rp -16,800"),
        ] {
            let amount = Rupiah::new(amount);
            assert_eq!((amount.indonesian().as_str(), amount.english().as_str()), (indonesian, english));
        }
    }

    #[test]
    fn json_knows_only_whole_rupiah() {
        assert!(serde_json::from_str::<Rupiah>("16800.0").is_err());
        assert!(serde_json::from_str::<Rupiah>("\"16800\"").is_err());
    }

    proptest! {
        #[test]
        fn an_amount_travels_as_an_integer(amount in any::<i64>()) {
            let json = serde_json::to_value(Rupiah::new(amount)).ok();
            prop_assert_eq!(json.as_ref(), Some(&serde_json::Value::from(amount)));
            let back = json.and_then(|json| serde_json::from_value(json).ok());
            prop_assert_eq!(back, Some(Rupiah::new(amount)));
        }

        #[test]
        fn digits_are_read_as_their_amount(amount in 0..=i64::MAX) {
            prop_assert_eq!(Rupiah::parse(&amount.to_string()), Ok(Rupiah::new(amount)));
        }

        #[test]
        fn a_sum_is_the_mathematical_sum_or_nothing(amounts in prop::collection::vec(0..=i64::MAX, 0..5)) {
            let exact: i128 = amounts.iter().copied().map(i128::from).sum();
            let sum = Rupiah::checked_sum(amounts.into_iter().map(Rupiah::new)).map(Rupiah::amount);
            prop_assert_eq!(sum, i64::try_from(exact).ok());
        }

        #[test]
        fn the_roundings_enclose_the_exact_part(amount in any::<i64>(), basis_points in -10_000..=10_000_i32) {
            let part = |rounding| {
                Rupiah::new(amount).percent_basis_points(basis_points, rounding).map(|part| i128::from(part.amount()))
            };
            let exact = i128::from(amount) * i128::from(basis_points);
            let (down, half_up, up) = (part(Rounding::Down), part(Rounding::HalfUp), part(Rounding::Up));
            // Only the largest magnitude at -100 % can leave the range.
            if let (Some(down), Some(half_up), Some(up)) = (down, half_up, up) {
                prop_assert!(down * WHOLE <= exact && exact <= up * WHOLE);
                prop_assert!(up - down <= 1);
                prop_assert!((half_up * WHOLE - exact).abs() * 2 <= WHOLE);
            } else {
                prop_assert_eq!((amount, basis_points), (i64::MIN, -10_000));
            }
        }
    }
}
