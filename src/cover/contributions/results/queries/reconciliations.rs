//! The files that answered a batch.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::model::ReconciliationRow;
use crate::cover::contributions::batches::model::BatchRow;
use crate::platform::db::schema::contribution_reconciliations as reconciliations;

/// The number of a batch's next file. The caller holds the lock of the batch.
pub async fn next_number(conn: &mut AsyncPgConnection, batch: &BatchRow) -> QueryResult<i32> {
    let last: Option<i32> = reconciliations::table
        .filter(reconciliations::batch_id.eq(batch.id))
        .filter(reconciliations::regency_id.eq(batch.regency_id))
        .select(max(reconciliations::number))
        .first(conn)
        .await?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Writes a new file.
pub async fn insert(conn: &mut AsyncPgConnection, row: &ReconciliationRow) -> QueryResult<()> {
    diesel::insert_into(reconciliations::table).values(row).execute(conn).await.map(|_| ())
}

/// A page of a batch's files in their order. The caller has found the batch in its own regencies.
pub async fn list(
    conn: &mut AsyncPgConnection,
    batch: &BatchRow,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<ReconciliationRow>> {
    reconciliations::table
        .filter(reconciliations::batch_id.eq(batch.id))
        .filter(reconciliations::regency_id.eq(batch.regency_id))
        .filter(reconciliations::number.gt(after))
        .order(reconciliations::number)
        .limit(limit)
        .select(ReconciliationRow::as_select())
        .load(conn)
        .await
}

/// How many files a batch has.
pub async fn count(conn: &mut AsyncPgConnection, batch: &BatchRow) -> QueryResult<i64> {
    reconciliations::table
        .filter(reconciliations::batch_id.eq(batch.id))
        .filter(reconciliations::regency_id.eq(batch.regency_id))
        .count()
        .get_result(conn)
        .await
}
