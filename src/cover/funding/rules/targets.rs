//! For whom a source pays.

use crate::domain::{Decile, Occupation, RegionCode, Segment};

/// For whom a source pays. An empty list means anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    /// Only for people in these regions; the source's whole region when empty.
    pub include_regions: Vec<RegionCode>,
    /// Not for people in these.
    pub exclude_regions: Vec<RegionCode>,
    /// Only for people of these welfare deciles.
    pub deciles: Vec<Decile>,
    /// Only for people who live by these.
    pub occupations: Vec<Occupation>,
    /// Only for this group of workers.
    pub segment: Option<Segment>,
}

/// A source's own region with its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Whose money it is: money of a village is for the people of that village.
    pub region: RegionCode,
    /// For whom.
    pub targets: Targets,
}

impl Terms {
    /// Whether the source pays for people of this village.
    pub fn reaches(&self, village: &RegionCode) -> bool {
        let within = |regions: &[RegionCode]| regions.iter().any(|region| region.contains(village));
        self.region.contains(village)
            && (self.targets.include_regions.is_empty() || within(&self.targets.include_regions))
            && !within(&self.targets.exclude_regions)
    }
}

/// The regions of a list that do not lie in the region whose money it is.
pub fn outside<'r>(whose: &RegionCode, regions: &'r [RegionCode]) -> Vec<(usize, &'r RegionCode)> {
    regions.iter().enumerate().filter(|(_, region)| !whose.contains(region)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    fn terms(region: &str, include: &[&str], exclude: &[&str]) -> Terms {
        let codes = |texts: &[&str]| texts.iter().map(|text| code(text)).collect();
        let targets = Targets {
            include_regions: codes(include),
            exclude_regions: codes(exclude),
            ..Targets::default()
        };
        Terms { region: code(region), targets }
    }

    #[test]
    fn a_source_reaches_its_regions_but_for_those_left_out() {
        let village = code("35.29.01.1015");
        for (terms, reaches) in [
            (terms("35.29", &[], &[]), true),
            (terms("35.29", &["35.29.01"], &[]), true),
            (terms("35.29", &["35.29.02"], &[]), false),
            (terms("35.29", &["35.29.02", "35.29.01.1015"], &[]), true),
            (terms("35.29", &[], &["35.29.01"]), false),
            (terms("35.29", &["35.29.01"], &["35.29.01.1015"]), false),
            (terms("35.29", &["35.29.01"], &["35.29.01.1016"]), true),
            (terms("35.29.01.1016", &[], &[]), false),
            (terms("35.29.01.1015", &[], &[]), true),
        ] {
            assert_eq!(terms.reaches(&village), reaches, "{terms:?}");
        }
    }

    #[test]
    fn regions_outside_are_named_with_their_places() {
        let regions = [code("35.29.01"), code("35.28"), code("35.29")];
        let found: Vec<usize> = outside(&code("35.29"), &regions).into_iter().map(|(at, _)| at).collect();
        assert_eq!(found, [1]);
        assert_eq!(outside(&code("35.29.01.1015"), &regions).len(), 3);
    }
}
