//! When a signing key signs and when it is still believed.

use chrono::{DateTime, Duration, Utc};

use super::payload::LIFETIME_SECONDS;

/// Verifiers elsewhere read the key set every five minutes; a new key is published for twice as long
/// before it signs.
pub const PUBLISHED_BEFORE_SIGNING: Duration = Duration::minutes(10);

/// How far the clocks of the processes may differ.
pub const CLOCK_SKEW: Duration = Duration::seconds(60);

/// A key that has signed for this long gets a successor by itself.
pub const ROTATION_AGE: Duration = Duration::days(90);

/// The life of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLife {
    /// From when it signs.
    pub signs_from: DateTime<Utc>,
    /// Until when what it signed is believed; none while it has no successor.
    pub verifies_until: Option<DateTime<Utc>>,
}

/// How a key gives way to its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The successor is published first, and the old key is believed until its last token has expired.
    Overlap,
    /// The old key may be in wrong hands: it is believed no longer. Refresh tokens are not signed by it and
    /// still bring new access tokens.
    AtOnce,
}

impl Rotation {
    /// When the successor starts to sign.
    pub fn signs_from(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Rotation::Overlap => now + PUBLISHED_BEFORE_SIGNING,
            Rotation::AtOnce => now,
        }
    }

    /// Until when the old key is believed.
    pub fn old_verifies_until(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Rotation::Overlap => {
                now + PUBLISHED_BEFORE_SIGNING + Duration::seconds(LIFETIME_SECONDS) + CLOCK_SKEW
            }
            Rotation::AtOnce => now,
        }
    }
}

impl KeyLife {
    /// Whether what the key signed is believed.
    pub fn verifies(&self, now: DateTime<Utc>) -> bool {
        self.verifies_until.is_none_or(|end| now < end)
    }

    /// Whether the key may sign. Of several, the one that started last does.
    pub fn may_sign(&self, now: DateTime<Utc>) -> bool {
        self.signs_from <= now && self.verifies(now)
    }

    /// Whether the key is the newest and has served its time.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.verifies_until.is_none() && now - self.signs_from >= ROTATION_AGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minute)
    }

    #[test]
    fn there_is_a_signing_key_at_every_moment_of_a_rotation() {
        let old = KeyLife {
            signs_from: at(0),
            verifies_until: Some(Rotation::Overlap.old_verifies_until(at(100))),
        };
        let new = KeyLife { signs_from: Rotation::Overlap.signs_from(at(100)), verifies_until: None };
        for minute in 100..200 {
            assert!(old.may_sign(at(minute)) || new.may_sign(at(minute)), "minute {minute}");
            assert!(new.verifies(at(minute)));
        }
        assert!(!new.may_sign(at(109)) && new.may_sign(at(110)));
    }

    #[test]
    fn an_old_key_is_believed_until_its_last_token_has_expired() {
        let new_signs = Rotation::Overlap.signs_from(at(0));
        let last_token_ends = new_signs + Duration::seconds(LIFETIME_SECONDS);
        assert!(Rotation::Overlap.old_verifies_until(at(0)) >= last_token_ends);
    }

    #[test]
    fn a_leaked_key_is_believed_no_longer() {
        let old =
            KeyLife { signs_from: at(0), verifies_until: Some(Rotation::AtOnce.old_verifies_until(at(5))) };
        assert!(old.verifies(at(4)) && !old.verifies(at(5)));
        assert_eq!(Rotation::AtOnce.signs_from(at(5)), at(5));
    }

    #[test]
    fn only_the_newest_key_becomes_due() {
        let newest = KeyLife { signs_from: at(0), verifies_until: None };
        assert!(!newest.is_due(at(0)));
        assert!(newest.is_due(at(0) + ROTATION_AGE));
        let old = KeyLife { verifies_until: Some(at(1)), ..newest };
        assert!(!old.is_due(at(0) + ROTATION_AGE));
    }
}
