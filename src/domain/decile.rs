//! Welfare deciles of the national socio-economic data.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Coded, digits};

/// A welfare decile of DTSEN, 1 (poorest) to 10. In JSON it is an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i16")]
pub struct Decile(i16);

/// Why something is no decile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecileError {
    /// Not a whole number from 1 to 10.
    #[error("a decile is a whole number from 1 to 10")]
    Range,
}

impl Coded for DecileError {
    fn code(&self) -> &'static str {
        match self {
            Self::Range => "decile_range",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Range => "desil adalah bilangan bulat dari 1 sampai 10",
        }
        .into()
    }
}

impl Decile {
    /// A decile from a number.
    pub fn new(number: impl Into<i64>) -> Result<Self, DecileError> {
        match i16::try_from(number.into()) {
            Ok(number @ 1..=10) => Ok(Self(number)),
            _ => Err(DecileError::Range),
        }
    }

    /// Reads one or two digits.
    pub fn parse(text: &str) -> Result<Self, DecileError> {
        let text = digits::cleaned(text);
        if !digits::only_digits(text) {
            return Err(DecileError::Range);
        }
        text.parse::<i64>().map_err(|_| DecileError::Range).and_then(Self::new)
    }

    /// The number, as its column holds it.
    pub const fn number(self) -> i16 {
        self.0
    }
}

impl TryFrom<i64> for Decile {
    type Error = DecileError;

    fn try_from(number: i64) -> Result<Self, DecileError> {
        Self::new(number)
    }
}

impl From<Decile> for i16 {
    fn from(decile: Decile) -> Self {
        decile.0
    }
}
