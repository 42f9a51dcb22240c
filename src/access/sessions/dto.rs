//! Wire types of signing in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::service::{Credentials, Opened};
use crate::access::caller::{AccountKind, Role};
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::users::password::Password;
use crate::domain::RegionCode;
use crate::platform::http::{Issues, Problem};

/// A user name with a password, or with a start code and the password to have from then on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSession {
    /// The user name.
    #[schema(max_length = 64, example = "disnaker.rahmah")]
    username: String,
    /// The password, or the one-time start code from the printed list.
    #[schema(max_length = 128, format = Password, example = "kopi pahit pagi")]
    password: String,
    /// The password to have from now on; needed with a start code, refused otherwise.
    #[schema(min_length = 10, max_length = 128, format = Password)]
    new_password: Option<String>,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSession {
    /// The token of the answer before. Each is used once.
    #[schema(max_length = 200, example = "prt_zq8JbX1iQv5S0k2mB7hZ0yYt3uV9cW4eR6nA1dF8gLo")]
    refresh_token: String,
}

/// The old and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    #[schema(max_length = 128, format = Password)]
    current_password: String,
    /// The password from now on.
    #[schema(min_length = 10, max_length = 128, format = Password)]
    new_password: String,
}

/// An access token for the API and a refresh token for the next one.
#[derive(Serialize, ToSchema)]
pub struct SessionResponse {
    /// The sign-in.
    session_id: Uuid,
    /// Goes into `Authorization: Bearer ...`.
    access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds until the access token ends.
    #[schema(example = 600)]
    expires_in: i64,
    /// Exchanged for the next tokens at `POST /v1/sessions/refresh`. Each is used once.
    #[schema(example = "prt_zq8JbX1iQv5S0k2mB7hZ0yYt3uV9cW4eR6nA1dF8gLo")]
    refresh_token: String,
    /// When the refresh token ends unused.
    refresh_expires_at: DateTime<Utc>,
    /// When the sign-in ends in any case.
    session_expires_at: DateTime<Utc>,
    /// Who signed in.
    user_id: Uuid,
    /// In which role.
    #[schema(value_type = Role)]
    role: &'static str,
}

/// A region with its name.
#[derive(Serialize, ToSchema)]
pub struct NamedRegion {
    /// Its code.
    #[schema(example = "35.29.01.2013")]
    code: String,
    /// Its name.
    #[schema(example = "Pamolokan")]
    name: String,
}

/// Who is calling, and what the caller may do where.
#[derive(Serialize, ToSchema)]
pub struct MeResponse {
    /// The account.
    pub id: Uuid,
    /// A person or another system.
    pub kind: AccountKind,
    /// The name to sign in with; people only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "disnaker.rahmah")]
    pub username: Option<String>,
    /// The person's or the system's name.
    #[schema(example = "Siti Rahmah")]
    pub name: String,
    /// What the person does; people only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Role>)]
    pub role: Option<&'static str>,
    /// What the caller may do.
    #[schema(example = json!(["workers:read", "workers:write"]))]
    pub scopes: Vec<&'static str>,
    /// The regions in which the caller may do it.
    pub regions: Vec<NamedRegion>,
    /// The sign-in; people only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<Uuid>,
}

impl CreateSession {
    /// Reads the request.
    pub fn parse(self) -> Result<Credentials, Problem> {
        let mut issues = Issues::new();
        let username = self.username.trim().to_ascii_lowercase();
        let new_password = issues
            .take_optional("/new_password", self.new_password, |text| Password::choose(&text, &username));
        issues.finish()?;
        Ok(Credentials { password: Password::offered(&self.password), username, new_password })
    }
}

impl RefreshSession {
    /// The token.
    pub fn parse(self) -> OpaqueToken {
        OpaqueToken::presented(&self.refresh_token)
    }
}

impl ChangePassword {
    /// The old password, if it can be one, and the new one for the account of this name.
    pub fn parse(self, username: &str) -> Result<(Option<Password>, Password), Problem> {
        let mut issues = Issues::new();
        match issues.take("/new_password", Password::choose(&self.new_password, username)) {
            Some(chosen) => Ok((Password::offered(&self.current_password), chosen)),
            None => Err(issues.into_problem()),
        }
    }
}

impl From<Opened> for SessionResponse {
    fn from(opened: Opened) -> Self {
        SessionResponse {
            session_id: opened.session.id,
            access_token: opened.access.token,
            token_type: "Bearer",
            expires_in: opened.access.expires_in,
            refresh_token: opened.refresh.expose().to_owned(),
            refresh_expires_at: opened.refresh_expires_at,
            session_expires_at: opened.session.expires_at,
            user_id: opened.user.row.id,
            role: opened.user.row.role.as_str(),
        }
    }
}

impl NamedRegion {
    /// The regions in the order given; one that the list no longer has shows its code.
    pub fn list(codes: &[RegionCode], names: &HashMap<String, String>) -> Vec<Self> {
        let named = |code: &RegionCode| {
            let code = code.as_str().to_owned();
            let name = names.get(&code).cloned().unwrap_or_else(|| code.clone());
            NamedRegion { code, name }
        };
        codes.iter().map(named).collect()
    }
}
