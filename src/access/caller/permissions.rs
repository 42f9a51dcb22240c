//! Every permission of the service, one below the other: the scope, the roles, and whether it is
//! for people only. This file is the one to read when asking who may do what.

mod accounts;
mod contributions;
mod coverages;
mod deaths;
mod enrolment;
mod imports;
mod merging;
mod messages;
mod transfers;
mod work_items;

pub use accounts::*;
pub use contributions::*;
pub use coverages::*;
pub use deaths::*;
pub use enrolment::*;
pub use imports::*;
pub use merging::*;
pub use messages::*;
pub use transfers::*;
pub use work_items::*;

use super::Role::{self, *};
use super::{Permission, PermissionEntry};

/// Needs nothing but a valid token: the caller's own affairs.
pub struct SignedIn;
impl Permission for SignedIn {
    const SCOPE: &'static str = "";
    const ROLES: &'static [Role] = Role::ALL;
}

/// A person's own password and session.
pub struct OwnAccount;
impl Permission for OwnAccount {
    const SCOPE: &'static str = "";
    const ROLES: &'static [Role] = Role::ALL;
    const PEOPLE_ONLY: bool = true;
}

/// Reads the list of regions and the regencies of this deployment.
pub struct RegionsRead;
impl Permission for RegionsRead {
    const SCOPE: &'static str = "regions:read";
    const ROLES: &'static [Role] = Role::ALL;
}

/// Imports the Interior Ministry's list of regions.
pub struct RegionsManage;
impl Permission for RegionsManage {
    const SCOPE: &'static str = "regions:manage";
    const ROLES: &'static [Role] = &[PlatformAdmin];
    const PEOPLE_ONLY: bool = true;
}

/// Takes regencies into this deployment.
pub struct RegenciesManage;
impl Permission for RegenciesManage {
    const SCOPE: &'static str = "regencies:manage";
    const ROLES: &'static [Role] = &[PlatformAdmin];
    const PEOPLE_ONLY: bool = true;
}

/// Reads workers, masked.
pub struct WorkersRead;
impl Permission for WorkersRead {
    const SCOPE: &'static str = "workers:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Registers and corrects workers.
pub struct WorkersWrite;
impl Permission for WorkersWrite {
    const SCOPE: &'static str = "workers:write";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Verifies, rejects, deactivates and reopens workers.
pub struct WorkersVerify;
impl Permission for WorkersVerify {
    const SCOPE: &'static str = "workers:verify";
    const ROLES: &'static [Role] = &[Officer];
}

/// Reads warungs and who works there.
pub struct WarungsRead;
impl Permission for WarungsRead {
    const SCOPE: &'static str = "warungs:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Registers and corrects warungs and who works there.
pub struct WarungsWrite;
impl Permission for WarungsWrite {
    const SCOPE: &'static str = "warungs:write";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Reads the dated national rules.
pub struct RulesRead;
impl Permission for RulesRead {
    const SCOPE: &'static str = "rules:read";
    const ROLES: &'static [Role] = Role::ALL;
}

/// Keeps the dated national rules.
pub struct RulesManage;
impl Permission for RulesManage {
    const SCOPE: &'static str = "rules:manage";
    const ROLES: &'static [Role] = &[PlatformAdmin];
    const PEOPLE_ONLY: bool = true;
}

/// Reads funding sources and their budgets.
pub struct FundingRead;
impl Permission for FundingRead {
    const SCOPE: &'static str = "funding:read";
    const ROLES: &'static [Role] = &[DistrictViewer, Officer, Approver, Insurer, Auditor, Admin];
}

/// Keeps funding sources and their budgets.
pub struct FundingManage;
impl Permission for FundingManage {
    const SCOPE: &'static str = "funding:manage";
    const ROLES: &'static [Role] = &[Admin];
}

/// Reads what the insurer said about memberships; not the villages' business.
pub struct MembershipsRead;
impl Permission for MembershipsRead {
    const SCOPE: &'static str = "memberships:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Insurer, Auditor];
}

/// Records what the insurer said about memberships.
pub struct MembershipsWrite;
impl Permission for MembershipsWrite {
    const SCOPE: &'static str = "memberships:write";
    const ROLES: &'static [Role] = &[Officer, Insurer];
}

/// Asks whether a person is covered, and learns nothing else.
pub struct CoverageCheck;
impl Permission for CoverageCheck {
    const SCOPE: &'static str = "coverage:check";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Reads claims with their beneficiaries and clocks.
pub struct ClaimsRead;
impl Permission for ClaimsRead {
    const SCOPE: &'static str = "claims:read";
    const ROLES: &'static [Role] = &[VillageOperator, DistrictViewer, Officer, Approver, Insurer, Auditor];
}

/// Files claims and their papers for the bereaved.
pub struct ClaimsFile;
impl Permission for ClaimsFile {
    const SCOPE: &'static str = "claims:file";
    const ROLES: &'static [Role] = &[VillageOperator, Officer];
}

/// Checks claims, returns them, sends them to the insurer.
pub struct ClaimsHandle;
impl Permission for ClaimsHandle {
    const SCOPE: &'static str = "claims:handle";
    const ROLES: &'static [Role] = &[Officer];
}

/// Confirms claims as a second person.
pub struct ClaimsVerify;
impl Permission for ClaimsVerify {
    const SCOPE: &'static str = "claims:verify";
    const ROLES: &'static [Role] = &[Officer, Approver];
    const PEOPLE_ONLY: bool = true;
}

/// Opens the scanned papers of claims, which show identifiers, for a stated purpose.
pub struct DocumentsOpen;
impl Permission for DocumentsOpen {
    const SCOPE: &'static str = "documents:open";
    const ROLES: &'static [Role] = &[VillageOperator, Officer, Approver, Insurer, Auditor];
    const PEOPLE_ONLY: bool = true;
}

/// Approves accounts that took the place of others after a claim was verified.
pub struct PayoutsApprove;
impl Permission for PayoutsApprove {
    const SCOPE: &'static str = "payouts:approve";
    const ROLES: &'static [Role] = &[Approver];
    const PEOPLE_ONLY: bool = true;
}

/// Records the insurer's decision and payments.
pub struct ClaimsDecide;
impl Permission for ClaimsDecide {
    const SCOPE: &'static str = "claims:decide";
    const ROLES: &'static [Role] = &[Insurer];
}

/// Opens masked identifiers, for a stated purpose.
pub struct PiiRead;
impl Permission for PiiRead {
    const SCOPE: &'static str = "pii:read";
    const ROLES: &'static [Role] = &[Officer, Approver, Insurer, Auditor];
    const PEOPLE_ONLY: bool = true;
}

/// Proves the audit trail and sees who looked at whom.
pub struct AuditRead;
impl Permission for AuditRead {
    const SCOPE: &'static str = "audit:read";
    const ROLES: &'static [Role] = &[Auditor];
}

/// Every permission that has a scope.
pub const PERMISSIONS: [PermissionEntry; 59] = [
    PermissionEntry::of::<RegionsRead>(),
    PermissionEntry::of::<RegionsManage>(),
    PermissionEntry::of::<RegenciesManage>(),
    PermissionEntry::of::<WorkersRead>(),
    PermissionEntry::of::<WorkersWrite>(),
    PermissionEntry::of::<WorkersVerify>(),
    PermissionEntry::of::<WarungsRead>(),
    PermissionEntry::of::<WarungsWrite>(),
    PermissionEntry::of::<RulesRead>(),
    PermissionEntry::of::<RulesManage>(),
    PermissionEntry::of::<FundingRead>(),
    PermissionEntry::of::<FundingManage>(),
    PermissionEntry::of::<PlansRead>(),
    PermissionEntry::of::<CandidatesRead>(),
    PermissionEntry::of::<PlansPrepare>(),
    PermissionEntry::of::<PlansApprove>(),
    PermissionEntry::of::<CoveragesRead>(),
    PermissionEntry::of::<CoveragesPropose>(),
    PermissionEntry::of::<CoveragesApprove>(),
    PermissionEntry::of::<CoveragesActivate>(),
    PermissionEntry::of::<CoveragesEnd>(),
    PermissionEntry::of::<ContributionsRead>(),
    PermissionEntry::of::<ContributionsPrepare>(),
    PermissionEntry::of::<ContributionsApprove>(),
    PermissionEntry::of::<ContributionsBill>(),
    PermissionEntry::of::<ContributionsPay>(),
    PermissionEntry::of::<ContributionsReconcile>(),
    PermissionEntry::of::<ClosesRead>(),
    PermissionEntry::of::<ClosesWrite>(),
    PermissionEntry::of::<MembershipsRead>(),
    PermissionEntry::of::<MembershipsWrite>(),
    PermissionEntry::of::<CoverageCheck>(),
    PermissionEntry::of::<ClaimsRead>(),
    PermissionEntry::of::<ClaimsFile>(),
    PermissionEntry::of::<ClaimsHandle>(),
    PermissionEntry::of::<ClaimsVerify>(),
    PermissionEntry::of::<ClaimsDecide>(),
    PermissionEntry::of::<DocumentsOpen>(),
    PermissionEntry::of::<PayoutsApprove>(),
    PermissionEntry::of::<DeathsRead>(),
    PermissionEntry::of::<DeathsRecord>(),
    PermissionEntry::of::<DeathsDecide>(),
    PermissionEntry::of::<TransfersRead>(),
    PermissionEntry::of::<TransfersAsk>(),
    PermissionEntry::of::<TransfersAnswer>(),
    PermissionEntry::of::<WorkersMerge>(),
    PermissionEntry::of::<WorkItemsRead>(),
    PermissionEntry::of::<WorkItemsNote>(),
    PermissionEntry::of::<MessagesRead>(),
    PermissionEntry::of::<MessagesSend>(),
    PermissionEntry::of::<MessagesReport>(),
    PermissionEntry::of::<MessagesCancel>(),
    PermissionEntry::of::<PiiRead>(),
    PermissionEntry::of::<ImportsWrite>(),
    PermissionEntry::of::<UsersRead>(),
    PermissionEntry::of::<UsersManage>(),
    PermissionEntry::of::<ClientsRead>(),
    PermissionEntry::of::<ClientsManage>(),
    PermissionEntry::of::<AuditRead>(),
];
