//! The permissions of accounts: of people and of other systems.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Reads the accounts of people.
pub struct UsersRead;
impl Permission for UsersRead {
    const SCOPE: &'static str = "users:read";
    const ROLES: &'static [Role] = &[Auditor, Admin, PlatformAdmin];
    const PEOPLE_ONLY: bool = true;
}

/// Creates, changes and disables the accounts of people.
pub struct UsersManage;
impl Permission for UsersManage {
    const SCOPE: &'static str = "users:manage";
    const ROLES: &'static [Role] = &[Admin, PlatformAdmin];
    const PEOPLE_ONLY: bool = true;
}

/// Reads the API clients.
pub struct ClientsRead;
impl Permission for ClientsRead {
    const SCOPE: &'static str = "clients:read";
    const ROLES: &'static [Role] = &[Auditor, Admin];
    const PEOPLE_ONLY: bool = true;
}

/// Creates, changes and disables API clients.
pub struct ClientsManage;
impl Permission for ClientsManage {
    const SCOPE: &'static str = "clients:manage";
    const ROLES: &'static [Role] = &[Admin];
    const PEOPLE_ONLY: bool = true;
}
