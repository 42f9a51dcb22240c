//! The statements of closes. A close is the whole regency's: a caller with less than a regency has none.

mod lapses;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Integer;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

pub use lapses::{
    Finding, LapseFilter, LapsedWorker, count_lapses, first_lapse, first_lapse_of_list, insert_findings,
    lapsed_total, list_lapses, people, recorded,
};

use super::model::CloseRow;
use super::rules::CloseStatus;
use crate::access::caller::RegionScope;
use crate::domain::Month;
use crate::platform::db::schema::{monthly_closes as closes, regencies};

/// Which closes a list shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct CloseFilter {
    /// Of this month.
    pub month: Option<Month>,
    /// That stand so.
    pub status: Option<CloseStatus>,
}

type Listed = closes::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, filter: CloseFilter) -> Listed {
    let mut query = closes::table.filter(scope.filter_whole_regency(closes::regency_id)).into_boxed();
    if let Some(month) = filter.month {
        query = query.filter(closes::month.eq(month.first_day()));
    }
    if let Some(status) = filter.status {
        query = query.filter(closes::status.eq(status.as_str()));
    }
    query
}

/// A page of closes in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: CloseFilter,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<CloseRow>> {
    let mut query = listed(scope, filter);
    if let Some(after) = after {
        query = query.filter(closes::id.gt(after));
    }
    query.order(closes::id).limit(limit).select(CloseRow::as_select()).load(conn).await
}

/// How many closes a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    filter: CloseFilter,
) -> QueryResult<i64> {
    listed(scope, filter).count().get_result(conn).await
}

/// One close of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<CloseRow>> {
    closes::table
        .filter(closes::id.eq(id))
        .filter(scope.filter_whole_regency(closes::regency_id))
        .select(CloseRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Like [`find`], locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<CloseRow>> {
    closes::table
        .filter(closes::id.eq(id))
        .filter(scope.filter_whole_regency(closes::regency_id))
        .select(CloseRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// The close of a month of a regency.
pub async fn of_month(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    month: Month,
) -> QueryResult<Option<Uuid>> {
    closes::table
        .filter(closes::regency_id.eq(regency_id))
        .filter(closes::month.eq(month.first_day()))
        .select(closes::id)
        .first(conn)
        .await
        .optional()
}

/// Every regency, in the order in which they are locked: also one that is just closing its first month.
pub async fn regencies(conn: &mut AsyncPgConnection) -> QueryResult<Vec<i32>> {
    regencies::table.select(regencies::id).order(regencies::id).load(conn).await
}

/// Whether a month of a regency is closed from one on.
pub async fn is_closed_from(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    month: Month,
) -> QueryResult<bool> {
    let closed = closes::table
        .filter(closes::regency_id.eq(regency_id))
        .filter(closes::month.ge(month.first_day()))
        .filter(closes::status.eq(CloseStatus::Closed.as_str()));
    diesel::select(exists(closed)).get_result(conn).await
}

/// The closed months of a regency, locked in their order.
pub async fn lock_closed(conn: &mut AsyncPgConnection, regency_id: i32) -> QueryResult<Vec<CloseRow>> {
    closes::table
        .filter(closes::regency_id.eq(regency_id))
        .filter(closes::status.eq(CloseStatus::Closed.as_str()))
        .order(closes::month)
        .select(CloseRow::as_select())
        .for_no_key_update()
        .load(conn)
        .await
}

/// Writes a new close.
pub async fn insert(conn: &mut AsyncPgConnection, row: &CloseRow) -> QueryResult<()> {
    diesel::insert_into(closes::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked close.
pub async fn update(conn: &mut AsyncPgConnection, row: &CloseRow) -> QueryResult<()> {
    diesel::update(closes::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}

/// Tells these locks from others with the regency's number. Arbitrary and never reused.
const LOCK: i32 = 0x63_6c_6f_73;

/// Nothing that a close of the regency reads is written until the transaction ends: whoever writes it holds
/// [`hold_open`].
pub async fn hold_still(conn: &mut AsyncPgConnection, regency_id: i32) -> QueryResult<()> {
    sql_query("SELECT pg_advisory_xact_lock($1, $2)")
        .bind::<Integer, _>(LOCK)
        .bind::<Integer, _>(regency_id)
        .execute(conn)
        .await
        .map(|_| ())
}

/// No close of the regency is made until the transaction ends; any number of writers hold this together.
pub async fn hold_open(conn: &mut AsyncPgConnection, regency_id: i32) -> QueryResult<()> {
    sql_query("SELECT pg_advisory_xact_lock_shared($1, $2)")
        .bind::<Integer, _>(LOCK)
        .bind::<Integer, _>(regency_id)
        .execute(conn)
        .await
        .map(|_| ())
}
