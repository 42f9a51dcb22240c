//! The statements of lists. A caller sees those of a whole regency, or else the caller's own.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{DeathListRow, ListVerdictRow};
use super::rules::ListVerdict;
use crate::access::caller::Principal;
use crate::platform::db::columns::AsText;
use crate::platform::db::schema::{death_list_rows, death_lists};

/// Rows of one statement: a statement carries at most 65,535 values.
const CHUNK: usize = 5_000;

type Lists = death_lists::BoxedQuery<'static, diesel::pg::Pg>;

fn visible(caller: &Principal) -> Lists {
    let query = death_lists::table.filter(caller.scope.filter_regency(death_lists::regency_id)).into_boxed();
    if caller.scope.whole_regencies() {
        query
    } else {
        query.filter(death_lists::recorded_by.eq(Some(caller.account_id)))
    }
}

/// A list that the caller sees.
pub async fn find(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    id: Uuid,
) -> QueryResult<Option<DeathListRow>> {
    let found = visible(caller).filter(death_lists::id.eq(id));
    found.select(DeathListRow::as_select()).first(conn).await.optional()
}

/// A page of lists, the newest first.
pub async fn list(
    conn: &mut AsyncPgConnection,
    caller: &Principal,
    before: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<DeathListRow>> {
    let mut query = visible(caller);
    if let Some(before) = before {
        query = query.filter(death_lists::id.lt(before));
    }
    query.order(death_lists::id.desc()).limit(limit).select(DeathListRow::as_select()).load(conn).await
}

/// How many lists the caller sees.
pub async fn count(conn: &mut AsyncPgConnection, caller: &Principal) -> QueryResult<i64> {
    visible(caller).count().get_result(conn).await
}

/// The list that the same account made of the same file before.
pub async fn find_same(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    account: Option<Uuid>,
    file_digest: &[u8],
) -> QueryResult<Option<DeathListRow>> {
    death_lists::table
        .filter(death_lists::file_digest.eq(file_digest))
        .filter(death_lists::recorded_by.is_not_distinct_from(account))
        .filter(death_lists::regency_id.eq(regency_id))
        .select(DeathListRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Writes a list with the verdicts on its rows.
pub async fn insert(
    conn: &mut AsyncPgConnection,
    list: &DeathListRow,
    rows: &[ListVerdictRow],
) -> QueryResult<()> {
    diesel::insert_into(death_lists::table).values(list).execute(conn).await?;
    for chunk in rows.chunks(CHUNK) {
        diesel::insert_into(death_list_rows::table).values(chunk).execute(conn).await?;
    }
    Ok(())
}

/// A page of verdicts in the order of the file. The caller has found the list.
pub async fn verdicts(
    conn: &mut AsyncPgConnection,
    list: &DeathListRow,
    verdict: Option<ListVerdict>,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<ListVerdictRow>> {
    verdicts_of(list, verdict)
        .filter(death_list_rows::row_number.gt(after))
        .order(death_list_rows::row_number)
        .limit(limit)
        .select(ListVerdictRow::as_select())
        .load(conn)
        .await
}

/// How many verdicts a list has.
pub async fn count_verdicts(
    conn: &mut AsyncPgConnection,
    list: &DeathListRow,
    verdict: Option<ListVerdict>,
) -> QueryResult<i64> {
    verdicts_of(list, verdict).count().get_result(conn).await
}

fn verdicts_of(
    list: &DeathListRow,
    verdict: Option<ListVerdict>,
) -> death_list_rows::BoxedQuery<'static, diesel::pg::Pg> {
    let query = death_list_rows::table
        .filter(death_list_rows::list_id.eq(list.id))
        .filter(death_list_rows::regency_id.eq(list.regency_id))
        .into_boxed();
    match verdict {
        Some(verdict) => query.filter(death_list_rows::verdict.eq(AsText(verdict))),
        None => query,
    }
}
