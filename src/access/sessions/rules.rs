//! When a refresh token may be exchanged, and how long a guesser waits.

use chrono::{DateTime, Duration, Utc};

/// A session ends when it was not used for this long: a village operator may be at sea for weeks.
pub const IDLE: Duration = Duration::days(30);

/// A session ends after this long in any case.
pub const LONGEST: Duration = Duration::days(180);

/// How long after its first use a refresh token may be sent once more: the answer was lost.
pub const REPLAY_WINDOW: Duration = Duration::seconds(60);

/// Failed sign-ins are forgotten after this long without another.
pub const FORGET_AFTER: Duration = Duration::hours(24);

/// An address from which the owner signed in within this time counts as the owner's.
pub const KNOWN_FOR: Duration = Duration::days(90);

/// A refresh token as it was found when someone presented it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presented {
    /// When it ends unused.
    pub expires_at: DateTime<Utc>,
    /// When it was exchanged.
    pub used_at: Option<DateTime<Utc>>,
    /// Whether the exchange was repeated already.
    pub replayed: bool,
    /// Whether its successor was exchanged, which proves that the answer had arrived.
    pub successor_used: bool,
    /// When its session ends.
    pub session_expires_at: DateTime<Utc>,
    /// Whether its session was ended.
    pub session_ended: bool,
}

/// What to do with a presented refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefreshVerdict {
    /// Exchange it for a successor.
    Rotate,
    /// Answer with the same successor once more.
    Repeat,
    /// Two parties hold the family: end it.
    End,
    /// The session is over.
    Over,
}

impl Presented {
    /// The verdict at an instant.
    pub fn judge(&self, now: DateTime<Utc>) -> RefreshVerdict {
        if self.session_ended || now >= self.session_expires_at {
            return RefreshVerdict::Over;
        }
        match self.used_at {
            None if now < self.expires_at => RefreshVerdict::Rotate,
            None => RefreshVerdict::Over,
            Some(used_at) => {
                let lost_answer = !self.replayed && !self.successor_used && now - used_at <= REPLAY_WINDOW;
                if lost_answer { RefreshVerdict::Repeat } else { RefreshVerdict::End }
            }
        }
    }
}

/// How long guessing waits: nothing for the first failures, then twice as long each time, bounded so
/// that the owner is slowed but never locked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    free: i32,
    longest: Duration,
}

/// For one account from one address.
pub const ACCOUNT_FROM_ADDRESS: BackOff = BackOff { free: 5, longest: Duration::minutes(5) };
/// For one account from addresses that are not known to be the owner's.
pub const ACCOUNT_FROM_STRANGERS: BackOff = BackOff { free: 20, longest: Duration::seconds(30) };
/// For one address on any account; villages share addresses, so this one is patient.
pub const ADDRESS: BackOff = BackOff { free: 60, longest: Duration::seconds(30) };

impl BackOff {
    /// How long the next attempt waits after this many failures.
    pub fn wait(&self, failures: i32) -> Duration {
        let beyond = failures.saturating_sub(self.free);
        if beyond <= 0 {
            return Duration::zero();
        }
        let doublings = u32::try_from(beyond - 1).unwrap_or(u32::MAX);
        let seconds = 2_i64.checked_pow(doublings.min(32)).unwrap_or(i64::MAX);
        Duration::try_seconds(seconds).map_or(self.longest, |wait| wait.min(self.longest))
    }
}

/// What is remembered of failed sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// Failures without a success or a long pause in between.
    pub failures: i32,
    /// The last attempt.
    pub last_attempt_at: DateTime<Utc>,
    /// No attempt before this.
    pub blocked_until: Option<DateTime<Utc>>,
    /// When the owner last signed in.
    pub last_success_at: Option<DateTime<Utc>>,
}

impl Attempts {
    /// Seconds to wait before the next attempt, if any.
    pub fn wait_seconds(&self, now: DateTime<Utc>) -> Option<u64> {
        let until = self.blocked_until.filter(|until| *until > now)?;
        u64::try_from((until - now).num_seconds().saturating_add(1)).ok()
    }

    /// Counts an attempt before its outcome is known, so that many at once gain nothing.
    pub fn begin(&self, back_off: BackOff, now: DateTime<Utc>) -> Attempts {
        let forgotten = now - self.last_attempt_at > FORGET_AFTER;
        let failures = if forgotten { 1 } else { self.failures.saturating_add(1) };
        let wait = back_off.wait(failures);
        Attempts {
            failures,
            last_attempt_at: now,
            blocked_until: (wait > Duration::zero()).then(|| now + wait),
            last_success_at: self.last_success_at,
        }
    }

    /// Whether the owner has signed in from here lately.
    pub fn is_known(&self, now: DateTime<Utc>) -> bool {
        self.last_success_at.is_some_and(|at| now - at <= KNOWN_FOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(second)
    }

    fn fresh() -> Presented {
        Presented {
            expires_at: at(1_000),
            used_at: None,
            replayed: false,
            successor_used: false,
            session_expires_at: at(5_000),
            session_ended: false,
        }
    }

    #[test]
    fn a_fresh_token_is_exchanged_and_an_idle_one_is_over() {
        assert_eq!(fresh().judge(at(999)), RefreshVerdict::Rotate);
        assert_eq!(fresh().judge(at(1_000)), RefreshVerdict::Over);
    }

    #[test]
    fn one_immediate_repetition_is_answered_again() {
        let used = Presented { used_at: Some(at(100)), ..fresh() };
        assert_eq!(used.judge(at(160)), RefreshVerdict::Repeat);
        assert_eq!(used.judge(at(161)), RefreshVerdict::End);
        assert_eq!(Presented { replayed: true, ..used }.judge(at(110)), RefreshVerdict::End);
        assert_eq!(Presented { successor_used: true, ..used }.judge(at(110)), RefreshVerdict::End);
        assert_eq!(used.judge(at(2_000)), RefreshVerdict::End, "also after its own time");
    }

    #[test]
    fn an_ended_session_is_over_whatever_is_presented() {
        for used_at in [None, Some(at(100))] {
            let ended = Presented { used_at, session_ended: true, ..fresh() };
            assert_eq!(ended.judge(at(110)), RefreshVerdict::Over);
            let expired = Presented { used_at, session_expires_at: at(110), ..fresh() };
            assert_eq!(expired.judge(at(110)), RefreshVerdict::Over);
        }
    }

    #[test]
    fn waiting_doubles_and_is_bounded() {
        let seconds: Vec<i64> =
            (4..=16).map(|failures| ACCOUNT_FROM_ADDRESS.wait(failures).num_seconds()).collect();
        assert_eq!(seconds, [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(ACCOUNT_FROM_ADDRESS.wait(i32::MAX), Duration::minutes(5));
    }

    #[test]
    fn failures_are_forgotten_after_a_day() {
        let many = Attempts {
            failures: 40,
            last_attempt_at: at(0),
            blocked_until: Some(at(300)),
            last_success_at: None,
        };
        assert_eq!(many.wait_seconds(at(299)), Some(2));
        assert_eq!(many.wait_seconds(at(300)), None);
        let next_day = at(0) + FORGET_AFTER + Duration::seconds(1);
        assert_eq!(many.begin(ACCOUNT_FROM_ADDRESS, next_day).failures, 1);
        assert_eq!(many.begin(ACCOUNT_FROM_ADDRESS, at(300)).failures, 41);
    }
}
