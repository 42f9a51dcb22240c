//! Accounts made at the command line: the first admin, and the accounts of a demonstration.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::hashing::Hashing;
use super::model::User;
use super::password::{Password, PasswordError};
use super::queries;
use super::service::{self, FirstSecret, NewUser};
use super::username::{Username, UsernameError};
use crate::access::caller::{RegionScope, Role};
use crate::domain::{PersonName, PersonNameError, RegionCode, new_id};
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;

/// An account to be there after the call.
#[derive(Debug, Clone)]
pub struct Provision<'a> {
    /// The name to sign in with.
    pub username: &'a str,
    /// The person's name.
    pub full_name: &'a str,
    /// What the person does.
    pub role: Role,
    /// Where; empty for the national role.
    pub region_codes: &'a [RegionCode],
    /// The password; without one a start code is made, that the person exchanges at the first sign-in.
    pub password: Option<&'a str>,
}

/// The account, and the secret with which it is opened if this call made it.
#[derive(Debug, Clone)]
pub struct Provisioned {
    /// The account.
    pub user: User,
    /// The password or start code; none if the account was there before.
    pub secret: Option<Password>,
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// The user name.
    #[error(transparent)]
    Username(#[from] UsernameError),
    /// The person's name.
    #[error(transparent)]
    Name(#[from] PersonNameError),
    /// The password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Anything that a request would be told as well.
    #[error("the account could not be made: {}", explain(.0))]
    Refused(Problem),
}

impl From<Problem> for ProvisionError {
    fn from(problem: Problem) -> Self {
        ProvisionError::Refused(problem)
    }
}

/// Makes the account unless its name is taken; an account that exists is left as it is.
pub async fn ensure_user(
    conn: &mut AsyncPgConnection,
    hashing: &Hashing,
    wanted: Provision<'_>,
    now: DateTime<Utc>,
) -> Result<Provisioned, ProvisionError> {
    let username = Username::parse(wanted.username)?;
    let found = queries::find_by_username(conn, username.as_str()).await.map_err(Problem::from)?;
    if let Some((user, _)) = found {
        return Ok(Provisioned { user, secret: None });
    }
    let (secret, first) = match wanted.password {
        Some(text) => {
            let password = Password::choose(text, username.as_str())?;
            let hash = hashing.hash(password.clone()).await.map_err(Problem::from)?;
            (password, FirstSecret::Password(hash))
        }
        None => {
            let code = service::new_start_code()?;
            let hash = hashing.hash(code.clone()).await.map_err(Problem::from)?;
            (code, FirstSecret::StartCode(hash))
        }
    };
    let new = NewUser {
        id: new_id(now),
        username,
        full_name: PersonName::parse(wanted.full_name)?,
        role: wanted.role,
        region_codes: wanted.region_codes.to_vec(),
    };
    let origin = Origin { actor: Actor::System, request_id: None, import_id: None, now };
    let everywhere = RegionScope::national();
    let user =
        transact(conn, async |conn| service::create(conn, &everywhere, &origin, new, first).await).await?;
    Ok(Provisioned { user, secret: Some(secret) })
}

/// The problem in words for a terminal.
fn explain(problem: &Problem) -> String {
    let mut words = vec![problem.code().entry().explanation.en.into_owned()];
    words
        .extend(problem.field_errors().iter().map(|error| format!("{}: {}", error.pointer, error.detail.en)));
    let cause = problem.source_chain();
    if !cause.is_empty() {
        words.push(cause);
    }
    words.join("; ")
}
