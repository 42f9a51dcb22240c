//! The permissions of batches of contributions, transfers and monthly closes.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads batches of contributions and transfers; they name people of the whole regency.
pub struct ContributionsRead;
impl Permission for ContributionsRead {
    const SCOPE: &'static str = "contributions:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Insurer, Auditor];
}

/// Prepares batches of contributions and calls them off.
pub struct ContributionsPrepare;
impl Permission for ContributionsPrepare {
    const SCOPE: &'static str = "contributions:prepare";
    const ROLES: &'static [Role] = &[Officer];
}

/// Approves batches of contributions as a second person.
pub struct ContributionsApprove;
impl Permission for ContributionsApprove {
    const SCOPE: &'static str = "contributions:approve";
    const ROLES: &'static [Role] = &[Approver];
    const PEOPLE_ONLY: bool = true;
}

/// Records the insurer's billing codes.
pub struct ContributionsBill;
impl Permission for ContributionsBill {
    const SCOPE: &'static str = "contributions:bill";
    const ROLES: &'static [Role] = &[Officer, Insurer];
}

/// Records transfers to the insurer.
pub struct ContributionsPay;
impl Permission for ContributionsPay {
    const SCOPE: &'static str = "contributions:pay";
    const ROLES: &'static [Role] = &[Officer];
}

/// Records what the insurer made of the lines of a batch.
pub struct ContributionsReconcile;
impl Permission for ContributionsReconcile {
    const SCOPE: &'static str = "contributions:reconcile";
    const ROLES: &'static [Role] = &[Officer, Insurer];
}

/// Reads monthly closes and who lapsed; they name people of the whole regency.
pub struct ClosesRead;
impl Permission for ClosesRead {
    const SCOPE: &'static str = "closes:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Insurer, Auditor];
}

/// Closes months and reopens them.
pub struct ClosesWrite;
impl Permission for ClosesWrite {
    const SCOPE: &'static str = "closes:write";
    const ROLES: &'static [Role] = &[Officer];
}
