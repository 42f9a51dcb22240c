//! The states of a request, and who may answer it when.

use crate::domain::{Day, code_list};

code_list! {
    /// How far a request has come.
    pub enum TransferStatus = "transfer_status" {
        /// The other side has not answered.
        Requested = "requested",
        /// The registration has moved.
        Accepted = "accepted",
        /// The other side refused.
        Refused = "refused",
        /// Who asked took it back.
        Withdrawn = "withdrawn",
    }
}

code_list! {
    /// What becomes of a period that the village before pays for, where it may go on.
    pub enum VillageCoverage = "transfer_village_coverage" {
        /// The village goes on paying until its end.
        Keep = "keep",
        /// It ends with the move.
        End = "end",
    }
}

/// Whether a period that a village pays for may go on when its registration moves, by whether the insurer took it up and the
/// registration leaves the regency. What is only proposed or approved waits for a registration that is open there, and then none
/// is any more.
pub const fn may_go_on(is_active: bool, leaves: bool) -> bool {
    is_active || !leaves
}

/// What can be done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Let the registration move.
    Accept,
    /// Let it stay.
    Refuse,
    /// Take the request back.
    Withdraw,
}

impl Action {
    /// Every action, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Accept, Self::Refuse, Self::Withdraw];

    /// As `allowed_actions` lists it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
        }
    }

    /// As the history names it once it is done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Refuse => "refused",
            Self::Withdraw => "withdrawn",
        }
    }
}

/// Where a caller stands to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Side {
    /// The caller sees the village that is to receive.
    pub receives: bool,
    /// The caller sees the registration that is to move.
    pub gives: bool,
    /// The caller is the village that gives, not the office above it.
    pub is_village: bool,
    /// The caller made the request.
    pub asked: bool,
    /// The caller may ask and answer at all.
    pub may: bool,
    /// The registration is not open there any more, by a death, a merge, a move or otherwise, or has another NIK by now: there is
    /// nothing that could move.
    pub is_gone: bool,
}

/// What a caller may do with an open request on a day. The village that gives answers at once, its office from a day on, and
/// nobody the own request.
pub fn allowed(status: TransferStatus, side: Side, office_from: Day, today: Day) -> Vec<Action> {
    if status != TransferStatus::Requested || !side.may {
        return Vec::new();
    }
    let answers = side.gives && !side.asked && (side.is_village || today >= office_from);
    Action::ALL
        .into_iter()
        .filter(|action| match action {
            Action::Accept => answers && !side.is_gone,
            Action::Refuse => answers,
            Action::Withdraw => side.receives,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_village_answers_at_once_the_office_later_and_nobody_the_own_request() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (from, early, late) = (day("2026-11-30"), day("2026-11-29"), day("2026-11-30"));
        let giver = Side { gives: true, may: true, ..Side::default() };
        let village = Side { is_village: true, ..giver };
        let asker = Side { receives: true, may: true, asked: true, ..Side::default() };
        let may = |side, today| allowed(TransferStatus::Requested, side, from, today);
        assert_eq!(may(village, early), [Action::Accept, Action::Refuse]);
        assert_eq!(may(giver, early), []);
        assert_eq!(may(giver, late), [Action::Accept, Action::Refuse]);
        assert_eq!(may(Side { is_gone: true, ..village }, early), [Action::Refuse]);
        assert_eq!(may(Side { asked: true, ..village }, late), []);
        assert_eq!(may(asker, early), [Action::Withdraw]);
        assert_eq!(may(Side { may: false, ..village }, late), []);
        for over in [TransferStatus::Accepted, TransferStatus::Refused, TransferStatus::Withdrawn] {
            assert_eq!(allowed(over, village, from, late), [], "{over}");
        }
    }
}
