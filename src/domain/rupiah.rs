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
    #[error("an amount is written in digits only, in whole rupiah")]
    NotAnInteger,
    /// Below zero.
    #[error("the amount must not be negative")]
    Negative,
    /// Beyond what can be stored.
    #[error("the amount is too large")]
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
            Self::NotAnInteger => "jumlah ditulis dengan angka saja, dalam rupiah bulat",
            Self::Negative => "jumlah tidak boleh negatif",
            Self::TooLarge => "jumlah terlalu besar",
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

    /// An amount that somebody entered and that must not be below zero.
    pub fn non_negative(amount: i64) -> Result<Self, RupiahError> {
        if amount < 0 { Err(RupiahError::Negative) } else { Ok(Self(amount)) }
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
