//! The permissions of the daily work.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads what is due.
pub struct WorkItemsRead;
impl Permission for WorkItemsRead {
    const SCOPE: &'static str = "work-items:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Puts work off, gives it to somebody, says that nothing is left to do.
pub struct WorkItemsNote;
impl Permission for WorkItemsNote {
    const SCOPE: &'static str = "work-items:note";
    const ROLES: &'static [Role] = &[VillageOperator, Officer, Approver, Insurer];
    const PEOPLE_ONLY: bool = true;
}
