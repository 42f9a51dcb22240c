//! Use cases around accounts of people. Each runs in its caller's transaction.

use chrono::{DateTime, Duration, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::{CredentialsRow, User, UserRow};
use super::password::Password;
use super::placement;
use super::queries;
use super::rules;
use super::status::AccountStatus;
use super::username::Username;
use crate::access::caller::{Principal, RegionScope, Role};
use crate::access::sessions;
use crate::access::tokens::service::{Revoked, revoke};
use crate::domain::{PersonName, RegionCode};
use crate::platform::changes::{self, Change, Origin};
use crate::platform::http::{Code, IfMatch, Issues, Problem, Text};

/// How long a start code can be used: the printed lists travel to the islands.
pub const START_CODE_LIFETIME: Duration = Duration::days(30);

/// A new account, as it was asked for.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Its id.
    pub id: Uuid,
    /// The name to sign in with.
    pub username: Username,
    /// The person's name.
    pub full_name: PersonName,
    /// What the person does.
    pub role: Role,
    /// Where.
    pub region_codes: Vec<RegionCode>,
}

/// What a PATCH changes.
#[derive(Debug, Clone, Default)]
pub struct UserChanges {
    /// The person's name.
    pub full_name: Option<PersonName>,
    /// What the person does.
    pub role: Option<Role>,
    /// Where.
    pub region_codes: Option<Vec<RegionCode>>,
}

/// How an account is opened the first time.
#[derive(Debug, Clone)]
pub enum FirstSecret {
    /// The hash of a one-time start code.
    StartCode(String),
    /// The hash of a password, for accounts made at the command line.
    Password(String),
}

impl FirstSecret {
    fn credentials(self, user_id: Uuid, now: DateTime<Utc>) -> CredentialsRow {
        let (password_hash, start_code_expires_at) = match self {
            FirstSecret::StartCode(hash) => (hash, Some(now + START_CODE_LIFETIME)),
            FirstSecret::Password(hash) => (hash, None),
        };
        CredentialsRow { user_id, password_hash, start_code_expires_at, changed_at: now }
    }
}

/// Makes an account. `giver` is where whoever makes it may act.
pub async fn create(
    conn: &mut AsyncPgConnection,
    giver: &RegionScope,
    origin: &Origin,
    new: NewUser,
    secret: FirstSecret,
) -> Result<User, Problem> {
    let regency_id = regency_of(conn, giver, new.role, &new.region_codes).await?;
    let row = UserRow {
        id: new.id,
        regency_id,
        username: new.username,
        full_name: new.full_name,
        role: new.role,
        status: AccountStatus::Active,
        version: 1,
        created_at: origin.now,
        updated_at: origin.now,
    };
    let user = User { row, region_codes: sorted(new.region_codes) };
    queries::insert_user(conn, &user, &secret.credentials(user.row.id, origin.now)).await?;
    let change = Change::created(&user).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    Ok(user)
}

/// Changes name, role or regions. Tokens that still say the old are refused from then on; the sign-in
/// goes on, and its next refresh says the new.
pub async fn amend(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    if_match: &IfMatch,
    wanted: UserChanges,
) -> Result<User, Problem> {
    let before = managed(conn, manager, id).await?;
    if_match.check(before.row.version)?;
    let mut after = before.next(origin.now);
    if let Some(full_name) = wanted.full_name {
        after.row.full_name = full_name;
    }
    if let Some(role) = wanted.role {
        require_manages(manager, role)?;
        after.row.role = role;
    }
    if let Some(region_codes) = wanted.region_codes {
        after.region_codes = sorted(region_codes);
    }
    let moved = after.row.role != before.row.role || after.region_codes != before.region_codes;
    if moved {
        refuse_own_account(manager, id)?;
        let regency_id = regency_of(conn, &manager.scope, after.row.role, &after.region_codes).await?;
        if regency_id != before.row.regency_id {
            return Err(placement::other_regency());
        }
    }
    write(conn, origin, &before, &after, "updated", None).await?;
    if moved {
        revoke(conn, &[Revoked::AccountBefore(id, after.row.version)], origin.now).await?;
    }
    Ok(after)
}

/// Shuts an account and ends its sign-ins.
pub async fn disable(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    reason: String,
) -> Result<User, Problem> {
    refuse_own_account(manager, id)?;
    let before = managed(conn, manager, id).await?;
    require_status(&before, AccountStatus::Active)?;
    let mut after = before.next(origin.now);
    after.row.status = AccountStatus::Disabled;
    write(conn, origin, &before, &after, "disabled", Some(reason)).await?;
    sessions::service::end_all(conn, id, sessions::EndedReason::AccountDisabled, None, origin.now).await?;
    revoke(conn, &[Revoked::AccountBefore(id, after.row.version)], origin.now).await?;
    Ok(after)
}

/// Opens a shut account again. Its password is the one it had.
pub async fn enable(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    reason: Option<String>,
) -> Result<User, Problem> {
    let before = managed(conn, manager, id).await?;
    require_status(&before, AccountStatus::Disabled)?;
    let mut after = before.next(origin.now);
    after.row.status = AccountStatus::Active;
    write(conn, origin, &before, &after, "enabled", reason).await?;
    Ok(after)
}

/// Replaces a forgotten password with a one-time start code and ends the sign-ins.
pub async fn issue_start_code(
    conn: &mut AsyncPgConnection,
    manager: &Principal,
    origin: &Origin,
    id: Uuid,
    code_hash: String,
) -> Result<User, Problem> {
    refuse_own_account(manager, id)?;
    let before = managed(conn, manager, id).await?;
    require_status(&before, AccountStatus::Active)?;
    let after = before.next(origin.now);
    let credentials = FirstSecret::StartCode(code_hash).credentials(id, origin.now);
    queries::update_credentials(conn, &credentials).await?;
    write(conn, origin, &before, &after, "start_code_issued", None).await?;
    sessions::service::end_all(conn, id, sessions::EndedReason::AccountChanged, None, origin.now).await?;
    Ok(after)
}

/// Writes the password that the owner chose. The caller has verified the old one and decides which
/// sign-ins end.
pub async fn set_password(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &User,
    password_hash: String,
) -> Result<User, Problem> {
    let after = before.next(origin.now);
    let credentials = FirstSecret::Password(password_hash).credentials(before.row.id, origin.now);
    queries::update_credentials(conn, &credentials).await?;
    write(conn, origin, before, &after, "password_changed", None).await?;
    Ok(after)
}

/// Refuses a role that the manager may never give.
pub fn require_manages(manager: &Principal, role: Role) -> Result<(), Problem> {
    if manager.role.is_some_and(|own| rules::manages(own, role)) {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden).detail(Text::fixed(
        "Peran Anda tidak boleh memberikan peran ini.",
        "Your role may not give this role.",
    )))
}

/// A new start code and its hash are made before the transaction, since hashing takes its time.
pub fn new_start_code() -> Result<Password, Problem> {
    Password::start_code().map_err(|_| Problem::internal("no random numbers"))
}

async fn managed(conn: &mut AsyncPgConnection, manager: &Principal, id: Uuid) -> Result<User, Problem> {
    queries::lock_user(conn, &manager.scope, id).await?.ok_or_else(Problem::not_found)
}

async fn write(
    conn: &mut AsyncPgConnection,
    origin: &Origin,
    before: &User,
    after: &User,
    action: &'static str,
    reason: Option<String>,
) -> Result<(), Problem> {
    queries::update_user(conn, before, after).await?;
    let change = Change::updated(before, after, action, reason).map_err(Problem::internal)?;
    changes::record(conn, origin, &[change]).await?;
    Ok(())
}

async fn regency_of(
    conn: &mut AsyncPgConnection,
    giver: &RegionScope,
    role: Role,
    region_codes: &[RegionCode],
) -> Result<Option<i32>, Problem> {
    let mut issues = Issues::new();
    match issues.take("/region_codes", rules::place_user(role, region_codes)) {
        None => Err(issues.into_problem()),
        Some(None) => Ok(None),
        Some(Some(regency)) => placement::settle(conn, giver, &regency, region_codes).await.map(Some),
    }
}

fn require_status(user: &User, status: AccountStatus) -> Result<(), Problem> {
    if user.row.status == status {
        return Ok(());
    }
    Err(Problem::invalid_state(rules::allowed_actions(user.row.status).iter().copied()))
}

/// Nobody shuts themselves out or raises themselves.
fn refuse_own_account(manager: &Principal, id: Uuid) -> Result<(), Problem> {
    if manager.account_id != id {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict).detail(Text::fixed(
        "Ini akun Anda sendiri; mintalah orang lain melakukannya.",
        "This is your own account; ask someone else to do it.",
    )))
}

fn sorted(mut region_codes: Vec<RegionCode>) -> Vec<RegionCode> {
    region_codes.sort();
    region_codes.dedup();
    region_codes
}
