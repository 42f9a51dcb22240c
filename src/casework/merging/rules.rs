//! What stands in the way of a merge, and which side's months stand.

mod claims;
mod months;
mod periods;

pub use claims::{Claimed, Clash, clash};
pub use months::{Booking, Exchanged, Obstacle, exchange};
pub use periods::{Funded, Overlap, Trim, Trims, trims};

use crate::domain::code_list;

code_list! {
    /// How a merge stands.
    pub enum MergeStatus = "worker_merge_status" {
        /// One registration is the tombstone of the other.
        Merged = "merged",
        /// It was taken back.
        Unmerged = "unmerged",
    }
}

code_list! {
    /// Whose months stand where both registrations were paid for.
    pub enum Side = "merge_paid_months" {
        /// Those of the registration that stays.
        Into = "into",
        /// Those of the one that is merged.
        Merged = "merged",
    }
}
