//! Queries of sessions and refresh tokens. They belong to an account, which its token proves; no region
//! is asked.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{EndedReason, RefreshTokenRow, SessionRow};
use crate::platform::db::schema::{refresh_tokens, sessions};

/// Opens a session with its first refresh token.
pub async fn insert_session(
    conn: &mut AsyncPgConnection,
    session: &SessionRow,
    first: &RefreshTokenRow,
) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(conn).await?;
    insert_refresh_token(conn, first).await
}

/// Adds the next refresh token of a family.
pub async fn insert_refresh_token(conn: &mut AsyncPgConnection, token: &RefreshTokenRow) -> QueryResult<()> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(conn).await.map(|_| ())
}

/// The session of a refresh token, locked until the transaction ends: whoever changes a family holds
/// this one lock, so that exchanges of the same family follow each other.
pub async fn lock_session_of_token(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
) -> QueryResult<Option<SessionRow>> {
    let session_id: Option<Uuid> = refresh_tokens::table
        .find(token_hash)
        .select(refresh_tokens::session_id)
        .first(conn)
        .await
        .optional()?;
    let Some(session_id) = session_id else { return Ok(None) };
    sessions::table.find(session_id).select(SessionRow::as_select()).for_update().first(conn).await.optional()
}

/// One refresh token; its session is locked.
pub async fn find_refresh_token(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
) -> QueryResult<Option<RefreshTokenRow>> {
    refresh_tokens::table.find(token_hash).select(RefreshTokenRow::as_select()).first(conn).await.optional()
}

/// Whether a refresh token was exchanged.
pub async fn is_used(conn: &mut AsyncPgConnection, token_hash: &[u8]) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        refresh_tokens::table.find(token_hash).filter(refresh_tokens::used_at.is_not_null()),
    ))
    .get_result(conn)
    .await
}

/// Notes what a token was exchanged for, and wipes the sealed copy of itself from the token before it:
/// its owner has it.
pub async fn mark_used(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    successor_hash: &[u8],
    successor_sealed: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(refresh_tokens::table.find(token_hash))
        .set((
            refresh_tokens::used_at.eq(now),
            refresh_tokens::successor_hash.eq(successor_hash),
            refresh_tokens::successor_sealed.eq(successor_sealed),
        ))
        .execute(conn)
        .await?;
    diesel::update(refresh_tokens::table.filter(refresh_tokens::successor_hash.eq(token_hash)))
        .set(refresh_tokens::successor_sealed.eq(None::<Vec<u8>>))
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes that an exchange was repeated.
pub async fn mark_replayed(
    conn: &mut AsyncPgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(refresh_tokens::table.find(token_hash))
        .set(refresh_tokens::replayed_at.eq(now))
        .execute(conn)
        .await
}

/// Notes that a session was used.
pub async fn touch_session(conn: &mut AsyncPgConnection, id: Uuid, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(sessions::table.find(id)).set(sessions::last_used_at.eq(now)).execute(conn).await
}

/// Ends a session, unless it was ended before. Returns whether it was open.
pub async fn end_session(
    conn: &mut AsyncPgConnection,
    id: Uuid,
    reason: EndedReason,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let ended = diesel::update(sessions::table.find(id).filter(sessions::ended_at.is_null()))
        .set((sessions::ended_at.eq(now), sessions::ended_reason.eq(reason.as_str())))
        .execute(conn)
        .await?;
    Ok(ended > 0)
}

/// Ends the open sessions of an account but one; returns those that it ended.
pub async fn end_sessions(
    conn: &mut AsyncPgConnection,
    user_id: Uuid,
    but: Option<Uuid>,
    reason: EndedReason,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Uuid>> {
    diesel::update(
        sessions::table
            .filter(sessions::user_id.eq(user_id))
            .filter(sessions::ended_at.is_null())
            .filter(sessions::id.ne(but.unwrap_or_else(Uuid::nil))),
    )
    .set((sessions::ended_at.eq(now), sessions::ended_reason.eq(reason.as_str())))
    .returning(sessions::id)
    .get_results(conn)
    .await
}

/// Deletes sessions, with their tokens, that were over before an instant.
pub async fn delete_over_before(conn: &mut AsyncPgConnection, instant: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(instant))).execute(conn).await
}
