//! Who a verified token speaks for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Permission, RegionScope, Role, ScopeSet};
use crate::platform::changes::Actor;

/// Whether an account is a person's or a system's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A person who signed in.
    User,
    /// Another system, by OAuth 2 client credentials.
    Client,
}

/// What a token says, without the permission that a handler asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account, as the history names it.
    pub actor: Actor,
    /// Person or system.
    pub kind: AccountKind,
    /// The account's id.
    pub account_id: Uuid,
    /// The role of a person; systems have none.
    pub role: Option<Role>,
    /// Where the caller may act.
    pub scope: RegionScope,
    /// What a system may do. For a person: what the role gives.
    pub scopes: ScopeSet,
    /// The sign-in that the token belongs to; systems have none.
    pub session_id: Option<Uuid>,
}

impl Principal {
    /// Whether the caller has the permission: people by role, systems by scope.
    pub fn may<P: Permission>(&self) -> bool {
        match self.role {
            Some(role) => P::ROLES.contains(&role),
            None => !P::PEOPLE_ONLY && self.scopes.allows::<P>(),
        }
    }
}

#[cfg(test)]
impl Principal {
    /// Somebody with a role, and with no regions.
    pub fn of_role(role: Role) -> Self {
        Self {
            actor: Actor::User(Uuid::nil()),
            kind: AccountKind::User,
            account_id: Uuid::nil(),
            role: Some(role),
            scope: RegionScope::default(),
            scopes: ScopeSet::of_role(role),
            session_id: None,
        }
    }
}
