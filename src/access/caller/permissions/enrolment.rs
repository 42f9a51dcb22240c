//! The permissions of enrolment plans.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads enrolment plans with their costs; they are the whole regency's.
pub struct PlansRead;
impl Permission for PlansRead {
    const SCOPE: &'static str = "plans:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Auditor, Admin];
}

/// Reads whom a plan chose and whom not; they name people of the whole regency.
pub struct CandidatesRead;
impl Permission for CandidatesRead {
    const SCOPE: &'static str = "candidates:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Auditor];
}

/// Prepares, computes, submits and withdraws enrolment plans.
pub struct PlansPrepare;
impl Permission for PlansPrepare {
    const SCOPE: &'static str = "plans:prepare";
    const ROLES: &'static [Role] = &[Officer];
}

/// Approves enrolment plans with a decree as a second person, or gives them back.
pub struct PlansApprove;
impl Permission for PlansApprove {
    const SCOPE: &'static str = "plans:approve";
    const ROLES: &'static [Role] = &[Approver];
    const PEOPLE_ONLY: bool = true;
}
