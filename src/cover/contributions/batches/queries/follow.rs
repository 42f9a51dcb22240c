//! Drafts whose lines follow the ledger.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Integer, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::super::model::BatchRow;
use super::super::rules::BatchStatus;
use crate::cover::funding::budget::SourceKey;
use crate::platform::db::schema::contribution_batches as batches;

/// The drafts of a source in the order of their ids, locked until the transaction ends.
pub async fn lock_drafts(conn: &mut AsyncPgConnection, source: SourceKey) -> QueryResult<Vec<BatchRow>> {
    batches::table
        .filter(batches::funding_source_id.eq(source.0))
        .filter(batches::regency_id.eq(source.1))
        .filter(batches::status.eq(BatchStatus::Draft.as_str()))
        .order(batches::id)
        .select(BatchRow::as_select())
        .for_no_key_update()
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = SqlUuid)]
    batch_id: Uuid,
    #[diesel(sql_type = BigInt)]
    amount_idr: i64,
}

/// Gives the lines of locked drafts of a regency the amounts of the ledger. Answers with what each changed draft comes to now.
pub async fn follow_ledger(
    conn: &mut AsyncPgConnection,
    drafts: &[BatchRow],
    regency_id: i32,
) -> QueryResult<Vec<(Uuid, i64)>> {
    let sums: Vec<Sum> = sql_query(
        "WITH drafts AS (SELECT id, regency_id FROM contribution_batches WHERE id = ANY ($1) AND regency_id = $2), \
         differing AS (\
           SELECT l.batch_id, l.regency_id, l.line_number, o.amount_idr - l.amount_idr AS more, o.amount_idr \
           FROM drafts AS b \
           JOIN contribution_batch_lines AS l ON l.batch_id = b.id AND l.regency_id = b.regency_id \
           JOIN contribution_obligations AS o ON o.person_id = l.person_id AND o.programme = l.programme \
             AND o.month = l.month AND o.regency_id = l.regency_id \
           WHERE l.is_open AND l.amount_idr <> o.amount_idr), \
         followed AS (\
           UPDATE contribution_batch_lines AS l SET amount_idr = d.amount_idr FROM differing AS d \
           WHERE l.batch_id = d.batch_id AND l.regency_id = d.regency_id AND l.line_number = d.line_number) \
         SELECT b.id AS batch_id, (b.amount_idr + sum(d.more))::bigint AS amount_idr \
         FROM differing AS d \
         JOIN contribution_batches AS b ON b.id = d.batch_id AND b.regency_id = d.regency_id \
         GROUP BY b.id, b.amount_idr",
    )
    .bind::<Array<SqlUuid>, _>(drafts.iter().map(|draft| draft.id).collect::<Vec<_>>())
    .bind::<Integer, _>(regency_id)
    .load(conn)
    .await?;
    Ok(sums.into_iter().map(|sum| (sum.batch_id, sum.amount_idr)).collect())
}
