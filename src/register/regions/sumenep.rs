//! The regions that the repository carries: Sumenep and the province above it, for `demo` and the tests.
//! Source and licence: `data/NOTICE.md`.

use super::source::{Region, SourceError, read};
use crate::domain::{RegionCode, RegionLevel};

/// The regency's code.
pub const REGENCY: &str = "35.29";

const FILES: [(RegionLevel, &str); 4] = [
    (RegionLevel::Province, include_str!("data/provinces.csv")),
    (RegionLevel::Regency, include_str!("data/regencies.csv")),
    (RegionLevel::District, include_str!("data/districts.csv")),
    (RegionLevel::Village, include_str!("data/villages.csv")),
];

/// The province, the regency, its 27 districts and its 334 villages, parents first.
pub fn regions() -> Result<Vec<Region>, SourceError> {
    let mut regions = Vec::new();
    for (level, text) in FILES {
        for region in read(text.as_bytes(), level) {
            regions.push(region?);
        }
    }
    Ok(regions)
}

/// The codes of the villages.
pub fn villages() -> Result<Vec<RegionCode>, SourceError> {
    let codes = regions()?.into_iter().map(|region| region.code);
    Ok(codes.filter(|code| code.level() == RegionLevel::Village).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_hold_the_regency_and_its_province() -> Result<(), SourceError> {
        let regions = regions()?;
        let count = |level| regions.iter().filter(|region| region.code.level() == level).count();
        assert_eq!(RegionLevel::ALL.iter().map(|level| count(*level)).collect::<Vec<_>>(), [1, 1, 27, 334]);
        let below = regions.iter().filter(|region| region.code.regency().is_some());
        assert_eq!(below.filter(|region| region.code.as_str().starts_with(REGENCY)).count(), 362);
        assert_eq!(villages()?.len(), 334);
        Ok(())
    }

    #[test]
    fn the_known_wrong_quotes_are_corrected() -> Result<(), SourceError> {
        let regions = regions()?;
        let name = |code| {
            regions.iter().find(|region| region.code.as_str() == code).map(|region| region.name.as_str())
        };
        assert_eq!(name("35.29.22"), Some("Ra'as"));
        assert_eq!(name("35.29.18.2015"), Some("Banra'as"));
        assert!(regions.iter().all(|region| !region.name.contains('"')));
        Ok(())
    }
}
