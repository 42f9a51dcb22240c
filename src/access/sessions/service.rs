//! Signing in, refreshing, signing out.

mod refresh;
mod sign_in;

use chrono::{DateTime, Duration, Utc};
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::model::{EndedReason, RefreshTokenRow, SessionRow};
use super::{queries, rules, throttle};
use crate::access::tokens::SignedToken;
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::tokens::service::{Revoked, revoke};
use crate::access::users::User;
use crate::platform::http::Problem;

pub use refresh::refresh;
pub use sign_in::{Credentials, change_password, sign_in};

/// What someone who signed in or refreshed gets.
#[derive(Debug)]
pub struct Opened {
    /// The sign-in.
    pub session: SessionRow,
    /// The account.
    pub user: User,
    /// The access token.
    pub access: SignedToken,
    /// The next refresh token.
    pub refresh: OpaqueToken,
    /// When the refresh token ends unused.
    pub refresh_expires_at: DateTime<Utc>,
}

/// Ends the caller's sign-in; it may have ended meanwhile.
pub async fn sign_out(
    conn: &mut AsyncPgConnection,
    session_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    queries::end_session(conn, session_id, EndedReason::SignedOut, now).await?;
    revoke(conn, &[Revoked::Session(session_id)], now).await
}

/// Ends the sign-ins of an account, but perhaps one, and refuses their tokens.
pub async fn end_all(
    conn: &mut AsyncPgConnection,
    user_id: Uuid,
    reason: EndedReason,
    but: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let ended = queries::end_sessions(conn, user_id, but, reason, now).await?;
    let revoked: Vec<Revoked> = ended.into_iter().map(Revoked::Session).collect();
    revoke(conn, &revoked, now).await
}

/// How long sessions stay readable after their end.
const KEPT_AFTER_END: Duration = Duration::days(30);

/// Deletes what nobody asks for any more: long ended sessions, forgotten attempts.
pub async fn sweep(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> Result<(), Problem> {
    queries::delete_over_before(conn, now - KEPT_AFTER_END).await?;
    throttle::sweep(conn, now).await?;
    Ok(())
}

/// A refresh token and its row.
fn new_refresh_token(
    session: &SessionRow,
    now: DateTime<Utc>,
) -> Result<(OpaqueToken, RefreshTokenRow), Problem> {
    let token = OpaqueToken::generate("prt_").map_err(|_| Problem::internal("no random numbers"))?;
    let row = RefreshTokenRow {
        token_hash: token.digest(),
        session_id: session.id,
        issued_at: now,
        expires_at: (now + rules::IDLE).min(session.expires_at),
        used_at: None,
        successor_hash: None,
        successor_sealed: None,
        replayed_at: None,
    };
    Ok((token, row))
}
