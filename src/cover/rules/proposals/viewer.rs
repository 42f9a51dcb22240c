//! Callers as viewers of the rules.

use super::rules::Viewer;
use crate::access::caller::{Caller, Permission, RulesManage};

impl Viewer {
    /// What a caller may see done.
    pub fn of<P: Permission>(caller: &Caller<P>) -> Self {
        Self { manages: caller.may::<RulesManage>(), account: caller.account_id }
    }
}
