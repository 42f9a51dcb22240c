//! What may be done with an API client.

use chrono::Duration;

use crate::access::users::AccountStatus;

/// How long the secret before stays good after a rotation, unless the caller says otherwise.
pub const USUAL_OVERLAP: Duration = Duration::hours(24);

/// The longest overlap in hours: a week to roll a secret out.
pub const LONGEST_OVERLAP_HOURS: i64 = 168;

/// What may be done in this state.
pub fn allowed_actions(status: AccountStatus) -> &'static [&'static str] {
    match status {
        AccountStatus::Active => &["disable", "rotate_secret"],
        AccountStatus::Disabled => &["enable"],
    }
}
