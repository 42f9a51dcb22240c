//! The caller of a request: who, in which role, with which scopes, for which regions.
//!
//! A handler takes `Caller<P>` with the permission `P` in its signature, so that forgetting the
//! check does not compile. A query takes the caller's [`RegionScope`] first, for the same reason.

mod extract;
mod permission;
mod permissions;
mod principal;
mod region_filter;
mod region_scope;
mod role;
mod scopes;
#[cfg(test)]
mod tests;

pub use extract::Caller;
pub use permission::{Permission, PermissionEntry};
pub use permissions::*;
pub use principal::{AccountKind, Principal};
pub use region_filter::{InRegencies, InRegions};
pub use region_scope::RegionScope;
pub use role::Role;
pub use scopes::{ScopeSet, UnknownScope};
