//! Slows the guessing of passwords without locking the owner out.
//!
//! Three things are counted: an account from one address, an account from addresses that are not known
//! to be the owner's, and an address on any account. An attempt counts as failed until it has succeeded,
//! so that many at once gain nothing.

use std::net::IpAddr;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::AttemptsRow;
use super::rules::{
    ACCOUNT_FROM_ADDRESS, ACCOUNT_FROM_STRANGERS, ADDRESS, Attempts, BackOff, FORGET_AFTER, KNOWN_FOR,
};
use crate::platform::db::schema::sign_in_attempts;
use crate::platform::http::{Code, Problem};

/// An attempt to sign in, counted as a failure so far.
#[derive(Debug, Clone)]
pub struct Attempt {
    pair: Vec<u8>,
    others: Vec<Vec<u8>>,
}

/// Counts an attempt, or says how long to wait. In a transaction of its own, which commits before the
/// password is looked at.
pub async fn begin(
    conn: &mut AsyncPgConnection,
    account: &str,
    address: Option<IpAddr>,
    now: DateTime<Utc>,
) -> Result<Attempt, Problem> {
    let address = address.map(line_of).unwrap_or_else(|| "unknown".to_owned());
    let pair = key(&["pair", account, &address]);
    let keys = [
        (pair.clone(), ACCOUNT_FROM_ADDRESS),
        (key(&["account", account]), ACCOUNT_FROM_STRANGERS),
        (key(&["address", &address]), ADDRESS),
    ];
    let rows = lock(conn, &keys, now).await?;
    let is_owners = find(&rows, &pair).is_some_and(|row| row.attempts().is_known(now));
    let counted: Vec<(AttemptsRow, BackOff)> = keys
        .into_iter()
        .filter(|(_, back_off)| !(is_owners && *back_off == ACCOUNT_FROM_STRANGERS))
        .filter_map(|(key, back_off)| find(&rows, &key).map(|row| (row.clone(), back_off)))
        .collect();
    if let Some(seconds) = counted.iter().filter_map(|(row, _)| row.attempts().wait_seconds(now)).max() {
        return Err(Problem::new(Code::RateLimited).retry_after(seconds));
    }
    let mut others = Vec::new();
    for (row, back_off) in counted {
        let attempts = row.attempts().begin(back_off, now);
        if row.key_digest != pair {
            others.push(row.key_digest.clone());
        }
        save(conn, &AttemptsRow::new(row.key_digest, attempts)).await?;
    }
    Ok(Attempt { pair, others })
}

/// Takes the count of a successful attempt back, and remembers the address as the owner's.
pub async fn succeed(conn: &mut AsyncPgConnection, attempt: &Attempt, now: DateTime<Utc>) -> QueryResult<()> {
    // In the order in which every attempt locks them.
    let all: Vec<&[u8]> = attempt.others.iter().chain([&attempt.pair]).map(Vec::as_slice).collect();
    sign_in_attempts::table
        .filter(sign_in_attempts::key_digest.eq_any(all))
        .order(sign_in_attempts::key_digest)
        .select(sign_in_attempts::key_digest)
        .for_update()
        .load::<Vec<u8>>(conn)
        .await?;
    diesel::update(sign_in_attempts::table.filter(sign_in_attempts::key_digest.eq_any(&attempt.others)))
        .set((
            sign_in_attempts::failures.eq(greatest(sign_in_attempts::failures - 1, 0)),
            sign_in_attempts::blocked_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    diesel::update(sign_in_attempts::table.find(&attempt.pair))
        .set((
            sign_in_attempts::failures.eq(0),
            sign_in_attempts::blocked_until.eq(None::<DateTime<Utc>>),
            sign_in_attempts::last_success_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes what no longer slows anybody and no longer marks an address as the owner's.
pub async fn sweep(conn: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(
        sign_in_attempts::table.filter(sign_in_attempts::last_attempt_at.lt(now - FORGET_AFTER)).filter(
            sign_in_attempts::last_success_at
                .is_null()
                .or(sign_in_attempts::last_success_at.lt(now - KNOWN_FOR)),
        ),
    )
    .execute(conn)
    .await
}

diesel::define_sql_function! {
    fn greatest(one: diesel::sql_types::Integer, other: diesel::sql_types::Integer) -> diesel::sql_types::Integer;
}

/// Makes the missing rows and locks all in order of their keys, so that attempts never wait in a circle.
async fn lock(
    conn: &mut AsyncPgConnection,
    keys: &[(Vec<u8>, BackOff)],
    now: DateTime<Utc>,
) -> QueryResult<Vec<AttemptsRow>> {
    let none = Attempts { failures: 0, last_attempt_at: now, blocked_until: None, last_success_at: None };
    let mut fresh: Vec<AttemptsRow> =
        keys.iter().map(|(key, _)| AttemptsRow::new(key.clone(), none)).collect();
    fresh.sort_by(|one, other| one.key_digest.cmp(&other.key_digest));
    diesel::insert_into(sign_in_attempts::table)
        .values(&fresh)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let digests: Vec<&[u8]> = keys.iter().map(|(key, _)| key.as_slice()).collect();
    sign_in_attempts::table
        .filter(sign_in_attempts::key_digest.eq_any(digests))
        .order(sign_in_attempts::key_digest)
        .select(AttemptsRow::as_select())
        .for_update()
        .load(conn)
        .await
}

async fn save(conn: &mut AsyncPgConnection, row: &AttemptsRow) -> QueryResult<usize> {
    diesel::update(sign_in_attempts::table.find(&row.key_digest)).set(row).execute(conn).await
}

fn find<'r>(rows: &'r [AttemptsRow], key: &[u8]) -> Option<&'r AttemptsRow> {
    rows.iter().find(|row| row.key_digest == key)
}

fn key(parts: &[&str]) -> Vec<u8> {
    digest(&SHA256, parts.join("\n").as_bytes()).as_ref().to_vec()
}

/// An IPv6 line has as many addresses as it likes: all of a /64 are one.
fn line_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}
