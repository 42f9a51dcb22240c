//! The months of two ledgers that become one: one row a programme and month.

use super::Side;
use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::domain::{Month, Programme};

/// A month of one of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booking {
    /// The programme.
    pub programme: Programme,
    /// The month.
    pub month: Month,
    /// How far it has come.
    pub status: ObligationStatus,
    /// Whether it is in a batch on its way.
    pub is_under_way: bool,
    /// Whether the regency owes it in which the merge is.
    pub is_own: bool,
}

impl Booking {
    fn key(&self) -> (Programme, Month) {
        (self.programme, self.month)
    }

    fn weight(&self) -> u8 {
        match self.status {
            ObligationStatus::Paid => 2,
            ObligationStatus::Due => 1,
            ObligationStatus::Waived => 0,
        }
    }
}

/// Why a month stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// It is paid for both, and nobody has said whose stands.
    PaidTwice(Month),
    /// It is in a batch that has not come back.
    UnderWay(Month),
    /// Another regency owes it or has paid it.
    Elsewhere(Month),
}

/// Which months change places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchanged {
    /// From the registration that is merged to the one that stays.
    pub to_into: Vec<(Programme, Month)>,
    /// The other way: those that do not stand.
    pub to_merged: Vec<(Programme, Month)>,
    /// What does not stand and is due: nobody pays it.
    pub waived: Vec<(Programme, Month)>,
}

/// Decides month by month: what is paid stands before what is due, and that before what is waived. Where both are paid it
/// has to be said whose stands; the other one is excess, like any paid month that no period takes. Where both are due those
/// of the standing periods do. Nothing is moved that is on its way to the insurer.
pub fn exchange(
    into: &[Booking],
    merged: &[Booking],
    (said, stands): (Option<Side>, Side),
) -> Result<Exchanged, Vec<Obstacle>> {
    let (mut found, mut obstacles) = (Exchanged::default(), Vec::new());
    for other in merged {
        if other.is_under_way {
            obstacles.push(Obstacle::UnderWay(other.month));
        }
        let same = |booking: &&Booking| booking.key() == other.key();
        let abroad = into.iter().filter(same).any(|booking| !booking.is_own && booking.weight() > 0);
        if abroad && other.weight() > 0 {
            obstacles.push(Obstacle::Elsewhere(other.month));
        }
        let Some(own) = into.iter().filter(same).find(|booking| booking.is_own) else {
            found.to_into.push(other.key());
            continue;
        };
        let both_paid = own.status == ObligationStatus::Paid && other.status == ObligationStatus::Paid;
        if both_paid && said.is_none() {
            obstacles.push(Obstacle::PaidTwice(other.month));
        }
        let other_stands = match own.weight().cmp(&other.weight()) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Greater => false,
            std::cmp::Ordering::Equal => stands == Side::Merged && other.weight() > 0,
        };
        let loser = if other_stands { own } else { other };
        if other_stands {
            found.to_into.push(other.key());
            found.to_merged.push(own.key());
            if own.is_under_way {
                obstacles.push(Obstacle::UnderWay(own.month));
            }
        }
        if loser.status == ObligationStatus::Due {
            found.waived.push(loser.key());
        }
    }
    obstacles.sort_unstable();
    obstacles.dedup();
    if obstacles.is_empty() { Ok(found) } else { Err(obstacles) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ObligationStatus::{Due, Paid, Waived};

    fn booking(month: &str, status: ObligationStatus) -> Booking {
        let month = Month::parse(month).unwrap();
        Booking { programme: Programme::Jkm, month, status, is_under_way: false, is_own: true }
    }

    fn key(month: &str) -> (Programme, Month) {
        (Programme::Jkm, Month::parse(month).unwrap())
    }

    #[test]
    fn what_is_paid_stands_and_what_is_due_twice_is_owed_once() {
        let may = key("2026-05");
        let (moved, swapped) = (vec![may], vec![may]);
        let table = [
            (Paid, Due, Side::Merged, Exchanged { waived: vec![may], ..Exchanged::default() }),
            (Due, Due, Side::Into, Exchanged { waived: vec![may], ..Exchanged::default() }),
            (Waived, Waived, Side::Merged, Exchanged::default()),
            (
                Due,
                Paid,
                Side::Into,
                Exchanged { to_into: moved.clone(), to_merged: swapped.clone(), waived: vec![may] },
            ),
            (Waived, Due, Side::Into, Exchanged { to_into: moved, to_merged: swapped, waived: Vec::new() }),
        ];
        for (own, other, stands, expected) in table {
            let pair = ([booking("2026-05", own)], [booking("2026-05", other)]);
            assert_eq!(exchange(&pair.0, &pair.1, (None, stands)), Ok(expected), "{own} {other}");
        }
        let alone = exchange(&[booking("2026-04", Paid)], &[booking("2026-05", Due)], (None, Side::Into));
        assert_eq!(alone.unwrap().to_into, [may]);
    }

    #[test]
    fn what_is_paid_twice_has_to_be_decided() {
        let pair = ([booking("2026-05", Paid)], [booking("2026-05", Paid)]);
        let month = pair.0[0].month;
        let undecided = exchange(&pair.0, &pair.1, (None, Side::Into));
        assert_eq!(undecided, Err(vec![Obstacle::PaidTwice(month)]));
        let own = exchange(&pair.0, &pair.1, (Some(Side::Into), Side::Into));
        assert_eq!(own, Ok(Exchanged::default()));
        let other = exchange(&pair.0, &pair.1, (Some(Side::Merged), Side::Merged)).unwrap();
        assert_eq!((other.to_into, other.to_merged), (vec![key("2026-05")], vec![key("2026-05")]));
    }

    #[test]
    fn months_on_their_way_and_months_of_others_stay_where_they_are() {
        let due = booking("2026-05", Due);
        let away = Booking { is_under_way: true, ..due };
        assert_eq!(exchange(&[], &[away], (None, Side::Into)), Err(vec![Obstacle::UnderWay(due.month)]));
        let paid = booking("2026-05", Paid);
        assert_eq!(exchange(&[away], &[paid], (None, Side::Into)), Err(vec![Obstacle::UnderWay(due.month)]));
        assert!(exchange(&[away], &[due], (None, Side::Into)).is_ok());
        let abroad = Booking { is_own: false, ..paid };
        assert_eq!(
            exchange(&[abroad], &[due], (None, Side::Into)),
            Err(vec![Obstacle::Elsewhere(due.month)])
        );
    }
}
