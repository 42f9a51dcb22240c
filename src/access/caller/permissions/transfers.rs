//! The permissions of transfers.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads the transfers of both sides.
pub struct TransfersRead;
impl Permission for TransfersRead {
    const SCOPE: &'static str = "transfers:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Auditor];
}

/// Asks for somebody who is registered elsewhere, and takes that back.
pub struct TransfersAsk;
impl Permission for TransfersAsk {
    const SCOPE: &'static str = "transfers:ask";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Answers when somebody of the own register is asked for.
pub struct TransfersAnswer;
impl Permission for TransfersAnswer {
    const SCOPE: &'static str = "transfers:answer";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
    const PEOPLE_ONLY: bool = true;
}
