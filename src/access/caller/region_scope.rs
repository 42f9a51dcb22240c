//! The regions a caller may see, as the first argument of every query.

use super::region_filter::{InRegencies, InRegions};
use crate::domain::{RegionCode, RegionLevel};

/// Where a caller may act.
///
/// `national` opens national rules, regencies and the list of regions, and no regency's data: a
/// national caller has no regencies here, so that every filter below answers with nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionScope {
    /// Whether the caller keeps the deployment.
    pub national: bool,
    /// The regencies that hold the caller's regions; every table is filtered by them first.
    pub regency_ids: Vec<i32>,
    /// The regions themselves: regencies, districts or villages.
    pub prefixes: Vec<RegionCode>,
}

impl RegionScope {
    /// The deployment itself and no regency.
    pub fn national() -> Self {
        RegionScope { national: true, ..RegionScope::default() }
    }

    /// The given regions, which lie in the given regencies.
    pub fn regions(regency_ids: Vec<i32>, prefixes: Vec<RegionCode>) -> Self {
        RegionScope { national: false, regency_ids, prefixes }
    }

    /// Keeps rows that lie in the caller's villages: a condition on the regency, and for callers whose
    /// regions are narrower than a regency also the village's code.
    pub fn filter<R, V>(&self, regency_id: R, village_code: V) -> InRegions<R, V> {
        let regencies = self.filter_regency(regency_id);
        if self.whole_regencies() {
            InRegions::whole(regencies, village_code)
        } else if self.all_villages() {
            let villages = self.prefixes.iter().map(|code| code.as_str().to_owned()).collect();
            InRegions::villages(regencies, village_code, villages)
        } else {
            InRegions::patterns(regencies, village_code, self.patterns())
        }
    }

    /// Keeps rows of the caller's regencies, for tables that are the regency's as a whole (funding
    /// sources, plans). Rows about a person or a place in it take [`RegionScope::filter`].
    pub fn filter_regency<R>(&self, regency_id: R) -> InRegencies<R> {
        InRegencies::new(regency_id, self.regency_ids.clone())
    }

    /// Keeps rows of regencies that the caller has as a whole, for tables that name people of all its villages (batches
    /// of contributions): whoever has less gets nothing.
    pub fn filter_whole_regency<R>(&self, regency_id: R) -> InRegencies<R> {
        let regencies = if self.whole_regencies() { self.regency_ids.clone() } else { Vec::new() };
        InRegencies::new(regency_id, regencies)
    }

    /// Whether the region lies within one of the caller's.
    pub fn contains(&self, region: &RegionCode) -> bool {
        self.prefixes.iter().any(|own| own.contains(region))
    }

    /// Whether the regency is one of those that hold the caller's regions.
    pub fn has_regency(&self, regency_id: i32) -> bool {
        self.regency_ids.contains(&regency_id)
    }

    /// `LIKE` patterns of the caller's regions, for hand-written SQL: `village_code LIKE ANY($1)`.
    pub fn patterns(&self) -> Vec<String> {
        self.prefixes.iter().map(RegionCode::prefix_pattern).collect()
    }

    /// Whether the caller has regencies as a whole, so that the village need not be looked at. A caller
    /// without any region has nothing.
    pub fn whole_regencies(&self) -> bool {
        let whole = |code: &RegionCode| matches!(code.level(), RegionLevel::Regency | RegionLevel::Province);
        !self.prefixes.is_empty() && self.prefixes.iter().all(whole)
    }

    fn all_villages(&self) -> bool {
        self.prefixes.iter().all(|code| code.level() == RegionLevel::Village)
    }
}
