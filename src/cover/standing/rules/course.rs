//! The course of a membership in one programme: which months are held, since when it runs, when it lapsed.
//!
//! A month is judged by what was paid on its first day, not by what is paid today: a payment after a lapse does not undo
//! it but begins a new membership with new clocks (domain.md, "Membership").

use super::{Facts, Limits, MembershipFact, MembershipState};
use crate::cover::coverages::rules::EndReason;
use crate::domain::{Day, Month, Programme};

/// A month that is paid, or that the insurer itself called insured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub month: Month,
    /// From which day it was so.
    pub since: Day,
    /// Since which day we know.
    pub known: Day,
    /// Whether it is a paid month: the month of the first day of cover is held without.
    pub counts: bool,
}

/// A membership as it runs on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Running {
    /// The month from which its clocks run.
    pub start: Month,
    /// Its newest held month, not after the day's own.
    pub last: Held,
}

/// The course until a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Course {
    /// The running membership, if there is one.
    pub running: Option<Running>,
    /// The held months that belong to it, also later ones, in their order.
    pub held: Vec<Held>,
    /// The newest held month of what lapsed or ended before.
    pub before: Option<Held>,
}

/// The course of a programme until a day.
pub(super) fn course(facts: &Facts, programme: Programme, limits: &Limits, on: Day) -> Course {
    let words = words_until(&facts.memberships, programme, on);
    let held = held(facts, &words, programme, limits, on);
    let mut course = Course { held, ..Course::default() };
    let over = over_on(facts, programme, on);
    let next = match words.last().copied() {
        Some(word) if word.state.is_alive() && over.is_none_or(|over| over <= word.as_of) => {
            course.begin_with(word, &words)
        }
        word => {
            let ended = word.filter(|word| !word.state.is_alive()).map(|word| word.as_of).max(over);
            if let Some(day) = ended {
                let month = Month::from_date(day);
                course.drop_unless(|held| held.month > month || held.since > day);
            }
            course.begin(on)
        }
    };
    if let Some(next) = next {
        course.walk(next, limits, on);
    }
    course
}

impl Course {
    /// Begins with the membership of which the insurer spoke. Gives the first month to be looked at.
    fn begin_with(&mut self, word: MembershipFact, words: &[MembershipFact]) -> Option<Month> {
        let since = since(words);
        if let Some(since) = since {
            self.drop_unless(|held| held.month >= since);
        }
        let first = self.first(|_| true);
        self.running = first.map(|first| Running { start: since.unwrap_or(first.start), ..first });
        Month::from_date(word.as_of).plus(1)
    }

    /// Begins with the first held month. Gives the first month to be looked at.
    fn begin(&mut self, on: Day) -> Option<Month> {
        let now = Month::from_date(on);
        self.running = self.first(|held| held.month <= now);
        self.running?;
        let began = |held: &Held| held.month.max(Month::from_date(held.since));
        self.held.iter().filter(|held| held.month <= now).map(began).min()?.plus(1)
    }

    fn first(&self, fits: impl Fn(&Held) -> bool) -> Option<Running> {
        let first = self.held.iter().copied().find(fits)?;
        Some(Running { start: first.month, last: first })
    }

    /// Goes through the months until the day's own; where too many are unpaid the membership lapses, and what is paid
    /// of later months begins another one.
    fn walk(&mut self, next: Month, limits: &Limits, on: Day) {
        let now = Month::from_date(on);
        let mut month = Some(next);
        while let Some(looked_at) = month.filter(|month| *month <= now && self.running.is_some()) {
            let is_over = limits.lapse_after(looked_at.first_day()).is_some_and(|limit| {
                let last = self.last_by(looked_at, looked_at.first_day());
                last.is_none_or(|last| last.month.months_until(looked_at) > limit)
            });
            month = if is_over {
                self.running = None;
                self.drop_unless(|held| held.month >= looked_at);
                self.begin(on)
            } else {
                looked_at.plus(1)
            };
        }
        if let Some(running) = &mut self.running {
            let last = self.held.iter().rev().find(|held| held.month <= now);
            running.last = last.copied().unwrap_or(running.last);
        }
    }

    /// The newest month up to this one that was held on the day.
    fn last_by(&self, month: Month, day: Day) -> Option<Held> {
        self.held.iter().rev().copied().find(|held| held.month <= month && held.since <= day)
    }

    fn drop_unless(&mut self, stays: impl Fn(&Held) -> bool) {
        let dropped = self.held.iter().filter(|held| !stays(held)).max_by_key(|held| held.month);
        self.before = self.before.max_by_month(dropped.copied());
        self.held.retain(stays);
    }

    /// The last month until which the held months go on without a gap from this one.
    pub fn until(&self, month: Month) -> Month {
        self.held.iter().fold(month, |until, held| match until.months_until(held.month) {
            1 => held.month,
            _ => until,
        })
    }
}

trait MaxByMonth {
    fn max_by_month(self, other: Self) -> Self;
}

impl MaxByMonth for Option<Held> {
    fn max_by_month(self, other: Self) -> Self {
        self.into_iter().chain(other).max_by_key(|held| held.month)
    }
}

/// What the insurer said by the day of this programme, oldest first. That somebody is no member is of all programmes.
fn words_until(words: &[MembershipFact], programme: Programme, on: Day) -> Vec<MembershipFact> {
    let speaks = |word: &&MembershipFact| {
        word.as_of <= on && (word.programmes.contains(programme) || word.state == MembershipState::NotMember)
    };
    let mut words: Vec<MembershipFact> = words.iter().filter(speaks).copied().collect();
    words.sort_by_key(|word| word.as_of);
    words
}

/// Since which month the membership runs of which the insurer spoke last: as it said then, or before of the same one.
fn since(words: &[MembershipFact]) -> Option<Month> {
    let same = words.iter().rev().take_while(|word| word.state.is_alive());
    same.filter_map(|word| word.since_on).next().map(Month::from_date)
}

/// The newest day by which one of our periods was over with the membership itself.
fn over_on(facts: &Facts, programme: Programme, on: Day) -> Option<Day> {
    let ends = |(day, reason): &(Day, EndReason)| match reason {
        EndReason::Lapsed => *day <= on,
        EndReason::WageWorker | EndReason::CivilServant | EndReason::Ineligible => *day < on,
        EndReason::Death
        | EndReason::MovedOut
        | EndReason::DoubleFunding
        | EndReason::QuotaCut
        | EndReason::Withdrew => false,
    };
    let ours = facts.coverages.iter().filter(|coverage| coverage.programmes.contains(programme));
    ours.filter_map(|coverage| coverage.ended).filter(ends).map(|(day, _)| day).max()
}

/// The months that are held by the day, each once and in their order.
fn held(
    facts: &Facts,
    words: &[MembershipFact],
    programme: Programme,
    limits: &Limits,
    on: Day,
) -> Vec<Held> {
    let mut all: Vec<Held> = words.iter().flat_map(|word| said(*word)).collect();
    all.extend(told_later(&facts.memberships, programme, limits, on));
    let began = facts.coverages.iter().filter(|coverage| coverage.effective_on <= on);
    all.extend(began.filter(|coverage| coverage.programmes.contains(programme)).map(|coverage| Held {
        month: Month::from_date(coverage.effective_on),
        since: coverage.effective_on,
        known: coverage.activated_on,
        counts: false,
    }));
    let paid = facts.paid.iter().filter(|paid| paid.programme == programme && paid.paid_on <= on);
    let paid = paid.filter(|paid| !is_denied(words, paid.month, paid.paid_on));
    let paid = paid.filter(|paid| !is_after_death(facts, paid.month));
    all.extend(paid.map(|paid| Held {
        month: paid.month,
        since: paid.paid_on,
        known: paid.paid_on,
        counts: true,
    }));
    all.sort_by_key(|held| (held.month, !held.counts, held.since));
    all.dedup_by(|again, kept| {
        let is_same = again.month == kept.month;
        if is_same {
            kept.since = kept.since.min(again.since);
        }
        is_same
    });
    all
}

/// The months that a word says are paid, and the one in which it called somebody insured.
fn said(word: MembershipFact) -> Vec<Held> {
    let spoken_in = Month::from_date(word.as_of);
    let held = |month: Month, counts| Held { month, since: month.first_day(), known: word.as_of, counts };
    let mut months = paid_range(word, word.paid_until).map(|month| held(month, true)).collect::<Vec<_>>();
    match (word.state, word.paid_until) {
        (MembershipState::Active, _) => months.push(held(spoken_in, false)),
        (MembershipState::InArrears, None) => {
            months.extend(spoken_in.plus(-1).map(|month| held(month, false)));
        }
        _ => {}
    }
    months
}

/// Months that a word of after the day says are paid. They are held, since the membership ran; they count as far as
/// they must have been paid by the day, for a younger one may have been paid between the day and the word.
fn told_later(
    words: &[MembershipFact],
    programme: Programme,
    limits: &Limits,
    on: Day,
) -> impl Iterator<Item = Held> {
    let (sure, now) = (sure_until(limits, on), Month::from_date(on));
    let later = words.iter().copied().filter(move |word| {
        word.as_of > on && word.programmes.contains(programme) && word.since_on.is_some_and(|day| day <= on)
    });
    later.flat_map(move |word| {
        let until = word.paid_until.map(|until| until.min(now));
        paid_range(word, until).map(move |month| Held {
            month,
            since: month.first_day(),
            known: word.as_of,
            counts: sure.is_some_and(|sure| month <= sure),
        })
    })
}

/// Until which month a later word proves a payment before the day: what could still be paid in arrears on the day is
/// not proved. Nothing where no rule says how long that is.
pub(super) fn sure_until(limits: &Limits, on: Day) -> Option<Month> {
    let payable = i32::try_from(limits.payable(on)?).ok()?;
    Month::from_date(on).plus(payable.checked_neg()?.checked_sub(1)?)
}

/// The paid months of a word: from its beginning, or only the last one where it names no beginning.
pub(super) fn paid_range(word: MembershipFact, until: Option<Month>) -> impl Iterator<Item = Month> {
    let first = word.since_on.map(Month::from_date).or(until);
    std::iter::successors(first, |month| month.plus(1)).take_while(move |month| Some(*month) <= until)
}

/// Whether the insurer saw arrears after the day of a payment and not that month: it has not taken the payment.
pub(super) fn is_denied(words: &[MembershipFact], month: Month, paid_on: Day) -> bool {
    words.last().is_some_and(|word| {
        word.state == MembershipState::InArrears
            && paid_on <= word.as_of
            && word.paid_until.is_some_and(|until| month > until && month <= Month::from_date(word.as_of))
    })
}

/// Whether a month lies after that of the death: what is paid of it is a credit.
pub(super) fn is_after_death(facts: &Facts, month: Month) -> bool {
    facts.died_on.is_some_and(|died_on| month > Month::from_date(died_on))
}
