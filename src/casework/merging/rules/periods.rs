//! Funded periods of two registrations that become one: nobody is funded twice for a month, so that where both are, one period
//! gives its months up.

use uuid::Uuid;

use super::Side;
use crate::domain::{Month, MonthRange, ProgrammeSet};

/// A period that takes months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Funded {
    /// The period.
    pub id: Uuid,
    /// For these programmes.
    pub programmes: ProgrammeSet,
    /// The months that it takes.
    pub months: MonthRange,
    /// Whether it has ended.
    pub has_ended: bool,
}

/// Months that a period of each takes, and neither can give up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The months.
    pub shared: MonthRange,
    /// Whose periods could stand instead.
    pub instead: Option<Side>,
}

/// A period that gives months up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trim {
    /// The period.
    pub id: Uuid,
    /// The first month that it keeps; as it was where it keeps none.
    pub from: Month,
    /// The last one; the month before the first where it keeps none.
    pub last: Month,
}

/// Whose periods stand, and what the others give up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trims {
    /// Whose periods stand where both take a month.
    pub stands: Side,
    /// What the others keep.
    pub trims: Vec<Trim>,
}

/// Decides which periods give months up. Only one that has ended does: of two that last, one has to be ended first, which says
/// from when on it is no longer paid. Whose stand is said, else those that last, else those of the registration that stays.
pub fn trims(into: &[Funded], merged: &[Funded], said: Option<Side>) -> Result<Trims, Overlap> {
    attempt(into, merged, said).map_err(|shared| {
        let works = |side: &Side| Some(*side) != said && attempt(into, merged, Some(*side)).is_ok();
        Overlap { shared, instead: [Side::Into, Side::Merged].into_iter().find(works) }
    })
}

/// What [`trims`] decides; else months that neither can give up.
fn attempt(into: &[Funded], merged: &[Funded], said: Option<Side>) -> Result<Trims, MonthRange> {
    let mut lasting = None;
    let mut pairs = Vec::new();
    for own in into {
        for other in merged.iter().filter(|other| shares_programme(own, other)) {
            let Some(shared) = own.months.intersection(other.months) else { continue };
            let lasts = match (own.has_ended, other.has_ended) {
                (false, false) => return Err(shared),
                (false, true) => Some(Side::Into),
                (true, false) => Some(Side::Merged),
                (true, true) => None,
            };
            if lasts.is_some() && lasting.is_some() && lasts != lasting {
                return Err(shared);
            }
            lasting = lasts.or(lasting);
            pairs.push((own, other, shared));
        }
    }
    let stands = said.or(lasting).unwrap_or(Side::Into);
    let mut trims: Vec<Trim> = Vec::new();
    for (own, other, shared) in pairs {
        let (winner, loser) = match stands {
            Side::Into => (own, other),
            Side::Merged => (other, own),
        };
        let is_covered = loser.programmes.union(winner.programmes) == winner.programmes;
        if !loser.has_ended || !is_covered {
            return Err(shared);
        }
        let known = trims.iter().position(|trim| trim.id == loser.id);
        let before = match known {
            Some(place) => trims.swap_remove(place),
            None => Trim { id: loser.id, from: loser.months.from(), last: loser.months.until() },
        };
        trims.push(cut(before, winner.months).ok_or(shared)?);
    }
    Ok(Trims { stands, trims })
}

fn shares_programme(one: &Funded, other: &Funded) -> bool {
    one.programmes.iter().any(|programme| other.programmes.contains(programme))
}

/// What is left of a period without the months of another; nothing where it would fall in two.
fn cut(trim: Trim, taken: MonthRange) -> Option<Trim> {
    let Ok(kept) = MonthRange::new(trim.from, trim.last) else { return Some(trim) };
    if !kept.overlaps(taken) {
        return Some(trim);
    }
    match (taken.from() <= trim.from, taken.until() >= trim.last) {
        (true, true) => Some(Trim { last: trim.from.plus(-1)?, ..trim }),
        (true, false) => Some(Trim { from: taken.until().plus(1)?, ..trim }),
        (false, true) => Some(Trim { last: taken.from().plus(-1)?, ..trim }),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Programme;

    const OWN: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn funded(id: Uuid, from: &str, until: &str, has_ended: bool) -> Funded {
        let programmes = ProgrammeSet::EMPTY.with(Programme::Jkk).with(Programme::Jkm);
        Funded { id, programmes, months: MonthRange::new(month(from), month(until)).unwrap(), has_ended }
    }

    fn trim(id: Uuid, from: &str, last: &str) -> Trim {
        Trim { id, from: month(from), last: month(last) }
    }

    #[test]
    fn what_lasts_stands_and_what_has_ended_gives_months_up() {
        let lasting = funded(OWN, "2026-04", "2026-12", false);
        let table = [
            (("2026-04", "2026-08"), trim(OTHER, "2026-04", "2026-03")),
            (("2026-01", "2026-06"), trim(OTHER, "2026-01", "2026-03")),
            (("2026-06", "2027-02"), trim(OTHER, "2027-01", "2027-02")),
        ];
        for ((from, until), expected) in table {
            let found = trims(&[lasting], &[funded(OTHER, from, until, true)], None).unwrap();
            assert_eq!(found, Trims { stands: Side::Into, trims: vec![expected] });
        }
        let ended = funded(OWN, "2026-04", "2026-06", true);
        let found = trims(&[ended], &[funded(OTHER, "2026-04", "2026-12", false)], None).unwrap();
        assert_eq!(found, Trims { stands: Side::Merged, trims: vec![trim(OWN, "2026-04", "2026-03")] });
        let apart = funded(OTHER, "2027-01", "2027-12", false);
        assert_eq!(trims(&[lasting], &[apart], None).unwrap().trims, []);
    }

    #[test]
    fn of_two_that_ended_the_side_that_is_said_stands() {
        let (own, other) =
            (funded(OWN, "2026-01", "2026-06", true), funded(OTHER, "2026-03", "2026-09", true));
        let found = trims(&[own], &[other], Some(Side::Merged)).unwrap();
        assert_eq!(found.trims, [trim(OWN, "2026-01", "2026-02")]);
        assert_eq!(trims(&[own], &[other], None).unwrap().trims, [trim(OTHER, "2026-07", "2026-09")]);
    }

    #[test]
    fn what_lasts_does_not_give_way_and_nothing_falls_in_two() {
        let (own, other) =
            (funded(OWN, "2026-01", "2026-12", false), funded(OTHER, "2026-06", "2026-12", false));
        let shared = MonthRange::new(month("2026-06"), month("2026-12")).unwrap();
        assert_eq!(trims(&[own], &[other], None), Err(Overlap { shared, instead: None }));
        let ended = Funded { has_ended: true, ..other };
        let refused = Overlap { shared, instead: Some(Side::Into) };
        assert_eq!(trims(&[own], &[ended], Some(Side::Merged)), Err(refused));
        let inner = funded(OTHER, "2026-03", "2026-04", false);
        let outer = Funded { has_ended: true, ..own };
        assert!(trims(&[outer], &[inner], None).is_err());
        let with_savings = Funded { programmes: ProgrammeSet::ALL, ..ended };
        assert!(trims(&[own], &[with_savings], None).is_err());
    }
}
