//! Lists of values, each once, every wrong one reported with its place.

use crate::domain::{Coded, Decile, RegionCode};
use crate::platform::http::{Issues, Text};

/// The most regions of one list: a regency has fewer villages.
const REGIONS_MAX: usize = 400;
/// The most codes of one list.
const CODES_MAX: usize = 100;

/// Reads regions of any level.
pub fn regions(issues: &mut Issues, pointer: &str, codes: &[String]) -> Vec<RegionCode> {
    list(issues, pointer, codes, REGIONS_MAX, |code| RegionCode::parse(code))
}

/// Reads welfare deciles.
pub fn deciles(issues: &mut Issues, pointer: &str, numbers: &[i64]) -> Vec<Decile> {
    let mut deciles = list(issues, pointer, numbers, 10, |number| Decile::new(*number));
    deciles.sort_unstable();
    deciles
}

/// Reads codes of a list.
pub fn codes<T: PartialEq, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    codes: &[String],
    parse: impl Fn(&str) -> Result<T, E>,
) -> Vec<T> {
    list(issues, pointer, codes, CODES_MAX, |code| parse(code))
}

fn list<S, T: PartialEq, E: Coded>(
    issues: &mut Issues,
    pointer: &str,
    given: &[S],
    most: usize,
    parse: impl Fn(&S) -> Result<T, E>,
) -> Vec<T> {
    if given.len() > most {
        let text = Text::new(format!("Paling banyak {most}."), format!("At most {most}."));
        issues.push(pointer, "too_many_items", text);
        return Vec::new();
    }
    let mut read: Vec<T> = Vec::with_capacity(given.len());
    for (place, one) in given.iter().enumerate() {
        let pointer = format!("{pointer}/{place}");
        let Some(one) = issues.take(&pointer, parse(one)) else { continue };
        if read.contains(&one) {
            let text = Text::fixed("Nilai ini disebut dua kali.", "This value stands twice.");
            issues.push(pointer, "repeated", text);
            continue;
        }
        read.push(one);
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_value_is_reported_with_its_place() {
        let mut issues = Issues::new();
        let codes = ["35.29", "x", "3529", "35.29.01"].map(str::to_owned);
        assert_eq!(regions(&mut issues, "/include_regions", &codes).len(), 2);
        assert_eq!(deciles(&mut issues, "/deciles", &[3, 11, 1, 3]).len(), 2);
        assert!(deciles(&mut issues, "/deciles", &[1; 11]).is_empty());
        let problem = issues.into_problem();
        let found: Vec<(&str, &str)> = problem
            .field_errors()
            .iter()
            .map(|error| (error.pointer.as_str(), error.code.as_ref()))
            .collect();
        let expected = [
            ("/include_regions/1", "region_code_shape"),
            ("/include_regions/2", "repeated"),
            ("/deciles/1", "decile_range"),
            ("/deciles/3", "repeated"),
            ("/deciles", "too_many_items"),
        ];
        assert_eq!(found, expected);
    }
}
