//! The eight roles of people. Systems have scopes instead.

use utoipa::ToSchema;

use crate::domain::{RegionLevel, code_list};

code_list! {
    /// What a person does in Payung. One account has one role.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum Role = "role" {
        /// Enumerates workers and warungs of one or several villages and files claims for the bereaved.
        VillageOperator = "village_operator",
        /// Sees how the villages of a district stand.
        DistrictViewer = "district_viewer",
        /// The employment office: verifies, enrols, pays, follows claims.
        Officer = "officer",
        /// The second pair of eyes on what an officer prepared.
        Approver = "approver",
        /// The insurer's branch: member numbers, decisions, payments.
        Insurer = "insurer",
        /// Reads everything in the regency and changes nothing.
        Auditor = "auditor",
        /// Keeps a regency's users, API clients and funding sources.
        Admin = "admin",
        /// Keeps the deployment: regencies and national rules. Sees nobody's personal data.
        PlatformAdmin = "platform_admin",
    }
}

impl Role {
    /// The level of the regions that an account of this role is given; none for the national role.
    pub fn region_level(self) -> Option<RegionLevel> {
        match self {
            Role::VillageOperator => Some(RegionLevel::Village),
            Role::DistrictViewer => Some(RegionLevel::District),
            Role::Officer | Role::Approver | Role::Insurer | Role::Auditor | Role::Admin => {
                Some(RegionLevel::Regency)
            }
            Role::PlatformAdmin => None,
        }
    }
}
