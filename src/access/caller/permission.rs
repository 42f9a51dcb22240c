//! What a permission is: a scope for systems, roles for people.

use super::Role;

/// One thing that a caller may be allowed to do. Implemented by the markers in `permissions.rs`.
pub trait Permission: 'static {
    /// The OAuth scope that gives this to an API client; empty where no scope is needed.
    const SCOPE: &'static str;
    /// The roles that give this to a person.
    const ROLES: &'static [Role];
    /// Whether an API client can never have it: a second *person* approves.
    const PEOPLE_ONLY: bool = false;
}

/// A permission as a value, for lists, token scopes and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionEntry {
    /// See [`Permission::SCOPE`].
    pub scope: &'static str,
    /// See [`Permission::ROLES`].
    pub roles: &'static [Role],
    /// See [`Permission::PEOPLE_ONLY`].
    pub people_only: bool,
}

impl PermissionEntry {
    pub(super) const fn of<P: Permission>() -> Self {
        PermissionEntry { scope: P::SCOPE, roles: P::ROLES, people_only: P::PEOPLE_ONLY }
    }
}
