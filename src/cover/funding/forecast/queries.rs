//! The ledger of a source, summed by month.

use diesel::sql_types::{BigInt, Date, Integer, Uuid as SqlUuid};
use diesel::{QueryResult, QueryableByName, sql_query};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::rules::MonthSum;
use crate::cover::funding::model::SourceRow;
use crate::platform::db::columns::AsFirstDay;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Date)]
    month: AsFirstDay,
    #[diesel(sql_type = BigInt)]
    due_people: i64,
    #[diesel(sql_type = BigInt)]
    due_idr: i64,
    #[diesel(sql_type = BigInt)]
    accepted_people: i64,
    #[diesel(sql_type = BigInt)]
    accepted_idr: i64,
    #[diesel(sql_type = BigInt)]
    excess_idr: i64,
}

/// The months in which something is due or accepted as paid; at most as many as the source has.
pub async fn sums_by_month(conn: &mut AsyncPgConnection, source: &SourceRow) -> QueryResult<Vec<MonthSum>> {
    let rows: Vec<Row> = sql_query(
        "SELECT o.month, \
           count(DISTINCT o.person_id) FILTER (WHERE o.status = 'due') AS due_people, \
           coalesce(sum(o.amount_idr) FILTER (WHERE o.status = 'due'), 0)::bigint AS due_idr, \
           count(DISTINCT o.person_id) FILTER (WHERE o.status = 'paid') AS accepted_people, \
           coalesce(sum(o.amount_idr) FILTER (WHERE o.status = 'paid'), 0)::bigint AS accepted_idr, \
           coalesce(sum(o.amount_idr) FILTER (WHERE o.is_credit), 0)::bigint AS excess_idr \
         FROM contribution_obligations AS o \
         WHERE o.funding_source_id = $1 AND o.regency_id = $2 AND o.status IN ('due', 'paid') \
         GROUP BY o.month ORDER BY o.month",
    )
    .bind::<SqlUuid, _>(source.id)
    .bind::<Integer, _>(source.regency_id)
    .load(conn)
    .await?;
    let sum = |row: Row| MonthSum {
        month: row.month.0,
        due_people: row.due_people,
        due_idr: row.due_idr,
        accepted_people: row.accepted_people,
        accepted_idr: row.accepted_idr,
        excess_idr: row.excess_idr,
    };
    Ok(rows.into_iter().map(sum).collect())
}
