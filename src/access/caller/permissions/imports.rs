//! The permissions of bulk imports.

use crate::access::caller::Permission;
use crate::access::caller::Role::{self, *};

/// Imports files and reads their verdicts, of the kinds that the caller may also enter one by one.
pub struct ImportsWrite;
impl Permission for ImportsWrite {
    const SCOPE: &'static str = "imports:write";
    const ROLES: &'static [Role] = &[Officer, Insurer];
}

/// Imports rosters.
pub struct RosterImport;
impl Permission for RosterImport {
    const SCOPE: &'static str = "imports:write";
    const ROLES: &'static [Role] = &[Officer];
}
