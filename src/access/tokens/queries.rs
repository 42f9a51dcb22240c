//! Queries of signing keys and revocations. Neither belongs to a region.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{RevocationRow, SigningKeyRow};
use crate::platform::db::schema::{revocations, signing_keys};

/// Keys that are still believed, newest first.
pub async fn list_keys(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<Vec<SigningKeyRow>> {
    signing_keys::table
        .filter(signing_keys::verifies_until.is_null().or(signing_keys::verifies_until.gt(now)))
        .order(signing_keys::signs_from.desc())
        .select(SigningKeyRow::as_select())
        .load(conn)
        .await
}

/// One rotation at a time over all processes, until the transaction ends.
pub async fn lock_keys(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    // "signkeys" in ASCII.
    diesel::select(pg_advisory_xact_lock(0x73_69_67_6e_6b_65_79_73)).execute(conn).await.map(|_| ())
}

diesel::define_sql_function! {
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt);
}

/// Lets every key without a successor be believed until the given instant, and no longer.
pub async fn retire_keys(conn: &mut AsyncPgConnection, verifies_until: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(
        signing_keys::table.filter(
            signing_keys::verifies_until.is_null().or(signing_keys::verifies_until.gt(verifies_until)),
        ),
    )
    .set(signing_keys::verifies_until.eq(verifies_until))
    .execute(conn)
    .await
}

/// Adds the newest key.
pub async fn insert_key(conn: &mut AsyncPgConnection, key: &SigningKeyRow) -> QueryResult<usize> {
    diesel::insert_into(signing_keys::table).values(key).execute(conn).await
}

/// Deletes keys that nobody believes any more.
pub async fn delete_dead_keys(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(signing_keys::table.filter(signing_keys::verifies_until.le(now))).execute(conn).await
}

/// Revocations that can still concern a token.
pub async fn list_revocations(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<Vec<RevocationRow>> {
    revocations::table
        .filter(revocations::expires_at.gt(now))
        .select(RevocationRow::as_select())
        .load(conn)
        .await
}

/// Adds revocations.
pub async fn insert_revocations(conn: &mut AsyncPgConnection, rows: &[RevocationRow]) -> QueryResult<usize> {
    diesel::insert_into(revocations::table).values(rows).execute(conn).await
}

/// Deletes revocations that concern no token any more.
pub async fn delete_dead_revocations(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(revocations::table.filter(revocations::expires_at.le(now))).execute(conn).await
}
