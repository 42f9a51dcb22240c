//! Which months count for a benefit on a day, which do not and why, and since when the clocks run.

use std::collections::BTreeMap;

use super::course::{Course, Held, course, is_after_death, is_denied, paid_range, sure_until};
use super::{Facts, Limits, MembershipFact};
use crate::cover::contributions::obligations::rules::ObligationStatus;
use crate::domain::{Day, Month, Programme, code_list};

code_list! {
    /// Why a month does not count.
    pub enum NotCounted = "month_not_counted" {
        /// It is not paid.
        Unpaid = "unpaid",
        /// The insurer refused it.
        Refused = "refused",
        /// The period ended before, and nothing is owed.
        Waived = "waived",
        /// It was paid after the day.
        PaidAfter = "paid_after",
        /// It belongs to a membership that lapsed or ended.
        BeforeLapse = "before_lapse",
        /// It lies after the death: a credit with the insurer.
        ExcessAfterDeath = "excess_after_death",
        /// It had not begun on the day.
        NotBegun = "not_begun",
        /// The insurer spoke of it after the day, and it may have been paid in between.
        PaymentDayUnknown = "payment_day_unknown",
        /// The insurer saw arrears after the payment and not this month.
        NotConfirmed = "not_confirmed",
    }
}

code_list! {
    /// Who says that a month is paid or owed.
    pub enum Told = "month_told_by" {
        /// Our ledger.
        Ledger = "ledger",
        /// The insurer.
        Insurer = "insurer",
    }
}

/// A month of our ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerMonth {
    /// The programme.
    pub programme: Programme,
    /// The month.
    pub month: Month,
    /// How far it has come.
    pub status: ObligationStatus,
    /// The day of the transfer.
    pub paid_on: Option<Day>,
    /// Whether the insurer counts it as paid in time although it was paid late.
    pub is_corrected: bool,
    /// Whether the insurer refused the newest attempt to pay it.
    pub is_refused: bool,
}

/// What is made of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthVerdict {
    /// The month.
    pub month: Month,
    /// Who tells of it.
    pub told: Told,
    /// The day of the transfer, where our ledger knows it.
    pub paid_on: Option<Day>,
    /// Whether the insurer counts it as paid in time although it was paid late.
    pub is_corrected: bool,
    /// Why it does not count; nothing where it does.
    pub not_counted: Option<NotCounted>,
}

/// The clocks of one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The programme.
    pub programme: Programme,
    /// The month from which they run; nothing where no membership runs.
    pub since_month: Option<Month>,
    /// Paid months without a gap, back from the newest that counts.
    pub consecutive_months: i64,
    /// Paid months since the beginning.
    pub total_months: i64,
    /// Month by month, oldest first.
    pub months: Vec<MonthVerdict>,
}

/// The clocks of each programme of which something is known. Of somebody who died before they speak of the day of death.
pub fn clocks(facts: &Facts, ledger: &[LedgerMonth], limits: &Limits, on: Day) -> Vec<Clock> {
    let on = facts.died_on.map_or(on, |died_on| died_on.min(on));
    let clock = |programme: &Programme| clock(facts, ledger, *programme, limits, on);
    Programme::ALL.iter().map(clock).filter(|clock| !clock.months.is_empty()).collect()
}

/// The paid months of a programme that count: without a gap, and in all.
pub fn paid_months(clocks: &[Clock], programme: Programme) -> (i64, i64) {
    let clock = clocks.iter().find(|clock| clock.programme == programme);
    clock.map_or((0, 0), |clock| (clock.consecutive_months, clock.total_months))
}

fn clock(facts: &Facts, ledger: &[LedgerMonth], programme: Programme, limits: &Limits, on: Day) -> Clock {
    let course = course(facts, programme, limits, on);
    let now = Month::from_date(on);
    let counted: Vec<Month> = counted(&course, now).collect();
    let words: Vec<MembershipFact> =
        facts.memberships.iter().filter(|word| word.programmes.contains(programme)).copied().collect();
    let judge = Judge { facts, words: &words, counted: &counted, last_sure: sure_until(limits, on), on };
    let mut months: BTreeMap<Month, MonthVerdict> = BTreeMap::new();
    for word in words.iter().filter(|word| word.as_of <= on || word.state.is_alive()) {
        for month in paid_range(*word, word.paid_until) {
            months.insert(month, judge.insurers(*word, month));
        }
    }
    for one in ledger.iter().filter(|one| one.programme == programme) {
        let verdict = judge.ledgers(one);
        // What the insurer says is paid is not called unpaid for our ledger's sake.
        let is_better = |known: &MonthVerdict| known.not_counted.is_some() || verdict.not_counted.is_none();
        if months.get(&one.month).is_none_or(is_better) {
            months.insert(one.month, verdict);
        }
    }
    Clock {
        programme,
        since_month: course.running.map(|running| running.start),
        consecutive_months: consecutive(&counted),
        total_months: i64::try_from(counted.len()).unwrap_or(i64::MAX),
        months: months.into_values().collect(),
    }
}

/// The months that count, oldest first.
fn counted(course: &Course, now: Month) -> impl Iterator<Item = Month> {
    let counts = move |held: &&Held| held.counts && held.month <= now;
    let held = course.running.map(|_| course.held.iter()).into_iter().flatten();
    held.filter(counts).map(|held| held.month)
}

/// How many months there are without a gap, back from the last.
fn consecutive(months: &[Month]) -> i64 {
    let mut run = 0;
    let mut next: Option<Month> = None;
    for month in months.iter().rev() {
        if next.is_some_and(|next| month.months_until(next) != 1) {
            break;
        }
        run += 1;
        next = Some(*month);
    }
    run
}

struct Judge<'a> {
    facts: &'a Facts,
    words: &'a [MembershipFact],
    counted: &'a [Month],
    last_sure: Option<Month>,
    on: Day,
}

impl Judge<'_> {
    fn counts(&self, month: Month) -> bool {
        self.counted.binary_search(&month).is_ok()
    }

    fn insurers(&self, word: MembershipFact, month: Month) -> MonthVerdict {
        let not_counted = match () {
            () if self.counts(month) => None,
            () if is_after_death(self.facts, month) => Some(NotCounted::ExcessAfterDeath),
            () if month > Month::from_date(self.on) => Some(NotCounted::NotBegun),
            () if word.as_of > self.on && self.last_sure.is_none_or(|last| month > last) => {
                Some(NotCounted::PaymentDayUnknown)
            }
            () => Some(NotCounted::BeforeLapse),
        };
        MonthVerdict { month, told: Told::Insurer, paid_on: None, is_corrected: false, not_counted }
    }

    fn ledgers(&self, one: &LedgerMonth) -> MonthVerdict {
        let not_counted = self.ledger_reason(one);
        MonthVerdict {
            month: one.month,
            told: Told::Ledger,
            paid_on: one.paid_on,
            is_corrected: one.is_corrected,
            not_counted,
        }
    }

    fn ledger_reason(&self, one: &LedgerMonth) -> Option<NotCounted> {
        let Some(paid_on) = one.paid_on else {
            return Some(match one.status {
                ObligationStatus::Waived => NotCounted::Waived,
                _ if one.is_refused => NotCounted::Refused,
                _ => NotCounted::Unpaid,
            });
        };
        let is_late = !one.is_corrected && paid_on > self.on;
        let words: Vec<MembershipFact> =
            self.words.iter().filter(|word| word.as_of <= self.on).copied().collect();
        match () {
            () if is_after_death(self.facts, one.month) => Some(NotCounted::ExcessAfterDeath),
            () if one.month > Month::from_date(self.on) => Some(NotCounted::NotBegun),
            () if is_late => Some(NotCounted::PaidAfter),
            () if self.counts(one.month) => None,
            () if !one.is_corrected && is_denied(&words, one.month, paid_on) => {
                Some(NotCounted::NotConfirmed)
            }
            () => Some(NotCounted::BeforeLapse),
        }
    }
}
