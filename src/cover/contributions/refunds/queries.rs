//! The statements of refunds.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::RefundRow;
use crate::cover::funding::budget::SourceKey;
use crate::platform::db::schema::contribution_refunds as refunds;

/// A page of a source's refunds in the order of their ids. The caller has found the source in its own regencies.
pub async fn list(
    conn: &mut AsyncPgConnection,
    source: SourceKey,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<RefundRow>> {
    let mut query = refunds::table
        .filter(refunds::funding_source_id.eq(source.0))
        .filter(refunds::regency_id.eq(source.1))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(refunds::id.gt(after));
    }
    query.order(refunds::id).limit(limit).select(RefundRow::as_select()).load(conn).await
}

/// How many refunds a source has.
pub async fn count(conn: &mut AsyncPgConnection, source: SourceKey) -> QueryResult<i64> {
    refunds::table
        .filter(refunds::funding_source_id.eq(source.0))
        .filter(refunds::regency_id.eq(source.1))
        .count()
        .get_result(conn)
        .await
}

/// A refund of a source, which the caller has locked: refunds change under that lock only.
pub async fn find(
    conn: &mut AsyncPgConnection,
    source: SourceKey,
    id: Uuid,
) -> QueryResult<Option<RefundRow>> {
    refunds::table
        .find((id, source.1))
        .filter(refunds::funding_source_id.eq(source.0))
        .select(RefundRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Writes that a refund was taken back; the service's role may write nothing else of it.
pub async fn mark_void(conn: &mut AsyncPgConnection, row: &RefundRow) -> QueryResult<()> {
    diesel::update(refunds::table.find((row.id, row.regency_id)))
        .set((
            refunds::voided_by.eq(row.voided_by),
            refunds::voided_at.eq(row.voided_at),
            refunds::void_reason.eq(row.void_reason.as_ref()),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Writes a new refund.
pub async fn insert(conn: &mut AsyncPgConnection, row: &RefundRow) -> QueryResult<()> {
    diesel::insert_into(refunds::table).values(row).execute(conn).await.map(|_| ())
}
