//! Reading and writing regencies. Which regencies there are is the platform's affair, not a regency's, so these
//! queries take no region scope; the permission in the handlers' signatures keeps others out.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{RegencyChanges, RegencyRow};
use crate::domain::RegionCode;
use crate::platform::db::schema::regencies;

/// Serialises the numbering of regencies. The number is arbitrary and never reused.
const NUMBERING_LOCK: i64 = 0x7265_6765_6e63_7901;

/// The regency with this number.
pub async fn find_regency(conn: &mut AsyncPgConnection, id: i32) -> QueryResult<Option<RegencyRow>> {
    regencies::table.find(id).select(RegencyRow::as_select()).first(conn).await.optional()
}

/// The regency in which a region lies, if it uses this deployment.
pub async fn find_regency_by_region(
    conn: &mut AsyncPgConnection,
    region: &RegionCode,
) -> QueryResult<Option<RegencyRow>> {
    match region.regency() {
        Some(code) => find_regency_by_code(conn, &code).await,
        None => Ok(None),
    }
}

/// The regency that has just this code, if it uses this deployment.
pub async fn find_regency_by_code(
    conn: &mut AsyncPgConnection,
    code: &RegionCode,
) -> QueryResult<Option<RegencyRow>> {
    let regency = regencies::table.filter(regencies::region_code.eq(code.as_str()));
    regency.select(RegencyRow::as_select()).first(conn).await.optional()
}

/// Regencies in the order of their numbers, after a number.
pub(super) async fn list_regencies(
    conn: &mut AsyncPgConnection,
    active: Option<bool>,
    after: Option<i32>,
    limit: i64,
) -> QueryResult<Vec<RegencyRow>> {
    let mut query = filtered(active).select(RegencyRow::as_select());
    if let Some(id) = after {
        query = query.filter(regencies::id.gt(id));
    }
    query.order(regencies::id).limit(limit).load(conn).await
}

/// How many regencies there are.
pub(super) async fn count_regencies(conn: &mut AsyncPgConnection, active: Option<bool>) -> QueryResult<i64> {
    filtered(active).count().get_result(conn).await
}

/// Waits for its turn and tells the next number. The turn ends with the transaction.
pub(super) async fn next_number(conn: &mut AsyncPgConnection) -> QueryResult<i32> {
    diesel::sql_query(format!("select pg_advisory_xact_lock({NUMBERING_LOCK})")).execute(conn).await?;
    let last: Option<i32> = regencies::table.select(diesel::dsl::max(regencies::id)).get_result(conn).await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Writes a new regency.
pub(super) async fn insert_regency(conn: &mut AsyncPgConnection, row: &RegencyRow) -> QueryResult<usize> {
    diesel::insert_into(regencies::table).values(row).execute(conn).await
}

/// The regency, locked until the transaction ends.
pub(super) async fn lock_regency(conn: &mut AsyncPgConnection, id: i32) -> QueryResult<Option<RegencyRow>> {
    regencies::table.find(id).select(RegencyRow::as_select()).for_no_key_update().first(conn).await.optional()
}

/// Writes the changed columns of a locked regency.
pub(super) async fn update_regency(
    conn: &mut AsyncPgConnection,
    before: &RegencyRow,
    changes: &RegencyChanges,
    now: chrono::DateTime<chrono::Utc>,
) -> QueryResult<RegencyRow> {
    diesel::update(regencies::table.find(before.id))
        .set((changes, regencies::version.eq(before.version + 1), regencies::updated_at.eq(now)))
        .returning(RegencyRow::as_returning())
        .get_result(conn)
        .await
}

fn filtered(active: Option<bool>) -> regencies::BoxedQuery<'static, diesel::pg::Pg> {
    let mut query = regencies::table.into_boxed();
    if let Some(active) = active {
        query = query.filter(regencies::active.eq(active));
    }
    query
}
