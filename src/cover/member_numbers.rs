//! A member number is one person's, in the funded periods and in the insurer's facts alike: otherwise the facts of two
//! people become one membership.
//!
//! Within each table an exclusion constraint holds it; between them the writers look under a lock.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{Array, Integer};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::domain::MemberNumber;
use crate::platform::db::schema::{coverages, memberships};
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::platform::vault::LookupHash;

/// Member numbers share this many locks of their regency, so that a large load does not fill the lock table.
const LOCKS: i32 = 64;
/// Tells these locks from others with the regency's number. Arbitrary and never reused.
const LOCK: i32 = 0x6d_65_6d_00;

/// A number and the person who is to have it.
type Holder<'a> = (&'a LookupHash<MemberNumber>, Uuid);

/// Makes sure that nobody else of their regency has one of these numbers, until the transaction ends. Takes regency,
/// number and person of each row; a row without a number claims none.
pub async fn claim<'a>(
    conn: &mut AsyncPgConnection,
    rows: impl Iterator<Item = (i32, Option<&'a LookupHash<MemberNumber>>, Uuid)>,
) -> Result<(), Problem> {
    let mut regencies: BTreeMap<i32, Vec<Holder<'a>>> = BTreeMap::new();
    for (regency_id, number, person_id) in rows {
        if let Some(number) = number {
            regencies.entry(regency_id).or_default().push((number, person_id));
        }
    }
    for (regency_id, holders) in regencies {
        claim_in(conn, regency_id, &holders).await?;
    }
    Ok(())
}

async fn claim_in(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    holders: &[Holder<'_>],
) -> Result<(), Problem> {
    lock(conn, regency_id, holders).await?;
    let wanted: HashMap<&[u8], Uuid> =
        holders.iter().map(|(number, person)| (number.as_bytes(), *person)).collect();
    let numbers: Vec<&LookupHash<MemberNumber>> = holders.iter().map(|(number, _)| *number).collect();
    let funded: Vec<(Option<LookupHash<MemberNumber>>, Uuid)> = coverages::table
        .filter(coverages::regency_id.eq(regency_id))
        .filter(coverages::member_number_hash.eq_any(&numbers))
        .select((coverages::member_number_hash, coverages::person_id))
        .load(conn)
        .await?;
    let said: Vec<(Option<LookupHash<MemberNumber>>, Uuid)> = memberships::table
        .filter(memberships::regency_id.eq(regency_id))
        .filter(memberships::member_number_hash.eq_any(&numbers))
        .select((memberships::member_number_hash, memberships::person_id))
        .load(conn)
        .await?;
    let is_anothers = |(number, person): &(Option<LookupHash<MemberNumber>>, Uuid)| {
        number
            .as_ref()
            .and_then(|number| wanted.get(number.as_bytes()))
            .is_some_and(|holder| holder != person)
    };
    if funded.iter().chain(&said).any(is_anothers) { Err(taken()) } else { Ok(()) }
}

/// Takes all locks of a regency, in the order in which [`claim`] takes some: for a list that may name any number.
pub async fn lock_regency(conn: &mut AsyncPgConnection, regency_id: i32) -> QueryResult<()> {
    diesel::sql_query(
        "SELECT pg_advisory_xact_lock($1, key) FROM (SELECT generate_series($2, $3) AS key) AS keys",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Integer, _>(LOCK)
    .bind::<Integer, _>(LOCK + LOCKS - 1)
    .execute(conn)
    .await
    .map(|_| ())
}

async fn lock(conn: &mut AsyncPgConnection, regency_id: i32, holders: &[Holder<'_>]) -> QueryResult<()> {
    let first_byte = |number: &LookupHash<MemberNumber>| number.as_bytes().first().copied().unwrap_or(0);
    let keys: BTreeSet<i32> =
        holders.iter().map(|(number, _)| LOCK + i32::from(first_byte(number)) % LOCKS).collect();
    let keys: Vec<i32> = keys.into_iter().collect();
    diesel::sql_query(
        "SELECT pg_advisory_xact_lock($1, key) FROM (SELECT key FROM unnest($2) AS key ORDER BY key) AS keys",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Array<Integer>, _>(keys)
    .execute(conn)
    .await
    .map(|_| ())
}

fn taken() -> Problem {
    Problem::new(Code::AlreadyExists).errors(vec![FieldError::new(
        "/member_number",
        "already_exists",
        Text::fixed(
            "Nomor peserta ini sudah dimiliki orang lain.",
            "This member number belongs to somebody else already.",
        ),
    )])
}
