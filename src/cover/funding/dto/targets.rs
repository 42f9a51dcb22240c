//! For whom a source is to pay, as callers say it.

use super::super::rules::{Targets, outside};
use crate::cover::wire;
use crate::domain::{Occupation, RegionCode, Segment};
use crate::platform::http::{Issues, Text};

/// What is said of the targets; what is absent stays.
#[derive(Debug, Default)]
pub struct Given {
    /// Regions to pay in.
    pub include_regions: Option<Vec<String>>,
    /// Regions not to pay in.
    pub exclude_regions: Option<Vec<String>>,
    /// Deciles.
    pub deciles: Option<Vec<i64>>,
    /// Occupations.
    pub occupations: Option<Vec<String>>,
    /// The group of workers, or both.
    pub segment: Option<Option<String>>,
}

impl Given {
    /// The targets with what is said.
    pub fn apply(self, issues: &mut Issues, mut targets: Targets) -> Targets {
        if let Some(codes) = self.include_regions {
            targets.include_regions = wire::regions(issues, "/include_regions", &codes);
        }
        if let Some(codes) = self.exclude_regions {
            targets.exclude_regions = wire::regions(issues, "/exclude_regions", &codes);
        }
        if let Some(numbers) = self.deciles {
            targets.deciles = wire::deciles(issues, "/target_deciles", &numbers);
        }
        if let Some(codes) = self.occupations {
            targets.occupations = wire::codes(issues, "/target_occupations", &codes, Occupation::parse);
        }
        if let Some(code) = self.segment {
            targets.segment = code.and_then(|code| issues.take("/target_segment", Segment::parse(&code)));
        }
        targets
    }
}

/// Regions in and out must lie in the region whose money it is: money of a village is for that village.
pub fn check_within(issues: &mut Issues, whose: &RegionCode, targets: &Targets) {
    let lists =
        [("/include_regions", &targets.include_regions), ("/exclude_regions", &targets.exclude_regions)];
    for (pointer, regions) in lists {
        for (place, _) in outside(whose, regions) {
            let text = Text::new(
                format!("Wilayah ini tidak berada di {whose}, pemilik dana."),
                format!("This region does not lie in {whose}, whose money it is."),
            );
            issues.push(format!("{pointer}/{place}"), "outside_source_region", text);
        }
    }
}
