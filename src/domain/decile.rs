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
    #[error("A decile is a whole number from 1 to 10.")]
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
            Self::Range => "Desil adalah bilangan bulat dari 1 sampai 10.",
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_numbers_are_deciles() {
        for number in 1_i16..=10 {
            assert_eq!(Decile::new(number).map(Decile::number), Ok(number));
            assert_eq!(Decile::parse(&format!(" {number}")).map(i16::from), Ok(number));
        }
        for text in ["", "0", "11", "1.0", "-1", "+1", "satu", "99999999999999999999"] {
            assert_eq!(Decile::parse(text), Err(DecileError::Range), "{text}");
        }
    }

    #[test]
    fn json_holds_a_number() {
        let decile = serde_json::from_str::<Decile>("4").map_err(|error| error.to_string());
        assert_eq!(decile.map(Decile::number), Ok(4));
        assert!(serde_json::from_str::<Decile>("11").is_err());
        let written = Decile::new(4).map(|decile| serde_json::to_value(decile).ok());
        assert_eq!(written, Ok(Some(serde_json::Value::from(4))));
    }

    proptest! {
        #[test]
        fn every_other_number_is_refused(number in any::<i64>()) {
            prop_assert_eq!(Decile::new(number).is_ok(), (1..=10).contains(&number));
        }
    }
}
