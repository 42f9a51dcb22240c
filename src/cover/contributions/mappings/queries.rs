//! The statements of mappings. A mapping is the whole regency's.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::MappingRow;
use super::rules::MappingKind;
use crate::access::caller::RegionScope;
use crate::platform::db::schema::column_mappings as mappings;

type Listed = mappings::BoxedQuery<'static, diesel::pg::Pg>;

fn listed(scope: &RegionScope, kind: Option<MappingKind>) -> Listed {
    let query = mappings::table.filter(scope.filter_whole_regency(mappings::regency_id)).into_boxed();
    match kind {
        Some(kind) => query.filter(mappings::kind.eq(kind.as_str())),
        None => query,
    }
}

/// A page of mappings in the order of their ids.
pub async fn list(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    kind: Option<MappingKind>,
    after: Option<Uuid>,
    limit: i64,
) -> QueryResult<Vec<MappingRow>> {
    let mut query = listed(scope, kind);
    if let Some(after) = after {
        query = query.filter(mappings::id.gt(after));
    }
    query.order(mappings::id).limit(limit).select(MappingRow::as_select()).load(conn).await
}

/// How many mappings a list has.
pub async fn count(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    kind: Option<MappingKind>,
) -> QueryResult<i64> {
    listed(scope, kind).count().get_result(conn).await
}

/// One mapping of the caller's regencies.
pub async fn find(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<MappingRow>> {
    mappings::table
        .filter(mappings::id.eq(id))
        .filter(scope.filter_whole_regency(mappings::regency_id))
        .select(MappingRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The same, locked until the transaction ends.
pub async fn lock(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> QueryResult<Option<MappingRow>> {
    mappings::table
        .filter(mappings::id.eq(id))
        .filter(scope.filter_whole_regency(mappings::regency_id))
        .select(MappingRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// A mapping of a regency for a kind of file.
pub async fn of_regency(
    conn: &mut AsyncPgConnection,
    (regency_id, kind): (i32, MappingKind),
    id: Uuid,
) -> QueryResult<Option<MappingRow>> {
    mappings::table
        .find((id, regency_id))
        .filter(mappings::kind.eq(kind.as_str()))
        .select(MappingRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The default of a regency for a kind of file.
pub async fn default_of(
    conn: &mut AsyncPgConnection,
    (regency_id, kind): (i32, MappingKind),
) -> QueryResult<Option<MappingRow>> {
    mappings::table
        .filter(mappings::regency_id.eq(regency_id))
        .filter(mappings::kind.eq(kind.as_str()))
        .filter(mappings::is_default)
        .select(MappingRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// The same, locked until the transaction ends.
pub async fn lock_default(
    conn: &mut AsyncPgConnection,
    (regency_id, kind): (i32, MappingKind),
) -> QueryResult<Option<MappingRow>> {
    mappings::table
        .filter(mappings::regency_id.eq(regency_id))
        .filter(mappings::kind.eq(kind.as_str()))
        .filter(mappings::is_default)
        .select(MappingRow::as_select())
        .for_no_key_update()
        .first(conn)
        .await
        .optional()
}

/// Writes a new mapping.
pub async fn insert(conn: &mut AsyncPgConnection, row: &MappingRow) -> QueryResult<()> {
    diesel::insert_into(mappings::table).values(row).execute(conn).await.map(|_| ())
}

/// Writes a locked mapping.
pub async fn update(conn: &mut AsyncPgConnection, row: &MappingRow) -> QueryResult<()> {
    diesel::update(mappings::table.find((row.id, row.regency_id))).set(row).execute(conn).await.map(|_| ())
}
