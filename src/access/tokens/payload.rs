//! What an access token says.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::caller::{AccountKind, Principal, RegionScope, Role, ScopeSet};
use crate::domain::RegionCode;
use crate::platform::changes::Actor;

/// How long an access token is honoured, in seconds. Revocation reaches this service within seconds,
/// but a verifier elsewhere that only knows our key set honours a token until it expires.
pub const LIFETIME_SECONDS: i64 = 600;

/// The payload of an access token (RFC 7519). Not called claims: a *claim* is our noun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Who issued it: the service's public address.
    pub iss: String,
    /// For whom: this API.
    pub aud: String,
    /// The account.
    pub sub: Uuid,
    /// Person or system.
    pub kind: AccountKind,
    /// The role of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Space-separated scopes.
    pub scope: String,
    /// The regions in which the account acts.
    pub regions: Vec<RegionCode>,
    /// The regencies that hold them.
    pub regency_ids: Vec<i32>,
    /// The sign-in it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<Uuid>,
    /// The account's version when it was signed: a change of role or regions makes it worthless.
    pub ver: i32,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// The token's own id.
    pub jti: Uuid,
}

/// For whom a token is signed: everything but the times and the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The account's id.
    pub account_id: Uuid,
    /// Person or system.
    pub kind: AccountKind,
    /// The role of a person.
    pub role: Option<Role>,
    /// The scopes.
    pub scopes: ScopeSet,
    /// The regions in which the account acts.
    pub regions: Vec<RegionCode>,
    /// The regency that holds them; none for a national account.
    pub regency_id: Option<i32>,
    /// The sign-in.
    pub session_id: Option<Uuid>,
    /// The account's version.
    pub version: i32,
}

impl AccessToken {
    /// Who the token speaks for. `None` if person, role and system contradict each other, which this
    /// service never signs.
    pub fn principal(self) -> Option<Principal> {
        let actor = match (self.kind, self.role, self.sid) {
            (AccountKind::User, Some(_), Some(_)) => Actor::User(self.sub),
            (AccountKind::Client, None, None) => Actor::Client(self.sub),
            _ => return None,
        };
        let scope = match self.role {
            Some(Role::PlatformAdmin) => RegionScope::national(),
            _ => RegionScope::regions(self.regency_ids, self.regions),
        };
        Some(Principal {
            actor,
            kind: self.kind,
            account_id: self.sub,
            role: self.role,
            scope,
            scopes: ScopeSet::from_token(&self.scope),
            session_id: self.sid,
        })
    }
}
