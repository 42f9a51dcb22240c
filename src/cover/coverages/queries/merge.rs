//! The periods of people whose registrations become one.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::CoverageRow;
use crate::platform::db::schema::coverages;

/// All periods of these people, over all regencies: nobody is funded twice, wherever it is. In the order of their ids.
pub async fn list_of_people(conn: &mut AsyncPgConnection, persons: &[Uuid]) -> QueryResult<Vec<CoverageRow>> {
    coverages::table
        .filter(coverages::person_id.eq_any(persons))
        .order(coverages::id)
        .select(CoverageRow::as_select())
        .load(conn)
        .await
}

/// Puts something in the place of the member numbers of locked periods that no number is found under, until the whole rows
/// are written again in the same transaction.
pub async fn put_numbers_aside(
    conn: &mut AsyncPgConnection,
    regency_id: i32,
    ids: &[Uuid],
) -> QueryResult<()> {
    sql_query(
        "UPDATE coverages SET member_number_hash = sha256(convert_to(id::text, 'UTF8')) \
         WHERE regency_id = $1 AND id = ANY ($2) AND member_number_hash IS NOT NULL",
    )
    .bind::<Integer, _>(regency_id)
    .bind::<Array<SqlUuid>, _>(ids)
    .execute(conn)
    .await
    .map(|_| ())
}
