//! Whether a source of money is for somebody.

use super::Reason;
use crate::cover::funding::rules::Terms;
use crate::domain::{Decile, Occupation, RegionCode, Segment};

/// What a source asks of a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Where the worker lives.
    pub village: RegionCode,
    /// The welfare decile.
    pub decile: Option<Decile>,
    /// What the worker lives by.
    pub occupation: Option<Occupation>,
    /// The group of workers.
    pub segment: Segment,
}

/// What the checks of a source come to: of its region, and of each target that it has.
pub fn fit(worker: &Traits, terms: &Terms) -> Vec<Reason> {
    let targets = &terms.targets;
    let region =
        if terms.reaches(&worker.village) { Reason::InSourceRegion } else { Reason::OutsideSourceRegion };
    let decile = (!targets.deciles.is_empty()).then(|| match worker.decile {
        None => Reason::DecileUnknown,
        Some(decile) if targets.deciles.contains(&decile) => Reason::DecileInTarget { decile },
        Some(decile) => Reason::DecileOutsideTarget { decile },
    });
    let occupation = (!targets.occupations.is_empty()).then(|| match worker.occupation {
        None => Reason::OccupationUnknown,
        Some(occupation) if targets.occupations.contains(&occupation) => {
            Reason::OccupationInTarget { occupation }
        }
        Some(occupation) => Reason::OccupationOutsideTarget { occupation },
    });
    let segment = targets.segment.map(|wanted| match worker.segment {
        segment if segment == wanted => Reason::SegmentInTarget { segment },
        segment => Reason::SegmentOutsideTarget { segment },
    });
    std::iter::once(region).chain(decile).chain(occupation).chain(segment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cover::funding::rules::Targets;
    use crate::domain::Coded as _;

    fn codes(worker: &Traits, targets: Targets) -> Vec<&'static str> {
        let terms = Terms { region: RegionCode::parse("35.29").unwrap(), targets };
        fit(worker, &terms).iter().map(Reason::code).collect()
    }

    fn worker() -> Traits {
        Traits {
            village: RegionCode::parse("35.29.01.1015").unwrap(),
            decile: Some(Decile::new(3).unwrap()),
            occupation: Some(Occupation::Farmer),
            segment: Segment::General,
        }
    }

    #[test]
    fn a_source_without_targets_asks_for_its_region_only() {
        assert_eq!(codes(&worker(), Targets::default()), ["in_source_region"]);
        let abroad = Traits { village: RegionCode::parse("35.28.01.2001").unwrap(), ..worker() };
        assert_eq!(codes(&abroad, Targets::default()), ["outside_source_region"]);
    }

    #[test]
    fn every_target_is_judged_and_the_unknown_is_not_guessed() {
        let targets = |decile: i16, occupation, segment| Targets {
            deciles: vec![Decile::new(decile).unwrap()],
            occupations: vec![occupation],
            segment: Some(segment),
            ..Targets::default()
        };
        let fits = targets(3, Occupation::Farmer, Segment::General);
        let expected = ["in_source_region", "decile_in_target", "occupation_in_target", "segment_in_target"];
        assert_eq!(codes(&worker(), fits.clone()), expected);
        let others = targets(1, Occupation::Driver, Segment::Transport);
        let expected = [
            "in_source_region",
            "decile_outside_target",
            "occupation_outside_target",
            "segment_outside_target",
        ];
        assert_eq!(codes(&worker(), others), expected);
        let unknown = Traits { decile: None, occupation: None, ..worker() };
        let expected = ["in_source_region", "decile_unknown", "occupation_unknown", "segment_in_target"];
        assert_eq!(codes(&unknown, fits), expected);
    }
}
