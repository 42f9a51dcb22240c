//! The permissions of funded periods.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads funded periods, eligibility and standing.
pub struct CoveragesRead;
impl Permission for CoveragesRead {
    const SCOPE: &'static str = "coverages:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Proposes and replaces funded periods.
pub struct CoveragesPropose;
impl Permission for CoveragesPropose {
    const SCOPE: &'static str = "coverages:propose";
    const ROLES: &'static [Role] = &[Officer];
}

/// Approves what an officer proposed, as a second person.
pub struct CoveragesApprove;
impl Permission for CoveragesApprove {
    const SCOPE: &'static str = "coverages:approve";
    const ROLES: &'static [Role] = &[Approver];
    const PEOPLE_ONLY: bool = true;
}

/// Records the insurer's member number and effective day.
pub struct CoveragesActivate;
impl Permission for CoveragesActivate {
    const SCOPE: &'static str = "coverages:activate";
    const ROLES: &'static [Role] = &[Officer, Insurer];
}

/// Ends funded periods and reopens those ended in error.
pub struct CoveragesEnd;
impl Permission for CoveragesEnd {
    const SCOPE: &'static str = "coverages:end";
    const ROLES: &'static [Role] = &[Officer];
}
