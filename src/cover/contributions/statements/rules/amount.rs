//! Amounts in Indonesian and in plain notation.

use std::borrow::Cow;

use crate::domain::Coded;

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is not written like one.
    #[error("An amount is written like 1.234.567,00 or 1234567.")]
    Format,
    /// There is a part of a rupiah.
    #[error("An amount is in whole rupiah.")]
    NotWhole,
}

impl Coded for AmountError {
    fn code(&self) -> &'static str {
        match self {
            Self::Format => "amount_format",
            Self::NotWhole => "amount_not_whole",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::Format => "Jumlah ditulis seperti 1.234.567,00 atau 1234567.",
            Self::NotWhole => "Jumlah dalam rupiah bulat.",
        }
        .into()
    }
}

/// Reads an amount in rupiah; negative with a minus or in brackets, otherwise with a plus or without. A last group of one or two
/// digits is the part of a rupiah, which must be zero; all other groups have three digits.
pub fn amount(text: &str) -> Result<i64, AmountError> {
    let text = text.trim();
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let text = inner.unwrap_or(text).trim();
    let minus = text.strip_prefix('-');
    let text = minus.or_else(|| text.strip_prefix('+')).unwrap_or(text).trim();
    let text = text.strip_prefix("Rp").or_else(|| text.strip_prefix("IDR")).unwrap_or(text);
    let digits = whole(text.trim_start_matches('.').trim())?;
    let amount: i64 = digits.parse().map_err(|_| AmountError::Format)?;
    Ok(if minus.is_some() || inner.is_some() { -amount } else { amount })
}

/// The digits without their separators.
fn whole(text: &str) -> Result<String, AmountError> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return Err(AmountError::Format);
    }
    let (groups, cents) = match text.rfind(['.', ',']) {
        Some(last) if text.len() - last <= 3 => (text.get(..last), text.get(last + 1..)),
        _ => (Some(text), None),
    };
    let groups = groups.ok_or(AmountError::Format)?;
    match cents {
        Some("") => return Err(AmountError::Format),
        Some(cents) if cents.chars().any(|digit| digit != '0') => return Err(AmountError::NotWhole),
        _ => {}
    }
    let mut parts = groups.split(['.', ',']);
    let first = parts.next().filter(|first| !first.is_empty()).ok_or(AmountError::Format)?;
    let rest: Vec<&str> = parts.collect();
    let is_grouped = rest.iter().all(|part| part.len() == 3) && (rest.is_empty() || first.len() <= 3);
    // One notation groups with dots, the other with commas, none with both.
    let is_mixed = groups.contains('.') && groups.contains(',');
    if !is_grouped || is_mixed { Err(AmountError::Format) } else { Ok(groups.replace(['.', ','], "")) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_banks_write_them() {
        for text in [
            "1.234.567,00",
            "1,234,567.00",
            "1234567",
            "1234567.00",
            "1234567,0",
            "Rp 1.234.567",
            "Rp. 1.234.567,00",
            "IDR 1,234,567",
        ] {
            assert_eq!(amount(text), Ok(1_234_567), "{text}");
        }
        assert_eq!(amount("-1.234,00"), Ok(-1_234));
        assert_eq!(amount("(1.234,00)"), Ok(-1_234));
        assert_eq!(amount("1.000"), Ok(1_000));
    }

    #[test]
    fn what_is_no_whole_amount_is_refused() {
        for text in
            ["", "Rp", "12a", "1.23.456", "1.2345", "1,234.567,00", ",00", "5.", "99999999999999999999"]
        {
            assert_eq!(amount(text), Err(AmountError::Format), "{text}");
        }
        assert_eq!(amount("1.234,50"), Err(AmountError::NotWhole));
    }

    proptest! {
        #[test]
        fn both_notations_are_read_back(rupiah in 0_i64..1_000_000_000_000) {
            let digits = rupiah.to_string();
            let mut grouped = String::new();
            for (place, digit) in digits.chars().enumerate() {
                if place > 0 && (digits.len() - place) % 3 == 0 {
                    grouped.push('.');
                }
                grouped.push(digit);
            }
            prop_assert_eq!(amount(&digits), Ok(rupiah));
            prop_assert_eq!(amount(&format!("{grouped},00")), Ok(rupiah));
            prop_assert_eq!(amount(&grouped.replace('.', ",")), Ok(rupiah));
            prop_assert_eq!(amount(&format!("-{grouped}")), Ok(-rupiah));
        }
    }
}
