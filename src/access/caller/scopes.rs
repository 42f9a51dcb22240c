//! Sets of OAuth scopes: a closed list, taken from the permissions.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{PERMISSIONS, Permission, PermissionEntry, Role};
use crate::domain::Coded;

/// The scopes of a token or of an API client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeSet(BTreeSet<&'static str>);

/// A scope that does not exist or that only people's roles give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("There is no scope {0} for API clients.")]
pub struct UnknownScope(pub String);

impl Coded for UnknownScope {
    fn code(&self) -> &'static str {
        "unknown_scope"
    }

    fn indonesian(&self) -> Cow<'static, str> {
        format!("Tidak ada cakupan {} untuk klien API.", self.0).into()
    }
}

impl ScopeSet {
    /// What the role gives: written into a person's token for those who read it, not asked by the
    /// handlers, which ask the role.
    pub fn of_role(role: Role) -> Self {
        let given = |entry: &&PermissionEntry| entry.roles.contains(&role);
        ScopeSet(PERMISSIONS.iter().filter(given).map(|entry| entry.scope).collect())
    }

    /// Reads the scopes that an API client may have; refuses the unknown and those of people only.
    pub fn parse_for_client<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, UnknownScope> {
        let mut scopes = BTreeSet::new();
        for name in names {
            let entry = entry(name)
                .filter(|entry| !entry.people_only)
                .ok_or_else(|| UnknownScope(name.to_owned()))?;
            scopes.insert(entry.scope);
        }
        Ok(ScopeSet(scopes))
    }

    /// Reads the space-separated form of a token. A scope that this version does not know gives
    /// nothing, so it is passed over: during a deployment a newer process may have signed it.
    pub fn from_token(text: &str) -> Self {
        ScopeSet(text.split(' ').filter_map(entry).map(|entry| entry.scope).collect())
    }

    /// Whether the scope of the permission is in the set.
    pub fn allows<P: Permission>(&self) -> bool {
        P::SCOPE.is_empty() || self.0.contains(P::SCOPE)
    }

    /// Whether every scope of the other set is in this one.
    pub fn covers(&self, other: &ScopeSet) -> bool {
        other.0.is_subset(&self.0)
    }

    /// Both sets together.
    pub fn with(&self, other: &ScopeSet) -> Self {
        ScopeSet(self.0.union(&other.0).copied().collect())
    }

    /// The scopes in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// The space-separated form of OAuth 2.
    pub fn to_token(&self) -> String {
        self.iter().collect::<Vec<_>>().join(" ")
    }
}

fn entry(name: &str) -> Option<&'static PermissionEntry> {
    PERMISSIONS.iter().find(|entry| entry.scope == name)
}

impl From<Vec<String>> for ScopeSet {
    /// Reads a stored list, with the same patience as [`ScopeSet::from_token`].
    fn from(names: Vec<String>) -> Self {
        ScopeSet(names.iter().filter_map(|name| entry(name)).map(|entry| entry.scope).collect())
    }
}

impl Serialize for ScopeSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for ScopeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<String>::deserialize(deserializer)?.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::caller::{ClaimsDecide, CoveragesApprove, SignedIn, WorkersRead};

    #[test]
    fn a_scope_stands_in_the_list_once() {
        let names: BTreeSet<_> = PERMISSIONS.iter().map(|entry| entry.scope).collect();
        assert_eq!(names.len(), PERMISSIONS.len());
        assert!(!names.contains(""));
    }

    #[test]
    fn clients_get_no_scope_of_people_only() {
        assert_eq!(
            ScopeSet::parse_for_client(["workers:read", "coverages:approve"]),
            Err(UnknownScope("coverages:approve".to_owned()))
        );
        assert!(ScopeSet::parse_for_client(["workers:fly"]).is_err());
        let set = ScopeSet::parse_for_client(["workers:read"]).expect("a scope for clients");
        assert!(set.allows::<WorkersRead>() && set.allows::<SignedIn>());
        assert!(!set.allows::<ClaimsDecide>());
    }

    #[test]
    fn the_token_form_reads_back_and_ignores_the_unknown() {
        let set = ScopeSet::of_role(Role::Approver);
        assert!(set.allows::<CoveragesApprove>());
        assert_eq!(ScopeSet::from_token(&format!("{} future:scope", set.to_token())), set);
        assert_eq!(ScopeSet::from_token(""), ScopeSet::default());
    }
}
