//! The ids of subjects.

use chrono::{DateTime, Utc};
use uuid::{NoContext, Timestamp, Uuid};

/// The id of any subject: a UUID, version 7 where Payung makes it; a client may bring its own.
pub type Id = Uuid;

/// Makes a new id, ordered by `now` to the millisecond and random beyond it.
///
/// An instant before 1970 has no place in a version 7 UUID and counts as 1970.
pub fn new_id(now: DateTime<Utc>) -> Id {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, now.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instant(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(millis).unwrap_or_default()
    }

    proptest! {
        #[test]
        fn ids_are_version_7_and_carry_their_millisecond(millis in 0_i64..4_000_000_000_000) {
            let id = new_id(instant(millis));
            prop_assert_eq!(id.get_version_num(), 7);
            let carried = id.get_timestamp().map(|timestamp| timestamp.to_unix());
            let carried = carried.map(|(seconds, nanos)| seconds * 1_000 + u64::from(nanos / 1_000_000));
            prop_assert_eq!(carried, u64::try_from(millis).ok());
        }

        #[test]
        fn later_ids_sort_later(millis in 0_i64..4_000_000_000_000, distance in 1_i64..1_000_000) {
            prop_assert!(new_id(instant(millis)) < new_id(instant(millis + distance)));
        }
    }

    #[test]
    fn two_ids_of_one_instant_differ() {
        assert_ne!(new_id(instant(0)), new_id(instant(0)));
    }

    #[test]
    fn an_instant_before_1970_counts_as_1970() {
        let id = new_id(instant(-1));
        assert_eq!(id.get_timestamp().map(|timestamp| timestamp.to_unix().0), Some(0));
    }
}
