//! What the insurer's word says of a day.

use super::{Basis, Limits, MembershipFact, MembershipState, Standing, StandingState, after_unpaid};
use crate::domain::{Day, Month};

/// The newest word that speaks of the day: said on or before it, or said later of a membership that existed
/// already. Of two words of the same day the one recorded last counts. An end without a last paid month says nothing
/// of the days before it: what was known of them then stands.
pub(super) fn word_on(words: &[MembershipFact], on: Day) -> Option<MembershipFact> {
    words
        .iter()
        .copied()
        .filter(|word| {
            word.as_of <= on || word.since_on.is_some_and(|since| since <= on) && !is_mere_end(*word)
        })
        .max_by_key(|word| word.as_of)
}

fn is_mere_end(word: MembershipFact) -> bool {
    word.state == MembershipState::Ended && word.paid_until.is_none()
}

/// What the word says of the day; nothing if it spoke of a membership that did not exist then.
pub(super) fn standing(word: MembershipFact, limits: &Limits, on: Day) -> Option<Standing> {
    if word.since_on.is_some_and(|since| since > on) {
        return None;
    }
    let month = Month::from_date(on);
    let spoken = on >= word.as_of;
    let paid_then = word.paid_until.is_some_and(|paid_until| month <= paid_until);
    let state = match word.state {
        MembershipState::NotMember => StandingState::NotCovered,
        // Before the insurer spoke of an end, the paid months were insured.
        MembershipState::Ended if !spoken && paid_then => StandingState::Active,
        MembershipState::Ended => StandingState::NotCovered,
        MembershipState::Lapsed if spoken => StandingState::Lapsed,
        MembershipState::InArrears if spoken => match after_unpaid(last_paid(word), limits, on) {
            StandingState::Active => StandingState::InArrears,
            state => state,
        },
        _ => after_unpaid(last_paid(word), limits, on),
    };
    let basis = if reaches(word, on) { Basis::InsurerConfirmed } else { Basis::Projected };
    if state == StandingState::NotCovered {
        return Some(Standing::not_covered(basis, word.as_of));
    }
    Some(Standing {
        state,
        basis,
        known_on: Some(word.as_of),
        until_month: word.paid_until,
        programmes: word.programmes,
    })
}

/// Whether the word decides over a projection: it reaches the day, or what it showed was no good standing.
pub(super) fn decides(word: MembershipFact, said: Standing, on: Day) -> bool {
    let was_good = matches!(word.state, MembershipState::Active);
    match said.state {
        StandingState::Active => reaches(word, on),
        _ => reaches(word, on) || !was_good,
    }
}

/// Whether the insurer itself has spoken of the day: it lies before the word, or in a paid month.
fn reaches(word: MembershipFact, on: Day) -> bool {
    on <= word.as_of || word.paid_until.is_some_and(|paid_until| Month::from_date(on) <= paid_until)
}

/// The last month that counts as paid. Whom the insurer calls active is so in the month of the word, also when
/// that month is still to be paid, and however long ago the last paid month is that it names: the insurer knows, and our
/// count of unpaid months is a projection. Warnings of a lapse go by the paid month all the same (see `cover::gaps`), and no
/// benefit counts a month that is not paid. Whom it calls otherwise without naming a month is so since the month before.
fn last_paid(word: MembershipFact) -> Month {
    let spoken_in = Month::from_date(word.as_of);
    match (word.state, word.paid_until) {
        (MembershipState::Active, paid_until) => paid_until.map_or(spoken_in, |month| month.max(spoken_in)),
        (_, Some(paid_until)) => paid_until,
        (_, None) => spoken_in.plus(-1).unwrap_or(spoken_in),
    }
}
