//! Exchanging a refresh token.

use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;

use super::{Opened, new_refresh_token};
use crate::access::Access;
use crate::access::sessions::model::{EndedReason, RefreshTokenRow, SessionRow};
use crate::access::sessions::queries;
use crate::access::sessions::rules::{Presented, RefreshVerdict};
use crate::access::tokens::opaque::OpaqueToken;
use crate::access::tokens::service::{Revoked, revoke};
use crate::access::users::{self, AccountStatus, User};
use crate::platform::db::Db;
use crate::platform::db::transaction::transact;
use crate::platform::http::{Code, Problem};
use crate::platform::vault::{Kind, Vault};

/// Exchanges a refresh token for an access token and the next refresh token. The lost answer of an
/// exchange is given once more; a token that is used twice otherwise ends the sign-in for both parties.
pub async fn refresh(
    access: &Access,
    db: &Db,
    vault: &Vault,
    presented: OpaqueToken,
    now: DateTime<Utc>,
) -> Result<Opened, Problem> {
    let mut conn = db.write().await?;
    // The end of a family must be kept although the answer is a refusal, so the outcome leaves the
    // transaction as a success.
    let outcome =
        transact(&mut conn, async |conn| exchange(access, conn, vault, &presented, now).await).await?;
    match outcome {
        Outcome::Opened(opened) => Ok(*opened),
        Outcome::Refused => Err(refused()),
        Outcome::Ended => {
            access.note_changes(&mut conn, now).await;
            Err(refused())
        }
    }
}

enum Outcome {
    Opened(Box<Opened>),
    Refused,
    Ended,
}

async fn exchange(
    access: &Access,
    conn: &mut AsyncPgConnection,
    vault: &Vault,
    presented: &OpaqueToken,
    now: DateTime<Utc>,
) -> Result<Outcome, Problem> {
    let hash = presented.digest();
    let Some(session) = queries::lock_session_of_token(conn, &hash).await? else {
        return Ok(Outcome::Refused);
    };
    let Some(token) = queries::find_refresh_token(conn, &hash).await? else {
        return Ok(Outcome::Refused);
    };
    let user = users::queries::find_own_account(conn, session.user_id).await?;
    let Some(user) = user.filter(|user| user.row.status == AccountStatus::Active) else {
        return Ok(Outcome::Refused);
    };
    match judge(conn, &session, &token, now).await? {
        RefreshVerdict::Over => Ok(Outcome::Refused),
        RefreshVerdict::End => {
            tracing::warn!(session_id = %session.id, "a refresh token was used twice; its session ends");
            queries::end_session(conn, session.id, EndedReason::TokenReused, now).await?;
            revoke(conn, &[Revoked::Session(session.id)], now).await?;
            Ok(Outcome::Ended)
        }
        RefreshVerdict::Rotate => {
            let (successor, row) = new_refresh_token(&session, now)?;
            let sealed = vault
                .seal_bytes(Kind::RefreshToken, successor.expose().as_bytes())
                .map_err(Problem::internal)?;
            queries::insert_refresh_token(conn, &row).await?;
            queries::mark_used(conn, &hash, &row.token_hash, &sealed, now).await?;
            queries::touch_session(conn, session.id, now).await?;
            open(access, session, user, successor, row.expires_at, now)
        }
        RefreshVerdict::Repeat => {
            let sealed =
                token.successor_sealed.ok_or_else(|| Problem::internal("a used token has no successor"))?;
            let clear = vault.open_bytes(Kind::RefreshToken, &sealed).map_err(Problem::internal)?;
            let text = String::from_utf8(clear).map_err(Problem::internal)?;
            let successor = OpaqueToken::presented(&text);
            let row = queries::find_refresh_token(conn, &successor.digest())
                .await?
                .ok_or_else(|| Problem::internal("a successor is not stored"))?;
            queries::mark_replayed(conn, &hash, now).await?;
            open(access, session, user, successor, row.expires_at, now)
        }
    }
}

async fn judge(
    conn: &mut AsyncPgConnection,
    session: &SessionRow,
    token: &RefreshTokenRow,
    now: DateTime<Utc>,
) -> Result<RefreshVerdict, Problem> {
    let successor_used = match &token.successor_hash {
        Some(successor) => queries::is_used(conn, successor).await?,
        None => false,
    };
    let presented = Presented {
        expires_at: token.expires_at,
        used_at: token.used_at,
        replayed: token.replayed_at.is_some(),
        successor_used,
        session_expires_at: session.expires_at,
        session_ended: session.ended_at.is_some(),
    };
    Ok(presented.judge(now))
}

fn open(
    access: &Access,
    session: SessionRow,
    user: User,
    refresh: OpaqueToken,
    refresh_expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Outcome, Problem> {
    let signed = access.trust.sign(user.grant(session.id), now).map_err(Problem::internal)?;
    Ok(Outcome::Opened(Box::new(Opened { session, user, access: signed, refresh, refresh_expires_at })))
}

fn refused() -> Problem {
    Problem::new(Code::SessionOver).www_authenticate(r#"Bearer realm="payung", error="invalid_token""#)
}
