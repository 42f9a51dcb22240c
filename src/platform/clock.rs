//! What time it is. Rules never ask: `now` and `today` are arguments of theirs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Days, NaiveDate, SubsecRound, Utc};

use crate::domain::wib_today;

/// The one clock of a process. A sandbox may move its business day; instants, and with them tokens, audit and expiry,
/// always are real.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    days_ahead: Arc<AtomicI64>,
}

impl Clock {
    /// The real instant, to the microsecond: Postgres keeps no more, and what is answered must be what is kept.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    /// The business day in WIB.
    pub fn today(&self) -> NaiveDate {
        let real = wib_today(self.now());
        let ahead = self.days_ahead.load(Ordering::Relaxed);
        let days = Days::new(ahead.unsigned_abs());
        let moved = if ahead < 0 { real.checked_sub_days(days) } else { real.checked_add_days(days) };
        moved.unwrap_or(real)
    }

    /// Moves the business day: for sandboxes and tests.
    pub fn set_today(&self, day: NaiveDate) {
        let ahead = day.signed_duration_since(wib_today(self.now())).num_days();
        self.days_ahead.store(ahead, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_the_day_leaves_the_instant_alone() {
        let clock = Clock::default();
        let Some(day) = NaiveDate::from_ymd_opt(2031, 3, 1) else { panic!("a date") };
        let before = clock.now();
        clock.set_today(day);
        assert_eq!(clock.today(), day);
        assert!(clock.now() >= before && clock.now() < before + chrono::Duration::minutes(1));
        let Some(past) = NaiveDate::from_ymd_opt(2019, 12, 2) else { panic!("a date") };
        clock.set_today(past);
        assert_eq!(clock.today(), past);
    }
}
