//! The permissions of deaths.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads reports of deaths, and who died covered without a claim.
pub struct DeathsRead;
impl Permission for DeathsRead {
    const SCOPE: &'static str = "deaths:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Records deaths, one by one or by list, and corrects them.
pub struct DeathsRecord;
impl Permission for DeathsRecord {
    const SCOPE: &'static str = "deaths:record";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Says whose death it is, and takes back what was recorded in error.
pub struct DeathsDecide;
impl Permission for DeathsDecide {
    const SCOPE: &'static str = "deaths:decide";
    const ROLES: &'static [Role] = &[Officer];
    const PEOPLE_ONLY: bool = true;
}
