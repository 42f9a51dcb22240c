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
