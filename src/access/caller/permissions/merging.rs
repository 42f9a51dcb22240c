//! The permission of merging.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Merges two registrations of one person, and takes that back.
pub struct WorkersMerge;
impl Permission for WorkersMerge {
    const SCOPE: &'static str = "workers:merge";
    const ROLES: &'static [Role] = &[Officer];
    const PEOPLE_ONLY: bool = true;
}
