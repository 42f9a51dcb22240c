//! From a user name and a password to a session; and the change of a password.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Opened, end_all, new_refresh_token};
use crate::access::Access;
use crate::access::sessions::model::{EndedReason, SessionRow};
use crate::access::sessions::{queries, rules, throttle};
use crate::access::users::password::Password;
use crate::access::users::{self, AccountStatus, CredentialsRow, User};
use crate::domain::new_id;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::Db;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, FieldError, Problem, Text};

/// What someone offers to sign in.
#[derive(Debug)]
pub struct Credentials {
    /// The user name as typed, in small letters.
    pub username: String,
    /// The password or start code; none if it is too long to be one.
    pub password: Option<Password>,
    /// The password to have from now on: with a start code.
    pub new_password: Option<Password>,
}

/// Signs in. Every refusal before the password is right sounds the same.
pub async fn sign_in(
    access: &Access,
    db: &Db,
    offered: Credentials,
    address: Option<IpAddr>,
    request_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Opened, Problem> {
    let mut conn = db.write().await?;
    let attempt =
        transact(&mut conn, async |conn| throttle::begin(conn, &offered.username, address, now).await)
            .await?;
    let found = users::queries::find_by_username(&mut conn, &offered.username).await?;
    // The connection goes back while the password is computed: that takes longer than all queries.
    drop(conn);
    let (user, start_code) = verify(access, found, offered.password, now).await?;
    let new_hash = match (start_code, offered.new_password) {
        (true, Some(password)) => Some(access.hashing.hash(password).await?),
        (true, None) => return Err(Problem::new(Code::PasswordChangeRequired)),
        (false, Some(_)) => return Err(not_expected()),
        (false, None) => None,
    };
    let mut conn = db.write().await?;
    transact(&mut conn, async |conn| {
        throttle::succeed(conn, &attempt, now).await?;
        let user = lock_as_verified(conn, &user).await?;
        let user = match new_hash {
            Some(hash) => {
                let origin = Origin {
                    actor: Actor::User(user.row.id),
                    request_id: Some(request_id),
                    import_id: None,
                    now,
                };
                users::service::set_password(conn, &origin, &user, hash).await?
            }
            None => user,
        };
        open(access, conn, user, now).await
    })
    .await
}

/// Changes the caller's own password and ends the other sign-ins.
pub async fn change_password(
    access: &Access,
    db: &Db,
    origin: &Origin,
    session: (Uuid, Option<IpAddr>),
    current: Option<Password>,
    chosen: Password,
) -> Result<(), Problem> {
    let (now, (session_id, address)) = (origin.now, session);
    let mut conn = db.write().await?;
    let user_id = origin.actor.id().ok_or_else(Problem::not_found)?;
    let user = users::queries::find_own_account(&mut conn, user_id).await?.ok_or_else(Problem::not_found)?;
    let name = user.row.username.as_str().to_owned();
    let attempt = transact(&mut conn, async |conn| throttle::begin(conn, &name, address, now).await).await?;
    let found = users::queries::find_by_username(&mut conn, &name).await?;
    drop(conn);
    verify(access, found, current, now).await.map_err(|problem| match problem.code() {
        // The caller is signed in: what is wrong is a field, not the token.
        Code::WrongCredentials => {
            Problem::invalid_field(FieldError::new("/current_password", "wrong", WRONG))
        }
        _ => problem,
    })?;
    let hash = access.hashing.hash(chosen).await?;
    let mut conn = db.write().await?;
    transact(&mut conn, async |conn| {
        throttle::succeed(conn, &attempt, now).await?;
        let user = lock_as_verified(conn, &user).await?;
        users::service::set_password(conn, origin, &user, hash).await?;
        end_all(conn, user.row.id, EndedReason::PasswordChanged, Some(session_id), now).await
    })
    .await?;
    access.note_changes(&mut conn, now).await;
    Ok(())
}

/// Whether the password opens the account, and whether it is a start code. Takes as long for accounts
/// that do not exist or are shut.
async fn verify(
    access: &Access,
    found: Option<(User, CredentialsRow)>,
    offered: Option<Password>,
    now: DateTime<Utc>,
) -> Result<(User, bool), Problem> {
    let hash = found.as_ref().map(|(_, credentials)| credentials.password_hash.clone());
    let start_code_ends = found.as_ref().and_then(|(_, credentials)| credentials.start_code_expires_at);
    let offered = offered.ok_or_else(wrong)?;
    let typed = if start_code_ends.is_some() { offered.as_start_code() } else { offered };
    let right = access.hashing.verify(typed, hash).await?;
    let in_time = start_code_ends.is_none_or(|end| now < end);
    match found {
        Some((user, _)) if right && in_time && user.row.status == AccountStatus::Active => {
            Ok((user, start_code_ends.is_some()))
        }
        _ => Err(wrong()),
    }
}

/// The account, locked, if it is still what was verified: it can be shut or get another password while
/// the old one is computed.
async fn lock_as_verified(conn: &mut AsyncPgConnection, verified: &User) -> Result<User, Problem> {
    match users::queries::lock_own_account(conn, verified.row.id).await? {
        Some(user) if user.row.version == verified.row.version => Ok(user),
        _ => Err(wrong()),
    }
}

async fn open(
    access: &Access,
    conn: &mut AsyncPgConnection,
    user: User,
    now: DateTime<Utc>,
) -> Result<Opened, Problem> {
    let session = SessionRow {
        id: new_id(now),
        user_id: user.row.id,
        created_at: now,
        last_used_at: now,
        expires_at: now + rules::LONGEST,
        ended_at: None,
        ended_reason: None,
    };
    let (refresh, row) = new_refresh_token(&session, now)?;
    queries::insert_session(conn, &session, &row).await?;
    let signed = access.trust.sign(user.grant(session.id), now).map_err(Problem::internal)?;
    Ok(Opened { session, user, access: signed, refresh, refresh_expires_at: row.expires_at })
}

fn wrong() -> Problem {
    Problem::new(Code::WrongCredentials).www_authenticate(r#"Bearer realm="payung""#)
}

fn not_expected() -> Problem {
    Problem::invalid_field(FieldError::new(
        "/new_password",
        "not_expected",
        Text::fixed(
            "Kata sandi baru hanya dipilih bersama kode awal; gunakan /v1/me/password.",
            "A new password is chosen here only with a start code; use /v1/me/password.",
        ),
    ))
}

const WRONG: Text = Text::fixed("Kata sandi saat ini tidak cocok.", "The current password does not match.");
